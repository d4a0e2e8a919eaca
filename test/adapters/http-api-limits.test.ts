import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { describe, expect, it } from "vitest";
import { onRequest } from "../../lambdas/adapters/http-api-lambda.ts";
import { ProblemAnswer } from "../../lambdas/core/answer.ts";
import { mailboxHash } from "../../lambdas/core/email-address.ts";
import { LIMITS } from "../../lambdas/core/limit.ts";
import { makeToken } from "../../lambdas/core/token.ts";
import type { ApiDeps } from "../../lambdas/pipeline/operations.ts";
import { aSubscription } from "../contracts/rows.ts";
import { servedApi } from "../fixtures/served-api.ts";

const event = JSON.parse(readFileSync(join(import.meta.dirname, "../../events/api.json"), "utf8")) as APIGatewayProxyEventV2;
const HOUR = 3_600_000;

/** The API behind API Gateway, which says from where a request comes. */
const opened = async (store: Partial<ApiDeps["store"]> = {}) => {
  const served = await servedApi({ store });
  const { desk, app } = served;
  const handler = onRequest(app, { info: () => {}, warn: () => {}, error: () => {} });
  let asked = 0;
  /** `claimed`: what the client says of itself. */
  const request = (
    from: string,
    method: string,
    path: string,
    body: string,
    headers: Record<string, string>,
    claimed = `198.51.100.${asked++}`,
  ) =>
    handler(
      {
        ...event,
        rawPath: path,
        rawQueryString: "",
        headers: { ...headers, "x-forwarded-for": claimed, forwarded: `for=${claimed}`, "x-real-ip": claimed },
        body,
        requestContext: { ...event.requestContext, http: { ...event.requestContext.http, method, path, sourceIp: from } },
      },
      {} as Context,
    );
  const subscribe = (from: string, contact: object = { channel: "email", address: `reader-${asked}@example.org` }) =>
    request(from, "POST", "/api/v1/subscriptions", JSON.stringify({ select: { lists: ["article"] }, contact }), {
      "content-type": "application/json",
      authorization: `Bearer ${desk.keys.write}`,
    });
  await desk.store.createSubscription(aSubscription("sub-1"), { channel: "email", address: "ana@example.org" });
  const secret = await desk.store.appSecret();
  const press = (from: string, what: string, more: Record<string, string> = {}, headers: Record<string, string> = {}) =>
    request(
      from,
      "POST",
      `/manage/sub-1/${more.token ?? makeToken(secret, "manage", "sub-1")}`,
      new URLSearchParams({ do: what, ...more }).toString(),
      { "content-type": "application/x-www-form-urlencoded", ...headers },
    );
  return { ...served, subscribe, press, request, secret };
};

/** How many of so many calls were let in, one after the other. */
const letIn = async (times: number, call: () => Promise<{ statusCode?: number | undefined }>): Promise<number> => {
  let good = 0;
  for (let n = 0; n < times; n++) good += (await call()).statusCode === 429 ? 0 : 1;
  return good;
};

