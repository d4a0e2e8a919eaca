import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { guarded } from "../../lambdas/adapters/guard.ts";
import { fetchFeed, sendWebhook } from "../../lambdas/adapters/http.ts";
import { judgeAddress, type Refused } from "../../lambdas/core/address.ts";
import { freshSeconds, LONGEST_WAIT, retryAfterSeconds } from "../../lambdas/core/freshness.ts";
import { allSay, type Doors, openDoors } from "../fixtures/doors.ts";
import { startServer } from "../fixtures/loopback-server.ts";
import { nameServer } from "../fixtures/name-server.ts";
import { openOutside } from "../fixtures/outside.ts";
import { pretendInternet } from "../fixtures/pretend-internet.ts";

const file = join(import.meta.dirname, "../../../shared/requirements/reliability-vectors.json");
const present = existsSync(file);
if (!present) console.warn("test/captures/vectors: skipped, ../shared/requirements is not there");

interface Vectors {
  readonly ssrf: {
    readonly ips: [string, string][];
    readonly webhookUrls: [string, Refused | "ok"][];
    readonly feedUrls: [string, Refused | "ok"][];
    readonly dns: {
      readonly answers?: string[];
      readonly answers_first?: string[];
      readonly answers_second?: string[];
      readonly expect: string;
    }[];
    readonly redirects: [string, string][];
  };
  readonly retryAfter: [string, number | string | null][];
  readonly cacheControl: [string, number | string | null][];
}
const empty: Vectors = { ssrf: { ips: [], webhookUrls: [], feedUrls: [], dns: [], redirects: [] }, retryAfter: [], cacheControl: [] };
const vectors = present ? (JSON.parse(readFileSync(file, "utf8")) as Vectors) : empty;
const now = Date.parse("2026-11-24T12:00:00Z");

const agents = { userAgent: "Vigia-test", loopback: false, clock: () => 0 };

/** Everything of `ssrf`, at registration and at connect time: 0 hits. */
describe.skipIf(!present)("reliability-vectors.json: ssrf", () => {
  const { ips, webhookUrls, feedUrls, dns, redirects } = vectors.ssrf;
  let doors: Doors;
  beforeAll(async () => {
    doors = await openDoors();
  });
  afterAll(() => doors[Symbol.asyncDispose]());

  it("has as many as we know", () => {
    expect([ips, webhookUrls, feedUrls, dns, redirects].map(({ length }) => length)).toEqual([81, 72, 7, 6, 6]);
  });

  it.for(ips)("address %s: %s", async ([ip, verdict]) => {
    expect(judgeAddress(ip) === "public" ? "allow" : "block").toBe(verdict);
    using internet = pretendInternet({});
    const host = ip.includes(":") ? `[${ip}]` : ip;
    const send = (url: string) =>
      guarded(false, nameServer([ip]).resolve)(new URL(url), { method: "GET", headers: {}, signal: AbortSignal.timeout(5000) });
    for (const url of [`http://${host}/`, `https://${host}/`, "http://news.example/", "https://news.example/"])
      await expect(send(url)).rejects.toThrow(verdict === "block" ? "address not allowed" : "ENETUNREACH");
    expect(internet.dialled).toHaveLength(verdict === "block" ? 0 : 4);
  });

  it.for([...webhookUrls.map((each) => ["webhook", ...each] as const), ...feedUrls.map((each) => ["feed", ...each] as const)])(
    "%s %j: %s",
    async ([purpose, url, wanted]) => {
      expect(await doors.tryAll(purpose, url)).toEqual(allSay(wanted));
    },
  );

  it.for(dns)("a name: $expect", async ({ answers, answers_first = [], answers_second = [], expect: wanted }) => {
    await using server = await startServer((_, response) => response.writeHead(200, { Connection: "close" }).end("news"));
    using internet = pretendInternet({ "93.184.216.34:8080": server.port });
    const { resolve, asked } = nameServer(...(answers === undefined ? [answers_first, answers_second] : [answers, answers]));
    const get = fetchFeed(agents, { resolve });
    const said = [];
    for (let n = 0; n < 2; n++) {
      const result = await get("http://news.example:8080/", {});
      said.push("code" in result ? result.code : result.kind);
      expect(asked).toHaveLength(n + 1);
    }
    const [refusal, connected] = ["address-not-allowed", "body"];
    const twice = wanted.startsWith("block") ? [refusal, refusal] : wanted.startsWith("fail") ? ["dns", "dns"] : [connected, connected];
    expect(said).toEqual(wanted.startsWith("never") ? [connected, refusal] : twice);
    expect(internet.dialled).toEqual(said.filter((each) => each === connected).map(() => "93.184.216.34:8080"));
  });

  it.for(redirects)("%s: %s", async ([way, wanted]) => {
    await using outside = await openOutside();
    const hops = way.startsWith("6 hops")
      ? Array.from({ length: 7 }, (_, n) => `https://a.example/${n}`)
      : (way.startsWith("webhook") ? "a -> b" : way).split(" -> ").map((hop) => (hop.includes(":") ? hop : `https://${hop}.example`));
    outside.lead(...hops.slice(1).map((to, n) => [hops[n]!, 302, to] as const));
    const result = way.startsWith("webhook")
      ? await sendWebhook(agents, outside)(hops[0]!, "{}", {})
      : await fetchFeed(agents, outside)(hops[0]!, {});
    // What began as https may not become http, wherever it leads: so hop 2 is refused as a redirect, and hop 3 for what it is.
    const ends: Readonly<Record<string, readonly [object, number]>> = {
      "block hop 2": [{ code: "redirect" }, 1],
      "block hop 3": [{ code: "address-not-allowed" }, 2],
      "feeds: block downgrade unless feed was added as http": [{ code: "redirect" }, 1],
      "stop after 5": [{ code: "redirect" }, 6],
      "stop: loop": [{ code: "redirect" }, 2],
      "never followed": [{ outcome: "failed", status: 302 }, 1],
    };
    expect([result, outside.secure.requests.length]).toEqual([expect.objectContaining(ends[wanted]![0]), ends[wanted]![1]]);
    expect(outside.plain.requests).toHaveLength(0);
    expect(outside.reached()).toEqual([]);
  });
});

describe.skipIf(!present)("reliability-vectors.json: waiting", () => {
  it.for(vectors.retryAfter)("Retry-After %j: %j", ([value, wanted]) => {
    const seconds = typeof wanted === "number" ? wanted : wanted === null ? undefined : wanted.startsWith("past") ? 0 : LONGEST_WAIT;
    expect(retryAfterSeconds(value, now)).toBe(seconds);
  });

  it.for(vectors.cacheControl)("Cache-Control %j: %j", ([value, wanted]) => {
    const [cacheControl = "", age] = value.split(" with Age: ");
    const headers = new Map([["cache-control", cacheControl], ...(age === undefined ? [] : [["age", age] as const])]);
    // The clamp is the schedule's; here the number is as it came.
    expect(freshSeconds(headers)).toBe(typeof wanted === "string" ? 504_911_232 : (wanted ?? undefined));
  });
});
