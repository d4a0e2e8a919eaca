import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout } from "node:timers/promises";
import { SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { startFauxqs } from "fauxqs";
import { reading } from "./damage.ts";
import { LOOPBACK, onLoopback } from "./loopback.ts";
import { ACCOUNT, type Made, REGION, resolve, resourcesOf, type Template } from "./template.ts";

/** Fake, as any would do: the stand-ins ask for credentials and believe all. */
export const CREDENTIALS = { accessKeyId: "local", secretAccessKey: "local" };

/** The running SQS stand-in. */
export interface Queues {
  readonly endpoint: string;
  readonly client: SQSClient;
  /** How many messages wait in each queue, by queue name: ready, in flight or delayed. */
  waiting(): ReadonlyMap<string, number>;
  /** Resolves when none waits in a queue that feeds a function, or after a minute. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

interface QueueProperties {
  readonly QueueName?: string;
  readonly RedrivePolicy?: unknown;
  readonly VisibilityTimeout?: number;
  readonly DelaySeconds?: number;
  readonly MaximumMessageSize?: number;
  readonly ReceiveMessageWaitTimeSeconds?: number;
}

/** How long to wait for quiet, ms. */
const QUIET_MS = 60_000;

const settings = ["VisibilityTimeout", "DelaySeconds", "MaximumMessageSize", "ReceiveMessageWaitTimeSeconds"] as const;

/**
 * Starts an SQS with the template's queues; messages are kept in `folder` between starts. Tells `made` what each is called.
 * What was in flight when an earlier runner ended is visible again, in its old place: no function outlives the runner.
 */
export const startQueues = async (template: Template, made: Made, folder: string): Promise<Queues> => {
  reading(folder, () => mkdirSync(folder, { recursive: true }));
  const file = join(folder, "fauxqs.db");
  reading(file, () => showInFlight(file));
  const server = await onLoopback(() => startFauxqs({ port: 0, logger: false, dataDir: folder }));
  const endpoint = `http://${LOOPBACK}:${server.port}`;
  const client = new SQSClient({ endpoint, region: REGION, credentials: CREDENTIALS });
  const names: string[] = [];

  for (const [id, properties] of deadLettersFirst(template)) {
    const name = properties.QueueName ?? id;
    const url = `${endpoint}/${ACCOUNT}/${name}`;
    const attributes = attributesOf(properties, made);
    // Made again, a queue would lose the messages it holds.
    if (server.inspectQueue(name) === undefined) server.createQueue(name, { attributes });
    else await client.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: attributes }));
    made.ref.set(id, url);
    made.attributes.set(id, { Arn: `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`, QueueName: name });
    names.push(name);
  }

  const redriving = deadLettersFirst(template).filter(([, { RedrivePolicy }]) => RedrivePolicy !== undefined);
  const feeding = redriving.map(([id, { QueueName }]) => QueueName ?? id);
  const count = (name: string) => Object.values(server.inspectQueue(name)?.messages ?? {}).reduce((sum, part) => sum + part.length, 0);
  return {
    endpoint,
    client,
    waiting: () => new Map(names.map((name) => [name, count(name)])),
    quiet: async () => {
      for (const end = Date.now() + QUIET_MS; Date.now() < end && feeding.some((name) => count(name) > 0);) await setTimeout(100);
    },
    close: async () => {
      client.destroy();
      await server.stop();
    },
  };
};

/**
 * In the emulator's own file, before it opens it: through its API a message would come back a second later, behind all others,
 * and a returning official's past after his return.
 */
const showInFlight = (file: string): void => {
  if (!existsSync(file)) return;
  const database = new DatabaseSync(file);
  try {
    const { quick_check: fault } = database.prepare("PRAGMA quick_check(1)").get() ?? {};
    if (fault !== "ok") throw new Error(String(fault));
    database.exec("UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL");
  } finally {
    database.close();
  }
};

const deadLettersFirst = (template: Template): readonly (readonly [string, QueueProperties])[] =>
  resourcesOf(template, "AWS::SQS::Queue")
    .map(([id, resource]) => [id, (resource.Properties ?? {}) as QueueProperties] as const)
    .toSorted(([, a], [, b]) => Number(a.RedrivePolicy !== undefined) - Number(b.RedrivePolicy !== undefined));

const attributesOf = (properties: QueueProperties, made: Made): Record<string, string> => {
  const attributes: Record<string, string> = {};
  for (const name of settings) if (properties[name] !== undefined) attributes[name] = String(properties[name]);
  if (properties.RedrivePolicy !== undefined) attributes.RedrivePolicy = JSON.stringify(resolve(properties.RedrivePolicy, made));
  return attributes;
};
