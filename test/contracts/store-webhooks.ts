import { expect, it } from "vitest";
import { OVERLAP_MS } from "../../lambdas/core/signing-secret.ts";
import type { Endpoint } from "../../lambdas/core/endpoint.ts";
import { aDelivery, aSubscription, DAY, MINUTE, NOON } from "./rows.ts";
import type { Bench } from "./store.ts";

const hook = { channel: "webhook", url: "https://a.example/h" } as const;

export const webhooksContract = (open: () => Promise<Bench>): void => {
  it("signs with the new secret and, for a day, with the one before it (W7)", async () => {
    const { store, time } = await open();
    await store.createSubscription(aSubscription("hook", { channel: "webhook" }), hook, "whsec_1");
    expect(await store.rotateSecret("hook", "whsec_2")).toBe(true);
    expect(await store.webhookSecrets("hook")).toEqual(["whsec_2", "whsec_1"]);
    time.now = NOON + OVERLAP_MS - 1;
    expect(await store.webhookSecrets("hook")).toEqual(["whsec_2", "whsec_1"]);
    time.now = NOON + OVERLAP_MS;
    expect(await store.webhookSecrets("hook")).toEqual(["whsec_2"]);
    expect(await store.rotateSecret("hook", "whsec_3")).toBe(true);
    expect(await store.webhookSecrets("hook")).toEqual(["whsec_3", "whsec_2"]);
  });

  it("keeps three secrets at most, each rotation's the newest", async () => {
    const { store, time } = await open();
    await store.createSubscription(aSubscription("hook", { channel: "webhook" }), hook, "whsec_1");
    for (const n of [2, 3, 4]) {
      time.now += MINUTE;
      await store.rotateSecret("hook", `whsec_${n}`);
    }
    expect(await store.webhookSecrets("hook")).toEqual(["whsec_4", "whsec_3", "whsec_2"]);
    time.now = NOON + 3 * MINUTE + OVERLAP_MS - 1;
    expect(await store.webhookSecrets("hook")).toEqual(["whsec_4", "whsec_3"]);
    await Promise.all(["whsec_5", "whsec_6"].map((secret) => store.rotateSecret("hook", secret)));
    const kept = await store.webhookSecrets("hook");
    expect([kept.length, kept.slice(0, 2).toSorted()]).toEqual([3, ["whsec_5", "whsec_6"]]);
  });

  it("rotates nothing that has no secret", async () => {
    const { store } = await open();
    await store.createSubscription(aSubscription("mail"), { channel: "email", address: "ada@example.org" });
    expect([await store.rotateSecret("mail", "whsec_1"), await store.rotateSecret("nobody", "whsec_1")]).toEqual([false, false]);
    expect([await store.webhookSecrets("mail"), await store.webhookSecrets("nobody")]).toEqual([[], []]);
  });

  it("saves how an endpoint does only over the version before it, and erases it with its subscription", async () => {
    const { store } = await open();
    await store.createSubscription(aSubscription("hook", { channel: "webhook" }), hook, "whsec_1");
    expect(await store.endpoint("hook")).toBeUndefined();
    const row: Endpoint = { version: 1, trouble: 1, failingSince: NOON, failures: ["d/1"], restUntil: NOON + MINUTE };
    expect(await store.saveEndpoint("hook", { ...row, version: 2 })).toBe(false);
    expect(await store.saveEndpoint("hook", row)).toBe(true);
    expect(await store.saveEndpoint("hook", row)).toBe(false);
    expect(await store.saveEndpoint("hook", { ...row, version: 2, off: "failing" })).toBe(true);
    expect(await store.endpoint("hook")).toEqual({ ...row, version: 2, off: "failing" });
    await store.removeSubscription("hook");
    expect(await store.endpoint("hook")).toBeUndefined();
  });

  it("enables what was disabled, and disables only what was not enabled since it was judged", async () => {
    const { store, time } = await open();
    for (const status of ["pending", "active", "disabled", "ended"] as const)
      await store.createSubscription(aSubscription(status, { status, channel: "webhook" }), hook, "whsec_1");
    const all = ["pending", "active", "disabled", "ended", "nobody"];
    expect(await Promise.all(all.map((id) => store.enableSubscription(id)))).toEqual([false, false, true, false, false]);
    const enabledAt = new Date(NOON).toISOString();
    expect(await store.subscription("disabled")).toEqual(aSubscription("disabled", { channel: "webhook", enabledAt }));
    expect(await store.disableSubscription("disabled", "judged before")).toBe(false);
    expect(await store.disableSubscription("disabled", "judged after", enabledAt)).toBe(true);
    expect(await store.disableSubscription("disabled", "again", enabledAt)).toBe(false);
    expect(await store.subscription("disabled")).toMatchObject({ status: "disabled", reason: "judged after", enabledAt });
    time.now += MINUTE;
    expect(await store.enableSubscription("disabled")).toBe(true);
    const again = await store.subscription("disabled");
    expect([again?.status, again?.reason, again?.enabledAt]).toEqual(["active", undefined, new Date(NOON + MINUTE).toISOString()]);
  });

  it("finds deliveries of alerts that are over, by state and time", async () => {
    const { store } = await open();
    const at = (hour: number) => new Date(NOON + hour * 60 * MINUTE).toISOString();
    const made = async (id: string, state: "failed" | "cancelled" | "sent" | "retry", hour: number) => {
      const { nextAttemptAt, ...row } = aDelivery(id, { state, channel: "webhook", createdAt: at(hour) });
      await store.saveDelivery(state === "retry" ? { ...row, nextAttemptAt: nextAttemptAt ?? NOON } : row);
    };
    await made("early", "failed", 0);
    await made("failed", "failed", 1);
    await made("cancelled", "cancelled", 2);
    await made("sent", "sent", 2);
    await made("open", "retry", 2);
    await made("late", "failed", 3);
    await made(`test-${NOON}`, "failed", 2);
    await made("disabled-1", "cancelled", 2);
    const find = async (states: readonly ("failed" | "cancelled" | "sent")[], limit = 10) =>
      (await store.overDeliveries("sub-1", { since: at(1), until: at(3), states }, limit)).map(({ id }) => id).toSorted();
    expect(await find(["failed", "cancelled"])).toEqual(["cancelled", "failed"]);
    expect(await find(["sent"])).toEqual(["sent"]);
    expect(await find(["failed", "cancelled", "sent"], 2)).toHaveLength(2);
    expect(await store.overDeliveries("sub-2", { since: at(0), until: at(9), states: ["failed"] }, 10)).toEqual([]);
  });

  it("knows the active email subscriptions of a key", async () => {
    const { store, time } = await open();
    const address = { channel: "email", address: "ada@example.org" } as const;
    await store.createSubscription(aSubscription("mine", { owner: "key-1" }), address);
    await store.createSubscription(aSubscription("waiting", { owner: "key-1", status: "pending" }), address);
    await store.createSubscription(aSubscription("other", { owner: "key-2" }), address);
    await store.createSubscription(aSubscription("hook", { owner: "key-1", channel: "webhook" }), hook, "whsec_1");
    time.now += DAY;
    expect((await store.confirmedBy("key-1")).map(({ id }) => id)).toEqual(["mine"]);
    expect(await store.confirmedBy("nobody")).toEqual([]);
  });
};
