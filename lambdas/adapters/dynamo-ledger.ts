import type { Feed } from "../core/feed.ts";
import type { LedgerEntry, Listened } from "../core/ledger.ts";
import { listeningIn } from "../core/ledger.ts";
import type { QueryStore } from "../pipeline/ports.ts";
import { feedRowsOf, feedStatesOf, shards } from "./dynamo-feeds.ts";
import { heardSpansOf, holesOf } from "./dynamo-polls.ts";
import type { Row, Table } from "./dynamo-table.ts";
import { TTL_SECONDS } from "./table.ts";

/** What was heard of every feed, wherever its addresses were: four reads a shard. */
export const ledgerRows = (table: Table): Pick<QueryStore, "ledger"> => ({ ledger: (from) => ledger(table, from) });

/** What the ledger says of every feed, as far back as its holes are kept. */
export const listening = async (table: Table): Promise<readonly Listened[]> =>
  listeningIn(await ledger(table, table.clock() - TTL_SECONDS.hole * 1000));

const ledger = async (table: Table, from: number): Promise<readonly LedgerEntry[]> => {
  const parts = await Promise.all(shards.map((shard) => partOf(table, shard, from)));
  const rows = Map.groupBy(
    parts.flatMap((part) => part.rows),
    ({ sk }) => sk,
  );
  // Where a feed left a shard there is a row that looks removed.
  return [...rows.values()]
    .map((same) => same.toSorted((a, b) => leftAt(b) - leftAt(a))[0]!)
    .map((row): LedgerEntry => ({
      feed: row.body as Feed,
      holes: parts.flatMap(({ holes }) => holes.get(row.sk) ?? []),
      heard: parts.flatMap(({ heard, states }) => {
        const [times, state] = [heard.get(row.sk), states.get(row.sk)];
        return times === undefined ? [] : [{ ...times, ...(state !== undefined && { state }) }];
      }),
      ...(row.deletedAt !== undefined && { removedAt: row.deletedAt as number }),
    }))
    .toSorted((a, b) => (a.feed.id < b.feed.id ? -1 : 1));
};

const leftAt = ({ deletedAt = Number.MAX_VALUE }: Row): number => deletedAt as number;

const partOf = async (table: Table, shard: number, from: number) => {
  const [rows, states, heard, holes] = await Promise.all([
    feedRowsOf(table, shard),
    feedStatesOf(table, shard),
    heardSpansOf(table, shard),
    holesOf(table, shard, from),
  ]);
  return { rows, states, heard, holes };
};
