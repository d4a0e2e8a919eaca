import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import type { Hono } from "hono";
import { handle } from "hono/aws-lambda";
import { correlated } from "./correlation.ts";
import type { HttpApiDeps } from "./http-api.ts";
import type { Log } from "./logger.ts";

/**
 * A handler of HTTP API events (payload 2.0) that passes each request to the app. What it sends carries the request's id.
 * Logs method, status and time; never the path or the query, which may hold tokens and names.
 */
export const onRequest = (app: Hono, log: Log) => {
  const answer = handle(app) as unknown as (event: APIGatewayProxyEventV2, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;
  return (event: APIGatewayProxyEventV2, context: Context): Promise<APIGatewayProxyStructuredResultV2> =>
    correlated(event.requestContext.requestId, async () => {
      const start = performance.now();
      const result = await answer(event, context);
      log.info("api", { method: event.requestContext.http.method, status: result.statusCode, ms: Math.round(performance.now() - start) });
      return result;
    });
};

/** Notes a failure of ours under the request's id, by the route's pattern and not by its address. */
export const reportTo =
  (log: Log): HttpApiDeps["report"] =>
  (error, { id, method, route }) =>
    log.error("api failed", { requestId: id, method, route, error });
