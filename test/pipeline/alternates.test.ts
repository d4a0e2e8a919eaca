import { beforeEach, expect, it } from "vitest";
import { type FeedState, shardOf } from "../../lambdas/core/feed.ts";
import { feedAnswer } from "../../lambdas/pipeline/feed-answer.ts";
import { aFeed, DAY, MINUTE, NOON } from "../contracts/rows.ts";
import { countingWorld, rssOf } from "../fixtures/counting-origin.ts";

const url = "https://gaceta.example/rss";
const shard = shardOf(url);
const [first, second, third] = ["https://gaceta.example/feed", "https://www.gaceta.example/rss.xml", "https://gaceta.example/atom"];
const feed = aFeed("gaceta", { url, alternates: [first, second, third], addedAt: new Date(NOON - 9 * DAY).toISOString() });
const state: FeedState = {
  feedId: "gaceta",
  url,
  itemIds: [],
  health: "failing",
  fault: "http-500",
  failures: 9,
  intervalMinutes: 1440,
  changedAt: NOON,
};
const document = rssOf("Gaceta", [["News", NOON]]);

let { time, store, origin } = countingWorld();

beforeEach(async () => {
  ({ time, store, origin } = countingWorld());
  await store.putFeed(feed);
  await store.saveFeedState({ ...state, notBefore: NOON + 99 * DAY }, shard);
});

/** Ticks of the shard, every ten minutes. */
const days = async (count: number) => {
  for (const end = time.now + count * DAY; time.now < end;) {
    const after = time.now;
    time.now = Math.floor(time.now / MINUTE) * MINUTE + 10 * MINUTE;
    await origin.gather({ shard, after, upTo: time.now });
  }
};
const answer = async () => feedAnswer((await store.feeds())[0]!, { store, clock: () => time.now });

it("a lost feed's other addresses are looked at in their order, one a day, until one is a feed; it is told, and nothing is changed", async () => {
  origin.site.set(second, document).set(third, document);
  await days(6);
  expect(origin.urls()).toEqual([first, second]);
  expect(origin.asked[1]!.at - origin.asked[0]!.at).toBeGreaterThanOrEqual(DAY);
  expect((await answer()).offers).toEqual([{ url: second, title: "Gaceta" }]);
  expect((await store.feeds())[0]?.feed).toEqual(feed);
});

it("an address whose host rested was not looked at: it is tried again", async () => {
  origin.site.set(first, document);
  await store.restHost("gaceta.example", NOON + 3 * 3_600_000);
  await days(1);
  expect(origin.urls()).toEqual([first]);
  expect((await answer()).offers).toEqual([{ url: first, title: "Gaceta" }]);
});

it("where none is a feed, all are looked at again a month later", async () => {
  await days(28);
  expect(origin.urls()).toEqual([first, second, third]);
  await days(7);
  expect(origin.urls().slice(3)).toEqual([first, second, third]);
  expect(await answer()).not.toHaveProperty("offers");
});

it.each<[string, Partial<FeedState>, number | undefined, boolean]>([
  ["it is gone", { health: "gone", fault: "http-410", failures: 1 }, NOON - DAY, true],
  ["a web page is there", { health: "not-a-feed", fault: "not-a-feed" }, NOON - 4 * DAY, true],
  ["it fails since yesterday", {}, NOON - DAY, false],
  ["it failed twice", { failures: 2 }, NOON - 4 * DAY, false],
  ["it was never heard", {}, undefined, true],
  ["it is well", { health: "ok", failures: 0 }, NOON, false],
])("when %s, %j: %s", async (_, change, heardAt, looks) => {
  const { fault: __, ...well } = state;
  await store.saveFeedState({ ...(change.health === "ok" ? well : state), notBefore: NOON + 99 * DAY, ...change }, shard);
  if (heardAt !== undefined) await store.hear(shard, new Map([["gaceta", heardAt]]));
  await days(0.1);
  expect(origin.asked).toHaveLength(looks ? 1 : 0);
});

it("a feed that is off, or knows no other address, is left alone", async () => {
  await store.putFeed({ ...feed, enabled: false });
  await store.putFeed(aFeed("otra", { url: "https://gaceta.example/otra" }));
  await store.saveFeedState({ ...state, feedId: "otra", url: "https://gaceta.example/otra", notBefore: NOON + 99 * DAY }, shard);
  await days(2);
  expect(origin.asked).toEqual([]);
});

it("one that does well again has no offers, whatever was found", async () => {
  origin.site.set(first, document);
  await days(1);
  expect((await answer()).offers).toHaveLength(1);
  const { fault: _, ...well } = state;
  await store.saveFeedState({ ...well, health: "ok", failures: 0 }, shard);
  expect(await answer()).not.toHaveProperty("offers");
});

it("once an hour is soon enough: other minutes read nothing", async () => {
  let reads = 0;
  for (let n = 0; n < 120; n++) {
    time.now += MINUTE;
    const feedStatesOf = (of: number) => ((reads += 1), store.feedStatesOf(of));
    await origin.gather({ shard, after: time.now - MINUTE, upTo: time.now }, { store: { ...store, feedStatesOf } });
  }
  // Each poll reads them once, each of the two looks twice: for whom, and whether the host is free.
  expect(reads).toBeLessThanOrEqual(120 + 2 * 2);
});

it("dying after a look was claimed, the next day's look is at the next address", async () => {
  origin.site.set(second, document);
  const died = () => Promise.reject(new Error("died"));
  const after = time.now;
  time.now += 60 * MINUTE;
  await expect(origin.gather({ shard, after, upTo: time.now }, { fetch: died })).rejects.toThrow("died");
  await days(2);
  expect(origin.urls()).toEqual([second]);
});
