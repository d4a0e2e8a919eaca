import type { Feed, FeedState } from "../core/feed.ts";
import { addressOf, FEED_SHARDS, hostOf, shardOf } from "../core/feed.ts";
import type { FeedStatus, IngestStore, QueryStore } from "../pipeline/ports.ts";
import { archivesOf } from "./dynamo-archives.ts";
import { heardOf, restingHosts } from "./dynamo-polls.ts";
import type { Row, Table } from "./dynamo-table.ts";
import { claimRow, deleteRow, getRows, putRow, queryRows, updateRow } from "./dynamo-table.ts";
import { PREFIX } from "./table.ts";

/** The feeds of a shard that were not removed, on or off, by id. */
export const feedsOf = async (table: Table, shard: number): Promise<readonly Feed[]> =>
  (await feedRowsOf(table, shard)).filter(lives).map((row) => row.body as Feed);

/** What polling learned: ingest's rows. */
export const feedStateRows = (table: Table): Pick<IngestStore, "feedStatesOf" | "saveFeedState"> => ({
  feedStatesOf: (shard) => feedStatesOf(table, shard),
  saveFeedState: async (state, shard) => {
    await putRow(table, { pk: `${PREFIX.feedState}#${shard}`, sk: state.feedId, body: state });
  },
});

/** Feeds as people list and edit them. */
export const feedEdits = (table: Table): Pick<QueryStore, "feeds" | "addFeed" | "putFeed" | "removeFeed"> => ({
  feeds: async () => {
    const resting = await restingHosts(table);
    return (await Promise.all(shards.map((shard) => statusesOf(table, shard, resting)))).flat().toSorted(byId);
  },
  addFeed: async (feed) => {
    const home = feedPk(feed);
    const elsewhere = async () =>
      (await getRows(table, placesOf(feed.id))).some((row) => row !== undefined && row.pk !== home && lives(row));
    if (await elsewhere()) return false;
    const row = { pk: home, sk: feed.id, body: feed, editedAt: table.clock() };
    if (!(await claimRow(table, row, "attribute_not_exists(#pk) OR attribute_exists(#deletedAt)", {})).won) return false;
    // Another one of this id may have been added meanwhile, at a host of another shard. Whoever comes second sees the first and
    // steps back; exactly at once both may, and the caller is told so. Dying before this, both stay until one is removed.
    if (!(await elsewhere())) return true;
    await bury(table, row);
    return false;
  },
  putFeed: async (feed) => {
    const home = feedPk(feed);
    await putRow(table, { pk: home, sk: feed.id, body: feed, editedAt: table.clock() });
    // With another host a feed may move to another shard; dying before this, it is polled twice until it is put again.
    for (const place of placesOf(feed.id)) if (place.pk !== home) await deleteRow(table, place);
  },
  removeFeed: async (id) => {
    const living = (await getRows(table, placesOf(id))).flatMap((row) => (row !== undefined && lives(row) ? [row] : []));
    const buried = await Promise.all(living.map((row) => bury(table, row)));
    return buried.includes(true);
  },
});

/** Takes the feed away and leaves the row, so that seeding does not bring it back. */
const bury = async (table: Table, row: Pick<Row, "pk" | "sk">): Promise<boolean> =>
  (await updateRow(table, row, "SET #deletedAt = :now, #editedAt = :now", { now: table.clock() }, "attribute_exists(#pk)")) !== undefined;

const lives = (row: Row): boolean => row.deletedAt === undefined;

/** The rows of a shard as they are, the removed ones too. */
export const feedRowsOf = (table: Table, shard: number): Promise<readonly Row[]> =>
  queryRows(table, { key: "#pk = :pk", values: { pk: `${PREFIX.feed}#${shard}` } });

/** Where a feed's row belongs. */
export const feedPk = ({ url }: Pick<Feed, "url">): string => `${PREFIX.feed}#${shardOf(url)}`;

/** Every shard. */
export const shards = Array.from({ length: FEED_SHARDS }, (_, shard) => shard);

const placesOf = (id: string) => shards.map((shard) => ({ pk: `${PREFIX.feed}#${shard}`, sk: id }));

/** What polling learned of the feeds of a shard, by id. */
export const feedStatesOf = async (table: Table, shard: number): Promise<ReadonlyMap<string, FeedState>> => {
  const rows = await queryRows(table, { key: "#pk = :pk", values: { pk: `${PREFIX.feedState}#${shard}` } });
  return new Map(rows.map((row) => [row.sk, row.body as FeedState]));
};

const statusesOf = async (table: Table, shard: number, resting: ReadonlyMap<string, number>): Promise<readonly FeedStatus[]> => {
  const [feeds, states, heard, archives] = await Promise.all([
    feedsOf(table, shard),
    feedStatesOf(table, shard),
    heardOf(table, shard),
    archivesOf(table, shard),
  ]);
  return feeds.map((feed) => {
    const [state, heardAt, archive] = [states.get(feed.id), heard.get(feed.id), archives.get(feed.id)];
    const restUntil = resting.get(hostOf(addressOf(feed, state)));
    return {
      feed,
      ...(state !== undefined && { state }),
      ...(heardAt !== undefined && { heardAt }),
      ...(restUntil !== undefined && { restUntil }),
      ...(archive !== undefined && { archive }),
    };
  });
};

const byId = (a: FeedStatus, b: FeedStatus): number => (a.feed.id < b.feed.id ? -1 : 1);