describe("subscribing", () => {
  it("is refused to a client that asks too often, whatever it says of itself, until there is room (E13)", async () => {
    const { subscribe, desk, sent } = await opened();
    expect(await letIn(LIMITS.ask.most + 3, () => subscribe("192.0.2.7"))).toBe(LIMITS.ask.most);
    expect(sent).toHaveLength(LIMITS.ask.most);
    desk.now += 600_000;
    const refused = await subscribe("192.0.2.7");
    expect(refused).toMatchObject({ statusCode: 429, headers: { "retry-after": "3000", "content-type": "application/problem+json" } });
    const body = ProblemAnswer.parse(JSON.parse(refused.body ?? ""));
    expect(body).toMatchObject({ type: "urn:vigia:too-many", detail: expect.stringContaining("Try again in 50 minutes.") as string });
    // A webhook has a stranger called as well.
    expect((await subscribe("192.0.2.7", { channel: "webhook", url: "https://hooks.example/in" })).statusCode).toBe(429);
    expect((await subscribe("192.0.2.8")).statusCode).toBe(202);
    desk.now += HOUR - 600_000;
    expect((await subscribe("192.0.2.7")).statusCode).toBe(202);
  });

  it.each([
    ["of one IPv6 /64 are one client", (n: number) => `2600:1f18:0:7:${n.toString(16)}::9`, LIMITS.ask.most],
    ["of two IPv6 /64 are two", (n: number) => `2600:1f18:0:${n % 2}::9`, LIMITS.ask.most + 5],
    ["of IPv4 within IPv6 are what they carry", (n: number) => (n % 2 === 0 ? "::ffff:192.0.2.7" : "192.0.2.7"), LIMITS.ask.most],
  ])("addresses %s", async (_, address, admitted) => {
    const { subscribe } = await opened();
    let n = 0;
    expect(await letIn(LIMITS.ask.most + 5, () => subscribe(address(n++)))).toBe(admitted);
  });

  it("is refused to all when all ask too often, and a refused call counts for nobody else", async () => {
    const { subscribe } = await opened();
    let n = 0;
    expect(await letIn(LIMITS.asks.most + 20, () => subscribe(`203.0.113.${n++ % 200}`))).toBe(LIMITS.asks.most);
  });

  it("is closed where counting fails, and stores nothing; reading stays open (A7)", async () => {
    const { subscribe, desk, call, reported } = await opened({ countWithin: () => Promise.reject(new Error("the table is away")) });
    expect((await subscribe("192.0.2.7")).statusCode).toBe(500);
    expect([(await desk.store.subscriptions()).map(({ id }) => id), reported.map(({ message }) => message)]).toEqual([
      ["sub-1"],
      ["the table is away"],
    ]);
    expect((await call("GET", "/matches", { key: desk.keys.read })).status).toBe(200);
  });

  it("answers the same for an address that is new, asked, confirmed or takes no mail", async () => {
    const { subscribe, desk, secret } = await opened();
    const at = new Date(desk.now).toISOString();
    await desk.store.suppress(mailboxHash(secret, "gone@example.org"), { reason: "complaint", at });
    const answers = [];
    for (const address of [
      "new@example.org",
      "new@example.org",
      "ana@example.org",
      "gone@example.org",
      ...Array<string>(4).fill("new@example.org"),
    ]) {
      const { statusCode, body } = await subscribe("192.0.2.7", { channel: "email", address });
      answers.push([statusCode, (body ?? "").replace(/sub-[0-9a-f]+/, "sub-…")]);
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.[0]).toBe(202);
  });
});

describe("the buttons of our pages", () => {
  it("are refused to a client that presses too often, but for the way out", async () => {
    const { press, desk } = await opened();
    expect(await letIn(LIMITS.button.most + 2, () => press("192.0.2.7", "pause"))).toBe(LIMITS.button.most);
    const page = await press("192.0.2.7", "resume", {}, { accept: "text/html,application/xhtml+xml" });
    expect(page).toMatchObject({ statusCode: 429, headers: { "retry-after": "3600" } });
    expect(page.body).toContain("No ha cambiado nada");
    expect((await press("192.0.2.7", "resume")).headers?.["content-type"]).toBe("application/problem+json");
    expect((await desk.store.subscription("sub-1"))?.status).toBe("paused");
    expect((await press("192.0.2.8", "resume")).statusCode).toBe(200);
    expect((await press("192.0.2.7", "unsubscribe")).statusCode).toBe(200);
    expect((await desk.store.subscription("sub-1"))?.status).toBe("ended");
  });

  it("that have a mail sent count as subscribing", async () => {
    const { press, subscribe } = await opened();
    await letIn(LIMITS.ask.most, () => subscribe("192.0.2.7"));
    expect((await press("192.0.2.7", "address", { address: "other@example.org" })).statusCode).toBe(429);
    expect((await press("192.0.2.7", "pause")).statusCode).toBe(200);
  });

  it("count only for who has a link of ours, so that nobody can use them up for others", async () => {
    const { press, request, secret } = await opened();
    let n = 0;
    const away = async () => (await press(`203.0.113.${n++ % 250}`, "pause", { token: "x".repeat(43) })).statusCode;
    for (let times = 0; times < LIMITS.buttons.most + 1; times++) expect(await away()).toBe(404);
    const confirm = (token: string) => request("192.0.2.7", "POST", `/confirm/sub-1/${token}`, "", {});
    expect((await confirm(makeToken(secret, "confirm", "sub-1"))).statusCode).toBe(200);
    expect(await letIn(LIMITS.button.most, () => confirm(makeToken(secret, "confirm", "sub-1")))).toBe(LIMITS.button.most - 1);
  });
});
