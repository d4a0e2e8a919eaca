import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import type { Hono } from "hono";
import { handle } from "hono/aws-lambda";
import { correlated } from "./correlation.ts";
import type { HttpApiDeps } from "./http-api.ts";
import type { Log } from "./logger.ts";

/**
 * A handler of HTTP API events (payload 2.0) that passes each request to the app. What it sends carries the request's id.
 * Logs method, path, status and time; of the path nothing that may be a token, and never the query.
 */
export const onRequest = (app: Hono, log: Log) => {
  const answer = handle(app) as unknown as (event: APIGatewayProxyEventV2, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;
  return (event: APIGatewayProxyEventV2, context: Context): Promise<APIGatewayProxyStructuredResultV2> =>
    correlated(event.requestContext.requestId, async () => {
      const start = performance.now();
      const result = await answer(event, context);
      const { method } = event.requestContext.http;
      log.info("api", {
        method,
        path: loggedPath(event.rawPath),
        status: result.statusCode,
        ms: Math.round(performance.now() - start),
      });
      return result;
    });
};

/** Behind these stand a subscription and its token. */
const purposes: ReadonlySet<string> = new Set(["confirm", "address", "unsubscribe", "manage"]);

/** Of a path what can be no secret: nothing after a link's purpose, and only short and plain segments, five at most. */
const loggedPath = (path: string): string => {
  const segments = path.split("/").slice(1, 6);
  const purpose = segments.findIndex((segment) => purposes.has(segment));
  const shown = purpose < 0 ? segments : [...segments.slice(0, purpose + 1), "…"];
  return `/${shown.map((segment) => (/^[A-Za-z0-9._-]{0,40}$/.test(segment) ? segment : "…")).join("/")}`;
};

/** Notes a failure of ours under the request's id, by the route's pattern and not by its address. */
export const reportTo =
  (log: Log): HttpApiDeps["report"] =>
  (error, { id, method, route }) =>
    log.error("api failed", { requestId: id, method, route, error });
