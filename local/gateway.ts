import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { type Answer, json } from "./answer.ts";
import type { LocalFunction, Outcome } from "./functions.ts";
import { ACCOUNT, type Made, referenced, resourcesOf, type Template } from "./template.ts";

/** An answer that may set cookies. */
export interface GatewayAnswer extends Answer {
  readonly cookies?: readonly string[];
}

/** Hands a request to the function that the template routes it to, as an HTTP API does. */
export type Gateway = (request: IncomingMessage, url: URL, body: Buffer) => Promise<GatewayAnswer>;

interface RouteProperties {
  readonly RouteKey: string;
  readonly Target: unknown;
}

/** Lambda gives up on an answer above this many bytes. */
const ANSWER_LIMIT = 6 * 1024 * 1024;

/** Tells `made` what the template's HTTP API is called: it answers at `origin`. */
export const nameGateway = (template: Template, made: Made, origin: string): void => {
  for (const [id] of resourcesOf(template, "AWS::ApiGatewayV2::Api")) {
    made.ref.set(id, id);
    made.attributes.set(id, { ApiEndpoint: origin, ApiId: id });
  }
};

/** The template's HTTP API (payload format 2.0). The runner knows the route `$default` only: all the stack uses. */
export const openGateway = (
  template: Template,
  functions: ReadonlyMap<string, LocalFunction>,
  failed: (name: string, outcome: Outcome) => void,
): Gateway => {
  const fn = defaultFunction(template, functions);
  return async (request, url, body) => {
    const outcome = await fn.invoke(eventOf(request, url, body));
    if ("error" in outcome) {
      failed(fn.name, outcome);
      return json({ message: "Internal Server Error" }, outcome.error.errorType === "Sandbox.Timedout" ? 503 : 500);
    }
    return answerOf(outcome.result as APIGatewayProxyStructuredResultV2);
  };
};

const defaultFunction = (template: Template, functions: ReadonlyMap<string, LocalFunction>): LocalFunction => {
  for (const [id, resource] of resourcesOf(template, "AWS::ApiGatewayV2::Route")) {
    const { RouteKey, Target } = resource.Properties as unknown as RouteProperties;
    if (RouteKey !== "$default") throw new Error(`the runner cannot route ${id}: it knows the route $default only`);
    const integration = template.Resources[referenced(Target, Object.keys(template.Resources)) ?? ""];
    const fn = functions.get(referenced(integration?.Properties?.IntegrationUri, functions.keys()) ?? "");
    if (fn !== undefined) return fn;
  }
  throw new Error("the template routes no request to a function");
};

const textual = /^(text\/|application\/(.*\+)?(json|javascript|xml|x-www-form-urlencoded|problem))/;

const eventOf = (request: IncomingMessage, url: URL, body: Buffer): APIGatewayProxyEventV2 => {
  const { cookie, ...headers } = request.headers;
  const now = new Date();
  const binary = body.length > 0 && !textual.test(headers["content-type"] ?? "");
  const query = [...new Set(url.searchParams.keys())].map((name) => [name, url.searchParams.getAll(name).join(",")] as const);
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    ...(cookie !== undefined && { cookies: cookie.split(/;\s*/) }),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(",") : value])),
    ...(query.length > 0 && { queryStringParameters: Object.fromEntries(query) }),
    requestContext: {
      accountId: ACCOUNT,
      apiId: "local",
      domainName: url.hostname,
      domainPrefix: "local",
      http: {
        method: request.method ?? "GET",
        path: url.pathname,
        protocol: "HTTP/1.1",
        sourceIp: request.socket.remoteAddress ?? "",
        userAgent: headers["user-agent"] ?? "",
      },
      requestId: randomUUID(),
      routeKey: "$default",
      stage: "$default",
      time: now.toUTCString(),
      timeEpoch: now.getTime(),
    },
    ...(body.length > 0 && { body: body.toString(binary ? "base64" : "utf8") }),
    isBase64Encoded: binary,
  };
};

const answerOf = (result: APIGatewayProxyStructuredResultV2): GatewayAnswer => {
  if (Buffer.byteLength(result.body ?? "") > ANSWER_LIMIT) return json({ message: "Internal Server Error" }, 500);
  const { body = "", isBase64Encoded = false, statusCode = 200, headers = {}, cookies } = result;
  return {
    status: statusCode,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)])),
    body: isBase64Encoded ? Buffer.from(body, "base64") : body,
    ...(cookies !== undefined && { cookies }),
  };
};
