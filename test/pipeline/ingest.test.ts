import { beforeEach, describe, expect, it } from "vitest";
import type { Feed } from "../../lambdas/core/feed.ts";
import { FEED_SHARDS, shardOf } from "../../lambdas/core/feed.ts";
import { ingest } from "../../lambdas/pipeline/ingest.ts";
import type { MatchMessage } from "../../lambdas/pipeline/messages.ts";
import type { FetchResult, IngestStore, RawEntry } from "../../lambdas/pipeline/ports.ts";
import { ParseError } from "../../lambdas/pipeline/ports.ts";
import { aFeed, DAY, MINUTE, NOON } from "../contracts/rows.ts";
import { memoryStore } from "../memory-store.ts";

type Answer = readonly RawEntry[] | FetchResult;

let now = NOON;
let store = memoryStore(() => now);
let sent: { ids: string[]; delay: number }[] = [];
let asked: { url: string; etag?: string }[] = [];
let pauses = 0;
const answers = new Map<string, Answer>();

const entry = (n: number, more: Partial<RawEntry> = {}): RawEntry => ({
  link: `https://gaceta.example/${n}`,
  title: `Item ${n}`,
  summary: "",
  published: new Date(NOON - n * MINUTE).toISOString(),
  ...more,
});

const body = (entries: readonly RawEntry[]): Extract<FetchResult, { kind: "body" }> => {
  const bytes = new TextEncoder().encode(JSON.stringify(entries));
  return { kind: "body", bytes, url: "https://gaceta.example/rss", headers: new Map([["etag", `"${bytes.length}"`]]) };
};

const go = (after: number, upTo: number, shard: number, over: Partial<IngestStore> = {}) =>
  ingest(
    { shard, after, upTo },
    {
      store: { ...store, ...over },
      clock: () => now,
      pause: async () => void pauses++,
      match: async (messages: readonly MatchMessage[], delay = 0) => void sent.push({ ids: messages.map((m) => m.item.title), delay }),
      fetch: async (url, validators) => {
        asked.push({ url, ...validators });
        const answer = answers.get(url) ?? [];
        if (!("kind" in answer)) return body(answer);
        return answer;
      },
      parse: async (bytes) => {
        const text = new TextDecoder().decode(bytes);
        if (text.startsWith("<html")) throw new ParseError("not-a-feed", "That is a web page.");
        return { entries: JSON.parse(text) as RawEntry[], warnings: [] };
      },
    },
  );

/** Polls the feed over a whole day, so that its slot is in it. */
const nextDay = async (feed: Feed) => {
  now += DAY;
  return go(now - DAY, now, shardOf(feed.url));
};

const feed = aFeed("gaceta", { url: "https://gaceta.example/rss" });
const shard = shardOf(feed.url);

beforeEach(async () => {
  now = NOON;
  store = memoryStore(() => now);
  [sent, asked, pauses] = [[], [], 0];
  answers.clear();
  await store.putFeed(feed);
});

describe("a new feed", () => {
  it("is asked at once, with one GET and no validators (F1, F7)", async () => {
    answers.set(feed.url, [entry(1)]);
    expect(await go(NOON - MINUTE, NOON, shard)).toMatchObject({ outcome: "polled", feeds: 1, items: 1, failed: {} });
    expect(asked).toEqual([{ url: feed.url }]);
  });
  it("sends its past first and its news a little later, so that they are measured against it", async () => {
    answers.set(feed.url, [entry(1), entry(2, { title: "Old", published: "2020-01-01T00:00:00.000Z" })]);
    await go(NOON - MINUTE, NOON, shard);
    expect(sent).toEqual([
      { ids: ["Old"], delay: 0 },
      { ids: ["Item 1"], delay: 15 },
    ]);
  });
  it("is left alone for its floor, even if its slot comes at once (F8)", async () => {
    answers.set(feed.url, [entry(1)]);
    await go(NOON - MINUTE, NOON, shard);
    for (let m = 1; m < 14; m++) {
      now = NOON + m * MINUTE;
      await go(now - MINUTE, now, shard);
    }
    expect(asked).toHaveLength(1);
  });
});

