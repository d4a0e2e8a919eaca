import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Duration, RemovalPolicy } from "aws-cdk-lib";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Architecture, Code, Function, LoggingFormat, Runtime, Tracing } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { Env, FunctionName } from "../lambdas/adapters/env.ts";

/** How big a function is and how long it may run. */
export interface FunctionSize {
  /** Sentence for the console. */
  readonly description: string;
  readonly memorySize: number;
  readonly timeout: Duration;
}

/**
 * A function of `lambdas/<name>.ts`, as `npm run build` left it in `dist/<name>`: the only place for runtime,
 * architecture, logging and tracing. Its id is its name; leaving out one of its variables is a compile error.
 * Its role may write its log and its traces, and what the stack grants, no more.
 */
export class NodeFunction<Name extends FunctionName = FunctionName> extends Function {
  readonly step: Name;

  constructor(scope: Construct, name: Name, environment: Env[Name], size: FunctionSize) {
    const id = idOf(name);
    const logGroup = new LogGroup(scope, `${id}Log`, { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
    logGroup.grantWrite(role);
    super(scope, id, {
      ...size,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: "index.handler",
      code: Code.fromAsset(bundleOf(name)),
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      // Active tracing needs no SDK in the bundle; the tracer's would cost 124 ms of every cold start.
      tracing: Tracing.ACTIVE,
      environment: { ...environment, POWERTOOLS_SERVICE_NAME: name, POWERTOOLS_METRICS_NAMESPACE: METRICS_NAMESPACE },
    });
    this.step = name;
  }
}

/** Where the functions' own metrics are, each with the dimension `service` = its step. */
export const METRICS_NAMESPACE = "Vigia";

/** `match` → `Match`: the construct id of a step. */
export const idOf = (name: FunctionName): string => name.charAt(0).toUpperCase() + name.slice(1);

function bundleOf(name: FunctionName): string {
  const directory = join(import.meta.dirname, "..", "dist", name);
  if (!existsSync(join(directory, "index.js"))) throw new Error(`dist/${name} is not built: run "npm run build" first`);
  return directory;
}
