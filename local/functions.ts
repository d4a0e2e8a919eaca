import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Worker } from "node:worker_threads";
import { CREDENTIALS } from "./queues.ts";
import { type Made, REGION, ACCOUNT, type Resource, resolve, resourcesOf, type Template } from "./template.ts";

/** What an invocation came to: what the handler returned, or how it failed, as Lambda tells it. */
export type Outcome = { readonly result: unknown } | { readonly error: { readonly errorType: string; readonly errorMessage: string } };

/** A deployed function, run here. */
export interface LocalFunction {
  /** What people call it: its step. */
  readonly name: string;
  /** Calls the handler in an environment of its own, waiting for a free one if all are busy. Never rejects. */
  invoke(event: unknown): Promise<Outcome>;
  /** Ends the environments; what is running then fails. */
  stop(): Promise<void>;
}

/** Where the stand-ins answer. */
export interface Endpoints {
  readonly dynamodb: string;
  readonly sqs: string;
  readonly ses: string;
}

/** Takes each line a function writes. `name` is the function's short name. */
export type LogLine = (name: string, line: string) => void;

interface FunctionProperties {
  readonly Handler: string;
  readonly Timeout?: number;
  readonly MemorySize?: number;
  readonly Environment?: { readonly Variables?: Readonly<Record<string, unknown>> };
}

/** Of one function, as many run at once: two cores are what a laptop spares. */
const CONCURRENCY = 2;

/** Tells `made` what each function of the template is called. Their own variables are resolved later, by {@link startFunctions}. */
export const nameFunctions = (template: Template, made: Made): void => {
  for (const [id] of resourcesOf(template, "AWS::Lambda::Function")) {
    made.ref.set(id, id);
    made.attributes.set(id, { Arn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${id}` });
  }
};

/**
 * The template's functions, by logical id, run from the very bundles that deploy (`assembly` is the synthesised folder).
 * Each environment is a thread with the function's own variables and nothing of the runner's own environment, kept warm.
 */
export const startFunctions = (
  template: Template,
  made: Made,
  assembly: string,
  endpoints: Endpoints,
  log: LogLine,
): ReadonlyMap<string, LocalFunction> =>
  new Map(
    resourcesOf(template, "AWS::Lambda::Function").map(([id, resource]) => [
      id,
      startFunction(id, resource.Properties as unknown as FunctionProperties, {
        bundle: bundleOf(resource, assembly),
        env: environment(id, resource.Properties as unknown as FunctionProperties, made, endpoints),
        log,
      }),
    ]),
  );

interface Setting {
  readonly bundle: string;
  readonly env: Record<string, string>;
  readonly log: LogLine;
}

const startFunction = (
  id: string,
  { Handler, Timeout = 3, MemorySize = 128 }: FunctionProperties,
  { bundle, env, log }: Setting,
): LocalFunction => {
  const name = env.POWERTOOLS_SERVICE_NAME ?? id;
  const environments = new Set<Environment>();
  const idle: Environment[] = [];
  const waiting: (() => void)[] = [];

  const take = async (): Promise<Environment> => {
    for (;;) {
      const free = idle.pop();
      if (free?.usable()) return free;
      if (free !== undefined) environments.delete(free);
      if (environments.size < CONCURRENCY) {
        const made = openEnvironment({ bundle, handler: Handler, memory: MemorySize }, env, (line) => log(name, line));
        environments.add(made);
        return made;
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  };
  const give = (environment: Environment): void => {
    if (environment.usable()) idle.push(environment);
    else environments.delete(environment);
    waiting.shift()?.();
  };

  return {
    name,
    invoke: async (event) => {
      const environment = await take();
      try {
        return await environment.invoke(event, Timeout * 1000);
      } finally {
        give(environment);
      }
    },
    stop: async () => void (await Promise.all([...environments].map((environment) => environment.end()))),
  };
};

/** One thread that has loaded the bundle; it handles one event at a time. */
interface Environment {
  invoke(event: unknown, timeoutMs: number): Promise<Outcome>;
  /** False once it has died or run out of time. */
  usable(): boolean;
  end(): Promise<void>;
}

const nobodyWaits = (): void => {};

const openEnvironment = (
  { memory, ...workerData }: { bundle: string; handler: string; memory: number },
  env: Record<string, string>,
  log: (line: string) => void,
): Environment => {
  // Nine threads that each let their young objects grow as a process may would take 100 MB more.
  const resourceLimits = { maxOldGenerationSizeMb: memory, maxYoungGenerationSizeMb: 8 };
  const worker = new Worker(new URL("function-worker.ts", import.meta.url), {
    workerData,
    env,
    resourceLimits,
    stdout: true,
    stderr: true,
  });
  for (const input of [worker.stdout, worker.stderr]) createInterface({ input }).on("line", log);
  let usable = true;
  let settle: (outcome: Outcome) => void = nobodyWaits;
  const die = (errorType: string, errorMessage: string): void => {
    usable = false;
    settle({ error: { errorType, errorMessage } });
  };
  worker.on("message", (outcome: Outcome) => settle(outcome));
  worker.on("error", (error) => die("Runtime.ExitError", error instanceof Error ? (error.stack ?? error.message) : String(error)));
  worker.on("exit", (code) => die("Runtime.ExitError", `the function ended its process with code ${code}`));

  return {
    invoke: (event, timeoutMs) =>
      new Promise((resolve) => {
        if (!usable) return resolve({ error: { errorType: "Runtime.ExitError", errorMessage: "the environment has ended" } });
        const timer = setTimeout(() => {
          die("Sandbox.Timedout", `Task timed out after ${timeoutMs / 1000} seconds`);
          void worker.terminate();
        }, timeoutMs);
        settle = (outcome) => {
          clearTimeout(timer);
          settle = nobodyWaits;
          resolve(outcome);
        };
        // As on the wire: a handler must not meet what JSON would not carry.
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
        worker.postMessage({ requestId: randomUUID(), event: JSON.stringify(event), deadline: Date.now() + timeoutMs });
        return undefined;
      }),
    usable: () => usable,
    end: async () => {
      usable = false;
      await worker.terminate();
    },
  };
};

const bundleOf = (resource: Resource, assembly: string): string => {
  const path = resource.Metadata?.["aws:asset:path"];
  const bundle = join(assembly, String(path));
  if (typeof path !== "string" || !existsSync(bundle)) throw new Error("the template has a function without a bundle: run npm run build");
  return bundle;
};

const environment = (id: string, properties: FunctionProperties, made: Made, endpoints: Endpoints): Record<string, string> => ({
  TZ: ":UTC",
  AWS_REGION: REGION,
  AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
  AWS_LAMBDA_FUNCTION_NAME: id,
  AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(properties.MemorySize ?? 128),
  AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
  AWS_ENDPOINT_URL_SQS: endpoints.sqs,
  AWS_ENDPOINT_URL_SESV2: endpoints.ses,
  ...(resolve(properties.Environment?.Variables ?? {}, made) as Record<string, string>),
});
