import { describe, expect, it } from "vitest";
import { digestId, kindOf } from "../../lambdas/core/delivery-id.ts";
import type { Subscription } from "../../lambdas/core/subscription.ts";
import { deliver } from "../../lambdas/pipeline/deliver.ts";
import type { DeliverStore } from "../../lambdas/pipeline/deliver-ports.ts";
import { DAY } from "../contracts/rows.ts";
import { anAlert, aMatch, aSubscription } from "../fixtures/alert.ts";
import { memoryStore } from "../memory-store.ts";
import type { MemoryStore } from "../memory-store.ts";
import { everyOrder } from "./interleavings.ts";
import type { Turn } from "./interleavings.ts";

/** Eight o'clock in Mexico City, when the digest goes out. */
const EIGHT = Date.parse("2026-11-24T14:00:00Z");
const DIGEST = { subscriptionId: "sub-1", deliveryId: digestId("sub-1", EIGHT) };

interface World {
  readonly store: MemoryStore;
  readonly time: { now: number };
  /** The messages that somebody dealt with: they do not come again, whoever else died over them. */
  readonly dealtWith: Set<string>;
  /** The text of each mail that arrived, by its reference. */
  readonly mails: { ref: string; text: string }[];
}

const aStory = (id: string) => {
  const link = `https://ledger.example/${id}`;
  return anAlert({ id, storyId: `story-${id}`, trigger: "every", story: { ...anAlert().story, link }, matches: [aMatch({ link })] });
};
const message = (deliveryId: string) => ({ subscriptionId: "sub-1", deliveryId });

/** An alert waits for today's digest; another one was raised just now. */
const begin = (): Promise<World> => beginAs({ cadence: "daily" });

/** The same for who is told at once, but not between eight and nine. */
const beginQuiet = (): Promise<World> => beginAs({ cadence: "now", quietHours: { from: 8, to: 9 } });

const beginAs = async (timing: Partial<Subscription>): Promise<World> => {
  const time = { now: EIGHT - DAY / 2 };
  const world: World = { time, store: memoryStore(() => time.now), dealtWith: new Set(), mails: [] };
  await world.store.ensureAppSecret("app-secret");
  await world.store.createSubscription(
    aSubscription({ trigger: "every", timezone: "America/Mexico_City", createdAt: "2026-11-01T00:00:00.000Z", ...timing }),
    { channel: "email", address: "reader@news.example" },
  );
  for (const id of ["early", "late"]) await world.store.putAlert(aStory(id));
  await deliver(message("early"), depsOf(world));
  return world;
};

const depsOf = (world: World, clock = () => world.time.now) => ({
  store: world.store as DeliverStore,
  clock,
  publicUrl: "https://vigia.example",
  mail: async ({ headers, text }: { headers: Readonly<Record<string, string>>; text: string }) => {
    world.mails.push({ ref: String(headers["X-Entity-Ref-ID"]), text });
    return { outcome: "sent" } as const;
  },
  webhook: () => Promise.reject(new Error("nothing is posted here")),
});

const isAside = (id: string): boolean => kindOf(id) === "watching";

class Died extends Error {}

/** A run of deliver whose writes, sends and reads of deliveries wait for their turn; it dies just before or after the n-th of them. */
const run =
  (deliveryId: string, clock: number, dies?: { readonly at: number; readonly when: "before" | "after" }) =>
  async (world: World, turn: Turn): Promise<void> => {
    let n = 0;
    const step = async <T>(apply: () => Promise<T>): Promise<T> => {
      const mine = n++;
      if (dies !== undefined && mine > dies.at) throw new Died();
      const value = await turn(async () => {
        if (dies?.at === mine && dies.when === "before") throw new Died();
        return apply();
      });
      if (dies?.at === mine) throw new Died();
      return value;
    };
    const deps = depsOf(world, () => clock);
    const store: DeliverStore = {
      ...deps.store,
      // Still-watching mails are left to be sent in weeks, and are nobody's business here.
      delivery: (...args) => (isAside(args[1]) ? world.store.delivery(...args) : step(() => world.store.delivery(...args))),
      saveDelivery: (row) => (isAside(row.id) ? world.store.saveDelivery(row) : step(() => world.store.saveDelivery(row))),
    };
    try {
      await deliver(message(deliveryId), { ...deps, store, mail: (mail) => step(() => deps.mail(mail)) });
      world.dealtWith.add(deliveryId);
    } catch (error) {
      if (!(error instanceof Died)) throw error;
    }
  };

