import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fetchFeed } from "../../lambdas/adapters/http.ts";
import { judgeAddress, judgeUrl } from "../../lambdas/core/address.ts";
import { freshSeconds, LONGEST_WAIT, retryAfterSeconds } from "../../lambdas/core/freshness.ts";

const file = join(import.meta.dirname, "../../../shared/requirements/reliability-vectors.json");
const present = existsSync(file);
if (!present) console.warn("test/captures/vectors: skipped, ../shared/requirements is not there");

interface Vectors {
  readonly ssrf: {
    readonly ips: [string, string][];
    readonly webhookUrls: [string, string][];
    readonly feedUrls: [string, string][];
    readonly dns: { readonly answers?: string[]; readonly expect: string }[];
  };
  readonly retryAfter: [string, number | string | null][];
  readonly cacheControl: [string, number | string | null][];
}
const empty: Vectors = { ssrf: { ips: [], webhookUrls: [], feedUrls: [], dns: [] }, retryAfter: [], cacheControl: [] };
const vectors = present ? (JSON.parse(readFileSync(file, "utf8")) as Vectors) : empty;
const now = Date.parse("2026-11-24T12:00:00Z");

describe.skipIf(!present)("reliability-vectors.json", () => {
  it.for(vectors.ssrf.ips)("address %s: %s", ([ip, verdict]) => {
    expect(judgeAddress(ip) === "public" ? "allow" : "block").toBe(verdict);
  });

  it.for([
    ...vectors.ssrf.webhookUrls.map(([url, wanted]) => ["webhook", url, wanted] as const),
    ...vectors.ssrf.feedUrls.map(([url, wanted]) => ["feed", url, wanted] as const),
  ])("%s %j: %s", ([purpose, url, wanted]) => {
    const verdict = judgeUrl(url, purpose, false);
    expect(verdict.allowed ? "ok" : verdict.reason).toBe(wanted);
  });

  it.for(vectors.ssrf.dns.filter(({ answers, expect: wanted }) => answers !== undefined && !wanted.startsWith("connect")))(
    "a name with the addresses $answers: $expect",
    async ({ answers = [], expect: wanted }) => {
      const resolve = async () => answers.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
      const result = await fetchFeed({ userAgent: "Vigia-test", loopback: false }, { resolve })("http://news.example:8080/", {});
      expect(result).toMatchObject({ code: wanted.startsWith("block") ? "address-not-allowed" : "dns" });
    },
  );

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
