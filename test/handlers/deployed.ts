import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { Template } from "aws-cdk-lib/assertions";
import type { FunctionName } from "../../lambdas/adapters/env.ts";
import { type LocalFunction, nameFunctions, type Outcome, startFunctions } from "../../local/functions.ts";
import { nameGateway } from "../../local/gateway.ts";
import { type Mail, startMail } from "../../local/mail.ts";
import { startQueues } from "../../local/queues.ts";
import { synthesise } from "../../local/synth.ts";
import { startTables } from "../../local/tables.ts";
import { type Made, resourcesOf } from "../../local/template.ts";
import { openRoleGate, type RoleGate } from "../lib/role-gate.ts";
import { grantsOf } from "../lib/synthesis.ts";

/** The stack on this machine: the bundles that deploy, each held to its own role's permissions on the table. */
export interface Deployed {
  /** The table itself, past all roles: for what a test prepares and looks at. */
  readonly table: { readonly endpoint: string; readonly name: string };
  readonly gate: RoleGate;
  readonly mail: Mail;
  /** Calls a function with its sample event, or another. */
  invoke(step: FunctionName, event?: unknown): Promise<Outcome>;
  /** The bodies of the messages that wait in a step's queue, taken out. */
  take(step: FunctionName): Promise<readonly unknown[]>;
  /** What the functions wrote to their logs. */
  readonly log: readonly string[];
  stop(): Promise<void>;
}

/** Where the functions are told that people reach them. */
export const PUBLIC_URL = "http://127.0.0.1:4321";

const STEPS = ["schedule", "ingest", "match", "deliver", "feedback", "api"] as const satisfies readonly FunctionName[];

/** A step's sample event. */
export const sample = (step: FunctionName): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, "../../events", `${step}.json`), "utf8"));

/** Synthesises and starts it. Needs `npm run build` before. */
export const deploy = async (): Promise<Deployed> => {
  const folder = mkdtempSync(join(tmpdir(), "vigia-"));
  const assembly = join(folder, "assembly");
  const template = await synthesise(join(import.meta.dirname, "../.."), assembly);
  const made: Made = { ref: new Map(), attributes: new Map() };
  nameGateway(template, made, PUBLIC_URL);
  nameFunctions(template, made);
  const queues = await startQueues(template, made, join(folder, "queues"));
  const tables = await startTables(template, made, join(folder, "tables"), false);
  const mail = await startMail(join(folder, "inbox"));

  const seen = Template.fromJSON(JSON.parse(JSON.stringify(template)) as Record<string, unknown>);
  const gate = await openRoleGate(Object.fromEntries(STEPS.map((step) => [step, grantsOf(seen, step)])), tables.endpoint);
  const [[tableId] = [""]] = resourcesOf(template, "AWS::DynamoDB::GlobalTable");
  const name = made.ref.get(tableId) ?? "";
  const log: string[] = [];
  const functions = new Map<FunctionName, LocalFunction>();
  for (const step of STEPS) {
    const Resources = Object.fromEntries(
      Object.entries(template.Resources).filter(([id, { Type }]) => Type === "AWS::Lambda::Function" && isStep(id, step)),
    );
    // The gate knows a caller by its table's name.
    const madeForRole = { ...made, ref: new Map(made.ref).set(tableId, `${step}.${name}`) };
    const endpoints = { dynamodb: gate.endpoint, sqs: queues.endpoint, ses: mail.endpoint };
    for (const fn of startFunctions({ Resources }, madeForRole, assembly, endpoints, (_, line) => log.push(line)).values())
      functions.set(step, fn);
  }

  return {
    table: { endpoint: tables.endpoint, name },
    gate,
    mail,
    log,
    invoke: (step, event = sample(step)) => functions.get(step)!.invoke(event),
    take: async (step) => {
      const [id] = [...made.ref.keys()].filter((key) => key.startsWith("Pipeline") && key.toLowerCase().includes(`${step}queuemessages`));
      const ask = new ReceiveMessageCommand({ QueueUrl: made.ref.get(id ?? "")!, MaxNumberOfMessages: 10 });
      const bodies: unknown[] = [];
      for (;;) {
        const { Messages = [] } = await queues.client.send(ask);
        if (Messages.length === 0) return bodies;
        bodies.push(...Messages.map((message) => JSON.parse(message.Body ?? "") as unknown));
      }
    },
    stop: async () => {
      await Promise.all([...functions.values()].map((fn) => fn.stop()));
      await gate.stop();
      await mail.close();
      await tables.close();
      await queues.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const isStep = (id: string, step: string): boolean => new RegExp(`^(Pipeline|Http)${step}[0-9A-F]{8}$`, "i").test(id);
