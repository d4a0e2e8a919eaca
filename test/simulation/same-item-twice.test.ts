/**
 * One item twice at once, which names two who return, while an item of the past comes in that takes the return of one away.
 * The two runs then judge by different logs: every return that was claimed is told, and none by two alerts, in every order.
 */
import { expect, it } from "vitest";
import { shardOf } from "../../lambdas/core/feed.ts";
import { DAY_MS } from "../../lambdas/core/gap.ts";
import { rarity } from "../../lambdas/data/rarity.ts";
import { match } from "../../lambdas/pipeline/match.ts";
import { aFeed, anEntity, anItem, aSubscription, NOON } from "../contracts/rows.ts";
import { tagMatcher } from "../fixtures/tag-matcher.ts";
import { memoryStore } from "../memory-store.ts";
import type { MemoryStore } from "../memory-store.ts";
import { everyOrder } from "./interleavings.ts";
import type { Turn } from "./interleavings.ts";

const feed = aFeed("gaceta");
const iso = (at: number) => new Date(at).toISOString();

const begin = async (): Promise<MemoryStore> => {
  const store = memoryStore(() => NOON);
  await store.seed(["ada", "ben"].map((id) => ({ prefix: "ENTITY" as const, id, body: anEntity(id) })));
  await store.setSeedVersion("1", iso(NOON - 100 * DAY_MS));
  await store.putFeed(feed);
  for (const ago of [100, 0]) await store.hear(shardOf(feed.url), new Map([[feed.id, NOON - ago * DAY_MS]]));
  const contact = { channel: "email", address: "a@b.example" } as const;
  await store.createSubscription(aSubscription("back", { createdAt: iso(NOON - 90 * DAY_MS) }), contact);
  return store;
};

/** A turn is each call on what was told or put, and the match of the past: reading the log happens at once, with the turn before. */
const seenBy = (store: MemoryStore, turn: Turn): MemoryStore => ({
  ...store,
  keepMatch: (one) => (one.baseline ? turn(() => store.keepMatch(one)) : store.keepMatch(one)),
  told: (...args) => turn(() => store.told(...args)),
  saveTold: (...args) => turn(() => store.saveTold(...args)),
  alertsOf: (...args) => turn(() => store.alertsOf(...args)),
  putAlert: (...args) => turn(() => store.putAlert(...args)),
});

const work =
  (...items: readonly { id: string; title: string; published: number; baseline?: boolean }[]) =>
  async (store: MemoryStore, turn: Turn) => {
    const deps = { store: seenBy(store, turn), matcher: tagMatcher, rarity, clock: () => NOON, deliver: async () => undefined };
    for (const { id, published, ...more } of items) {
      const item = anItem(id, { ...more, link: `https://news.example/${id}`, published: iso(published), seenAt: iso(NOON) });
      await match({ item }, deps);
    }
  };

const news = { id: "news", title: "#ada and #ben speak", published: NOON };
const past = { id: "past", title: "#ben spoke", published: NOON - 20 * DAY_MS, baseline: true };

it("tells each return that was claimed by one alert, in every order", { timeout: 120_000 }, async () => {
  const seen = { both: 0, one: 0 };
  const { orders, wrong } = await everyOrder(begin, [work(news), work(past, news)], async (store) => {
    const claimed = [...(await store.allTold("back")).keys()].toSorted();
    const told = (await store.allAlerts("back")).flatMap((alert) => alert.told);
    seen[claimed.length === 2 ? "both" : "one"]++;
    return told.toSorted().join() === claimed.join() ? undefined : `${claimed.join()} claimed, ${told.join()} told`;
  });
  console.log(`one item twice: ${orders} orders, ${seen.both} tell both, ${seen.one} one`);
  expect(wrong.slice(0, 5)).toEqual([]);
  expect(Math.min(seen.both, seen.one)).toBeGreaterThan(10);
});
