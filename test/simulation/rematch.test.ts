/**
 * A rematch and the ordinary run of the same item, in every order their calls can take: whoever comes first decides, nobody's
 * find is lost, each match is there once, and what only the rematch found is alerted by nobody, now or when the message comes again.
 * A turn is each call on the item's own rows and on what is told; the rest commutes.
 */
import { expect, it } from "vitest";
import { hourOf } from "../../lambdas/core/counts.ts";
import type { Matcher } from "../../lambdas/core/matcher.ts";
import { rarity } from "../../lambdas/data/rarity.ts";
import { judge } from "../../lambdas/pipeline/judge.ts";
import type { MatchMessage } from "../../lambdas/pipeline/messages.ts";
import { NOON } from "../contracts/rows.ts";
import { everyone, iso, rowsOf, subscribe, tagMatcher, told, watched } from "../fixtures/rematching.ts";
import type { MemoryStore } from "../memory-store.ts";
import { everyOrder } from "./interleavings.ts";
import type { Turn } from "./interleavings.ts";

const HOUR = 3_600_000;
const item = told("news", "#ben meets #ada and #eva", NOON - HOUR / 2);
const span = (entity: string): MatchMessage => ({ rematch: { entity, from: hourOf(item.seenAt), to: hourOf(iso(NOON)) } });

const begin = async (): Promise<MemoryStore> => {
  const store = await watched();
  await subscribe(store, "every", { trigger: "every" });
  await subscribe(store, "back", {});
  // Its first run died when it had kept it: the rematch may come before the second.
  await store.keepItem(item);
  return store;
};

const seenBy = (store: MemoryStore, turn: Turn): MemoryStore => ({
  ...store,
  keepItem: (...args) => turn(() => store.keepItem(...args)),
  keptItems: (...args) => turn(() => store.keptItems(...args)),
  decide: (...args) => turn(() => store.decide(...args)),
  extendDecision: (...args) => turn(() => store.extendDecision(...args)),
  addMember: (...args) => turn(() => store.addMember(...args)),
  keepMatch: (...args) => turn(() => store.keepMatch(...args)),
  putAlert: (...args) => turn(() => store.putAlert(...args)),
});

const work =
  (matcher: () => Promise<Matcher>, message: MatchMessage) =>
  (store: MemoryStore, turn: Turn): Promise<unknown> => {
    const nothing = async () => undefined;
    return judge(message, { store: seenBy(store, turn), matcher, rarity, clock: () => NOON, deliver: nothing, match: nothing });
  };

const tellingOf = (store: MemoryStore, subscription: string) =>
  store.allAlerts(subscription).then((alerts) => alerts.map((alert) => alert.told.join()));

it("a rematch and the ordinary run of its item: all are matched once, and only who was news is told", { timeout: 120_000 }, async () => {
  const before = tagMatcher("ben");
  const seen = { rematchFirst: 0, runFirst: 0 };
  const { orders, wrong } = await everyOrder(begin, [work(before, { item }), work(everyone, span("ada"))], async (store) => {
    const [kept] = await store.keptItems([item.id]);
    const names = kept?.decision?.reading.found.map(({ entity }) => entity) ?? [];
    seen[names[0] === "ada" ? "rematchFirst" : "runFirst"]++;
    if (names.toSorted().join() !== "ada,ben") return `decided ${names.join()}`;
    // The message comes again.
    await work(everyone, { item })(store, (apply) => apply());
    const { matches, members } = await rowsOf(store);
    if (matches.map(({ entity }) => entity).toSorted().join() !== "ada,ben") return `matched ${matches.map((m) => m.entity).join()}`; // prettier-ignore
    if (members.flat().map(({ entities }) => entities.length).join() !== "2") return "the member lacks somebody"; // prettier-ignore
    for (const one of ["every", "back"]) {
      const alerts = (await tellingOf(store, one)).join(" + ");
      if (alerts !== "ben") return `${one} was told ${alerts}`;
    }
    const claimed = [...(await store.allTold("back")).keys()].join();
    return claimed === "ben" ? undefined : `${claimed} claimed`;
  });
  console.log(`a rematch and a run: ${orders} orders, ${seen.rematchFirst} decided by the rematch, ${seen.runFirst} by the run`);
  expect(wrong.slice(0, 5)).toEqual([]);
  expect(Math.min(seen.rematchFirst, seen.runFirst)).toBeGreaterThan(10);
});

it("two rematches of one item lose nobody, and tell nobody, in every order", { timeout: 120_000 }, async () => {
  const ends = new Set<string>();
  const { orders, wrong } = await everyOrder(begin, [work(everyone, span("ada")), work(everyone, span("eva"))], async (store) => {
    const { matches, members, alerts, told: claims } = await rowsOf(store, ["every", "back"]);
    ends.add(matches.map(({ entity, at }) => `${entity} ${at}`).toSorted().join()); // prettier-ignore
    if (matches.length !== 2) return `${matches.length} matches`;
    if (members.flat()[0]?.entities.length !== 2) return "the member lacks somebody";
    if (alerts.flat().length > 0 || claims.some(({ size }) => size > 0)) return "somebody was told";
    return undefined;
  });
  console.log(`two rematches: ${orders} orders`);
  expect(wrong.slice(0, 5)).toEqual([]);
  expect([orders > 100, ends.size]).toEqual([true, 1]);
});

it("can fail: a member that is written whatever is there loses somebody in some order", { timeout: 120_000 }, async () => {
  const last = new WeakMap<MemoryStore, number>();
  const careless = (message: MatchMessage) => (store: MemoryStore, turn: Turn) =>
    work(everyone, message)({ ...store, addMember: async (_, { entities }) => void last.set(store, entities.length) }, turn);
  const { wrong } = await everyOrder(begin, [careless(span("ada")), careless(span("eva"))], async (store) =>
    last.get(store) === 2 ? undefined : "who wrote last knew of one only",
  );
  expect(wrong.length).toBeGreaterThan(0);
});
