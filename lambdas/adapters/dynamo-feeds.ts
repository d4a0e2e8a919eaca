import { randomUUID } from "node:crypto";
import type { Feed, FeedState } from "../core/feed.ts";
import { addressOf, FEED_SHARDS, hostOf, shardOf } from "../core/feed.ts";
import type { FeedStatus, IngestStore, QueryStore } from "../pipeline/ports.ts";
import { archivesOf } from "./dynamo-archives.ts";
import { asRead, bury, FREE, lives, TRIES } from "./dynamo-edits.ts";
import { heardOf, restingHosts } from "./dynamo-polls.ts";
import type { Row, Table } from "./dynamo-table.ts";
import { claimRow, deleteRow, getRows, putRow, queryRows } from "./dynamo-table.ts";
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
export const feedEdits = (table: Table): Pick<QueryStore, "feeds" | "addFeed" | "changeFeed" | "removeFeed"> => ({
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
    if (!(await claimRow(table, row, ...FREE)).won) return false;
    // Another one of this id may have been added meanwhile, at a host of another shard. Whoever comes second sees the first and
    // steps back; exactly at once both may, and the caller is told so. Dying before this, both stay until one is removed.
    if (!(await elsewhere())) return true;
    await bury(table, row);
    return false;
  },
  changeFeed: async (id, change) => {
    for (let tries = 0; tries < TRIES; tries++) {
      const [row, ...more] = await livingRows(table, id);
      if (row === undefined) return undefined;
      const feed = change(row.body as Feed);
      if (!(await replace(table, row, feed, more))) continue;
      for (const left of more) if (left.pk !== feedPk(feed)) await bury(table, left, asRead(left));
      return feed;
    }
    throw new Error(`the feed ${id} was changed by others ${TRIES} times while it was to be changed`);
  },
  removeFeed: async (id) => {
    let removed = false;
    for (let tries = 0; tries < TRIES; tries++) {
      const rows = await livingRows(table, id);
      if (rows.length === 0) return removed;
      for (const row of rows) removed = (await bury(table, row, asRead(row))) || removed;
    }
    throw new Error(`the feed ${id} was changed by others ${TRIES} times while it was to be removed`);
  },
});

/** Adds or replaces a feed, whatever is there. With another host it may move to another shard. */
export const putFeed = async (table: Table, feed: Feed): Promise<void> => {
  const home = feedPk(feed);
  await putRow(table, { pk: home, sk: feed.id, body: feed, editedAt: table.clock(), writer: randomUUID() });
  for (const place of placesOf(feed.id)) if (place.pk !== home) await deleteRow(table, place);
};

/** Replaces a row that is still as it was read; false, and nothing changed, if it is not. `more` are other rows of the feed. */
const replace = async (table: Table, old: Row, feed: Feed, more: readonly Row[]): Promise<boolean> => {
  const row = { pk: feedPk(feed), sk: feed.id, body: feed, editedAt: Math.max(table.clock(), editedAt(old) + 1) };
  if (row.pk === old.pk) return (await claimRow(table, row, ...asRead(old))).won;
  const before = more.find(({ pk }) => pk === row.pk);
  const { won, row: there } = await claimRow(table, row, ...(before === undefined ? FREE : asRead(before)));
  if (!won) return false;
  // Dying before this, both rows stay, and the feed is polled twice until it is changed or removed again.
  if (await bury(table, old, asRead(old))) return true;
  // Somebody changed or removed it meanwhile.
  await bury(table, row, asRead(there ?? row));
  return false;
};

/** The rows of a feed that were not removed, the oldest first: it holds while an edit moves the feed to another shard, or has died at that. */
const livingRows = async (table: Table, id: string): Promise<Row[]> => {
  const rows = (await getRows(table, placesOf(id))).flatMap((row) => (row !== undefined && lives(row) ? [row] : []));
  return rows.toSorted((a, b) => editedAt(a) - editedAt(b));
};

const editedAt = (row: Row): number => Number(row.editedAt ?? 0);

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
