import { expect, it } from "vitest";
import { FEED_SHARDS, shardOf } from "../../lambdas/core/feed.ts";
import { aFeed, aMatch, aMember, anEntity, aSubscription, DAY, MINUTE, NOON } from "./rows.ts";
import type { Bench } from "./store.ts";

const address = { channel: "email", address: "ada@example.org" } as const;

export const queryContract = (open: () => Promise<Bench>): void => {
  it("tells a story with its tellings and matches, wherever their logs are", async () => {
    const { store } = await open();
    const matches = ["ada", "eva", "sedena"].map((entity) => aMatch({ entity, storyId: "s1" }));
    await store.addMember("s1", aMember("i1"));
    expect(await store.story("s1")).toBeUndefined();
    for (const match of matches.toReversed()) await store.keepMatch(match);
    await store.addMember("s1", aMember("i2", { outlet: "Diario" }));
    await store.keepMatch(aMatch({ storyId: "s2" }));
    expect(await store.story("s1")).toEqual({
      ref: { storyId: "s1", at: matches[0]?.at },
      members: [aMember("i1"), aMember("i2", { outlet: "Diario" })],
      matches,
      sameEvent: [],
    });
    expect(await store.story("s3")).toBeUndefined();
  });

  it("resolves the id of a story for good: nothing of it expires", async () => {
    const { store, time } = await open();
    await store.addMember("s1", aMember("i1"));
    await store.keepMatch(aMatch({ storyId: "s1" }));
    await store.linkStories({ storyId: "s1", at: "2026-11-24T11:00:00.000Z" }, { storyId: "s2", at: "2026-11-24T11:00:00.000Z" });
    const told = await store.story("s1");
    expect(told?.sameEvent).toHaveLength(1);
    time.now += 10_000 * DAY;
    expect(await store.story("s1")).toEqual(told);
  });

  it("shows every feed with its state and its last good check, by id", async () => {
    const { store } = await open();
    for (const id of ["c", "a", "b"]) await store.putFeed(aFeed(id));
    const state = {
      feedId: "a",
      url: aFeed("a").url,
      itemIds: [],
      health: "ok",
      failures: 0,
      intervalMinutes: 15,
      changedAt: NOON,
    } as const;
    await store.saveFeedState(state, shardOf(aFeed("a").url));
    await store.hear(shardOf(aFeed("b").url), new Map([["b", NOON + 3]]));
    expect(await store.feeds()).toEqual([{ feed: aFeed("a"), state }, { feed: aFeed("b"), heardAt: NOON + 3 }, { feed: aFeed("c") }]);
  });

  it("shows until when a feed's host is left alone: the one where it is asked", async () => {
    const { store } = await open();
    for (const id of ["a", "b"]) await store.putFeed(aFeed(id));
    const { url } = aFeed("b");
    await store.saveFeedState(
      {
        feedId: "b",
        url,
        moved: { to: "https://new.example/rss", at: NOON },
        itemIds: [],
        health: "ok",
        failures: 0,
        intervalMinutes: 15,
        changedAt: NOON,
      },
      shardOf(url),
    );
    await store.restHost("a.example", NOON + DAY);
    await store.restHost("b.example", NOON + DAY);
    await store.restHost("new.example", NOON + 2 * DAY);
    expect((await store.feeds()).map(({ restUntil }) => restUntil)).toEqual([NOON + DAY, NOON + 2 * DAY]);
  });

  it("replaces a feed, also when its new host belongs to another shard", async () => {
    const { store } = await open();
    const urls = Array.from({ length: 40 }, (_, i) => `https://host-${i}.example/rss`);
    for (let shard = 0; shard < FEED_SHARDS; shard++) {
      const url = urls.find((one) => shardOf(one) === shard) ?? "";
      await store.putFeed(aFeed("gaceta", { url }));
      expect(await store.feeds()).toEqual([{ feed: aFeed("gaceta", { url }) }]);
      expect(await store.feedsOf(shard)).toHaveLength(1);
    }
  });

  it("adds a feed if its id is free, also after a removal, and never at another host", async () => {
    const { store } = await open();
    const urls = Array.from({ length: 8 }, (_, i) => `https://host-${i}.example/rss`);
    expect(await store.addFeed(aFeed("gaceta"))).toBe(true);
    for (const url of [aFeed("gaceta").url, ...urls]) expect(await store.addFeed(aFeed("gaceta", { url, outlet: "Other" }))).toBe(false);
    expect(await store.feeds()).toEqual([{ feed: aFeed("gaceta") }]);
    for (const url of urls) {
      await store.removeFeed("gaceta");
      expect(await store.addFeed(aFeed("gaceta", { url }))).toBe(true);
      expect(await store.feeds()).toEqual([{ feed: aFeed("gaceta", { url }) }]);
    }
    // It is a person's: seeding leaves it alone.
    await store.seed([{ prefix: "FEED", id: "gaceta", body: aFeed("gaceta") }]);
    expect(await store.feeds()).toEqual([{ feed: aFeed("gaceta", { url: urls.at(-1)! }) }]);
  });

  it("adds one of many that are added at once: exactly one at one host, never two anywhere", async () => {
    const { store } = await open();
    for (let n = 0; n < 6; n++) {
      const there = await Promise.all([1, 2, 3, 4].map((k) => store.addFeed(aFeed(`one-${n}`, { outlet: `Outlet ${k}` }))));
      expect(there.filter(Boolean)).toHaveLength(1);
      const spread = [1, 2, 3, 4].map((k) => store.addFeed(aFeed(`far-${n}`, { url: `https://far-${n}-${k}.example/` })));
      const added = (await Promise.all(spread)).filter(Boolean).length;
      expect(added).toBeLessThanOrEqual(1);
      expect((await store.feeds()).filter(({ feed }) => feed.id === `far-${n}`)).toHaveLength(added);
    }
  });

  it("changes a feed as it is, also when its new host belongs to another shard, and none that was removed", async () => {
    const { store } = await open();
    const urls = Array.from({ length: 40 }, (_, i) => `https://host-${i}.example/rss`);
    await store.seed([{ prefix: "FEED", id: "gaceta", body: aFeed("gaceta") }]);
    for (const shard of [0, 1, 2, 3, 1, 0]) {
      const url = urls.find((one) => shardOf(one) === shard)!;
      expect(await store.changeFeed("gaceta", (feed) => ({ ...feed, url }))).toEqual(aFeed("gaceta", { url }));
      expect(await store.feeds()).toEqual([{ feed: aFeed("gaceta", { url }) }]);
      expect((await store.ledger(0)).map(({ feed, removedAt }) => [feed.url, removedAt])).toEqual([[url, undefined]]);
    }
    // It is a person's: seeding leaves it alone.
    await store.seed([{ prefix: "FEED", id: "gaceta", body: aFeed("gaceta", { outlet: "Other" }) }]);
    expect((await store.feeds()).map(({ feed }) => feed.outlet)).toEqual(["Gaceta"]);
    const refuses = store.changeFeed("gaceta", () => {
      throw new RangeError("not this one");
    });
    await expect(refuses).rejects.toThrow(RangeError);
    await store.removeFeed("gaceta");
    for (const id of ["gaceta", "nobody"]) expect(await store.changeFeed(id, (feed) => feed)).toBeUndefined();
    expect(await store.feeds()).toEqual([]);
  });

  it("loses no change of a feed that is made at once with others", async () => {
    const { store } = await open();
    const urls = Array.from({ length: 40 }, (_, i) => `https://host-${i}.example/rss`);
    const [here, ...elsewhere] = [0, 1, 2].map((shard) => urls.find((url) => shardOf(url) === shard)!);
    const to = (url: string) => ({ url });
    const cases = [[{}, {}, {}, {}, {}], [{}, to(elsewhere[0]!)], [to(elsewhere[0]!), {}], elsewhere.map(to)];
    for (const [n, changes] of [...cases, ...cases].entries()) {
      const id = `one-${n}`;
      await store.putFeed(aFeed(id, { url: here!, note: "" }));
      const made = changes.map((change, k) => store.changeFeed(id, (feed) => ({ ...feed, ...change, note: `${feed.note}${k}` })));
      await Promise.all(made);
      const there = (await store.feeds()).filter(({ feed }) => feed.id === id);
      expect(there.map(({ feed }) => feed.note!.split("").toSorted().join(""))).toEqual([[...changes.keys()].join("")]);
    }
  });

  it("never brings a feed back by a change that is made at once with its removal", async () => {
    const { store } = await open();
    const urls = Array.from({ length: 40 }, (_, i) => `https://host-${i}.example/rss`);
    for (let n = 0; n < 12; n++) {
      await store.putFeed(aFeed("gaceta"));
      const change = { url: urls[n]!, note: "changed" };
      const edits = [() => store.removeFeed("gaceta"), () => store.changeFeed("gaceta", (feed) => ({ ...feed, ...change }))];
      await Promise.all((n % 2 === 0 ? edits : edits.toReversed()).map((edit) => edit()));
      expect(await store.feeds()).toEqual([]);
    }
  });

  it("removes a feed, and can take it back", async () => {
    const { store } = await open();
    await store.putFeed(aFeed("gaceta"));
    expect(await store.removeFeed("gaceta")).toBe(true);
    expect(await store.removeFeed("gaceta")).toBe(false);
    expect(await store.removeFeed("nobody")).toBe(false);
    expect(await store.feeds()).toEqual([]);
    await store.putFeed(aFeed("gaceta"));
    expect(await store.feeds()).toEqual([{ feed: aFeed("gaceta") }]);
  });

  it("lists entities by id", async () => {
    const { store } = await open();
    await store.seed(["eva", "ada"].map((id) => ({ prefix: "ENTITY", id, body: anEntity(id) }) as const));
    expect(await store.entities()).toEqual([anEntity("ada"), anEntity("eva")]);
  });

  it("creates a subscription once", async () => {
    const { store } = await open();
    const hook = aSubscription("s1", { channel: "webhook", name: "hook", sample: true });
    expect(await store.createSubscription(hook, { channel: "webhook", url: "https://a.example/" }, "whsec_1")).toBe(true);
    expect(await store.createSubscription(aSubscription("s1"), address)).toBe(false);
    expect(await store.subscription("s1")).toEqual(hook);
    expect(await store.contact("s1")).toEqual({ channel: "webhook", url: "https://a.example/" });
    expect(await store.webhookSecrets("s1")).toEqual(["whsec_1"]);
  });

  it("lists subscriptions of every status, newest first", async () => {
    const { store } = await open();
    const made = (["pending", "active", "disabled", "ended"] as const).map((status, i) =>
      aSubscription(status, { status, createdAt: new Date(NOON + i * MINUTE).toISOString() }),
    );
    for (const subscription of made) await store.createSubscription(subscription, address);
    expect(await store.subscriptions()).toEqual(made.toReversed());
  });

  it("erases a removed subscriber's address, secrets and what it was told", async () => {
    const { store } = await open();
    for (const id of ["s1", "s2"]) {
      await store.createSubscription(aSubscription(id), address, "whsec_1");
      for (const entity of ["ada", "eva"]) await store.saveTold(id, entity, { version: 1, returns: [] });
    }
    expect(await store.removeSubscription("s1")).toBe(true);
    expect(await store.removeSubscription("s1")).toBe(false);
    expect([await store.subscription("s1"), await store.contact("s1")]).toEqual([undefined, undefined]);
    expect(await store.webhookSecrets("s1")).toEqual([]);
    expect((await store.told("s1", "eva")).version).toBe(0);
    expect(await store.subscriptions()).toEqual([aSubscription("s2")]);
    expect([await store.contact("s2"), (await store.told("s2", "eva")).version]).toEqual([address, 1]);
  });

  it("changes where alerts go, and nothing else; never for one that was removed", async () => {
    const { store } = await open();
    const moved = { channel: "webhook", url: "https://b.example/" } as const;
    await store.createSubscription(
      aSubscription("s1", { channel: "webhook" }),
      { channel: "webhook", url: "https://a.example/" },
      "whsec_1",
    );
    await store.saveTold("s1", "ada", { version: 1, returns: [] });
    expect(await store.changeContact("s1", moved)).toBe(true);
    expect(await store.contact("s1")).toEqual(moved);
    expect([await store.webhookSecrets("s1"), (await store.told("s1", "ada")).version]).toEqual([["whsec_1"], 1]);
    await store.removeSubscription("s1");
    expect(await store.changeContact("s1", moved)).toBe(false);
    expect(await store.contact("s1")).toBeUndefined();
  });

  it("keeps settings of any JSON", async () => {
    const { store } = await open();
    expect(await store.setting("reads")).toBeUndefined();
    for (const value of ["public", 7, false, ["a", { b: null }], { lists: [], text: "" }]) {
      await store.putSetting("reads", value);
      expect(await store.setting("reads")).toEqual(value);
    }
    expect(await store.setting("other")).toBeUndefined();
  });

  it("keeps keys by id until they are removed", async () => {
    const { store } = await open();
    const key = { id: "abcdefgh", hash: "00", scopes: ["read", "write"] as const, label: "curl", createdAt: new Date(NOON).toISOString() };
    expect(await store.apiKey("abcdefgh")).toBeUndefined();
    await store.putApiKey(key);
    expect(await store.apiKey("abcdefgh")).toEqual(key);
    await store.removeApiKey("abcdefgh");
    await store.removeApiKey("abcdefgh");
    expect(await store.apiKey("abcdefgh")).toBeUndefined();
  });
};
