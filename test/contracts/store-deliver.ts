import { expect, it } from "vitest";
import { cursorOf, InvalidCursor } from "../../lambdas/core/match-query.ts";
import { aDelivery, aSubscription, DAY, MINUTE, NOON } from "./rows.ts";
import type { Bench } from "./store.ts";

const { nextAttemptAt: _, ...over } = aDelivery("d1", { state: "sent", sentAt: new Date(NOON).toISOString(), messageId: "m1" });

export const deliverContract = (open: () => Promise<Bench>): void => {
  it("saves a delivery only over the version before it", async () => {
    const { store } = await open();
    expect(await store.delivery("sub-1", "d1")).toBeUndefined();
    expect(await store.saveDelivery(aDelivery("d1", { version: 2 }))).toBe(false);
    expect(await store.saveDelivery(aDelivery("d1"))).toBe(true);
    expect(await store.saveDelivery(aDelivery("d1"))).toBe(false);
    expect(await store.saveDelivery(aDelivery("d1", { version: 3 }))).toBe(false);
    expect(await store.saveDelivery(aDelivery("d1", { version: 2, unknown: 1 }))).toBe(true);
    expect(await store.delivery("sub-1", "d1")).toEqual(aDelivery("d1", { version: 2, unknown: 1 }));
    expect(await store.delivery("sub-2", "d1")).toBeUndefined();
  });

  it("gives a delivery to one of many", async () => {
    const { store } = await open();
    for (const version of [1, 2]) {
      const saved = await Promise.all(
        Array.from({ length: 6 }, (_, i) => store.saveDelivery(aDelivery("d1", { version, state: "sending", nextAttemptAt: NOON + i }))),
      );
      expect(saved.filter(Boolean)).toHaveLength(1);
      expect((await store.delivery("sub-1", "d1"))?.nextAttemptAt).toBe(NOON + saved.indexOf(true));
    }
  });

  it("keeps a delivery that is over for 90 days, and no longer though the row is still there", async () => {
    const { store, time } = await open();
    await store.saveDelivery({ ...over, version: 1 });
    time.now = NOON + 90 * DAY - 1000;
    expect(await store.delivery("sub-1", "d1")).toEqual({ ...over, version: 1 });
    expect((await store.deliveries("sub-1", { limit: 5 })).deliveries).toHaveLength(1);
    time.now = NOON + 90 * DAY + 1000;
    expect(await store.delivery("sub-1", "d1")).toBeUndefined();
    expect(await store.deliveries("sub-1", { limit: 5 })).toEqual({ deliveries: [] });
    expect(await store.saveDelivery(aDelivery("d1"))).toBe(true);
    time.now = NOON + 300 * DAY;
    expect(await store.delivery("sub-1", "d1")).toEqual(aDelivery("d1"));
  });

  it("lists the deliveries of a subscription, newest first", async () => {
    const { store } = await open();
    for (const minute of [2, 0, 3, 1])
      await store.saveDelivery(aDelivery(`d${minute}`, { createdAt: new Date(NOON + minute * MINUTE).toISOString() }));
    await store.saveDelivery(aDelivery("d9", { subscriptionId: "sub-2" }));
    const { deliveries, cursor } = await store.deliveries("sub-1", { limit: 4 });
    expect([deliveries.map(({ id }) => id), cursor]).toEqual([["d3", "d2", "d1", "d0"], undefined]);
  });

  it("pages through deliveries, each once, whatever is added meanwhile at the newer end", async () => {
    const { store } = await open();
    const made = (minute: number) => aDelivery(`d${minute}`, { createdAt: new Date(NOON + Math.floor(minute / 2) * MINUTE).toISOString() });
    for (let minute = 0; minute < 11; minute++) await store.saveDelivery(made(minute));
    const walked: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.deliveries("sub-1", { limit: 3, cursor });
      walked.push(...page.deliveries.map(({ id }) => id));
      if (cursor === undefined) await store.saveDelivery(made(20));
      ({ cursor } = page);
    } while (cursor !== undefined);
    expect(walked).toEqual(["d10", "d9", "d8", "d7", "d6", "d5", "d4", "d3", "d2", "d1", "d0"]);
    for (const wrong of ["x", cursorOf("2026-11-24T12:00:00.000Z"), cursorOf("2026-11-24T12:00:00.000Z#a#b")])
      await expect(store.deliveries("sub-1", { limit: 3, cursor: wrong })).rejects.toThrow(InvalidCursor);
  });

  it("knows where a subscription's alerts go", async () => {
    const { store } = await open();
    await store.createSubscription(aSubscription("mail"), { channel: "email", address: "ada@example.org" });
    await store.createSubscription(
      aSubscription("hook", { channel: "webhook" }),
      { channel: "webhook", url: "https://a.example/h" },
      "whsec_x",
    );
    expect(await store.contact("mail")).toEqual({ channel: "email", address: "ada@example.org" });
    expect(await store.contact("hook")).toEqual({ channel: "webhook", url: "https://a.example/h" });
    expect(await store.contact("nobody")).toBeUndefined();
    expect([await store.webhookSecrets("mail"), await store.webhookSecrets("hook")]).toEqual([[], ["whsec_x"]]);
    expect(await store.subscription("hook")).toEqual(aSubscription("hook", { channel: "webhook" }));
    expect(await store.subscription("nobody")).toBeUndefined();
  });

  it("gives mails places as far apart as the setting says, to each its own, and none that is too far away", async () => {
    const { store, time } = await open();
    const places = (count: number) => Promise.all(Array.from({ length: count }, () => store.mailPlace(2_000)));
    const given = (await places(5)).map((at) => (at === undefined ? at : at - NOON));
    expect(given.toSorted((a = Infinity, b = Infinity) => a - b)).toEqual([0, 1000, 2000, undefined, undefined]);
    time.now = NOON + 1500;
    expect(await store.mailPlace(2_000)).toBe(NOON + 3000);
    await store.putSetting("mailsPerSecond", 14);
    time.now = NOON + 60_000;
    expect([await store.mailPlace(0), await store.mailPlace(0)]).toEqual([NOON + 60_000, undefined]);
    expect([await store.mailPlace(100), await store.mailPlace(143)]).toEqual([NOON + 60_072, undefined]);
    expect(await store.mailPlace(144)).toBe(NOON + 60_144);
    await store.putSetting("mailsPerSecond", "fast");
    time.now = NOON + 120_000;
    expect([await store.mailPlace(0), await store.mailPlace(1000)]).toEqual([NOON + 120_000, NOON + 121_000]);
  });

  it("keeps what waits for a digest, and the digest with what it has taken in the due index", async () => {
    const { store } = await open();
    const { nextAttemptAt: _, ...row } = aDelivery("a1", { state: "waiting", slot: NOON + 60 * MINUTE });
    const digest = aDelivery("g1", { attempts: [], slot: NOON + 60 * MINUTE, alerts: ["a1", "a2"], nextAttemptAt: NOON + 60 * MINUTE });
    for (const one of [row, digest]) await store.saveDelivery(one);
    expect([await store.delivery("sub-1", "a1"), await store.delivery("sub-1", "g1")]).toEqual([row, digest]);
    const due = await Promise.all([0, 1, 2, 3].map((shard) => store.dueDeliveries(shard, NOON + 60 * MINUTE, 9)));
    expect(due.flat().map(({ id }) => id)).toEqual(["g1"]);
  });

  it("holds everything while delivery is paused", async () => {
    const { store } = await open();
    expect(await store.deliveryPaused()).toBe(false);
    await store.putSetting("deliveryPaused", true);
    expect(await store.deliveryPaused()).toBe(true);
    await store.putSetting("deliveryPaused", false);
    expect(await store.deliveryPaused()).toBe(false);
  });
};
