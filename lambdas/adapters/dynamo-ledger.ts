import type { Feed } from "../core/feed.ts";
import type { LedgerEntry, Listened } from "../core/ledger.ts";
import { listeningTo } from "../core/ledger.ts";
import type { QueryStore } from "../pipeline/ports.ts";
import { feedRowsOf, feedStatesOf, shards } from "./dynamo-feeds.ts";
import { heardSpansOf, holesOf } from "./dynamo-polls.ts";
import type { Table } from "./dynamo-table.ts";
import { TTL_SECONDS } from "./table.ts";

/** What was heard of every feed: four reads a shard. */
export const ledgerRows = (table: Table): Pick<QueryStore, "ledger"> => ({ ledger: (from) => ledger(table, from) });

/** What the ledger says of every feed, as far back as its holes are kept. */
export const listening = async (table: Table): Promise<readonly Listened[]> => {
  const entries = await ledger(table, table.clock() - TTL_SECONDS.hole * 1000);
  return entries.flatMap((entry) => listeningTo(entry) ?? []);
};

const ledger = async (table: Table, from: number): Promise<readonly LedgerEntry[]> => {
  const entries = await Promise.all(shards.map((shard) => ledgerOf(table, shard, from)));
  return entries.flat().toSorted((a, b) => (a.feed.id < b.feed.id ? -1 : 1));
};

const ledgerOf = async (table: Table, shard: number, from: number): Promise<LedgerEntry[]> => {
  const [rows, states, heard, holes] = await Promise.all([
    feedRowsOf(table, shard),
    feedStatesOf(table, shard),
    heardSpansOf(table, shard),
    holesOf(table, shard, from),
  ]);
  return rows.map((row): LedgerEntry => {
    const [state, times] = [states.get(row.sk), heard.get(row.sk)];
    return {
      feed: row.body as Feed,
      holes: holes.get(row.sk) ?? [],
      ...(state !== undefined && { state }),
      ...(times !== undefined && { heard: times }),
      ...(row.deletedAt !== undefined && { removedAt: row.deletedAt as number }),
    };
  });
};