/** What is wrong when the messages came again that nobody dealt with, and three days went by: each alert is told by one digest, which always says the same. */
const judge = async (world: World): Promise<string | undefined> => {
  const { store, time, mails, dealtWith } = world;
  for (time.now = EIGHT + 1000; time.now < EIGHT + 3 * DAY; time.now += DAY / 48) {
    if (!dealtWith.has("late")) await deliver(message("late"), depsOf(world));
    for (const part of [0, 1, 2, 3])
      for (const { id } of await store.dueDeliveries(part, time.now, 10)) await deliver(message(id), depsOf(world));
  }
  for (const id of ["early", "late"]) {
    const carriers = new Set(mails.flatMap(({ ref, text }) => (text.includes(`/${id}`) ? [ref] : [])));
    if (carriers.size !== 1) return `${id} is told by ${carriers.size} mails`;
  }
  const texts = new Map<string, Set<string>>();
  for (const { ref, text } of mails) texts.set(ref, (texts.get(ref) ?? new Set()).add(text));
  if ([...texts.values()].some((said) => said.size > 1)) return "two sends of one digest differ";
  return mails.length > 3 ? `${mails.length} mails` : undefined;
};

describe("an alert that is put a hundredth of a second before its digest is sent", () => {
  it("is in that one or the next, in every order of what both do", async () => {
    const { orders, wrong } = await everyOrder(begin, [run("late", EIGHT - 10), run(DIGEST.deliveryId, EIGHT)], judge);
    expect(wrong).toEqual([]);
    expect(orders).toBeGreaterThan(50);
  });

  it("also where two runs put it", async () => {
    const { orders, wrong } = await everyOrder(begin, [run("late", EIGHT - 10), run("late", EIGHT + 10)], judge);
    expect(wrong).toEqual([]);
    expect(orders).toBeGreaterThan(20);
  });

  it.each([0, 1, 2, 3, 4, 5].flatMap((at) => (["before", "after"] as const).map((when) => ({ at, when }))))(
    "also where one of them dies $when its effect $at",
    { timeout: 60_000 },
    async (dies) => {
      const late = await everyOrder(begin, [run("late", EIGHT - 10, dies), run(DIGEST.deliveryId, EIGHT)], judge);
      const digest = await everyOrder(begin, [run("late", EIGHT - 10), run(DIGEST.deliveryId, EIGHT, dies)], judge);
      expect([...late.wrong, ...digest.wrong]).toEqual([]);
    },
  );

  it.each([0, 1, 2, 3, 4].flatMap((at) => (["before", "after"] as const).map((when) => ({ at, when }))))(
    "also where two runs have its message and one of them dies $when its effect $at",
    { timeout: 60_000 },
    async (dies) => {
      const { wrong } = await everyOrder(begin, [run("late", EIGHT - 10, dies), run("late", EIGHT - 5)], judge);
      expect(wrong).toEqual([]);
    },
  );

  it.each([0, 1, 2, 3, 4].flatMap((at) => (["before", "after"] as const).map((when) => ({ at, when }))))(
    "also where one run is to send it and the other, which dies $when its effect $at, is to let it wait",
    { timeout: 60_000 },
    async (dies) => {
      const { wrong } = await everyOrder(beginQuiet, [run("late", EIGHT, dies), run("late", EIGHT - 5)], judge);
      expect(wrong).toEqual([]);
    },
  );

  it("would be found lost if a digest that was sent still took it", async () => {
    const { wrong } = await everyOrder(
      begin,
      [
        async (world, turn) => {
          const row = await world.store.delivery("sub-1", DIGEST.deliveryId);
          await turn(async () => undefined);
          const now = (await turn(() => world.store.delivery("sub-1", DIGEST.deliveryId))) ?? row;
          if (now === undefined) return;
          await world.store.saveDelivery({ ...aWaiting(now.slot ?? 0) });
          await world.store.saveDelivery({ ...now, alerts: [...(now.alerts ?? []), "late"], version: now.version + 1 });
        },
        run(DIGEST.deliveryId, EIGHT),
      ],
      judge,
    );
    expect(wrong.length).toBeGreaterThan(0);
  });
});

const aWaiting = (slot: number) =>
  ({
    id: "late",
    subscriptionId: "sub-1",
    channel: "email",
    state: "waiting",
    version: 1,
    attempts: [],
    unknown: 0,
    slot,
    createdAt: new Date(EIGHT).toISOString(),
  }) as const;
