import { existsSync } from "node:fs";
import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import { createRequire } from "node:module";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import type { AttributeDefinition, GlobalSecondaryIndex, KeySchemaElement } from "@aws-sdk/client-dynamodb";
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";
import { CannotStart } from "./cannot-start.ts";
import { close, listen, LOOPBACK } from "./loopback.ts";
import { damaged } from "./damage.ts";
import { mendIndexes } from "./mend.ts";
import { CREDENTIALS } from "./queues.ts";
import { ACCOUNT, type Made, REGION, resolve, resourcesOf, type Template } from "./template.ts";

// The very one that dynalite has.
const { Level } = createRequire(import.meta.resolve("dynalite"))("level") as {
  readonly Level: new (folder: string) => { open(): Promise<void>; close(): Promise<void> };
};

/** The running DynamoDB stand-in. */
export interface Tables {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** What a table's definition comes to; an index and a key mean here what they mean in CreateTable. */
export interface TableProperties {
  readonly TableName?: string;
  readonly AttributeDefinitions: AttributeDefinition[];
  readonly KeySchema: KeySchemaElement[];
  readonly GlobalSecondaryIndexes?: readonly GlobalSecondaryIndex[];
}

/**
 * Starts a DynamoDB with the template's tables; rows are kept in `folder` between starts. Tells `made` what each is called.
 * `mend` after an unclean end: see {@link mendIndexes}. Time to live is not carried out: rows only ever grow old here.
 */
export const startTables = async (template: Template, made: Made, folder: string, mend: boolean): Promise<Tables> => {
  const fresh = !existsSync(folder);
  await tryOpening(folder);
  const server = wholeRequests(dynalite({ path: folder, createTableMs: 0, updateTableMs: 0 }));
  const endpoint = `http://${LOOPBACK}:${await listen(server)}`;
  const client = new DynamoDBClient({ endpoint, region: REGION, credentials: CREDENTIALS });
  const present = new Set((await client.send(new ListTablesCommand({}))).TableNames);

  for (const [id, resource] of resourcesOf(template, "AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable")) {
    const properties = resolve(resource.Properties, made) as TableProperties;
    const name = properties.TableName ?? id;
    if (!present.has(name)) await client.send(new CreateTableCommand(creation(name, properties)));
    await untilActive(client, name, folder);
    if (mend && !fresh) await mendIndexes(client, name, properties);
    const arn = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${name}`;
    made.ref.set(id, name);
    made.attributes.set(id, { Arn: arn });
  }
  client.destroy();
  return { endpoint, close: () => close(server) };
};

/** dynalite opens its files late and throws where no one can catch if it cannot: opened once before it, they say so here. */
const tryOpening = async (folder: string): Promise<void> => {
  const database = new Level(folder);
  try {
    await database.open();
  } catch (error) {
    throw damaged(folder, error);
  }
  await database.close();
};

/** A table takes rows a moment after it is made. One that never does was being made when an earlier runner was killed. */
const untilActive = async (client: DynamoDBClient, TableName: string, folder: string): Promise<void> => {
  for (let tries = 0; tries < 200; tries++) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    if (Table?.TableStatus === "ACTIVE") return;
    await setTimeout(10);
  }
  throw new CannotStart(`The first start was cut short before it kept anything. Delete ${folder} and start again.`);
};

const creation = (name: string, { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes }: TableProperties) => ({
  TableName: name,
  BillingMode: "PAY_PER_REQUEST" as const,
  AttributeDefinitions,
  KeySchema,
  // The template's indexes carry settings that CreateTable does not know.
  ...(GlobalSecondaryIndexes && {
    GlobalSecondaryIndexes: GlobalSecondaryIndexes.map(({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection })),
  }),
});

/**
 * Lets only whole requests reach the server. dynalite throws where no one can catch when a client goes away in the middle
 * of its request, which is what a function does that has run out of time.
 */
const wholeRequests = (server: Server): Server => {
  const [handle] = server.listeners("request") as RequestListener[];
  if (handle === undefined) throw new Error("dynalite answers no requests");
  server.removeAllListeners("request");
  return server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    const replay = (body: Buffer): void => {
      const { method, url, headers } = request;
      const replayed = Object.assign(Readable.from(body.length > 0 ? [body] : []), { method, url, headers });
      handle(replayed as unknown as Parameters<RequestListener>[0], response);
    };
    buffer(request).then(replay, () => response.destroy());
  });
};
