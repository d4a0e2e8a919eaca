import { beforeEach, describe, expect, it } from "vitest";
import { FEED_SHARDS } from "../../lambdas/core/feed.ts";
import type { Feed } from "../../lambdas/core/feed.ts";
import type { DeliverMessage, IngestMessage, MatchMessage } from "../../lambdas/pipeline/messages.ts";
import { schedule } from "../../lambdas/pipeline/schedule.ts";
import type { Seed } from "../../lambdas/core/seed.ts";
import { aDelivery, aFeed, anAlert, anEntity, anItem, DAY, MINUTE, NOON } from "../contracts/rows.ts";
import { memoryStore } from "../memory-store.ts";

let now = NOON;
let store = memoryStore(() => now);
let polls: IngestMessage[] = [];
let toMatch: { readonly message: MatchMessage; readonly delay?: number | undefined }[] = [];
let deliveries: DeliverMessage[] = [];
let seed: Seed;

const tick = () =>
  schedule({
    store,
    clock: () => now,
    ingest: async (messages) => void polls.push(...messages),
    match: async (messages, delay) => void toMatch.push(...messages.map((message) => ({ message, delay }))),
    deliver: async (messages) => void deliveries.push(...messages),
    seed,
    newSecret: () => "candidate",
  });

const allFeeds = async (): Promise<readonly Feed[]> =>
  (await Promise.all(Array.from({ length: FEED_SHARDS }, (_, shard) => store.feedsOf(shard)))).flat();

beforeEach(() => {
  now = NOON;
  store = memoryStore(() => now);
  [polls, toMatch, deliveries] = [[], [], []];
  seed = {
    version: "1",
    entities: [anEntity("ada")],
    feeds: (addedAt) => [aFeed("gaceta", { addedAt, alertSince: addedAt })],
    article: anItem("article", { baseline: true }),
  };
});

describe("polls", () => {
  it("are sent once a minute for each shard, however often the minute comes", async () => {
    await tick();
    await tick();
    expect(new Set(polls.map((p) => p.shard))).toEqual(new Set([0, 1, 2, 3]));
    expect(polls.every((p) => p.after === NOON - MINUTE && p.upTo === NOON)).toBe(true);
  });
  it("catch up on missed minutes with one message, back to a day", async () => {
    await tick();
    polls = [];
    now += 3 * 60 * MINUTE;
    await tick();
    expect(polls).toHaveLength(FEED_SHARDS);
    expect(polls[0]).toMatchObject({ after: NOON, upTo: NOON + 180 * MINUTE });
    polls = [];
    now += 9 * DAY;
    await tick();
    expect((polls[0]?.upTo ?? 0) - (polls[0]?.after ?? 0)).toBe(DAY);
  });
});

it("does what it can when a part of it fails, and then says so", async () => {
  seed = {
    ...seed,
    feeds: () => {
      throw new Error("a seed row too large");
    },
  };
  await store.saveDelivery(aDelivery("d-1", { nextAttemptAt: NOON }));
  await expect(tick()).rejects.toThrow("parts of the tick failed");
  expect(polls).toHaveLength(FEED_SHARDS);
  expect(deliveries).toHaveLength(1);
});

describe("due deliveries", () => {
  it("are sent, then left alone for ten minutes", async () => {
    await store.saveDelivery(aDelivery("d-1", { nextAttemptAt: NOON }));
    await store.saveDelivery(aDelivery("d-2", { nextAttemptAt: NOON + MINUTE }));
    expect((await tick()).retries).toBe(1);
    expect((await tick()).retries).toBe(0);
    expect(deliveries).toEqual([{ subscriptionId: "sub-1", deliveryId: "d-1" }]);
    now += 10 * MINUTE;
    expect((await tick()).retries).toBe(2);
  });
});

describe("the outbox", () => {
  it("is swept of what its own run left there, once", async () => {
    await store.putAlert(anAlert("a-1", { createdAt: new Date(NOON).toISOString() }));
    expect((await tick()).swept).toBe(0); // its run may still be at it
    now += 2 * MINUTE;
    expect((await tick()).swept).toBe(1);
    expect((await tick()).swept).toBe(0);
    expect(deliveries).toEqual([{ subscriptionId: "sub-1", deliveryId: "a-1" }]);
  });
});

