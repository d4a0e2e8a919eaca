import { hashId } from "../core/hash.ts";
import type { ScheduleStore, SeedPlan, SeedRow } from "../pipeline/ports.ts";
import { feedPk, feedRowsOf, shards } from "./dynamo-feeds.ts";
import type { Row, Table } from "./dynamo-table.ts";
import { deleteRow, getRow, putRow, queryRows, updateRow } from "./dynamo-table.ts";
import { PREFIX } from "./table.ts";

/** What the first tick after a deploy writes. */
export const seedRows = (
  table: Table,
): Pick<ScheduleStore, "seedVersion" | "unseeded" | "planSeed" | "seed" | "setSeedVersion" | "ensureAppSecret"> => ({
  seedVersion: async () => (await getRow(table, PREFIX.seed, "state"))?.version as string | undefined,
  unseeded: async (rows) => {
    const entities = await queryRows(table, { key: "#pk = :pk", values: { pk: PREFIX.entity } });
    const feeds = (await Promise.all(shards.map((shard) => feedRowsOf(table, shard)))).flat();
    const stored = { ENTITY: Map.groupBy(entities, ({ sk }) => sk), FEED: Map.groupBy(feeds, ({ sk }) => sk) };
    return rows.filter(({ prefix, id, body }) => {
      const there = stored[prefix].get(id) ?? [];
      return there.every(({ editedAt }) => editedAt === undefined) && !there.some(({ seededHash }) => seededHash === hashId(body));
    });
  },
  planSeed: async (plan) => {
    const key = { pk: PREFIX.seed, sk: "state" };
    const values = { plan, version: plan.version };
    const noted = await updateRow(table, key, "SET #plan = :plan", values, "attribute_not_exists(#plan) OR #plan.#version <> :version");
    return (noted ?? (await getRow(table, key.pk, key.sk)))?.plan as SeedPlan;
  },
  seed: async (rows) => {
    const feeds = (await Promise.all(shards.map((shard) => feedRowsOf(table, shard)))).flat();
    const placesOf = ({ prefix, id }: SeedRow) => (prefix === "FEED" ? feeds.filter((feed) => feed.sk === id) : []);
    for (let start = 0; start < rows.length; start += 8)
      await Promise.all(rows.slice(start, start + 8).map((row) => seedRow(table, row, placesOf(row))));
  },
  setSeedVersion: async (version, watchingSince) => {
    const set = "SET #version = :version, #watchingSince = if_not_exists(#watchingSince, :since)";
    await updateRow(table, { pk: PREFIX.seed, sk: "state" }, set, { version, since: watchingSince });
  },
  ensureAppSecret: async (candidate) => {
    await putRow(table, { pk: `${PREFIX.secret}#app`, sk: "secret", secret: candidate }, "attribute_not_exists(#pk)");
  },
});

/** When Vigía began watching, ISO 8601 UTC: set once, by the first seed. */
export const watchingSince = async (table: Table): Promise<string | undefined> =>
  (await getRow(table, PREFIX.seed, "state"))?.watchingSince as string | undefined;

/** Absent, or changed by nobody since seed wrote something else. A removed row keeps its `editedAt`, and so stays removed. */
const untouched = "attribute_not_exists(#pk) OR (#seededHash <> :hash AND attribute_not_exists(#editedAt))";

const seedRow = async (table: Table, row: SeedRow, stored: readonly Row[]): Promise<void> => {
  if (stored.some((one) => one.editedAt !== undefined)) return;
  const hash = hashId(row.body);
  const home = row.prefix === "ENTITY" ? PREFIX.entity : feedPk(row.body);
  await putRow(table, { pk: home, sk: row.id, body: row.body, seededHash: hash }, untouched, { hash });
  // The shipped address moved to a host of another shard. If a person edited the old row just now, the edit wins.
  for (const old of stored)
    if (old.pk !== home && !(await deleteRow(table, old, "attribute_not_exists(#editedAt)")))
      await deleteRow(table, { pk: home, sk: row.id });
};
