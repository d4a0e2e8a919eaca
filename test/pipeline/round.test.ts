import { beforeEach, describe, expect, it } from "vitest";
import type { IngestStore } from "../../lambdas/pipeline/ports.ts";
import type { FetchResult } from "../../lambdas/pipeline/fetch-ports.ts";
import { aFeed, DAY } from "../contracts/rows.ts";
import type { Bench } from "../fixtures/poll-bench.ts";
import { body, entry, feed, openBench, shard, status } from "../fixtures/poll-bench.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});

describe("a feed that moved for good (F15)", () => {
  const to = "https://nueva.example/feed";
  const moved = (n: number): FetchResult => ({ ...body([entry(n)]), url: to, moved: to });
  it("is asked at its new address after three times over a day, under its old id; the operator hears of it", async () => {
    for (let n = 1; n <= 3; n++) {
      bench.answers.set(feed.url, moved(n));
      await (n === 1 ? bench.first() : bench.nextDay());
    }
    expect(bench.told).toEqual([{ feedId: "gaceta", outlet: "Gaceta", event: "moved", to, failures: 0 }]);
    bench.answers.set(to, [entry(3), entry(4)]);
    await bench.nextDay();
    expect(bench.asked.at(-1)).toEqual({ url: to, etag: body([entry(3)]).headers.get("etag") });
    expect(bench.sent.at(-1)?.ids).toEqual(["Item 4"]);
    expect(await bench.store.feedsOf(shard)).toEqual([feed]);
  });
  it("is asked at its old one again once a person has pinned it", async () => {
    for (let n = 1; n <= 3; n++) {
      bench.answers.set(feed.url, moved(n));
      await (n === 1 ? bench.first() : bench.nextDay());
    }
    await bench.store.putFeed({ ...feed, pinned: true });
    await bench.nextDay();
    expect(bench.asked.at(-1)?.url).toBe(feed.url);
  });
});

describe("the operator", () => {
  it("is told once that a feed is silent, and once that a document was read again; a 304 is no recovery", async () => {
    const events = () => bench.told.map(({ event, failures }) => [event, failures]);
    bench.answers.set(feed.url, [entry(1)]);
    await bench.first();
    bench.answers.set(feed.url, status(500));
    for (let n = 0; n < 2; n++) await bench.nextDay();
    expect(events()).toEqual([]);
    for (let n = 0; n < 3; n++) await bench.nextDay();
    expect(events()).toEqual([["silent", 3]]);
    bench.answers.set(feed.url, { kind: "unchanged", headers: new Map() });
    await bench.nextDay();
    expect(await bench.stateOf("gaceta")).toMatchObject({ health: "failing", fault: "http-500", unread: true });
    expect(events()).toHaveLength(1);
    bench.answers.set(feed.url, [entry(1)]);
    await bench.nextDay();
    expect(bench.asked.at(-1)).not.toHaveProperty("etag");
    expect(events()).toEqual([
      ["silent", 3],
      ["back", 0],
    ]);
  });
  it("is told again rather than never when we die before remembering it, and that a feed is back in any case", async () => {
    const events = () => bench.told.map(({ event }) => event).join(" ");
    const dies = (when: number) => {
      let saves = 0;
      const saveFeedState: IngestStore["saveFeedState"] = async (...args) => {
        if (++saves === when) throw new Error("died");
        await bench.store.saveFeedState(...args);
      };
      return { saveFeedState };
    };
    bench.answers.set(feed.url, [entry(1)]);
    await bench.first();
    bench.answers.set(feed.url, status(500));
    for (let n = 0; n < 2; n++) await bench.nextDay();
    bench.now += DAY;
    await expect(bench.go(bench.now - DAY, bench.now, shard, dies(1))).rejects.toThrow("ended in an error of ours");
    expect(events()).toBe("");
    bench.now += DAY;
    await expect(bench.go(bench.now - DAY, bench.now, shard, dies(2))).rejects.toThrow("ended in an error of ours");
    expect(events()).toBe("silent");
    bench.answers.set(feed.url, [entry(1), entry(2)]);
    bench.now += DAY;
    await expect(bench.go(bench.now - DAY, bench.now, shard, dies(1))).rejects.toThrow("ended in an error of ours");
    await bench.nextDay();
    expect(events()).toBe("silent back back");
  });
});

describe("robots.txt (F24)", () => {
  const visits = () => bench.asked.map(({ url }) => new URL(url).pathname);
  const week = async () => {
    for (let n = 0; n < 7; n++) await bench.nextDay();
  };
  it("is looked at once a week for a whole host, after the feeds, and never on the day a feed is added (F7)", async () => {
    await bench.store.putFeed(aFeed("otra", { url: "https://gaceta.example/otra" }));
    for (const { url } of [feed, { url: "https://gaceta.example/otra" }]) bench.answers.set(url, [entry(1)]);
    await bench.first();
    expect(visits()).toEqual(["/rss", "/otra"]);
    await week();
    await week();
    expect(visits().filter((path) => path === "/robots.txt")).toHaveLength(2);
    expect(visits().slice(-3).toSorted()).toEqual(["/otra", "/robots.txt", "/rss"]);
    expect(visits().at(-1)).toBe("/robots.txt");
  });
  it("never brings back a feed that said it was gone", async () => {
    await bench.store.putFeed(aFeed("otra", { url: "https://gaceta.example/otra" }));
    bench.answers.set(feed.url, [entry(1)]);
    await bench.first();
    bench.answers.set(feed.url, status(410));
    await bench.nextDay();
    bench.robots = "User-agent: Vigia\nDisallow: /";
    await week();
    await week();
    expect(visits()).toContain("/robots.txt");
    expect(await bench.stateOf("otra")).toMatchObject({ health: "blocked" });
    expect(await bench.stateOf("gaceta")).toMatchObject({ health: "gone", fault: "http-410" });
    bench.robots = "";
    await week();
    bench.asked = [];
    await week();
    expect(visits()).not.toContain("/rss");
  });
  it("stops a feed if it names us, tells the operator, and lets it go on when it no longer does", async () => {
    bench.answers.set(feed.url, [entry(1)]);
    await bench.first();
    bench.robots = "User-agent: Vigia\nDisallow: /rss";
    await week();
    expect(visits().at(-1)).toBe("/robots.txt");
    expect(bench.told.map(({ event, fault }) => [event, fault])).toEqual([["silent", "robots"]]);
    expect(await bench.stateOf("gaceta")).toMatchObject({ health: "blocked", fault: "robots" });
    bench.asked = [];
    await week();
    expect(visits()).toEqual(["/robots.txt"]);
    bench.robots = "";
    await week();
    expect(visits()).toEqual(["/robots.txt", "/robots.txt"]);
    await bench.nextDay();
    expect(visits().at(-1)).toBe("/rss");
    expect(bench.told.at(-1)).toMatchObject({ event: "back" });
  });
});