describe("seeding", () => {
  it("writes watchlist, feeds, secret and the article once a version", async () => {
    expect((await tick()).seeded).toBe(true);
    expect((await tick()).seeded).toBe(false);
    expect((await store.watchlist()).entities.map((e) => e.id)).toEqual(["ada"]);
    expect(await store.appSecret()).toBe("candidate");
    expect(toMatch).toEqual([{ message: { item: anItem("article", { baseline: true }) } }]);
    expect(await store.watchingSince()).toBe(new Date(NOON).toISOString());
  });
  it("has who is new or recognised otherwise looked for in the past, but nobody the first time", async () => {
    await tick();
    toMatch = [];
    seed = { ...seed, version: "2", entities: [anEntity("ada"), anEntity("bob"), anEntity("eva")] };
    now += DAY;
    await tick();
    const span = { from: "2026-08-27T12", to: "2026-11-25T13" };
    const asked = (...ids: string[]) => ids.map((entity) => ({ message: { rematch: { entity, ...span } }, delay: 90 }));
    expect(toMatch.slice(1)).toEqual(asked("bob", "eva"));
    seed = { ...seed, version: "3", entities: [anEntity("ada"), anEntity("bob", { aliases: [{ text: "Bobby" }] }), anEntity("eva")] };
    toMatch = [];
    await tick();
    expect(toMatch.slice(1)).toEqual(asked("bob"));
  });
  it("notes one change a version, also where it dies between any two writes and does it again", async () => {
    await tick();
    const two = { ...seed, version: "2", entities: [anEntity("ada"), anEntity("bob")] };
    let tried = 0;
    for (let dies = 0, over = false; !over; dies++) {
      [now, store, toMatch] = [NOON, memoryStore(() => now), []];
      seed = { ...two, version: "1", entities: [anEntity("ada")] };
      await tick();
      [seed, toMatch, now] = [two, [], NOON + DAY];
      const whole = store;
      let calls = 0;
      const dying = <A extends unknown[], T>(method: (...args: A) => Promise<T>) => {
        return async (...args: A): Promise<T> => {
          const result = await method(...args);
          if (calls++ === dies) throw new Error("died");
          return result;
        };
      };
      const { planSeed, seed: write, noteChange, setSeedVersion } = whole;
      store = {
        ...whole,
        planSeed: dying(planSeed),
        seed: dying(write),
        noteChange: dying(noteChange),
        setSeedVersion: dying(setSeedVersion),
      };
      over = await tick().then(
        () => true,
        () => false,
      );
      store = whole;
      now += MINUTE;
      await tick();
      const noted = await store.changes({ since: "2026-11-25", until: "2027", limit: 9 });
      expect(noted).toEqual([{ at: new Date(NOON + DAY).toISOString(), kind: "matcher", id: "2", change: "shipped", rows: 1 }]);
      expect(toMatch.map(({ message }) => "rematch" in message && message.rematch.entity)).toContain("bob");
      tried = dies;
    }
    expect(tried).toBe(4);
  });
  it("never overwrites people's edits, and what they deleted stays deleted", async () => {
    await tick();
    await store.putFeed({ ...((await allFeeds())[0] as Feed), enabled: false });
    seed = {
      ...seed,
      version: "2",
      feeds: (addedAt) => [aFeed("gaceta", { addedAt, alertSince: addedAt }), aFeed("nueva", { addedAt, alertSince: addedAt })],
    };
    now += DAY;
    await tick();
    expect(Object.fromEntries((await allFeeds()).map((f) => [f.id, f.enabled]))).toEqual({ gaceta: false, nueva: true });
    await store.removeFeed("nueva");
    seed = { ...seed, version: "3" };
    await tick();
    expect((await allFeeds()).map((f) => f.id)).toEqual(["gaceta"]);
  });
  it("keeps a feed's age through later versions, so that its news stays news", async () => {
    await tick();
    seed = { ...seed, version: "2", feeds: (addedAt) => [aFeed("gaceta", { addedAt, alertSince: addedAt, outlet: "Gaceta Nueva" })] };
    now += DAY;
    await tick();
    const since = new Date(NOON).toISOString();
    expect(await allFeeds()).toMatchObject([{ outlet: "Gaceta Nueva", addedAt: since, alertSince: since }]);
    expect(await store.watchingSince()).toBe(since);
  });
  it("takes what a feed holds at another address for its past: nothing of it is news (F27)", async () => {
    await tick();
    const url = "https://gaceta-nueva.example/feed";
    seed = { ...seed, version: "2", feeds: (addedAt) => [aFeed("gaceta", { addedAt, alertSince: addedAt, url })] };
    now += DAY;
    await tick();
    const moved = { url, addedAt: new Date(NOON).toISOString(), alertSince: new Date(NOON + DAY).toISOString() };
    expect(await allFeeds()).toMatchObject([moved]);
    // A later release leaves it where it is.
    seed = { ...seed, version: "3" };
    now += DAY;
    await tick();
    expect(await allFeeds()).toMatchObject([moved]);
  });
});
