import { randomUUID } from "node:crypto";
import type { IngestStore, ScheduleStore, ShardTick } from "../pipeline/ports.ts";
import type { Table } from "./dynamo-table.ts";
import { claimNew, getRow, putRow, queryRows, seconds, updateRow } from "./dynamo-table.ts";
import { PREFIX, TTL_SECONDS } from "./table.ts";

/** How far the shards are scheduled; schedule's rows, with what it reads of ingest's. */
export const tickRows = (table: Table): Pick<ScheduleStore, "shardTick" | "moveTick"> => ({
  shardTick: async (shard) => {
    const [tick, heard, [claim]] = await Promise.all([
      getRow(table, `${PREFIX.tick}#${shard}`, "tick"),
      getRow(table, heardPk(shard), "heard"),
      queryRows(table, {
        key: "#pk = :pk AND begins_with(#sk, :poll)",
        values: { pk: heardPk(shard), poll: "POLL#" },
        newestFirst: true,
        limit: 1,
      }),
    ]);
    return {
      ...(tick !== undefined && { tick: tick.tick as number }),
      ...(tick?.isolated !== undefined && { isolated: tick.isolated as number }),
      ...(claim !== undefined && { claimed: Number(claim.sk.slice("POLL#".length)), claimedAt: claim.claimedAt as number }),
      ...(heard?.closed !== undefined && { closed: heard.closed as number }),
    } satisfies ShardTick;
  },
  moveTick: async (shard, seen, next, isolated) => {
    const key = { pk: `${PREFIX.tick}#${shard}`, sk: "tick" };
    const set = `SET #tick = :next, #writer = :writer${isolated === undefined ? "" : ", #isolated = :isolated"}`;
    const condition = seen === undefined ? "attribute_not_exists(#tick)" : "#tick = :seen";
    const writer = randomUUID();
    if ((await updateRow(table, key, set, { next, isolated, seen, writer }, condition)) !== undefined) return true;
    // The SDK repeats a write whose answer was lost: then it was we who moved it.
    return (await getRow(table, key.pk, key.sk))?.writer === writer;
  },
});

/** Claims, closes, last good checks and holes: ingest's rows. */
export const pollRows = (table: Table): Pick<IngestStore, "claimsSince" | "claimPoll" | "closePoll" | "heardOf" | "addHole"> => ({
  claimsSince: async (shard, since) => {
    // Rows sort by tick, and a poll is claimed after its tick: an hour allows for a message that waited.
    const spans = ["POLL", "FEEDPOLL"].map((kind) => ({
      pk: heardPk(shard),
      low: `${kind}#${padded(since - 3_600_000)}`,
      high: `${kind}#~`,
    }));
    const key = "#pk = :pk AND #sk BETWEEN :low AND :high";
    const rows = (await Promise.all(spans.map((values) => queryRows(table, { key, values })))).flat();
    return rows
      .map((row) => ({ tick: row.tick as number, claimedAt: row.claimedAt as number, feedIds: row.feedIds as string[] }))
      .filter((claim) => claim.claimedAt >= since);
  },
  claimPoll: async (shard, tick, now, feedIds, feedId) => {
    const sk = feedId === undefined ? `POLL#${padded(tick)}` : `FEEDPOLL#${padded(tick)}#${feedId}`;
    return (await claimNew(table, { pk: heardPk(shard), sk, tick, claimedAt: now, feedIds, expiresAt: seconds(table) + TTL_SECONDS.claim }))
      .won;
  },
  closePoll: async (shard, tick, heard, feedId) => {
    const feeds = [...heard];
    // One write for up to 200 feeds (DynamoDB takes 300 operands an expression).
    while (feeds.length > 200) await hear(table, shard, feeds.splice(0, 200));
    // A poll that closes after a later one must not make that one look open; its feeds were heard all the same.
    if (feedId !== undefined || !(await hear(table, shard, feeds, tick))) await hear(table, shard, feeds);
  },
  heardOf: (shard) => heardOf(table, shard),
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

/** Records good checks, and with `tick` that its poll is closed; false if a later poll is closed already. */
const hear = async (table: Table, shard: number, feeds: readonly (readonly [string, number])[], tick?: number): Promise<boolean> => {
  const set = feeds.map((_, i) => `#f${i} = :f${i}`);
  if (tick !== undefined) set.push("#closed = :tick");
  if (set.length === 0) return true;
  const row = await updateRow(
    table,
    { pk: heardPk(shard), sk: "heard" },
    `SET ${set.join(", ")}`,
    { ...Object.fromEntries(feeds.map(([, at], i) => [`f${i}`, at])), tick },
    tick === undefined ? undefined : "attribute_not_exists(#closed) OR #closed < :tick",
    Object.fromEntries(feeds.map(([id], i) => [`#f${i}`, `ok:${id}`])),
  );
  return row !== undefined;
};

const heardPk = (shard: number): string => `${PREFIX.heard}#${shard}`;

/** Milliseconds in sortable form, good for 30,000 years. */
const padded = (ms: number): string => String(ms).padStart(15, "0");
