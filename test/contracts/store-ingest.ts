import { expect, it } from "vitest";
import type { FeedState } from "../../lambdas/core/feed.ts";
import { shardOf } from "../../lambdas/core/feed.ts";
import { aFeed, DAY, MINUTE, NOON } from "./rows.ts";
import type { Bench } from "./store.ts";

const state = (feedId: string, more: Partial<FeedState> = {}): FeedState => ({
  feedId,
  url: `https://${feedId}.example/rss`,
  etag: '"a"',
  itemIds: ["i1", "i2"],
  health: "ok",
  failures: 0,
  intervalMinutes: 60,
  changedAt: NOON,
  ...more,
});

export const ingestContract = (open: () => Promise<Bench>): void => {
  it("lists a shard's feeds, on and off", async () => {
    const { store } = await open();
    const host = "https://one-host.example/";
    const shard = shardOf(host);
    await store.putFeed(aFeed("b", { url: `${host}b`, enabled: false }));
    await store.putFeed(aFeed("a", { url: `${host}a` }));
    expect((await store.feedsOf(shard)).map((feed) => feed.id)).toEqual(["a", "b"]);
    expect(await store.feedsOf((shard + 1) % 4)).toEqual([]);
  });

  it("keeps what polling learned, by shard", async () => {
    const { store } = await open();
    await store.saveFeedState(state("a"), 1);
    await store.saveFeedState(state("b", { health: "failing", fault: "http-503", failures: 3, notBefore: NOON + MINUTE }), 1);
    await store.saveFeedState(state("a", { itemIds: [], bodyHash: "x" }), 1);
    expect(await store.feedStatesOf(1)).toEqual(
      new Map([
        ["a", state("a", { itemIds: [], bodyHash: "x" })],
        ["b", state("b", { health: "failing", fault: "http-503", failures: 3, notBefore: NOON + MINUTE })],
      ]),
    );
    expect(await store.feedStatesOf(0)).toEqual(new Map());
  });

  it("gives a poll to one of many", async () => {
    const { store } = await open();
    const claims = await Promise.all(Array.from({ length: 6 }, () => store.claimPoll(0, NOON, NOON, [])));
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await store.claimPoll(0, NOON, NOON + MINUTE, [])).toBe(false);
    expect(await store.claimPoll(1, NOON, NOON, [])).toBe(true);
  });

  it("takes an earlier poll that arrives after a later one", async () => {
    const { store } = await open();
    expect(await store.claimPoll(0, NOON, NOON, [])).toBe(true);
    expect(await store.claimPoll(0, NOON - MINUTE, NOON + 5, [])).toBe(true);
  });

  it("claims polls of single feeds apart from the rest of the tick", async () => {
    const { store } = await open();
    expect(await store.claimPoll(0, NOON, NOON, ["a"], "a")).toBe(true);
    expect(await store.claimPoll(0, NOON, NOON, ["a"], "a")).toBe(false);
    expect(await store.claimPoll(0, NOON, NOON, ["b"], "b")).toBe(true);
    expect(await store.claimPoll(0, NOON, NOON, ["c"])).toBe(true);
  });

  it("remembers which feeds were asked, whether their poll ended or died", async () => {
    const { store } = await open();
    await store.claimPoll(0, NOON - 20 * MINUTE, NOON - 20 * MINUTE, ["old"]);
    await store.claimPoll(0, NOON - 2 * MINUTE, NOON - 2 * MINUTE + 5, ["a", "b"]);
    await store.claimPoll(0, NOON - MINUTE, NOON - MINUTE + 7, ["b"]);
    await store.claimPoll(0, NOON, NOON + 9, ["c"], "c");
    await store.claimPoll(1, NOON, NOON, ["elsewhere"]);
    const claims = await store.claimsSince(0, NOON - 15 * MINUTE);
    expect(claims.toSorted((a, b) => a.tick - b.tick)).toEqual([
      { tick: NOON - 2 * MINUTE, claimedAt: NOON - 2 * MINUTE + 5, feedIds: ["a", "b"] },
      { tick: NOON - MINUTE, claimedAt: NOON - MINUTE + 7, feedIds: ["b"] },
      { tick: NOON, claimedAt: NOON + 9, feedIds: ["c"] },
    ]);
    expect(await store.claimsSince(2, 0)).toEqual([]);
  });

  it("shows no claim of a tick more than an hour before the time asked for, though it was made since", async () => {
    const { store } = await open();
    const since = NOON - 15 * MINUTE;
    for (const late of [60 * MINUTE + 1, 60 * MINUTE, 30 * MINUTE]) await store.claimPoll(0, since - late, NOON, [`${late}`]);
    const claims = await store.claimsSince(0, since);
    expect(claims.map(({ tick }) => since - tick).toSorted((a, b) => a - b)).toEqual([30 * MINUTE, 60 * MINUTE]);
  });

  it("keeps when each feed was last heard", async () => {
    const { store } = await open();
    await store.hear(
      0,
      new Map([
        ["a", NOON],
        ["b", NOON],
      ]),
    );
    await store.hear(0, new Map([["b", NOON + MINUTE]]));
    await store.hear(0, new Map());
    expect(await store.heardOf(0)).toEqual(
      new Map([
        ["a", NOON],
        ["b", NOON + MINUTE],
      ]),
    );
    expect(await store.heardOf(1)).toEqual(new Map());
  });

  it("merges what polls at the same time heard", async () => {
    const { store } = await open();
    const ids = Array.from({ length: 8 }, (_, i) => `feed-${i}`);
    await Promise.all(ids.map((id, i) => store.hear(0, new Map([[id, NOON + i]]))));
    expect(await store.heardOf(0)).toEqual(new Map(ids.map((id, i) => [id, NOON + i])));
  });

  it("hears more feeds at once than one expression takes", async () => {
    const { store } = await open();
    const heard = new Map(Array.from({ length: 450 }, (_, i) => [`feed-${i}`, NOON + i]));
    await store.hear(0, heard);
    expect(await store.heardOf(0)).toEqual(heard);
  });

  it("forgets claims once no message can come back, though the row is still there", async () => {
    const { store, time } = await open();
    await store.claimPoll(0, NOON, NOON, []);
    time.now = NOON + 15 * DAY - 1;
    expect(await store.claimPoll(0, NOON, time.now, [])).toBe(false);
    time.now = NOON + 15 * DAY + 1000;
    expect(await store.claimPoll(0, NOON, time.now, [])).toBe(true);
  });

  it("lets a host rest until the latest time that anybody asked for, and forgets it then (F13)", async () => {
    const { store, time } = await open();
    expect(await store.restingHosts()).toEqual(new Map());
    await store.restHost("one.example", NOON + 2 * DAY);
    await store.restHost("one.example", NOON + DAY);
    await store.restHost("two.example:8080", NOON + MINUTE);
    await store.restHost("two.example:8080", NOON + 2 * MINUTE);
    expect(await store.restingHosts()).toEqual(
      new Map([
        ["one.example", NOON + 2 * DAY],
        ["two.example:8080", NOON + 2 * MINUTE],
      ]),
    );
    time.now = NOON + 2 * MINUTE;
    expect([...(await store.restingHosts()).keys()]).toEqual(["one.example"]);
    await store.restHost("two.example:8080", NOON + 3 * MINUTE);
    expect(await store.restingHosts()).toHaveProperty("size", 2);
  });

  it("keeps a ledger of what was heard of every feed, the removed ones too", async () => {
    const { store, time } = await open();
    const feeds = ["a", "b", "c"].map((id) => aFeed(id, { url: `https://${id}.example/rss` }));
    for (const feed of feeds) await store.putFeed(feed);
    const [a, b] = feeds.map(({ url }) => shardOf(url));
    await store.hear(a ?? 0, new Map([["a", NOON]]));
    await store.hear(a ?? 0, new Map([["a", NOON + DAY]]));
    await store.addHole("a", { from: NOON, to: NOON + MINUTE, why: "missed" }, a ?? 0);
    await store.addHole("a", { from: NOON, to: NOON + 3 * MINUTE, why: "missed" }, a ?? 0);
    await store.addHole("a", { from: NOON, to: NOON + 2 * MINUTE, why: "missed" }, a ?? 0);
    await store.addHole("a", { from: NOON, to: NOON + MINUTE, why: "stale" }, a ?? 0);
    await store.addHole("a", { from: NOON - 20 * DAY, to: NOON - 1, why: "missed" }, a ?? 0);
    await store.addHole("a", { from: NOON - 29 * DAY, to: NOON + 5, why: "stale" }, a ?? 0);
    await store.hear(b ?? 0, new Map([["b", NOON]]));
    time.now = NOON + 2 * DAY;
    await store.removeFeed("b");
    const ledger = await store.ledger(NOON);
    expect(ledger.map(({ feed, heard, removedAt }) => ({ id: feed.id, heard, removedAt }))).toEqual([
      { id: "a", heard: [{ since: NOON, at: NOON + DAY }] },
      { id: "b", heard: [{ since: NOON, at: NOON }], removedAt: NOON + 2 * DAY },
      { id: "c", heard: [] },
    ]);
    expect(ledger[0]?.holes.toSorted((x, y) => x.from - y.from || x.to - y.to)).toEqual([
      { from: NOON - 29 * DAY, to: NOON + 5, why: "stale" },
      { from: NOON, to: NOON + MINUTE, why: "stale" },
      { from: NOON, to: NOON + 3 * MINUTE, why: "missed" },
    ]);
    expect(ledger[1]?.holes).toEqual([]);
  });

  it("keeps in its ledger what was heard of a feed at addresses that it had before", async () => {
    const { store } = await open();
    const urls = ["a", "b", "c", "d", "e", "f", "g"].map((host) => `https://${host}.example/rss`);
    const [here, there] = urls.filter((url, n) => urls.findIndex((one) => shardOf(one) === shardOf(url)) === n);
    await store.putFeed(aFeed("gaceta", { url: here! }));
    await store.hear(shardOf(here!), new Map([["gaceta", NOON - 90 * DAY]]));
    await store.hear(shardOf(here!), new Map([["gaceta", NOON - 22 * DAY]]));
    await store.saveFeedState(state("gaceta", { url: here! }), shardOf(here!));
    await store.addHole("gaceta", { from: NOON - 60 * DAY, to: NOON - 50 * DAY, why: "missed" }, shardOf(here!));
    await store.putFeed(aFeed("gaceta", { url: there! }));
    await store.hear(shardOf(there!), new Map([["gaceta", NOON]]));
    const [entry] = await store.ledger(NOON - 70 * DAY);
    expect(entry).toMatchObject({ feed: { url: there }, holes: [{ from: NOON - 60 * DAY, to: NOON - 50 * DAY, why: "missed" }] });
    expect(entry?.heard.toSorted((x, y) => x.since - y.since)).toEqual([
      { since: NOON - 90 * DAY, at: NOON - 22 * DAY, state: state("gaceta", { url: here! }) },
      { since: NOON, at: NOON },
    ]);
  });
};
