import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { operatorStore } from "../lambdas/adapters/dynamo-operator.ts";
import { deliverStore, ingestStore, queryStore } from "../lambdas/adapters/dynamo-store.ts";
import { reading } from "./damage.ts";
import { type LogLine, nameFunctions, type Outcome, startFunctions } from "./functions.ts";
import { nameGateway, openGateway } from "./gateway.ts";
import { openHooks } from "./hooks.ts";
import { takeFolder } from "./lock.ts";
import type { Log } from "./log.ts";
import { startMail } from "./mail.ts";
import { startMappings } from "./mappings.ts";
import { takePort } from "./port.ts";
import { CREDENTIALS, startQueues } from "./queues.ts";
import { openRedrive } from "./redrive-site.ts";
import { type FirstRows, prepareRows } from "./rows.ts";
import { clearSample } from "./sample-clear.ts";
import { openSample } from "./sample-site.ts";
import { startSchedules } from "./schedules.ts";
import { synthesise } from "./synth.ts";
import { startTables } from "./tables.ts";
import { type Made, REGION, resourcesOf, type Template } from "./template.ts";

/** What the runner may be told. */
export interface RunnerOptions {
  /** The project's folder. */
  readonly root: string;
  /** Where data are kept between starts. */
  readonly folder: string;
  /** The public port; 0 takes any free one. */
  readonly port: number;
  /** Add the bundled sample, if this folder never had it. */
  readonly sample: boolean;
  /** Poll the shipped feeds; if not, those that are not there yet are written switched off. */
  readonly live: boolean;
  readonly log: Log;
}

/** A running Vigía. */
export interface Runner {
  /** `http://127.0.0.1:4321`. */
  readonly origin: string;
  readonly rows: FirstRows;
  /** Finishes what is in hand, for at most 10 s, and closes everything. */
  stop(): Promise<void>;
}

/** How long work in hand may take once the runner is told to stop, ms. */
const PATIENCE_MS = 10_000;

/**
 * Runs the synthesised stack on this machine: its queues, its table, its mail on stand-ins that speak the real AWS APIs, its
 * functions from the bundles that deploy. Throws CannotStart with a sentence for a person.
 */
export const startRunner = async (options: RunnerOptions): Promise<Runner> => {
  const { root, folder, log } = options;
  // Last opened, first closed.
  const open: (() => Promise<void> | void)[] = [];
  const closeAll = async (): Promise<void> => {
    for (let close = open.pop(); close !== undefined; close = open.pop()) await close();
  };
  try {
    open.push(takeFolder(folder));
    const port = await takePort(options.port);
    open.push(() => port.close());
    const assembly = join(folder, "assembly");
    const template = await synthesise(root, assembly);

    const unclean = join(folder, "unclean");
    const mend = existsSync(unclean);
    reading(unclean, () => writeFileSync(unclean, "The runner removes this file when it ends in good order.\n"));
    open.push(() => rmSync(unclean));

    const made: Made = { ref: new Map(), attributes: new Map() };
    nameGateway(template, made, port.origin);
    nameFunctions(template, made);
    const queues = await startQueues(template, made, join(folder, "queues"));
    open.push(() => queues.close());
    const tables = await startTables(template, made, join(folder, "tables"), mend);
    open.push(() => tables.close());
    const mail = await startMail(join(folder, "inbox"));
    open.push(() => mail.close());

    // The stores take their endpoint from the environment, here as in a function.
    const endpoints = { dynamodb: tables.endpoint, sqs: queues.endpoint, ses: mail.endpoint };
    Object.assign(process.env, {
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
      AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    });
    const tableName = onlyTable(template, made);
    const store = { ...ingestStore(tableName), ...queryStore(tableName), ...operatorStore(tableName) };
    const deliveries = deliverStore(tableName);
    const rows = await prepareRows({ ...options, origin: port.origin, store });

    const failed = (name: string, outcome: Outcome): void => {
      // The function has logged the rest; of one that could not even be loaded, this is all there is.
      if ("error" in outcome) log.fault(name, outcome.error.errorMessage.split("\n", 1)[0] ?? "");
    };
    const line: LogLine = (name, text) => log.line(name, text);
    const functions = startFunctions(template, made, assembly, endpoints, line);
    open.push(async () => void (await Promise.all([...functions.values()].map((fn) => fn.stop()))));
    const hooks = openHooks(join(folder, "hooks.jsonl"), async (name) => {
      const secrets: string[] = [];
      for (const { id, channel } of await store.subscriptions()) {
        const contact = channel === "webhook" ? await store.contact(id) : undefined;
        if (contact?.channel === "webhook" && URL.parse(contact.url)?.pathname === `/hooks/${name}`)
          secrets.push(...(await deliveries.webhookSecrets(id)));
      }
      return secrets;
    });
    const sample = openSample(rows.sampleNow, rows.adminKey, () => clearSample(tableName, store, () => queues.quiet()));
    const redrive = openRedrive(queues.client, rows.adminKey);
    port.serve({ gateway: openGateway(template, functions, failed), mail, hooks, sample, redrive });

    const running = [...startMappings(template, made, queues, functions, failed), ...startSchedules(template, functions, failed)];
    // The port outlives the work in hand, which may be reading the sample or sending a webhook here.
    open.push(() => inTime([port.close()]));
    open.push(() => inTime(running.map((one) => one.stop())));
    return { origin: port.origin, rows, stop: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
};

/** What takes longer is cut off by what is closed next, and done again at the next start. */
const inTime = async (ending: readonly Promise<void>[]): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, PATIENCE_MS);
  await Promise.race([Promise.all(ending), promise]);
  clearTimeout(timer);
};

const onlyTable = (template: Template, made: Made): string => {
  const [[id] = [""], ...more] = resourcesOf(template, "AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable");
  const name = made.ref.get(id);
  if (name === undefined || more.length > 0) throw new Error("the runner expects one table");
  return name;
};
