import type { Feed } from "../core/feed.ts";
import { hashId } from "../core/hash.ts";
import type { ScheduleStore, SeedRow } from "../pipeline/ports.ts";
import { feedPk, feedRowsOf, shards } from "./dynamo-feeds.ts";
import type { Row, Table } from "./dynamo-table.ts";
import { deleteRow, getRow, putIfAbsent, putRow, updateRow } from "./dynamo-table.ts";
import { PREFIX } from "./table.ts";

/** What the first tick after a deploy writes. */
export const seedRows = (
  table: Table,
): Pick<ScheduleStore, "seedVersion" | "seed" | "setSeedVersion" | "ensureAppSecret"> => ({
  seedVersion: async () => (await getRow(table, PREFIX.seed, "state"))?.version as string | undefined,
  seed: async (rows) => {
    const feeds = (await Promise.all(shards.map((shard) => feedRowsOf(table, shard)))).flat();
    for (let start = 0; start < rows.length; start += 8)
      await Promise.all(rows.slice(start, start + 8).map((row) => seedRow(table, row, feeds.filter((feed) => feed.sk === row.id))));
  },
  setSeedVersion: async (version, watchingSince) => {
    const set = "SET #version = :version, #watchingSince = if_not_exists(#watchingSince, :since)";
    await updateRow(table, { pk: PREFIX.seed, sk: "state" }, set, { version, since: watchingSince });
  },
  ensureAppSecret: async (candidate) => {
    await putIfAbsent(table, { pk: `${PREFIX.secret}#app`, sk: "secret", secret: candidate });
  },
});

/** When Vigía began watching, ISO 8601 UTC: set once, by the first seed. */
export const watchingSince = async (table: Table): Promise<string | undefined> =>
  (await getRow(table, PREFIX.seed, "state"))?.watchingSince as string | undefined;

/** Absent, or changed by nobody since seed wrote something else. A removed row keeps its `editedAt`, and so stays removed. */
const untouched = "attribute_not_exists(#pk) OR (#seededHash <> :hash AND attribute_not_exists(#editedAt))";

const seedRow = async (table: Table, row: SeedRow, stored: readonly Row[]): Promise<void> => {
  if (row.prefix === "ENTITY") {
    const hash = hashId(row.body);
    await putRow(table, { pk: PREFIX.entity, sk: row.id, body: row.body, seededHash: hash }, untouched, { hash });
    return;
  }
  if (stored.some((one) => one.editedAt !== undefined)) return;
  const home = feedPk(row.body);
  const hash = feedHash(row.body);
  const body = keepDates(row.body, stored[0]?.body as Feed | undefined);
  await putRow(table, { pk: home, sk: row.id, body, seededHash: hash }, untouched, { hash });
  // The shipped address moved to a host of another shard. If a person edited the old row just now, the edit wins.
  for (const old of stored)
    if (old.pk !== home && !(await deleteRow(table, old, "attribute_not_exists(#editedAt)"))) await deleteRow(table, { pk: home, sk: row.id });
};

/** When a feed was added is the installation's business, not what was shipped: it takes no part in "changed". */
export const feedHash = ({ addedAt: _, alertSince: __, ...shipped }: Feed): string => hashId(shipped);

/** A shipped feed with the dates it was first stored with. */
export const keepDates = (shipped: Feed, stored: Pick<Feed, "addedAt" | "alertSince"> | undefined): Feed =>
  stored === undefined ? shipped : { ...shipped, addedAt: stored.addedAt, alertSince: stored.alertSince };
