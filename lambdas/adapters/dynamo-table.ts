import { randomUUID } from "node:crypto";
import type { QueryCommandInput } from "@aws-sdk/client-dynamodb";
import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { Clock } from "../pipeline/ports.ts";
import { systemClock } from "./clock.ts";
import { MAX_ROW_CHARACTERS, TABLE_KEY, TTL_ATTRIBUTE } from "./table.ts";

/** The table as the stores use it. */
export interface Table {
  readonly client: DynamoDBClient;
  readonly name: string;
  readonly clock: Clock;
}

/** A row: its key and what else it holds. */
export interface Row extends Readonly<Record<string, unknown>> {
  readonly pk: string;
  readonly sk: string;
}

/** Values of an expression by name: `{ seen: 3 }` stands for `:seen`. `#word` in an expression stands for the attribute `word`. */
export type Values = Readonly<Record<string, unknown>>;

let client: DynamoDBClient | undefined;

/** The table by name. One client a process; region, endpoint and credentials come from the SDK's own environment. */
export const openTable = (name: string, clock: Clock = systemClock): Table => {
  // 4 tries of at most 3 s each: below every function's time-out, and a slow partition does not hold a batch for minutes.
  client ??= new DynamoDBClient({
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
  });
  return { client, name, clock };
};

/** Now, epoch seconds. A row is alive while its `expiresAt` is larger. */
export const seconds = ({ clock }: Table): number => Math.floor(clock() / 1000);

/** Strongly consistent; a row past its time is treated as absent even if DynamoDB still has it (reliability Q7). */
export const getRow = async (table: Table, pk: string, sk: string): Promise<Row | undefined> => {
  const { Item } = await table.client.send(new GetItemCommand({ TableName: table.name, Key: marshall({ pk, sk }), ConsistentRead: true }));
  return Item === undefined ? undefined : alive(table, unmarshall(Item) as Row);
};

/** Many rows by key, strongly consistent, in the order asked; what DynamoDB leaves unprocessed is asked for again (Q11). */
export const getRows = async (table: Table, keys: readonly Pick<Row, "pk" | "sk">[]): Promise<readonly (Row | undefined)[]> => {
  const found = new Map<string, Row>();
  const distinct = [...new Map(keys.map((key) => [JSON.stringify([key.pk, key.sk]), { pk: key.pk, sk: key.sk }])).values()];
  for (let start = 0; start < distinct.length; start += 100) {
    let wanted = distinct.slice(start, start + 100).map((key) => marshall(key));
    for (let attempt = 0; wanted.length > 0; attempt++) {
      if (attempt > 0) await pause(attempt, "BatchGetItem: keys are left unprocessed");
      const { Responses, UnprocessedKeys } = await table.client.send(
        new BatchGetItemCommand({ RequestItems: { [table.name]: { Keys: wanted, ConsistentRead: true } } }),
      );
      for (const item of Responses?.[table.name] ?? []) {
        const row = alive(table, unmarshall(item) as Row);
        if (row !== undefined) found.set(JSON.stringify([row.pk, row.sk]), row);
      }
      wanted = UnprocessedKeys?.[table.name]?.Keys ?? [];
    }
  }
  return keys.map(({ pk, sk }) => found.get(JSON.stringify([pk, sk])));
};

/** Writes the row if the condition holds (always, without one); false if it does not. Throws RangeError for a row above 100 kB. */
export const putRow = (table: Table, row: Row, condition?: string, values: Values = {}): Promise<boolean> => {
  const size = JSON.stringify(row).length;
  if (size > MAX_ROW_CHARACTERS) throw new RangeError(`a row ${row.pk.split("#")[0]} of ${size} characters is too large to store`);
  const Item = marshall(row, { removeUndefinedValues: true });
  return held(table.client.send(new PutItemCommand({ TableName: table.name, Item, ...conditionOf(condition, values) })));
};

/** What a claim came to, and the row that stands there: ours, or somebody else's (none, if it went away just now). */
interface Claimed {
  readonly won: boolean;
  readonly row?: Row | undefined;
}

/**
 * Writes the row if the condition holds; won by exactly one. The SDK repeats a write whose answer was lost: the row that then
 * stands in the way is our own, and its `writer` says so.
 */
export const claimRow = async (table: Table, row: Row, condition: string, values: Values): Promise<Claimed> => {
  const writer = randomUUID();
  const ours = { ...row, writer };
  if (await putRow(table, ours, condition, values)) return { won: true, row: ours };
  const there = await getRow(table, row.pk, row.sk);
  return { won: there?.writer === writer, row: there };
};

/** Claims a row that must be new, or replace one whose time has passed. */
export const claimNew = (table: Table, row: Row): Promise<Claimed> => claimRow(table, row, absent, { now: seconds(table) });

/** Claims the row of a version: the one before it must be there, or none before the first. */
export const claimVersion = async (table: Table, row: Row & { readonly version: number }): Promise<boolean> => {
  const claimed = row.version === 1 ? claimNew(table, row) : claimRow(table, row, "#version = :seen", { seen: row.version - 1 });
  return (await claimed).won;
};

