import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import type { FeedCheck } from "../core/check.ts";
import type { CheckStore, TurnStore } from "../pipeline/catalog-ports.ts";
import type { FetchResult } from "../pipeline/fetch-ports.ts";
import type { Row, Table } from "./dynamo-table.ts";
import { absent, claimRow, getRow, getRows, putRow, seconds, updateRow } from "./dynamo-table.ts";
import { PREFIX, TTL_SECONDS } from "./table.ts";

/** Checks and the answers they got: ingest's rows. */
export const checkRows = (table: Table): CheckStore => ({
  claimCheck: async (check) => {
    const now = table.clock();
    return (await claimRow(table, rowOf(table, check), `${absent} OR #notBefore <= :ms`, { now: seconds(table), ms: now })).won;
  },
  saveCheck: async (check) => {
    await putRow(table, rowOf(table, check));
  },
  checks: (ids) => checks(table, ids),
  keepAnswer: async (id, answer, until) => {
    const { head, parts } = await packed(answer);
    const expiresAt = Math.ceil(until / 1000);
    for (const [n, part] of parts.entries()) await putRow(table, { pk: checkPk(id), sk: partSk(n), part, expiresAt });
    // Last, so that what is found is whole; and anew, so that it can be taken once more.
    await putRow(table, { pk: checkPk(id), sk: "ANSWER", head, parts: parts.length, expiresAt });
  },
  takeAnswer: async (id) => {
    const key = { pk: checkPk(id), sk: "ANSWER" };
    // Mostly there is none, and looking is cheaper than trying to write.
    if ((await getRow(table, key.pk, key.sk)) === undefined) return undefined;
    const taker = randomUUID();
    await updateRow(table, key, "SET #taker = :taker", { taker }, "attribute_exists(#pk) AND attribute_not_exists(#taker)");
    // The SDK repeats a write whose answer was lost: then it was we who took it.
    const taken = await getRow(table, key.pk, key.sk);
    if (taken?.taker !== taker) return undefined;
    const keys = Array.from({ length: taken.parts as number }, (_, n) => ({ pk: key.pk, sk: partSk(n) }));
    const parts = await getRows(table, keys);
    return unpacked(taken.head as Head, parts);
  },
});

/** The checks with these ids that are still remembered, by id. */
export const checks = async (table: Table, ids: readonly string[]): Promise<ReadonlyMap<string, FeedCheck>> => {
  const rows = await getRows(
    table,
    ids.map((id) => ({ pk: checkPk(id), sk: "check" })),
  );
  return new Map(rows.flatMap((row) => (row === undefined ? [] : [[(row.body as FeedCheck).id, row.body as FeedCheck]])));
};

/** Whose turn it is at a host: ingest's rows. */
export const turnRows = (table: Table): TurnStore => ({
  takeHost: async (host, owner, until) => {
    const row = { ...turnKey(host), owner, until, expiresAt: expiryOf(until) };
    return (await claimRow(table, row, "attribute_not_exists(#pk) OR #until <= :ms", { ms: table.clock() })).won;
  },
  leaveHost: async (host, owner, until) => {
    const set = "SET #until = :until, #expiresAt = :expiresAt";
    await updateRow(table, turnKey(host), set, { until, expiresAt: expiryOf(until), owner }, "#owner = :owner");
  },
  hostTakenUntil: async (host) => ((await getRow(table, turnKey(host).pk, "turn"))?.until as number | undefined) ?? 0,
});

const rowOf = (table: Table, check: FeedCheck): Row => ({
  pk: checkPk(check.id),
  sk: "check",
  body: check,
  notBefore: check.notBefore,
  expiresAt: seconds(table) + TTL_SECONDS.check,
});

const partSk = (n: number): string => `ANSWER#${n}`;
const checkPk = (id: string): string => `${PREFIX.check}#${id}`;
const turnKey = (host: string) => ({ pk: `${PREFIX.host}#${host}`, sk: "turn" });

/** A minute later than needed: reads compare in whole seconds. */
const expiryOf = (until: number): number => Math.ceil(until / 1000) + 60;

/** All of an answer but its bytes, as JSON takes it. */
type Head = Readonly<Record<string, unknown>> & { readonly headers?: Readonly<Record<string, string>> };

/** Characters of one row's part: below what a row may have. */
const PART = 90_000;

const packed = async (answer: FetchResult): Promise<{ head: Head; parts: readonly string[] }> => {
  const { headers, bytes, ...rest } = { headers: undefined, bytes: undefined, ...answer };
  const head = { ...rest, ...(headers !== undefined && { headers: Object.fromEntries(headers) }) };
  if (bytes === undefined) return { head, parts: [] };
  const text = (await promisify(gzip)(bytes)).toString("base64");
  return { head, parts: Array.from({ length: Math.ceil(text.length / PART) }, (_, n) => text.slice(n * PART, (n + 1) * PART)) };
};

const unpacked = async ({ headers, ...head }: Head, parts: readonly (Row | undefined)[]): Promise<FetchResult> => {
  const bytes = parts.length === 0 ? undefined : await promisify(gunzip)(Buffer.from(parts.map((row) => row?.part).join(""), "base64"));
  return {
    ...head,
    ...(headers !== undefined && { headers: new Map(Object.entries(headers)) }),
    ...(bytes !== undefined && { bytes: new Uint8Array(bytes) }),
  } as unknown as FetchResult;
};
