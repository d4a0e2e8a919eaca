import { randomUUID } from "node:crypto";
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
  hear: async (shard, heard) => {
    const feeds = [...heard];
    // DynamoDB takes 300 operands an expression.
    while (feeds.length > 0) await hear(table, shard, feeds.splice(0, 200));
  },
  heardOf: (shard) => heardOf(table, shard),
  restingHosts: () => restingHosts(table),
  restHost: async (host, until) => {
    const row = { pk: PREFIX.host, sk: host, until, expiresAt: Math.ceil(until / 1000) };
    await putRow(table, row, "attribute_not_exists(#until) OR #until < :until", { until });
  },
  addHole: async (feedId, from, to) => {
    const row = { pk: `${PREFIX.hole}#${feedId}`, sk: padded(from), from, to };
    await putRow(table, row, "attribute_not_exists(#to) OR #to < :to", { to });
  },
});

/** Last good check of each feed of the shard, epoch ms. */
export const heardOf = async (table: Table, shard: number): Promise<ReadonlyMap<string, number>> => {
  const row = (await getRow(table, heardPk(shard), "heard")) ?? {};
  return new Map(Object.entries(row).flatMap(([name, at]) => (name.startsWith("ok:") ? [[name.slice(3), at as number]] : [])));
};

/** Hosts that asked to be left alone, and until when, epoch ms. They are few at any time, and one query. */
export const restingHosts = async (table: Table): Promise<ReadonlyMap<string, number>> => {
  const rows = await queryRows(table, { key: "#pk = :pk", values: { pk: PREFIX.host } });
  return new Map(rows.map((row) => [row.sk, row.until as number]));
};

const hear = async (table: Table, shard: number, feeds: readonly (readonly [string, number])[]): Promise<void> => {
  const set = feeds.map((_, i) => `#f${i} = :f${i}`).join(", ");
  const values = Object.fromEntries(feeds.map(([, at], i) => [`f${i}`, at]));
  const names = Object.fromEntries(feeds.map(([id], i) => [`#f${i}`, `ok:${id}`]));
  await updateRow(table, { pk: heardPk(shard), sk: "heard" }, `SET ${set}`, values, undefined, names);
};

const tickPk = (shard: number): string => `${PREFIX.tick}#${shard}`;
const heardPk = (shard: number): string => `${PREFIX.heard}#${shard}`;

/** Milliseconds in sortable form, good for 30,000 years. */
const padded = (ms: number): string => String(ms).padStart(15, "0");
