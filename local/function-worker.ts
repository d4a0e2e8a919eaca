/** The inside of a function's environment: a thread that loads the bundle once and then answers events, one at a time. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";

const { bundle, handler } = workerData as { readonly bundle: string; readonly handler: string };
const [file = "", name = ""] = handler.split(/\.(?=[^.]+$)/);
const path = [".js", ".cjs", ".mjs"].map((ending) => join(bundle, `${file}${ending}`)).find((each) => existsSync(each));
if (path === undefined || parentPort === null) throw new Error(`Runtime.ImportModuleError: no ${file} in the bundle`);
const loaded = createRequire(import.meta.url)(path) as Record<string, unknown>;
const handle = loaded[name] as (event: unknown, context: unknown) => unknown;
if (typeof handle !== "function") throw new TypeError(`Runtime.HandlerNotFound: ${handler} is not a function`);

const port = parentPort;
port.on("message", (message: { requestId: string; event: string; deadline: number }) => void answer(message));

async function answer({ requestId, event, deadline }: { requestId: string; event: string; deadline: number }): Promise<void> {
  const functionName = process.env.AWS_LAMBDA_FUNCTION_NAME ?? "";
  const context = {
    awsRequestId: requestId,
    functionName,
    functionVersion: "$LATEST",
    invokedFunctionArn: `arn:aws:lambda:${process.env.AWS_REGION}:000000000000:function:${functionName}`,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: "local",
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
  try {
    const result: unknown = await handle(JSON.parse(event), context);
    port.postMessage({ result: result === undefined ? null : JSON.parse(JSON.stringify(result)) });
  } catch (error) {
    const known = error instanceof Error ? error : new Error(String(error));
    port.postMessage({ error: { errorType: known.name, errorMessage: known.stack ?? known.message } });
  }
}
