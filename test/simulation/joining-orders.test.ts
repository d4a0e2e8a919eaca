/** Two alerts of one story to one address, in every order of what their deliveries do, and every death. */
import { expect, it } from "vitest";
import { alertId } from "../../lambdas/core/alert.ts";
import { kindOf } from "../../lambdas/core/delivery-id.ts";
import { deliver } from "../../lambdas/pipeline/deliver.ts";
import type { DeliverStore } from "../../lambdas/pipeline/deliver-ports.ts";
import { MINUTE, NOON } from "../contracts/rows.ts";
import { aMatch, anAlert, aSubscription, watchedGap } from "../fixtures/alert.ts";
import { memoryStore } from "../memory-store.ts";
import type { MemoryStore } from "../memory-store.ts";
import { everyOrder } from "./interleavings.ts";
import type { Turn } from "./interleavings.ts";

interface World {
  readonly store: MemoryStore;
  readonly time: { now: number };
  readonly mails: { ref: string; text: string }[];
}

const IDS = ["s1", "s2"] as const;
const message = (id: string) => ({ subscriptionId: id, deliveryId: alertId(id, "story-1", 0) });
const tells = (id: string, text: string) => text.includes(`ENTITY ${id.toUpperCase()}`);

const begin = async (): Promise<World> => {
  const time = { now: NOON };
  const world: World = { time, store: memoryStore(() => time.now), mails: [] };
  await world.store.ensureAppSecret("app-secret");
  for (const id of IDS) {
    await world.store.createSubscription(aSubscription({ id, trigger: "reappearance" }), {
      channel: "email",
      address: "reader@news.example",
    });
    const name = `Entity ${id}`;
    const matches = [aMatch({ entity: id, name: { en: name, es: name }, gap: watchedGap })];
    const beside = IDS.filter((other) => other !== id);
    await world.store.putAlert(anAlert({ id: message(id).deliveryId, subscriptionId: id, told: [id], matches, beside }));
  }
  return world;
};

const isAside = (id: string): boolean => kindOf(id) === "watching";

class Died extends Error {}

const depsOf = (world: World) => ({
  store: world.store as DeliverStore,
  clock: () => world.time.now,
  publicUrl: "https://vigia.example",
  mail: async ({ headers, text }: { headers: Readonly<Record<string, string>>; text: string }) => {
    world.mails.push({ ref: String(headers["X-Entity-Ref-ID"]), text });
    return { outcome: "sent" } as const;
  },
  webhook: () => Promise.reject(new Error("nothing is posted here")),
});

/** A run of deliver whose writes, sends and reads of deliveries wait for their turn; it dies just before or after the n-th of them. */
const run =
  (
    id: string,
    { later = 0, dies }: { later?: number; dies?: { readonly at: number; readonly when: "before" | "after" } | undefined } = {},
  ) =>
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
    const deps = depsOf(world);
    const store: DeliverStore = {
      ...deps.store,
      // Still-watching mails are left to be sent in weeks, and are nobody's business here.
      delivery: (...args) => (isAside(args[1]) ? world.store.delivery(...args) : step(() => world.store.delivery(...args))),
      saveDelivery: (row) => (isAside(row.id) ? world.store.saveDelivery(row) : step(() => world.store.saveDelivery(row))),
    };
    try {
      await deliver(message(id), { ...deps, store, clock: () => world.time.now + later, mail: (mail) => step(() => deps.mail(mail)) });
    } catch (error) {
      if (!(error instanceof Died)) throw error;
    }
  };

/** What is wrong when all messages came again and two hours went by: each alert is told, by one mail, which always says the same. */
const judge =
  (most: number) =>
  async (world: World): Promise<string | undefined> => {
    const { store, time, mails } = world;
    for (const end = time.now + 120 * MINUTE; time.now < end; time.now += MINUTE) {
      if (time.now - NOON === 6 * MINUTE) for (const id of IDS) await deliver(message(id), depsOf(world));
      for (const part of [0, 1, 2, 3])
        for (const { id, subscriptionId } of await store.dueDeliveries(part, time.now, 10))
          await deliver({ subscriptionId, deliveryId: id }, depsOf(world));
    }
    for (const id of IDS) {
      const carriers = new Set(mails.flatMap(({ ref, text }) => (tells(id, text) ? [ref] : [])));
      if (carriers.size !== 1) return `${id} is told by ${carriers.size} mails`;
      const state = (await store.delivery(id, message(id).deliveryId))?.state;
      if (state !== "sent") return `${id} ended ${state}`;
    }
    for (const { ref } of mails)
      if (new Set(mails.filter((one) => one.ref === ref).map(({ text }) => text)).size > 1) return "two sends differ";
    const refs = new Set(mails.map(({ ref }) => ref));
    return refs.size > most || mails.length > 2 ? `${refs.size} mails, sent ${mails.length} times` : undefined;
  };

it("come in one mail, in every order of what both do", async () => {
  const { orders, wrong } = await everyOrder(begin, [run("s1"), run("s2")], judge(1));
  expect(wrong).toEqual([]);
  expect(orders).toBeGreaterThan(50);
});

it.each([0, 1, 2, 3, 4, 5, 6].flatMap((at) => (["before", "after"] as const).map((when) => ({ at, when }))))(
  "also where one of them dies $when its effect $at",
  { timeout: 60_000 },
  async (dies) => {
    const first = await everyOrder(begin, [run("s1", { dies }), run("s2")], judge(1));
    const second = await everyOrder(begin, [run("s1"), run("s2", { dies })], judge(1));
    expect([...first.wrong, ...second.wrong]).toEqual([]);
  },
);

it("are told once each, in two mails at most, where the one that waited for the other gives up as that is sent", async () => {
  const joined = async () => {
    const world = await begin();
    await deliver(message("s2"), depsOf(world));
    world.time.now += 45 * MINUTE;
    return world;
  };
  const { orders, wrong } = await everyOrder(joined, [run("s1"), run("s2")], judge(2));
  expect(wrong).toEqual([]);
  expect(orders).toBeGreaterThan(20);
});

it("would be found told twice if one that gave up did not say so to the other", async () => {
  const { wrong } = await everyOrder(
    begin,
    [
      run("s1"),
      async (world, turn) => {
        await turn(async () => undefined);
        await turn(async () => world.mails.push({ ref: "alone", text: "ENTITY S2" }));
      },
    ],
    judge(2),
  );
  expect(wrong.length).toBeGreaterThan(0);
});