/** The condition under which nothing that is alive is there. */
export const absent = `attribute_not_exists(#${TABLE_KEY.pk}) OR #${TTL_ATTRIBUTE} <= :now`;

/** Changes a row; returns it as it is then, or undefined if the condition does not hold. */
export const updateRow = async (
  table: Table,
  { pk, sk }: Pick<Row, "pk" | "sk">,
  update: string,
  values: Values,
  condition?: string,
  names: Readonly<Record<string, string>> = {},
): Promise<Row | undefined> => {
  const command = updateOf(table, { pk, sk }, update, conditionOf(condition, values, update, names), "ALL_NEW");
  let row: Row | undefined;
  await held(table.client.send(command).then(({ Attributes }) => (row = unmarshall(Attributes ?? {}) as Row)));
  return row;
};

/** Changes a row without reading it: what may be written and not read, such as a secret. False if the condition does not hold. */
export const changeRow = (table: Table, key: Pick<Row, "pk" | "sk">, update: string, values: Values, condition: string): Promise<boolean> =>
  held(table.client.send(updateOf(table, key, update, conditionOf(condition, values, update), "NONE")));

const updateOf = (
  { name }: Table,
  { pk, sk }: Pick<Row, "pk" | "sk">,
  update: string,
  condition: ReturnType<typeof conditionOf>,
  ReturnValues: "ALL_NEW" | "NONE",
): UpdateItemCommand =>
  new UpdateItemCommand({ TableName: name, Key: marshall({ pk, sk }), UpdateExpression: update, ReturnValues, ...condition });

/** Deletes a row, if it is there and the condition holds. */
export const deleteRow = (table: Table, { pk, sk }: Pick<Row, "pk" | "sk">, condition?: string, values: Values = {}): Promise<boolean> =>
  held(table.client.send(new DeleteItemCommand({ TableName: table.name, Key: marshall({ pk, sk }), ...conditionOf(condition, values) })));

/** What to read of a partition. `key` is the key condition; `limit` bounds the rows returned. */
interface RowQuery {
  readonly index?: string;
  readonly key: string;
  readonly values: Values;
  readonly newestFirst?: boolean;
  readonly limit?: number;
  readonly eventually?: boolean;
}

/** All rows of the query that are alive, page after page, strongly consistent unless on an index or `eventually`. */
export const queryRows = async (table: Table, query: RowQuery): Promise<readonly Row[]> => {
  const rows: Row[] = [];
  for await (const row of walkRows(table, query)) rows.push(row);
  return rows;
};

/** The same one by one; no more than a page (1 MB) is held. */
export async function* walkRows(table: Table, query: RowQuery): AsyncGenerator<Row> {
  const limit = query.limit ?? Number.POSITIVE_INFINITY;
  let given = 0;
  let from: QueryCommandInput["ExclusiveStartKey"];
  do {
    const page = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: query.key,
        ...attributes(query.key, query.values),
        ...(query.index !== undefined && { IndexName: query.index }),
        ...(query.index === undefined && query.eventually !== true && { ConsistentRead: true }),
        ...(query.newestFirst === true && { ScanIndexForward: false }),
        ...(limit < 1000 && { Limit: limit - given }),
        ...(from !== undefined && { ExclusiveStartKey: from }),
      }),
    );
    for (const item of page.Items ?? []) {
      const row = alive(table, unmarshall(item) as Row);
      if (row === undefined || given >= limit) continue;
      given++;
      yield row;
    }
    from = page.LastEvaluatedKey;
  } while (from !== undefined && given < limit);
}

const alive = (table: Table, row: Row): Row | undefined =>
  typeof row[TTL_ATTRIBUTE] === "number" && row[TTL_ATTRIBUTE] <= seconds(table) ? undefined : row;

/** Resolves false where a condition did not hold; every other error is the caller's. */
const held = async (write: Promise<unknown>): Promise<boolean> => {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
};

const conditionOf = (condition: string | undefined, values: Values, update = "", names: Readonly<Record<string, string>> = {}) => ({
  ...(condition !== undefined && { ConditionExpression: condition }),
  ...attributes(`${update} ${condition ?? ""}`, values, names),
});

/** Names are always escaped, so that no attribute collides with DynamoDB's 573 reserved words. */
const attributes = (expression: string, values: Values, names: Readonly<Record<string, string>> = {}) => {
  const all = { ...Object.fromEntries([...expression.matchAll(/#(\w+)/g)].map(([token, word]) => [token, word ?? ""])), ...names };
  const marshalled = marshall(Object.fromEntries(Object.entries(values).map(([name, value]) => [`:${name}`, value])), {
    removeUndefinedValues: true,
  });
  return {
    ...(Object.keys(all).length > 0 && { ExpressionAttributeNames: all }),
    ...(Object.keys(marshalled).length > 0 && { ExpressionAttributeValues: marshalled }),
  };
};

const pause = async (attempt: number, giveUp: string): Promise<void> => {
  if (attempt > 6) throw new Error(giveUp);
  await new Promise((resolve) => setTimeout(resolve, 25 * 2 ** attempt));
};