it("a feed's past is its past also when its first checks failed (F27)", async () => {
  answers.set(feed.url, { kind: "error", code: "timeout", message: "timed out" });
  await go(NOON - MINUTE, NOON, shard);
  answers.set(feed.url, [
    { link: "https://gaceta.example/undated", title: "Undated", summary: "" },
    entry(1),
    entry(2, { title: "To come", published: new Date(NOON + 9 * DAY).toISOString() }),
  ]);
  const baseline: boolean[] = [];
  now += DAY;
  await ingest(
    { shard, after: now - DAY, upTo: now },
    {
      store,
      clock: () => now,
      pause: async () => undefined,
      match: async (messages) => void baseline.push(...messages.map((m) => m.item.baseline)),
      fetch: async () => body(answers.get(feed.url) as readonly RawEntry[]),
      parse: async (bytes) => ({ entries: JSON.parse(new TextDecoder().decode(bytes)) as RawEntry[], warnings: [] }),
    },
  );
  expect(baseline.filter(Boolean)).toHaveLength(2);
});

describe("a known feed", () => {
  it("sends only what is new, and its validators byte for byte", async () => {
    answers.set(feed.url, [entry(1)]);
    await go(NOON - MINUTE, NOON, shard);
    answers.set(feed.url, [entry(3), entry(2), entry(1)]);
    await nextDay(feed);
    expect(sent.slice(1)).toEqual([{ ids: ["Item 3", "Item 2"], delay: 0 }]);
    expect(asked[1]).toEqual({ url: feed.url, etag: body([entry(1)]).headers.get("etag") });
  });
  it("costs no write to the feed when nothing changed (304)", async () => {
    answers.set(feed.url, [entry(1)]);
    await go(NOON - MINUTE, NOON, shard);
    answers.set(feed.url, { kind: "unchanged", headers: new Map() });
    let writes = 0;
    now += DAY;
    await go(now - DAY, now, shard, { saveFeedState: async () => void writes++, addHole: async () => void writes++ });
    expect(asked).toHaveLength(2);
    expect(writes).toBe(0);
    expect((await store.heardOf(shard)).get(feed.id)).toBe(now);
  });
  it("leaves a hole where its document shares nothing with the one before", async () => {
    answers.set(feed.url, [entry(1)]);
    await go(NOON - MINUTE, NOON, shard);
    answers.set(feed.url, [entry(7), entry(8)]);
    await nextDay(feed);
    expect(await store.holes(feed.id)).toEqual([[NOON, NOON + DAY]]);
    answers.set(feed.url, [entry(9), entry(8)]);
    await nextDay(feed);
    expect(await store.holes(feed.id)).toHaveLength(1);
  });
  it("keeps its old validators when the document cannot be read (F4)", async () => {
    answers.set(feed.url, [entry(1)]);
    await go(NOON - MINUTE, NOON, shard);
    answers.set(feed.url, {
      kind: "body",
      bytes: new TextEncoder().encode("<html>"),
      url: feed.url,
      headers: new Map([["etag", '"broken"']]),
    });
    expect((await nextDay(feed)).failed).toEqual({ gaceta: "not-a-feed" });
    expect((await store.feedStatesOf(shard)).get(feed.id)).toMatchObject({
      health: "not-a-feed",
      failures: 1,
      etag: body([entry(1)]).headers.get("etag"),
    });
    expect((await store.heardOf(shard)).get(feed.id)).toBe(NOON);
  });
  it("sends its items again when we died before remembering them", async () => {
    answers.set(feed.url, [entry(1)]);
    await expect(go(NOON - MINUTE, NOON, shard, { saveFeedState: () => Promise.reject(new Error("died")) })).rejects.toThrow(
      "ended in an error of ours",
    );
    now += DAY;
    await go(now - DAY, now, shard);
    expect(sent.map((s) => s.ids)).toEqual([["Item 1"], ["Item 1"]]);
  });
});

