/**
 * Two workers, two stories of one entity, in every order their calls can take. A turn is each call on a row that both use: the
 * entity's log from the stories on, and what the subscription was told. All other calls are on rows of one story alone, or
 * read what nobody writes here, and so commute.
 */
import { isDeepStrictEqual } from "node:util";
import { expect, it } from "vitest";
import { shardOf } from "../../lambdas/core/feed.ts";
import { DAY_MS } from "../../lambdas/core/gap.ts";
import type { Match } from "../../lambdas/core/match.ts";
import { rarity } from "../../lambdas/data/rarity.ts";
import { match } from "../../lambdas/pipeline/match.ts";
import { aFeed, anEntity, anItem, aSubscription, NOON } from "../contracts/rows.ts";
import { tagMatcher } from "../fixtures/tag-matcher.ts";
import { memoryStore } from "../memory-store.ts";
import type { MemoryStore } from "../memory-store.ts";
import { everyOrder } from "../simulation/interleavings.ts";
import type { Turn } from "../simulation/interleavings.ts";

const feed = aFeed("gaceta");
const iso = (at: number) => new Date(at).toISOString();
const MINUTE = 60_000;

const begin = async (): Promise<MemoryStore> => {
  const store = memoryStore(() => NOON);
  await store.seed([{ prefix: "ENTITY", id: "ada", body: anEntity("ada") }]);
  await store.setSeedVersion("1", iso(NOON - 100 * DAY_MS));
  await store.putFeed(feed);
  for (const ago of [100, 0]) await store.hear(shardOf(feed.url), new Map([[feed.id, NOON - ago * DAY_MS]]));
  await store.createSubscription(aSubscription("back", { createdAt: iso(NOON - 90 * DAY_MS) }), {
    channel: "email",
    address: "a@b.example",
  });
  await work("long-ago", NOON - 80 * DAY_MS, true)(store, (apply) => apply());
  return store;
};

/** The run of one item that names Ada. */
const work =
  (id: string, published: number, baseline = false) =>
  (store: MemoryStore, turn: Turn) => {
    const item = anItem(id, {
      title: `#ada speaks: ${id}`,
      link: `https://news.example/${id}`,
      published: iso(published),
      seenAt: iso(NOON),
      baseline,
    });
    const seen: MemoryStore = {
      ...store,
      keepMatch: (...args) => turn(() => store.keepMatch(...args)),
      matchesBefore: (entity, before, limit) => {
        const look = () => store.matchesBefore(entity, before, limit);
        // What weighs the feeds lies before the silence, and so before both stories.
        return before.storyId === "" ? look() : turn(look);
      },
      matchesAfter: (...args) => turn(() => store.matchesAfter(...args)),
      told: (...args) => turn(() => store.told(...args)),
      saveTold: (...args) => turn(() => store.saveTold(...args)),
    };
    return match({ item }, { store: seen, matcher: tagMatcher, rarity, clock: () => NOON, deliver: async () => undefined });
  };

const toldOf = async (store: MemoryStore) => (await store.allTold("back")).get("ada") ?? [];
const logOf = async (store: MemoryStore): Promise<readonly Match[]> => (await store.matches({ entity: "ada", limit: 10 })).matches;

it.each([
  ["five minutes apart", 5 * MINUTE],
  ["at the same moment", 0],
  ["a day and a half apart", 1.5 * DAY_MS],
])("two stories of one return, %s, give exactly one reappearance in every order", { timeout: 120_000 }, async (_, apart) => {
  const { orders, wrong } = await everyOrder(begin, [work("one", NOON - apart), work("two", NOON)], async (store) => {
    const [alerts, told, log] = [await store.allAlerts("back"), await toldOf(store), await logOf(store)];
    const [alert] = alerts;
    if (alerts.length !== 1 || alert?.told.join() !== "ada") return `${alerts.length} alerts`;
    if (told.length !== 1 || told[0]?.storyId !== alert.storyId) return `${told.length} claims`;
    if (!isDeepStrictEqual(alert.matches[0]?.gap, told[0].gap)) return "told other figures than claimed";
    return log.length === 3 ? undefined : `${log.length} matches`;
  });
  console.log(`two workers, ${apart / MINUTE} minutes apart: ${orders} orders`);
  expect(wrong).toEqual([]);
  expect(orders).toBeGreaterThan(1000);
});

it("a return and a late item in its gap: seen in time, or told and marked, in every order", { timeout: 120_000 }, async () => {
  const seen = { inTime: 0, marked: 0 };
  const late = NOON - 20 * DAY_MS;
  const { wrong } = await everyOrder(begin, [work("late", late, true), work("back", NOON)], async (store) => {
    const [told, alerts, log] = [await toldOf(store), await store.allAlerts("back"), await logOf(store)];
    seen[told.length === 0 ? "inTime" : "marked"]++;
    if (alerts.length !== told.length) return `${alerts.length} alerts for ${told.length} claims`;
    if (told.some(({ corrected }) => corrected?.at !== iso(late))) return "told and not marked";
    return log[0]?.gapDays === 20 ? undefined : `a gap of ${log[0]?.gapDays} days in the log`;
  });
  console.log(`a late item: ${seen.inTime} orders in time, ${seen.marked} marked`);
  expect(wrong).toEqual([]);
  expect(Math.min(seen.inTime, seen.marked)).toBeGreaterThan(10);
});

it("can fail: a claim that is written without looking at its version tells twice in some order", { timeout: 120_000 }, async () => {
  const careless = (id: string, published: number) => (store: MemoryStore, turn: Turn) =>
    work(id, published)(
      {
        ...store,
        saveTold: async (subscription, entity, told) => {
          const { version } = await store.told(subscription, entity);
          return store.saveTold(subscription, entity, { ...told, version: version + 1 });
        },
      },
      turn,
    );
  const { wrong } = await everyOrder(begin, [careless("one", NOON), careless("two", NOON)], async (store) =>
    (await store.allAlerts("back")).length > 1 ? "told twice" : undefined,
  );
  expect(wrong.length).toBeGreaterThan(0);
});
