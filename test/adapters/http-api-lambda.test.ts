import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { describe, expect, it } from "vitest";
import { correlationId } from "../../lambdas/adapters/correlation.ts";
import { onRequest, reportTo } from "../../lambdas/adapters/http-api-lambda.ts";
import type { Log } from "../../lambdas/adapters/logger.ts";
import { makeToken } from "../../lambdas/core/token.ts";
import { servedApi } from "../fixtures/served-api.ts";

const event = JSON.parse(readFileSync(join(import.meta.dirname, "../../events/api.json"), "utf8")) as APIGatewayProxyEventV2;

/** The event as another request: what API Gateway would send for it. */
const asked = (method: string, path: string, change: Partial<APIGatewayProxyEventV2> = {}): APIGatewayProxyEventV2 => ({
  ...event,
  rawPath: path,
  rawQueryString: "",
  requestContext: { ...event.requestContext, http: { ...event.requestContext.http, method, path } },
  ...change,
});

const opened = async () => {
  const served = await servedApi();
  const lines: unknown[] = [];
  const write = (sentence: string, about?: object) => void lines.push([sentence, about]);
  const log: Log = { info: write, warn: write, error: write };
  const handler = onRequest(served.app, log);
  return { ...served, lines, log, run: (request: APIGatewayProxyEventV2) => handler(request, {} as Context) };
};

describe("onRequest", () => {
  it("answers an event of the HTTP API with the app's answer", async () => {
    const { run, desk } = await opened();
    await desk.store.putSetting("reads", "public");
    const result = await run(event);
    expect([result.statusCode, result.isBase64Encoded, result.headers?.["content-type"]]).toEqual([200, false, "application/json"]);
    expect((JSON.parse(result.body!) as { matches: { entity: string }[] }).matches.map(({ entity }) => entity)).toEqual([
      "antony-blinken",
      "antony-blinken",
    ]);
  });

  it("gives refusals the request's own id", async () => {
    const { run } = await opened();
    expect(JSON.parse((await run(event)).body!)).toMatchObject({ status: 401, requestId: event.requestContext.requestId });
  });

  it("hands the session's cookie over apart from the headers, and takes it back", async () => {
    const { run, desk } = await opened();
    const signedIn = await run(asked("POST", "/api/v1/session", { headers: { authorization: `Bearer ${desk.keys.read}` } }));
    expect(signedIn.cookies).toHaveLength(1);
    const cookies = [signedIn.cookies![0]!.split(";")[0]!];
    expect((await run({ ...event, cookies })).statusCode).toBe(200);
  });

  it("takes the one-click POST as mail providers send it, in base64 or not", async () => {
    const { run, desk, call } = await opened();
    for (const isBase64Encoded of [true, false]) {
      const made = await call("POST", "/subscriptions", {
        key: desk.keys.write,
        body: { select: { lists: ["article"] }, contact: { channel: "email", address: "ana@example.org" } },
      });
      const { id } = ((await made.json()) as { subscription: { id: string } }).subscription;
      const body = "List-Unsubscribe=One-Click";
      const path = `/unsubscribe/${id}/${makeToken(await desk.store.appSecret(), "unsubscribe", id)}`;
      const result = await run(
        asked("POST", path, {
          headers: { "content-type": "application/x-www-form-urlencoded" },
          body: isBase64Encoded ? Buffer.from(body).toString("base64") : body,
          isBase64Encoded,
        }),
      );
      expect([result.statusCode, (await desk.store.subscription(id))?.status]).toEqual([200, "ended"]);
    }
  });

  it.each([
    ["/api/v1/matches", "/api/v1/matches"],
    ["/api/v1/subscriptions/sub-0a1b/deliveries", "/api/v1/subscriptions/sub-0a1b/deliveries"],
    ["/", "/"],
    ["/confirm/sub-1/secret-token", "/confirm/…"],
    ["/manage/sub-1/secret-token", "/manage/…"],
    ["/address/sub-1/secret-token", "/address/…"],
    ["/confirm", "/confirm/…"],
    ["//confirm/sub-1/secret-token", "//confirm/…"],
    [`/api/v1/entities/vigia_aaaaaaaa_${"b".repeat(43)}`, "/api/v1/entities/…"],
    ["/api/v1/entities/ana@example.org", "/api/v1/entities/…"],
    ["/a/b/c/d/e/f", "/a/b/c/d/e"],
    ["/a%0Ab", "/…"],
  ])("logs %s as %s", async (path, logged) => {
    const { run, lines } = await opened();
    await run(asked("GET", path));
    expect(lines).toEqual([["api", expect.objectContaining({ method: "GET", path: logged })]]);
  });

  it("logs no token, query, key or address, also when something breaks", async () => {
    const { run, lines, log, desk } = await opened();
    const path = `/unsubscribe/sub-1/secret-token`;
    await run(asked("POST", path, { rawQueryString: "entity=antony-blinken", headers: { authorization: `Bearer ${desk.keys.read}` } }));
    reportTo(log)(new Error("broken"), { id: "r1", method: "GET", route: "/unsubscribe/:id/:token" });
    expect(lines).toEqual([
      ["api", { method: "POST", path: "/unsubscribe/…", status: 404, ms: expect.any(Number) as number }],
      ["api failed", { requestId: "r1", method: "GET", route: "/unsubscribe/:id/:token", error: new Error("broken") }],
    ]);
  });

  it("lets what it sends carry the request's id", async () => {
    const seen: (string | undefined)[] = [];
    const { app } = await servedApi({ store: { setting: async () => void seen.push(correlationId()) } });
    const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };
    await onRequest(app, silent)(asked("GET", "/api/v1/health"), {} as Context);
    expect(seen).toEqual([event.requestContext.requestId]);
  });
});