describe("a shard", () => {
  it("is polled once a tick, however often its message comes", async () => {
    expect((await go(NOON - MINUTE, NOON, shard)).outcome).toBe("polled");
    expect((await go(NOON - MINUTE, NOON, shard)).outcome).not.toBe("polled");
    expect(asked).toHaveLength(1);
  });
  it("ends at once when nothing is due, without a write", async () => {
    const other = (shard + 1) % FEED_SHARDS;
    const never = () => Promise.reject(new Error("a write"));
    expect((await go(NOON - MINUTE, NOON, other, { claimPoll: never, hear: never })).outcome).toBe("nothing-due");
  });
  it("does not let one feed's failure touch another", async () => {
    await store.putFeed(aFeed("otra", { url: "https://gaceta.example/otra" }));
    answers.set(feed.url, { kind: "error", code: "timeout", message: "timed out" });
    answers.set("https://gaceta.example/otra", [entry(1)]);
    expect(await go(NOON - MINUTE, NOON, shard)).toMatchObject({ feeds: 2, items: 1, failed: { gaceta: "timeout" } });
    expect(pauses).toBe(1); // one host, one request after the other (F19)
  });
  it("leaves a whole host alone after a 429 (F13)", async () => {
    await store.putFeed(aFeed("otra", { url: "https://gaceta.example/otra" }));
    answers.set("https://gaceta.example/otra", [entry(1)]);
    await go(NOON - MINUTE, NOON, shard);
    asked = [];
    answers.set(feed.url, { kind: "status", status: 429, headers: new Map([["retry-after", String(3 * 86_400)]]) });
    await nextDay(feed);
    await nextDay(feed);
    await nextDay(feed);
    expect(asked.map((a) => a.url)).toEqual([feed.url]);
    expect((await store.feedStatesOf(shard)).get("otra")).toMatchObject({ health: "ok", etag: expect.any(String) });
  });
  it("asks those last and one by one whom a poll that died had claimed, so that one of them dies alone", async () => {
    for (const id of ["otra", "tercera"]) await store.putFeed(aFeed(id, { url: `https://gaceta.example/${id}` }));
    const died = () => Promise.reject(new Error("out of memory"));
    // All three are new and were claimed together; nothing more is known of that poll.
    await store.claimPoll(shard, NOON - 20 * MINUTE, NOON - 20 * MINUTE, ["gaceta", "otra", "tercera"]);
    await store.claimPoll(shard, NOON - 20 * MINUTE, NOON - 20 * MINUTE, ["gaceta"], "gaceta");
    for (const id of ["otra", "tercera"]) answers.set(`https://gaceta.example/${id}`, [entry(1)]);
    const claims: string[][] = [];
    const outcome = await go(NOON - MINUTE, NOON, shard, {
      claimPoll: (...args) => (claims.push([...args[3]]), args[4] === "gaceta" ? died() : store.claimPoll(...args)),
    }).catch((error: unknown) => error);
    expect(outcome).toBeInstanceOf(Error);
    expect(claims).toEqual([[], ["otra"], ["tercera"], ["gaceta"]]);
    expect([...(await store.heardOf(shard)).keys()].toSorted()).toEqual(["otra", "tercera"]);
  });
  it("leaves a host's new feeds alone as well after a 429", async () => {
    await store.putFeed(aFeed("otra", { url: "https://gaceta.example/otra" }));
    answers.set(feed.url, { kind: "status", status: 429, headers: new Map([["retry-after", String(2 * 86_400)]]) });
    await go(NOON - MINUTE, NOON, shard);
    await nextDay(feed);
    expect(asked.map((a) => a.url)).toEqual([feed.url]);
  });
  it("goes on with the others when Vigía itself fails on one, says so in its health, and fails at the end", async () => {
    await store.putFeed(aFeed("otra", { url: "https://otra.example/rss" }));
    const other = shardOf("https://otra.example/rss");
    answers.set("https://otra.example/rss", {
      kind: "body",
      bytes: new TextEncoder().encode("{"),
      url: "https://otra.example/rss",
      headers: new Map(),
    });
    await expect(go(NOON - MINUTE, NOON, other)).rejects.toThrow("ended in an error of ours");
    expect((await store.feedStatesOf(other)).get("otra")).toMatchObject({ health: "failing", fault: "internal" });
  });
  it("begins no feed after its time is over", async () => {
    for (const id of ["otra", "tercera"]) await store.putFeed(aFeed(id, { url: `https://gaceta.example/${id}` }));
    const slow = {
      saveFeedState: async (...args: Parameters<IngestStore["saveFeedState"]>) => ((now += 80_000), store.saveFeedState(...args)),
    };
    expect((await go(NOON - MINUTE, NOON, shard, slow)).feeds).toBe(1);
  });
  it("forgets what it knew when a feed's address changes, or a person turns it on again", async () => {
    answers.set(feed.url, { kind: "status", status: 410, headers: new Map() });
    await go(NOON - MINUTE, NOON, shard);
    expect((await nextDay(feed)).outcome).toBe("nothing-due");
    now += DAY;
    await store.putFeed({ ...feed, revivedAt: new Date(now).toISOString() });
    answers.set(feed.url, [entry(1)]);
    expect(await go(now - MINUTE, now, shard)).toMatchObject({ outcome: "polled", items: 1 });
  });
});
