import {
  type AttributeValue,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  paginateScan,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import type { TableProperties } from "./tables.ts";

type Row = Record<string, AttributeValue>;

/**
 * Makes each index agree with its table again. DynamoDB itself never needs this; dynalite takes a row's old index entry
 * away, puts the new one and writes the row as three separate writes, so a runner killed in between may leave a delivery
 * that the due index no longer lists: it would never be tried again. Run before any function.
 */
export const mendIndexes = async (client: DynamoDBClient, table: string, properties: TableProperties): Promise<void> => {
  const key = names(properties.KeySchema);
  for (const index of properties.GlobalSecondaryIndexes ?? []) {
    const indexed = names(index.KeySchema ?? []);
    const keyOf = (row: Row) => Object.fromEntries(key.map((name) => [name, row[name]!]));
    const put = (row: Row) => client.send(new PutItemCommand({ TableName: table, Item: row }));

    for (const entry of await rowsOf(client, table, index.IndexName)) {
      const { Item: row } = await client.send(new GetItemCommand({ TableName: table, Key: keyOf(entry), ConsistentRead: true }));
      if (row !== undefined && indexed.every((name) => same(row[name], entry[name]))) continue;
      // Writing the row as the entry places it, then as it is, is what makes dynalite take the stale entry away.
      await put({ ...(row ?? entry), ...Object.fromEntries(indexed.map((name) => [name, entry[name]!])) });
      await (row === undefined ? client.send(new DeleteItemCommand({ TableName: table, Key: keyOf(entry) })) : put(row));
    }
    // Writing a row again, unchanged, puts its entry if it is missing.
    for (const row of await rowsOf(client, table)) if (indexed.every((name) => row[name] !== undefined)) await put(row);
  }
};

const names = (schema: TableProperties["KeySchema"]): readonly string[] => schema.map((element) => String(element.AttributeName));

const same = (a: AttributeValue | undefined, b: AttributeValue | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

const rowsOf = async (client: DynamoDBClient, table: string, index?: string): Promise<readonly Row[]> => {
  const rows: Row[] = [];
  for await (const page of paginateScan({ client }, { TableName: table, ...(index !== undefined && { IndexName: index }) }))
    rows.push(...(page.Items ?? []));
  return rows;
};
