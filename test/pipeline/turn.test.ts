import { beforeEach, describe, expect, it } from "vitest";
import { shardOf } from "../../lambdas/core/feed.ts";
import { aFeed, DAY, MINUTE, NOON } from "../contracts/rows.ts";
import { openCatalog, url } from "../fixtures/catalog.ts";
import { rssOf } from "../fixtures/counting-origin.ts";

const document = rssOf("Gaceta", [["Vuelve el secretario", NOON - MINUTE]]);

let catalog: ReturnType<typeof openCatalog>;
beforeEach(() => {
  catalog = openCatalog();
});

describe("a host's turn (F13, F19)", () => {
  const other = aFeed("otra", { url: "https://gaceta.example/otra" });
  const shard = shardOf(url);

  it("waits until a poll of the host has ended, and two seconds more", async () => {
    await catalog.store.putFeed(other);
    catalog.origin.site.set(url, document);
    await catalog.store.claimPoll(shard, NOON, NOON, ["otra"]);
    const pauses: number[] = [];
    await catalog.origin.gather(
      { check: url },
      {
        pause: async (ms) => {
          pauses.push((catalog.time.now += ms));
          if (pauses.length === 3) await catalog.store.hear(shard, new Map([["otra", catalog.time.now]]));
        },
      },
    );
    expect(pauses).toHaveLength(4);
    expect(catalog.origin.asked).toEqual([{ url, at: NOON + 8000 }]);
  });

  it("gives up on a host that stays busy, and says so; a minute later it may be tried again", async () => {
    await catalog.store.putFeed(other);
    await catalog.store.claimPoll(shard, NOON, NOON, ["otra"]);
    catalog.origin.site.set(url, document);
    const busy = await catalog.check();
    expect(busy.reason?.en).toMatch(/being asked for its other feeds just now/);
    expect(catalog.origin.asked).toEqual([]);
    catalog.time.now += 2 * MINUTE;
    expect((await catalog.check()).feed).toBeDefined();
  });

  it("holds back all feeds of a host that answers 429, and asks nothing of it meanwhile", async () => {
    await catalog.store.putFeed(other);
    catalog.origin.site.set(url, { kind: "status", status: 429, url, headers: new Map([["retry-after", "172800"]]) });
    expect(await catalog.check()).toMatchObject({ fault: "http-429" });
    const asked = catalog.origin.asked.length;
    catalog.time.now += MINUTE;
    await catalog.tick(NOON, catalog.time.now);
    expect(await catalog.check("https://gaceta.example/third")).toMatchObject({ fault: "http-429" });
    catalog.time.now += DAY;
    await catalog.tick(NOON, catalog.time.now);
    expect(catalog.origin.asked).toHaveLength(asked);
    catalog.time.now += 2 * DAY;
    await catalog.tick(NOON, catalog.time.now);
    expect(catalog.origin.urls().slice(asked)).toEqual([other.url]);
  });

  it("is not taken while a feed of the host rests after a 429", async () => {
    await catalog.store.putFeed(other);
    catalog.origin.site.set(other.url, { kind: "status", status: 429, url, headers: new Map() });
    await catalog.tick(NOON - MINUTE, NOON);
    catalog.origin.site.set(url, document);
    catalog.time.now += 5 * MINUTE;
    expect(await catalog.check()).toMatchObject({ fault: "http-429" });
    expect(catalog.origin.urls()).toEqual([other.url]);
  });

  it("is given up by a poll that waited for it while the host was told to rest", async () => {
    await catalog.store.putFeed(other);
    catalog.origin.site.set(other.url, document);
    await catalog.store.takeHost("gaceta.example", "somebody", NOON + 20_000);
    const refuse = async (ms: number) => {
      catalog.time.now += ms;
      await catalog.store.restHost("gaceta.example", NOON + 2 * DAY);
    };
    await catalog.origin.gather({ shard, after: NOON - MINUTE, upTo: NOON }, { pause: refuse });
    expect(catalog.origin.asked).toEqual([]);
  });

  it("asks for as much patience as the server does, whichever way it says so", async () => {
    catalog.origin.site.set(url, { kind: "status", status: 429, url, headers: new Map([["cache-control", "max-age=172800"]]) });
    await catalog.check();
    expect((await catalog.store.restingHosts()).get("gaceta.example")).toBe(catalog.time.now + 2 * DAY);
  });

  it("that was not given leaves no answer behind for the first poll", async () => {
    await catalog.store.restHost("gaceta.example", NOON + 5 * MINUTE);
    expect(await catalog.check()).toMatchObject({ fault: "http-429" });
    await catalog.store.putFeed(aFeed("gaceta", { url }));
    catalog.origin.site.set(url, document);
    catalog.time.now = NOON + 6 * MINUTE;
    await catalog.tick(NOON, catalog.time.now);
    expect((await catalog.store.feedStatesOf(shard)).get("gaceta")).toMatchObject({ health: "ok" });
  });

  it("is not taken for the address that a feed moved to", async () => {
    const before = "https://gaceta.example/before";
    await catalog.store.putFeed(aFeed("gaceta", { url: before }));
    catalog.origin.site.set(before, document);
    await catalog.tick(NOON - MINUTE, NOON);
    const state = (await catalog.store.feedStatesOf(shard)).get("gaceta")!;
    await catalog.store.saveFeedState({ ...state, moved: { to: url, at: NOON } }, shard);
    catalog.time.now += 5 * MINUTE;
    await catalog.origin.gather({ check: url });
    expect(catalog.origin.urls()).toEqual([before]);
  });

  describe("of a feed that moved to a host of another shard", () => {
    const before = "https://elsewhere.example/rss";
    const home = shardOf(before);
    const moved = async () => {
      await catalog.store.putFeed(other);
      await catalog.store.putFeed(aFeed("moved", { url: before }));
      catalog.origin.site.set(before, document).set(url, document);
      catalog.time.now = NOON - DAY;
      await catalog.origin.gather({ shard: home, after: NOON - 2 * DAY, upTo: NOON - DAY });
      catalog.time.now = NOON;
      const state = (await catalog.store.feedStatesOf(home)).get("moved")!;
      await catalog.store.saveFeedState({ ...state, moved: { to: url, at: NOON - DAY } }, home);
    };

    it("comes when that shard's polls of the host have ended, and two seconds later", async () => {
      expect(home).not.toBe(shard);
      await moved();
      const asked = catalog.origin.asked.length;
      await catalog.store.claimPoll(shard, NOON, NOON, ["otra"]);
      const pauses: number[] = [];
      const pause = async (ms: number) => {
        pauses.push((catalog.time.now += ms));
        if (pauses.length === 3) await catalog.store.hear(shard, new Map([["otra", catalog.time.now]]));
      };
      await catalog.origin.gather({ shard: home, after: NOON - DAY, upTo: NOON }, { pause });
      expect(catalog.origin.asked.slice(asked)).toEqual([expect.objectContaining({ url, at: NOON + 8000 })]);
    });

    it("costs it this slot, and says nothing about it, if the host stays busy", async () => {
      await moved();
      const [asked, state] = [catalog.origin.asked.length, (await catalog.store.feedStatesOf(home)).get("moved")];
      const busy = { ...catalog.store, takeHost: async () => false };
      expect(await catalog.origin.gather({ shard: home, after: NOON - DAY, upTo: NOON }, { store: busy })).toMatchObject({
        feeds: 0,
        failed: {},
      });
      expect(catalog.origin.asked).toHaveLength(asked);
      expect((await catalog.store.feedStatesOf(home)).get("moved")).toEqual(state);
    });
  });

  it("is waited for by polls, until it ends or its owner must have died", async () => {
    await catalog.store.putFeed(other);
    catalog.origin.site.set(other.url, document);
    await catalog.store.takeHost("gaceta.example", "somebody", NOON + 25_000);
    await catalog.tick(NOON - MINUTE, NOON);
    expect(catalog.origin.asked[0]!.at).toBeGreaterThanOrEqual(NOON + 25_000);
  });
});
