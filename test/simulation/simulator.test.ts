import { describe, expect, it } from "vitest";
import { SILENT_AFTER } from "../../lambdas/core/feed-state.ts";
import type { MemoryStore } from "../memory-store.ts";
import { violations } from "./properties.ts";
import { play } from "./world.ts";
import { rough } from "./worlds.ts";

it("tells everything exactly once in a quiet world", { timeout: 60_000 }, async () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const world = await play({ seed, crashes: 0, mischief: 0, trouble: 0, bustle: 0 });
    expect(await violations(world, { quiet: true }), `SEED=${seed}`).toEqual([]);
  }
});

describe("the simulator can fail", () => {
  const findsSomething = async (meddle: (store: MemoryStore) => MemoryStore, odds = rough) => {
    for (let seed = 1; seed <= 100; seed++)
      if ((await violations(await play({ seed, ...odds, meddle }), { quiet: false })).length > 0) return seed;
    return undefined;
  };

  it("finds an outbox that is emptied before the send (claim, then send)", { timeout: 120_000 }, async () => {
    const seed = await findsSomething((store) => ({
      ...store,
      putAlert: async (alert) => {
        const holder = await store.putAlert(alert);
        if (holder === undefined) await store.markDispatched(alert);
        return holder;
      },
    }));
    expect(seed).toBeDefined();
  });

  it("finds a claim that does not know its owner", { timeout: 120_000 }, async () => {
    const seed = await findsSomething((store) => ({
      ...store,
      told: async (...args) => {
        const told = await store.told(...args);
        return { ...told, returns: told.returns.map((r) => ({ ...r, itemId: "somebody" })) };
      },
    }));
    expect(seed).toBeDefined();
  });

  it("finds that the operator is believed to know what nobody told", { timeout: 120_000 }, async () => {
    const seed = await findsSomething((store) => ({
      ...store,
      saveFeedState: (state, shard) => store.saveFeedState(state.failures === SILENT_AFTER - 1 ? { ...state, told: true } : state, shard),
    }));
    expect(seed).toBe(1);
  });

  it("finds an archive's page that is noted as read before its items are sent", { timeout: 120_000 }, async () => {
    const seed = await findsSomething((store) => ({
      ...store,
      saveArchive: async (archive, shard) => {
        const before = (await store.archivesOf(shard)).get(archive.feedId);
        const isClaim = before?.pages === archive.pages && archive.failures === before.failures;
        const { next: _, ...over } = archive;
        return store.saveArchive(isClaim ? over : archive, shard);
      },
    }));
    expect(seed).toBeDefined();
  });

  it("finds a digest that forgets what it has taken", { timeout: 120_000 }, async () => {
    const seed = await findsSomething((store) => ({
      ...store,
      saveDelivery: (delivery) =>
        store.saveDelivery(delivery.alerts === undefined ? delivery : { ...delivery, alerts: delivery.alerts.slice(-1) }),
    }));
    expect(seed).toBeDefined();
  });

  it("finds a delivery that is recorded as sent before it was", { timeout: 120_000 }, async () => {
    const seed = await findsSomething((store) => ({
      ...store,
      saveDelivery: (delivery) => store.saveDelivery(delivery.state === "sending" ? { ...delivery, state: "sent" } : delivery),
    }));
    expect(seed).toBeDefined();
  });
});
