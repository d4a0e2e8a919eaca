import type { Counted } from "../core/counts.ts";
import { hourOf, memberOf } from "../core/counts.ts";
import type { IngestStore, MatchStore, QueryStore } from "../pipeline/ports.ts";
import { shards } from "./dynamo-feeds.ts";
import type { Table } from "./dynamo-table.ts";
import { seconds, updateRow, walkRows } from "./dynamo-table.ts";
import { PREFIX, TTL_SECONDS } from "./table.ts";

/** A set is continued in another row before it is larger; a member takes nine bytes. */
const MOST_MEMBERS = 4_000;

/** Rows an hour may take. */
const MOST_PARTS = 100;
const partOf = (hour: string, part: number): string => `${hour}#${String(part).padStart(2, "0")}`;

/** What match counts. */
export const storyCounts = (table: Table): Pick<MatchStore, "countStory" | "uncountStory"> => ({
  countStory: (entity, at, storyId) => add(table, `${PREFIX.count}#${entity}`, hourOf(at), [storyId]),
  uncountStory: async (entity, at, storyId) => {
    // A set that loses its last member goes; the row stays, and the next part after it may hold the story too.
    for (let part = 0; part < MOST_PARTS; part++) {
      const key = { pk: `${PREFIX.count}#${entity}`, sk: partOf(hourOf(at), part) };
      const members = new Set([memberOf(storyId)]);
      if (!(await updateRow(table, key, "DELETE #members :members", { members }, "attribute_exists(#pk)"))) return;
    }
  },
});

/** What ingest counts. */
export const itemCounts = (table: Table): Pick<IngestStore, "countItems"> => ({
  countItems: async (items, shard) => {
    const expiresAt = seconds(table) + TTL_SECONDS.itemCount;
    for (const [hour, some] of Map.groupBy(items, ({ at }) => hourOf(at)))
      await add(
        table,
        `${PREFIX.itemCount}#${shard}`,
        hour,
        some.map(({ id }) => id),
        expiresAt,
      );
  },
});

/** What was counted, to be read. */
export const countRows = (table: Table): Pick<QueryStore, "storiesCounted" | "itemsCounted"> => ({
  storiesCounted: (entity, from, until) => counted(table, [`${PREFIX.count}#${entity}`], from, until),
  itemsCounted: (from, until) =>
    counted(
      table,
      shards.map((shard) => `${PREFIX.itemCount}#${shard}`),
      from,
      until,
    ),
});

/** Adds to the hour's set, or the next part of it where that is full: what a retry adds to another part is joined when it is read. */
const add = async (table: Table, pk: string, hour: string, ids: readonly string[], expiresAt?: number): Promise<void> => {
  const values = { members: new Set(ids.map(memberOf)), most: MOST_MEMBERS, ...(expiresAt !== undefined && { expiresAt }) };
  const update = `ADD #members :members${expiresAt === undefined ? "" : " SET #expiresAt = :expiresAt"}`;
  for (let part = 0; part < MOST_PARTS; part++) {
    const key = { pk, sk: partOf(hour, part) };
    if (await updateRow(table, key, update, values, "attribute_not_exists(#members) OR size(#members) < :most")) return;
  }
  throw new RangeError(`more than ${MOST_PARTS * MOST_MEMBERS} were counted in the hour ${hour}`);
};

const counted = async (table: Table, partitions: readonly string[], from: string, until: string): Promise<Counted> => {
  const found = new Map<string, Set<string>>();
  await Promise.all(
    partitions.map(async (pk) => {
      const values = { pk, from: hourOf(from), until: hourOf(until) };
      // Parts sort after the bare hour, so the hour of `until` itself is left out.
      for await (const row of walkRows(table, { key: "#pk = :pk AND #sk BETWEEN :from AND :until", values, eventually: true })) {
        const hour = row.sk.slice(0, 13);
        const members = found.get(hour) ?? new Set<string>();
        for (const member of (row.members ?? []) as Iterable<Uint8Array>) members.add(Buffer.from(member).toString("hex"));
        found.set(hour, members);
      }
    }),
  );
  return found;
};
