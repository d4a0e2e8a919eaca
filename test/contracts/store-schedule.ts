import { expect, it } from "vitest";
import { dueShard } from "../../lambdas/core/delivery.ts";
import { FEED_SHARDS, shardOf } from "../../lambdas/core/feed.ts";
import type { SeedRow } from "../../lambdas/pipeline/ports.ts";
import { aDelivery, aFeed, anAlert, anEntity, DAY, MINUTE, NOON } from "./rows.ts";
import type { Store } from "../memory-store.ts";
import type { Bench } from "./store.ts";

const entityRow = (id: string, name = id): SeedRow => ({ prefix: "ENTITY", id, body: anEntity(id, { name: { en: name, es: name } }) });
const feedRow = (id: string, url?: string): SeedRow => ({ prefix: "FEED", id, body: aFeed(id, url === undefined ? {} : { url }) });

const allFeeds = async (store: Store) =>
  (await Promise.all(Array.from({ length: FEED_SHARDS }, (_, shard) => store.feedsOf(shard)))).flat();

/** An address of another shard than the given one. */
const elsewhere = (url: string): string => {
  for (let n = 0; ; n++) if (shardOf(`https://moved-${n}.example/rss`) !== shardOf(url)) return `https://moved-${n}.example/rss`;
};

export const scheduleContract = (open: () => Promise<Bench>): void => {
  it("moves a shard's tick from exactly what was seen", async () => {
    const { store } = await open();
    expect(await store.tickOf(2)).toBeUndefined();
    expect(await store.moveTick(2, undefined, NOON)).toBe(true);
    expect(await store.moveTick(2, undefined, NOON + MINUTE)).toBe(false);
    expect(await store.moveTick(2, NOON - MINUTE, NOON + MINUTE)).toBe(false);
    expect(await store.moveTick(2, NOON, NOON + MINUTE)).toBe(true);
    expect(await store.tickOf(2)).toBe(NOON + MINUTE);
    expect(await store.tickOf(1)).toBeUndefined();
  });

  it("lets one of many schedulers move a tick", async () => {
    const { store } = await open();
    for (const seen of [undefined, NOON]) {
      const moved = await Promise.all(Array.from({ length: 6 }, () => store.moveTick(0, seen, (seen ?? NOON - MINUTE) + MINUTE)));
      expect(moved.filter(Boolean)).toHaveLength(1);
    }
  });

  it("seeds what is absent, and what only seed has written", async () => {
    const { store } = await open();
    await store.seed([entityRow("ada"), feedRow("gaceta")]);
    await store.seed([entityRow("ada", "Ada L."), entityRow("eva"), feedRow("gaceta")]);
    expect((await store.entities()).map((entity) => [entity.id, entity.name.en])).toEqual([
      ["ada", "Ada L."],
      ["eva", "eva"],
    ]);
    expect(await allFeeds(store)).toEqual([aFeed("gaceta")]);
  });

  it("keeps an entity and a feed of one id apart", async () => {
    const { store } = await open();
    await store.putFeed(aFeed("ada"));
    await store.seed([entityRow("ada")]);
    expect((await store.entities()).map((entity) => entity.id)).toEqual(["ada"]);
  });

  it("never seeds over an edit or a removal", async () => {
    const { store } = await open();
    await store.seed([feedRow("gaceta"), feedRow("diario")]);
    await store.putFeed(aFeed("gaceta", { enabled: false }));
    await store.removeFeed("diario");
    await store.seed([feedRow("gaceta", elsewhere(aFeed("gaceta").url)), feedRow("diario", "https://new.example/")]);
    await store.seed([feedRow("gaceta"), feedRow("diario")]);
    expect(await allFeeds(store)).toEqual([aFeed("gaceta", { enabled: false })]);
  });

  it("never seeds over a feed that a person added or moved", async () => {
    const { store } = await open();
    const moved = elsewhere(aFeed("gaceta").url);
    await store.putFeed(aFeed("gaceta", { url: moved }));
    await store.seed([feedRow("gaceta")]);
    expect(await allFeeds(store)).toEqual([aFeed("gaceta", { url: moved })]);
  });

  it("moves a shipped feed to the shard of its new host", async () => {
    const { store } = await open();
    await store.seed([feedRow("gaceta")]);
    const moved = elsewhere(aFeed("gaceta").url);
    await store.seed([feedRow("gaceta", moved)]);
    expect(await allFeeds(store)).toEqual([aFeed("gaceta", { url: moved })]);
    expect(await store.feedsOf(shardOf(moved))).toHaveLength(1);
  });

  it("seeds more rows than one request takes", async () => {
    const { store } = await open();
    const ids = Array.from({ length: 130 }, (_, i) => `entity-${String(i).padStart(3, "0")}`);
    await store.seed(ids.map((id) => entityRow(id)));
    expect((await store.watchlist()).entities.map((entity) => entity.id)).toEqual(ids);
  });

  it("remembers the seed's version, and when watching began for good", async () => {
    const { store } = await open();
    expect([await store.seedVersion(), await store.watchingSince()]).toEqual([undefined, undefined]);
    await store.setSeedVersion("a", "2026-11-24T12:00:00.000Z");
    await store.setSeedVersion("b", "2027-01-01T00:00:00.000Z");
    expect([await store.seedVersion(), await store.watchingSince()]).toEqual(["b", "2026-11-24T12:00:00.000Z"]);
  });

  it("makes one secret for the installation", async () => {
    const { store } = await open();
    await expect(store.appSecret()).rejects.toThrow("no secret yet");
    await Promise.all(["one", "two", "three"].map((secret) => store.ensureAppSecret(secret)));
    const first = await store.appSecret();
    expect(["one", "two", "three"]).toContain(first);
    await store.ensureAppSecret("four");
    expect(await store.appSecret()).toBe(first);
  });

  it("finds what is due, oldest first, and no more than asked", async () => {
    const { store } = await open();
    const ids = Array.from({ length: 12 }, (_, i) => `delivery-${i}`);
    for (const [i, id] of ids.entries()) await store.saveDelivery(aDelivery(id, { nextAttemptAt: NOON + (11 - i) * MINUTE }));
    const shard = dueShard("delivery-0");
    const mine = ids.filter((id) => dueShard(id) === shard).toReversed();
    expect((await store.dueDeliveries(shard, NOON + 11 * MINUTE, 100)).map((due) => due.id)).toEqual(mine);
    expect(await store.dueDeliveries(shard, NOON + 11 * MINUTE, 1)).toEqual([
      { id: mine[0], subscriptionId: "sub-1", dueAt: NOON + (11 - ids.indexOf(mine[0] ?? "")) * MINUTE },
    ]);
    expect(await store.dueDeliveries(shard, NOON - 1, 100)).toEqual([]);
    const elsewhere = await Promise.all([0, 1, 2, 3].map((s) => store.dueDeliveries(s, NOON + DAY, 100)));
    expect(
      elsewhere
        .flat()
        .map((due) => due.id)
        .toSorted(),
    ).toEqual(ids.toSorted());
  });

  it("moves a delivery in the due index and leaves the delivery as it is", async () => {
    const { store } = await open();
    const delivery = aDelivery("late");
    await store.saveDelivery(delivery);
    const due = { id: "late", subscriptionId: "sub-1", dueAt: NOON };
    const moved = await Promise.all(Array.from({ length: 5 }, () => store.postpone(due, NOON + 10 * MINUTE)));
    expect(moved.filter(Boolean)).toHaveLength(1);
    expect(await store.postpone({ ...due, id: "nobody" }, NOON)).toBe(false);
    expect(await store.dueDeliveries(dueShard("late"), NOON + 9 * MINUTE, 10)).toEqual([]);
    expect(await store.dueDeliveries(dueShard("late"), NOON + 10 * MINUTE, 10)).toEqual([{ ...due, dueAt: NOON + 10 * MINUTE }]);
    expect(await store.delivery("sub-1", "late")).toEqual(delivery);
    // The next write puts it where the delivery itself says.
    expect(await store.saveDelivery({ ...delivery, version: 2, nextAttemptAt: NOON + MINUTE })).toBe(true);
    expect(await store.dueDeliveries(dueShard("late"), NOON + MINUTE, 10)).toHaveLength(1);
  });

  it("takes a delivery that is over out of the due index", async () => {
    const { store } = await open();
    const { nextAttemptAt: _, ...delivery } = aDelivery("done");
    await store.saveDelivery(aDelivery("done"));
    await store.saveDelivery({ ...delivery, state: "sent", version: 2 });
    expect(await store.dueDeliveries(dueShard("done"), NOON + 10 * DAY, 10)).toEqual([]);
    expect(await store.postpone({ id: "done", subscriptionId: "sub-1", dueAt: NOON }, NOON + MINUTE)).toBe(false);
  });

  it("sweeps alerts that are PENDING and old enough, oldest first", async () => {
    const { store } = await open();
    const ids = Array.from({ length: 9 }, (_, i) => `alert-${i}`);
    for (const [i, id] of ids.entries()) await store.putAlert(anAlert(id, { createdAt: new Date(NOON - i * MINUTE).toISOString() }));
    const shard = dueShard("alert-0");
    const mine = ids.filter((id) => dueShard(id) === shard).toReversed();
    expect((await store.pendingAlerts(shard, NOON + 1, 100)).map((alert) => alert.id)).toEqual(mine);
    expect((await store.pendingAlerts(shard, NOON, 100)).map((alert) => alert.id)).toEqual(mine.filter((id) => id !== "alert-0"));
    expect(await store.pendingAlerts(shard, NOON + 1, 1)).toEqual([{ id: mine[0], subscriptionId: "sub-1" }]);
    for (const id of mine) await store.markDispatched({ id, subscriptionId: "sub-1" });
    expect(await store.pendingAlerts(shard, NOON + 1, 100)).toEqual([]);
  });
};
