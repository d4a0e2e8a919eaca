import { randomUUID } from "node:crypto";
import type { Hole } from "../core/heard.ts";
import { LONGEST_HOLE_MS } from "../core/ledger.ts";
import type { IngestStore, ScheduleStore } from "../pipeline/ports.ts";
import type { Table } from "./dynamo-table.ts";
import { claimNew, getRow, putRow, queryRows, seconds, updateRow } from "./dynamo-table.ts";
import { PREFIX, TTL_SECONDS } from "./table.ts";

/** How far the shards are scheduled: schedule's rows. */
export const tickRows = (table: Table): Pick<ScheduleStore, "tickOf" | "moveTick"> => ({
  tickOf: async (shard) => (await getRow(table, tickPk(shard), "tick"))?.tick as number | undefined,
  moveTick: async (shard, seen, next) => {
    const key = { pk: tickPk(shard), sk: "tick" };
    const condition = seen === undefined ? "attribute_not_exists(#tick)" : "#tick = :seen";
    const writer = randomUUID();
    if ((await updateRow(table, key, "SET #tick = :next, #writer = :writer", { next, seen, writer }, condition)) !== undefined) return true;
    // The SDK repeats a write whose answer was lost: then it was we who moved it.
    return (await getRow(table, key.pk, key.sk))?.writer === writer;
  },
});

/** Claims, last good checks, resting hosts and holes: ingest's rows. */
export const pollRows = (
  table: Table,
): Pick<IngestStore, "claimsSince" | "claimPoll" | "hear" | "heardOf" | "restingHosts" | "restHost" | "addHole"> => ({
  claimsSince: async (shard, since) => {
    // Rows sort by tick, and a poll is claimed after its tick: an hour allows for a message that waited.
    const values = { pk: heardPk(shard), low: `POLL#${padded(since - 3_600_000)}`, high: "POLL#~" };
    const rows = await queryRows(table, { key: "#pk = :pk AND #sk BETWEEN :low AND :high", values });
    return rows
      .map((row) => ({ tick: row.tick as number, claimedAt: row.claimedAt as number, feedIds: row.feedIds as string[] }))
      .filter((claim) => claim.claimedAt >= since);
  },
  claimPoll: async (shard, tick, now, feedIds, alone) => {
    const sk = `POLL#${padded(tick)}${alone === undefined ? "" : `#${alone}`}`;
    return (await claimNew(table, { pk: heardPk(shard), sk, tick, claimedAt: now, feedIds, expiresAt: seconds(table) + TTL_SECONDS.claim }))
      .won;
  },
  hear: (shard, heard) => hear(table, shard, heard),
  heardOf: (shard) => heardOf(table, shard),
  restingHosts: () => restingHosts(table),
  restHost: async (host, until) => {
    const row = { pk: PREFIX.host, sk: host, until, expiresAt: Math.ceil(until / 1000) };
    await putRow(table, row, "attribute_not_exists(#until) OR #until < :until", { until });
  },
  addHole: async (feedId, { from, to, why }, shard) => {
    const row = { pk: holePk(shard), sk: `${padded(from)}#${feedId}#${why}`, feedId, from, to, why };
    await putRow(table, { ...row, expiresAt: seconds(table) + TTL_SECONDS.hole }, "attribute_not_exists(#to) OR #to < :to", { to });
  },
});

/** Last good check of each feed of the shard, epoch ms. */
export const heardOf = async (table: Table, shard: number): Promise<ReadonlyMap<string, number>> =>
  timesIn((await getRow(table, heardPk(shard), "heard")) ?? {}, LAST);

/** First and last good check of each feed of the shard, epoch ms. */
export const heardSpansOf = async (table: Table, shard: number): Promise<ReadonlyMap<string, { since: number; at: number }>> => {
  const row = (await getRow(table, heardPk(shard), "heard")) ?? {};
  const first = timesIn(row, FIRST);
  return new Map([...timesIn(row, LAST)].map(([id, at]) => [id, { since: first.get(id) ?? at, at }]));
};

/** Holes of the shard that reach beyond `from` (epoch ms), by feed. */
export const holesOf = async (table: Table, shard: number, from: number): Promise<ReadonlyMap<string, readonly Hole[]>> => {
  const values = { pk: holePk(shard), from: padded(Math.max(0, from - LONGEST_HOLE_MS)) };
  const rows = await queryRows(table, { key: "#pk = :pk AND #sk >= :from", values });
  const reaching = rows.filter((row) => (row.to as number) > from);
  return new Map(
    [...Map.groupBy(reaching, (row) => row.feedId as string)].map(([id, some]) => [
      id,
      some.map((row) => ({ from: row.from as number, to: row.to as number, why: row.why as Hole["why"] })),
    ]),
  );
};

/** Names of attributes: one for each feed's first good check and one for its last. */
const [FIRST, LAST] = ["since:", "ok:"];

const timesIn = (row: Readonly<Record<string, unknown>>, kind: string): ReadonlyMap<string, number> =>
  new Map(Object.entries(row).flatMap(([name, at]) => (name.startsWith(kind) ? [[name.slice(kind.length), at as number]] : [])));

/** Hosts that asked to be left alone, and until when, epoch ms. They are few at any time, and one query. */
export const restingHosts = async (table: Table): Promise<ReadonlyMap<string, number>> => {
  const rows = await queryRows(table, { key: "#pk = :pk", values: { pk: PREFIX.host } });
  return new Map(rows.map((row) => [row.sk, row.until as number]));
};

/** These feeds were heard at these times (epoch ms). */
export const hear: (table: Table, ...heard: Parameters<IngestStore["hear"]>) => Promise<void> = async (table, shard, heard) => {
  const feeds = [...heard];
  // DynamoDB takes 300 operands an expression.
  while (feeds.length > 0) await hearSome(table, shard, feeds.splice(0, 100));
};

const hearSome = async (table: Table, shard: number, feeds: readonly (readonly [string, number])[]): Promise<void> => {
  const set = feeds.map((_, i) => `#f${i} = :f${i}, #s${i} = if_not_exists(#s${i}, :f${i})`).join(", ");
  const values = Object.fromEntries(feeds.map(([, at], i) => [`f${i}`, at]));
  const names = Object.fromEntries(
    feeds.flatMap(([id], i) => [
      [`#f${i}`, `${LAST}${id}`],
      [`#s${i}`, `${FIRST}${id}`],
    ]),
  );
  await updateRow(table, { pk: heardPk(shard), sk: "heard" }, `SET ${set}`, values, undefined, names);
};

const tickPk = (shard: number): string => `${PREFIX.tick}#${shard}`;
const holePk = (shard: number): string => `${PREFIX.hole}#${shard}`;
const heardPk = (shard: number): string => `${PREFIX.heard}#${shard}`;

/** Milliseconds in sortable form, good for 30,000 years. */
const padded = (ms: number): string => String(ms).padStart(15, "0");
