import { paginateScan } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { deleteRow, openTable, putRow, queryRows, type Row, type Table } from "../lambdas/adapters/dynamo-table.ts";
import { itemLogKey } from "../lambdas/adapters/dynamo-stories.ts";
import { PREFIX } from "../lambdas/adapters/table.ts";
import type { Item } from "../lambdas/core/item.ts";
import type { ToldReturn } from "../lambdas/core/reappearance.ts";
import type { QueryStore } from "../lambdas/pipeline/ports.ts";

/**
 * Takes everything of the sample out of the table, as if it had never been there: its feeds and subscriptions, its items,
 * stories, matches and alerts, and what it told other subscriptions. `quiet` resolves when no message waits: those on their
 * way would make rows anew. Returns how many rows went. Calling again finishes a run that was cut short.
 */
export const clearSample = async (tableName: string, store: QueryStore, quiet: () => Promise<void>): Promise<number> => {
  const table = openTable(tableName);
  // First what would make new rows.
  for (const { feed } of await store.feeds()) if (feed.sample === true) await store.removeFeed(feed.id);
  const subscriptions = await store.subscriptions();
  for (const { id, sample } of subscriptions) if (sample === true) await store.removeSubscription(id);

  await quiet();
  const sampled = await sampleRows(table);
  const stories = new Set(sampled.flatMap(({ body }) => storyOf(body)));
  for (const { id, sample } of subscriptions) if (sample !== true) await forgetTold(table, id, stories);
  const partitions = [
    ...[...stories].map((id) => `${PREFIX.story}#${id}`),
    ...subscriptions.filter(({ sample }) => sample === true).flatMap(({ id }) => [`${PREFIX.alert}#${id}`, `${PREFIX.delivery}#${id}`]),
  ];
  let removed = 0;
  for (const pk of partitions)
    for (const row of await queryRows(table, { key: "#pk = :pk", values: { pk } })) removed += Number(await deleteRow(table, row));
  for (const { pk, body } of sampled) if (pk.startsWith(`${PREFIX.item}#`)) await deleteRow(table, itemLogKey(body as Item));
  // Last what names the stories, so that a second run still finds them.
  for (const row of sampled) removed += Number(await deleteRow(table, row));
  return removed;
};

/** Items, matches and alerts say of themselves that they belong to the sample. */
const sampleRows = async ({ client, name }: Table): Promise<readonly Row[]> => {
  const rows: Row[] = [];
  const pages = paginateScan(
    { client },
    {
      TableName: name,
      ConsistentRead: true,
      FilterExpression: "#body.#sample = :true",
      ExpressionAttributeNames: { "#body": "body", "#sample": "sample" },
      ExpressionAttributeValues: { ":true": { BOOL: true } },
    },
  );
  for await (const page of pages) rows.push(...(page.Items ?? []).map((item) => unmarshall(item) as Row));
  const kept = [PREFIX.feed, PREFIX.subscription].map((prefix) => `${prefix}#`);
  return rows.filter(({ pk }) => !kept.some((prefix) => pk.startsWith(prefix)));
};

const storyOf = (body: unknown): readonly string[] =>
  typeof body === "object" && body !== null && "storyId" in body && typeof body.storyId === "string" ? [body.storyId] : [];

/** A return told by a sample story must not keep quiet about a real one. */
const forgetTold = async (table: Table, subscriptionId: string, stories: ReadonlySet<string>): Promise<void> => {
  const pk = `${PREFIX.told}#${subscriptionId}`;
  for (const row of await queryRows(table, { key: "#pk = :pk", values: { pk } })) {
    const returns = row.returns as readonly ToldReturn[];
    const real = returns.filter(({ storyId }) => !stories.has(storyId));
    if (real.length < returns.length) await putRow(table, { ...row, returns: real, version: Number(row.version) + 1 });
  }
};
