import { expect, it } from "vitest";
import { CONFIRM_WITHIN_MS, subscriptionStatuses } from "../../lambdas/core/subscription.ts";
import { aSubscription, DAY, NOON } from "./rows.ts";
import type { Bench } from "./store.ts";

const address = { channel: "email", address: "ada@example.org" } as const;

/** A store with a subscription of every status, called so. */
const withEach = async (open: () => Promise<Bench>): Promise<Bench> => {
  const bench = await open();
  for (const status of subscriptionStatuses) await bench.store.createSubscription(aSubscription(status, { status }), address);
  return bench;
};

const statuses = async ({ store }: Bench) => Object.fromEntries((await store.subscriptions()).map(({ id, status }) => [id, status]));

export const consentContract = (open: () => Promise<Bench>): void => {
  it("confirms what is pending, and nothing else", async () => {
    const bench = await withEach(open);
    const said = await Promise.all([...subscriptionStatuses, "nobody"].map((id) => bench.store.confirmSubscription(id)));
    expect(said).toEqual([true, false, false, false, false, false]);
    expect(await statuses(bench)).toEqual({ pending: "active", active: "active", paused: "paused", disabled: "disabled", ended: "ended" });
    expect(await bench.store.confirmSubscription("pending")).toBe(false);
  });

  it("ends whatever there is, and again does no harm", async () => {
    const bench = await withEach(open);
    for (const _ of [1, 2])
      expect(await Promise.all([...subscriptionStatuses, "nobody"].map((id) => bench.store.endSubscription(id)))).toEqual([
        true,
        true,
        true,
        true,
        true,
        false,
      ]);
    expect(new Set(Object.values(await statuses(bench)))).toEqual(new Set(["ended"]));
    expect(await bench.store.subscription("nobody")).toBeUndefined();
  });

  it("disables what is active, and nothing else, with a reason that stays no longer than that", async () => {
    const bench = await withEach(open);
    const { store } = bench;
    for (const id of [...subscriptionStatuses, "nobody"]) await store.disableSubscription(id, "The endpoint answered 410 Gone.");
    expect(await store.subscription("active")).toEqual(
      aSubscription("active", { status: "disabled", reason: "The endpoint answered 410 Gone." }),
    );
    expect(await statuses(bench)).toEqual({
      pending: "pending",
      active: "disabled",
      paused: "paused",
      disabled: "disabled",
      ended: "ended",
    });
    expect(await store.subscription("disabled")).not.toHaveProperty("reason");
    await store.endSubscription("active");
    expect(await store.subscription("active")).toEqual(aSubscription("active", { status: "ended" }));
  });

  it("whoever leaves while confirming has left, in whatever order the two arrive", async () => {
    const { store } = await open();
    for (let n = 0; n < 12; n++) {
      const id = `s${n}`;
      await store.createSubscription(aSubscription(id, { status: "pending" }), address);
      const both = [() => store.confirmSubscription(id), () => store.endSubscription(id)];
      await Promise.all((n % 2 === 0 ? both : both.toReversed()).map((act) => act()));
      expect((await store.subscription(id))?.status).toBe("ended");
    }
  });

  it("a removal and a confirmation at once leave nothing behind", async () => {
    const { store } = await open();
    for (let n = 0; n < 12; n++) {
      const id = `s${n}`;
      await store.createSubscription(aSubscription(id, { status: "pending" }), address);
      await Promise.all([store.confirmSubscription(id), store.removeSubscription(id)]);
      expect([await store.subscription(id), await store.contact(id)]).toEqual([undefined, undefined]);
    }
  });

  it("forgets who did not confirm, and the address, though the rows may still be there", async () => {
    const { store, time } = await open();
    await store.createSubscription(aSubscription("p", { status: "pending" }), address);
    await store.createSubscription(aSubscription("kept"), address);
    time.now = NOON + CONFIRM_WITHIN_MS - 1000;
    expect(await store.subscription("p")).toEqual(aSubscription("p", { status: "pending" }));
    expect(await store.contact("p")).toEqual(address);
    time.now = NOON + CONFIRM_WITHIN_MS + 1000;
    expect([await store.subscription("p"), await store.contact("p")]).toEqual([undefined, undefined]);
    expect((await store.subscriptions()).map(({ id }) => id)).toEqual(["kept"]);
    expect([await store.confirmSubscription("p"), await store.endSubscription("p")]).toEqual([false, false]);
    expect(await store.contact("p")).toBeUndefined();
    // The id is free again, as it is when TTL has deleted the rows.
    const again = aSubscription("p", { createdAt: new Date(time.now).toISOString() });
    expect(await store.createSubscription(again, address)).toBe(true);
    expect(await store.subscription("p")).toEqual(again);
  });

  it("keeps who confirmed in time, with the address", async () => {
    const { store, time } = await open();
    await store.createSubscription(aSubscription("p", { status: "pending" }), address);
    time.now = NOON + CONFIRM_WITHIN_MS - 1000;
    expect(await store.confirmSubscription("p")).toBe(true);
    time.now = NOON + 400 * DAY;
    expect([await store.subscription("p"), await store.contact("p")]).toEqual([aSubscription("p"), address]);
  });

  it("forgets in time also who left before confirming", async () => {
    const { store, time } = await open();
    await store.createSubscription(aSubscription("p", { status: "pending" }), address);
    expect(await store.endSubscription("p")).toBe(true);
    time.now = NOON + CONFIRM_WITHIN_MS + 1000;
    expect([await store.subscription("p"), await store.contact("p")]).toEqual([undefined, undefined]);
  });
};
