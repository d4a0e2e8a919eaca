/** One story for many: looked at ten at a time, by runs that die anywhere, and by two at once. */
import { expect, it } from "vitest";
import type { Alert } from "../../lambdas/core/alert.ts";
import type { Subscription } from "../../lambdas/core/subscription.ts";
import { rarity } from "../../lambdas/data/rarity.ts";
import { match } from "../../lambdas/pipeline/match.ts";
import type { DeliverMessage } from "../../lambdas/pipeline/messages.ts";
import { memoryStore } from "../memory-store.ts";
import type { MemoryStore } from "../memory-store.ts";
import { Crash, generator, makeStage } from "./stage.ts";
import type { Run } from "./stage.ts";
import { makeSubscriptions } from "./subscribers.ts";
import { tagMatcher } from "./watched.ts";

const START = Date.parse("2026-03-06T12:00:00Z");
const SUBSCRIBERS = 120;

const item = {
  id: "item",
  feedId: "one",
  outlet: "Outlet one",
  lang: "en" as const,
  title: "Outlet one on #alpha",
  summary: "",
  link: "https://news.example/alpha",
  seenAt: new Date(START).toISOString(),
  published: new Date(START).toISOString(),
  baseline: false,
};

const subscribed = async (store: MemoryStore, trigger: Subscription["trigger"]): Promise<readonly string[]> => {
  const [like] = makeSubscriptions(START).filter(([one]) => one.trigger === trigger && one.channel === "email");
  const ids = Array.from({ length: SUBSCRIBERS }, (_, n) => `sub-${n}`);
  for (const id of ids)
    await store.createSubscription(
      { ...like![0], id, select: { entities: ["alpha"] } },
      { channel: "email", address: `${id}@vigia.example` },
    );
  return ids;
};

/** Runs of `match` for the same item, two at a time, each of which dies with a chance of one in `odds` around an effect, until one ends. */
const play = async (seed: number, trigger: Subscription["trigger"], odds: number) => {
  const random = generator(seed);
  const store = memoryStore(() => START + 1000);
  const ids = await subscribed(store, trigger);
  const sent: DeliverMessage[] = [];
  let [died, ended, most] = [0, 0, 0];
  const dies = () => {
    const now = ended === 0 && random() < 1 / odds;
    if (now) died++;
    return now;
  };
  const stage = makeStage(random, { dies, fails: () => false, passed: () => undefined });
  const work = async (name: string): Promise<void> => {
    while (ended < 2) {
      const run: Run = { name, dead: false, trail: [] };
      const held = new Set<string>();
      const seen = stage.wrap(run, "store", store);
      const counting = {
        ...seen,
        putAlert: async (alert: Alert) => {
          held.add(alert.id);
          most = Math.max(most, held.size);
          return seen.putAlert(alert);
        },
        markDispatched: async (alert: Pick<Alert, "id" | "subscriptionId">) => {
          held.delete(alert.id);
          return seen.markDispatched(alert);
        },
      };
      try {
        const deliver = stage.wrapCall(run, "deliver queue", async (messages: readonly DeliverMessage[]) => void sent.push(...messages));
        await match(
          { item },
          { store: withAll(seen, counting), matcher: async () => tagMatcher, rarity, clock: () => START + 1000, deliver },
        );
        ended++;
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
      }
    }
  };
  const working = new Set(["first", "second"]);
  const workers = [...working].map((name) => work(name).finally(() => working.delete(name)));
  while (working.size > 0) await stage.turn();
  await Promise.all(workers);
  const pending = await Promise.all([0, 1, 2, 3].map((part) => store.pendingAlerts(part, START + 3_600_000, 1000)));
  return { store, ids, sent, pending: pending.flat(), died, most };
};

/** A store of which some members are replaced; what waits for turns is a proxy and cannot be spread. */
const withAll = (store: MemoryStore, changed: Partial<MemoryStore>): MemoryStore =>
  new Proxy(store, { get: (target, key) => Reflect.get(changed, key) ?? Reflect.get(target, key) });

it.each(["every", "reappearance"] as const)(
  "gives each who wants %s one alert, sent or in the outbox, whoever dies where",
  { timeout: 60_000 },
  async (trigger) => {
    let deaths = 0;
    for (let seed = 1; seed <= 8; seed++) {
      const { store, ids, sent, pending, died } = await play(seed, trigger, 500);
      deaths += died;
      const counts = await Promise.all(ids.map(async (id) => (await store.allAlerts(id)).length));
      expect(counts.every((n) => n === 1)).toBe(true);
      const reached = new Set(
        [...sent, ...pending.map(({ id, subscriptionId }) => ({ deliveryId: id, subscriptionId }))].map((one) => one.subscriptionId),
      );
      expect(reached.size).toBe(SUBSCRIBERS);
      const told = await Promise.all(ids.map(async (id) => (await store.allTold(id)).get("alpha")?.length ?? 0));
      expect(told.every((n) => n === (trigger === "every" ? 0 : 1))).toBe(true);
    }
    expect(deaths).toBeGreaterThan(10);
  },
);

it("holds no more alerts than are being put and sent", async () => {
  const { most } = await play(1, "every", Number.POSITIVE_INFINITY);
  expect(most).toBeLessThan(SUBSCRIBERS / 2);
});
