import { expect, it } from "vitest";
import { addressChangeId } from "../../lambdas/core/address-change.ts";
import { CONFIRM_WITHIN_MS, SubscriptionChoice, subscriptionStatuses } from "../../lambdas/core/subscription.ts";
import { notThis } from "../../lambdas/core/not-this.ts";
import { aMatch, aSubscription, DAY, MINUTE, NOON } from "./rows.ts";
import type { Bench } from "./store.ts";

const address = { channel: "email", address: "ada@example.org" } as const;
const iso = (at: number) => new Date(at).toISOString();

const withEach = async (open: () => Promise<Bench>): Promise<Bench> => {
  const bench = await open();
  for (const status of subscriptionStatuses) await bench.store.createSubscription(aSubscription(status, { status }), address);
  return bench;
};

/** The whole choice of a subscription, with a change. */
const choice = (change: object) => SubscriptionChoice.parse({ select: { lists: ["article"] }, prominence: "any", ...change });

export const pauseContract = (open: () => Promise<Bench>): void => {
  it("pauses and resumes what is active or paused, and nothing else, however often", async () => {
    const { store, time } = await withEach(open);
    const all = [...subscriptionStatuses, "nobody"];
    const onlyThose = [false, true, true, false, false, false];
    for (const _ of [1, 2]) {
      expect(await Promise.all(all.map((id) => store.pauseSubscription(id)))).toEqual(onlyThose);
      expect(await store.subscription("active")).toEqual(aSubscription("active", { status: "paused" }));
    }
    expect(await store.activeSubscriptions()).toEqual([]);
    for (const _ of [1, 2]) expect(await Promise.all(all.map((id) => store.resumeSubscription(id)))).toEqual(onlyThose);
    // What match remembers may be a minute old.
    time.now += MINUTE;
    expect((await store.activeSubscriptions()).map(({ id }) => id)).toEqual(["active", "paused"]);
  });

  it("a snooze that is over is none: what it was may be switched off", async () => {
    const { store, time } = await open();
    await store.createSubscription(aSubscription("s", { channel: "webhook" }), { channel: "webhook", url: "https://hooks.example/" });
    await store.pauseSubscription("s", iso(NOON + MINUTE));
    expect(await store.disableSubscription("s", "gone")).toBe(false);
    time.now += MINUTE;
    expect(await store.disableSubscription("s", "gone")).toBe(true);
    expect(await store.subscription("s")).toEqual(aSubscription("s", { channel: "webhook", status: "disabled", reason: "gone" }));
  });

  it("knows who stands, paused or not, and whom a key may have mailed", async () => {
    const { store, time } = await withEach(open);
    expect((await store.standingSubscriptions()).map(({ id }) => id).toSorted()).toEqual(["active", "disabled", "paused"]);
    await store.createSubscription(aSubscription("mine", { owner: "key" }), address);
    await store.pauseSubscription("mine", iso(NOON + MINUTE));
    expect(await store.confirmedBy("key")).toEqual([]);
    time.now += MINUTE;
    expect((await store.confirmedBy("key")).map(({ id }) => id)).toEqual(["mine"]);
  });

  it("erases where it went as soon as it has ended, however often", async () => {
    const { store } = await open();
    await store.createSubscription(aSubscription("s"), address);
    await store.proposeContact("s", addressChangeId(NOON, new Uint8Array(10)), { ...address, address: "bea@example.org" }, "hash");
    for (const _ of [1, 2]) expect(await store.endSubscription("s")).toBe(true);
    expect(await store.contact("s")).toBeUndefined();
    expect(await store.acceptContact("s", addressChangeId(NOON, new Uint8Array(10)))).toBe(false);
    expect(await store.contact("s")).toBeUndefined();
  });

  it("a snooze ends by itself; another one counts from its own beginning; a pause forgets its end", async () => {
    const { store, time } = await open();
    await store.createSubscription(aSubscription("s"), address);
    await store.pauseSubscription("s", iso(NOON + 7 * DAY));
    expect(await store.subscription("s")).toEqual(aSubscription("s", { status: "paused", until: iso(NOON + 7 * DAY) }));
    await store.pauseSubscription("s", iso(NOON + 30 * DAY));
    time.now = NOON + 30 * DAY - MINUTE;
    expect(await store.activeSubscriptions()).toEqual([]);
    time.now = NOON + 30 * DAY;
    expect(await store.activeSubscriptions()).toEqual([aSubscription("s")]);
    await store.pauseSubscription("s");
    expect(await store.subscription("s")).toEqual(aSubscription("s", { status: "paused" }));
    await store.resumeSubscription("s");
    expect(await store.subscription("s")).toEqual(aSubscription("s", { enabledAt: iso(time.now) }));
    time.now += MINUTE;
    // What goes on is not resumed.
    expect(await store.resumeSubscription("s")).toBe(true);
    expect(await store.subscription("s")).toEqual(aSubscription("s", { enabledAt: iso(time.now - MINUTE) }));
  });

  it("pauses for mails that come back what is active or paused, unless somebody resumed since, and says why until then", async () => {
    const { store, time } = await withEach(open);
    const all = [...subscriptionStatuses, "nobody"];
    expect(await Promise.all(all.map((id) => store.pauseForBounces(id, "it is full")))).toEqual([false, true, true, false, false, false]);
    expect(await store.subscription("active")).toEqual(aSubscription("active", { status: "paused", reason: "it is full" }));
    await store.resumeSubscription("active");
    const resumed = aSubscription("active", { enabledAt: iso(time.now) });
    expect([await store.pauseForBounces("active", "it is full"), await store.subscription("active")]).toEqual([false, resumed]);
    expect(await store.pauseForBounces("active", "it is full", resumed.enabledAt)).toBe(true);
    await store.pauseSubscription("active", iso(NOON + DAY));
    expect(await store.subscription("active")).toEqual({ ...resumed, status: "paused", until: iso(NOON + DAY) });
  });

  it("whoever leaves while pausing or resuming has left, in whatever order they arrive", async () => {
    const { store } = await open();
    for (let n = 0; n < 12; n++) {
      const id = `s${n}`;
      await store.createSubscription(aSubscription(id, { status: n % 2 === 0 ? "active" : "paused" }), address);
      const both = [() => (n % 2 === 0 ? store.pauseSubscription(id) : store.resumeSubscription(id)), () => store.endSubscription(id)];
      await Promise.all((n % 4 < 2 ? both : both.toReversed()).map((act) => act()));
      expect((await store.subscription(id))?.status).toBe("ended");
    }
  });

  it("changes what was chosen of what is confirmed and not over, and nothing else of it", async () => {
    const { store } = await withEach(open);
    for (const status of subscriptionStatuses) {
      const before = aSubscription(status, { status });
      const { prominence: _, ...plain } = before;
      const after = { ...plain, name: "Mine", silenceDays: 60 };
      const changed = await store.changeSubscription(before, choice({ name: "Mine", silenceDays: 60, prominence: undefined }));
      const may = status !== "pending" && status !== "ended";
      expect([status, changed]).toEqual([status, may ? after : undefined]);
      expect(await store.subscription(status)).toEqual(may ? after : before);
    }
    expect(await store.changeSubscription(aSubscription("nobody"), choice({}))).toBeUndefined();
    expect(await store.changeSubscription(aSubscription("active"), choice({}))).toMatchObject({ id: "active" });
  });

  it("keeps a proposed address beside the one in force, until it is accepted or over", async () => {
    const { store, time } = await open();
    const [first, second] = [addressChangeId(NOON, new Uint8Array(10).fill(1)), addressChangeId(NOON, new Uint8Array(10).fill(2))];
    const bea = { channel: "email", address: "bea@example.org" } as const;
    const cleo = { channel: "email", address: "cleo@example.org" } as const;
    await store.createSubscription(aSubscription("s"), address);
    expect(await store.acceptContact("s", first)).toBe(false);
    await store.proposeContact("s", first, bea, "hash-of-bea");
    expect([await store.contact("s"), await store.proposedContact("s", first)]).toEqual([address, bea]);
    for (const _ of [1, 2]) expect(await store.acceptContact("s", first)).toBe(true);
    expect(await store.contact("s")).toEqual(bea);
    expect(await store.subscriptionsTo("hash-of-bea")).toEqual(["s"]);
    await store.proposeContact("s", second, cleo, "hash-of-cleo");
    expect([await store.proposedContact("s", first), await store.acceptContact("s", first)]).toEqual([undefined, false]);
    time.now = NOON + CONFIRM_WITHIN_MS + 1000;
    expect([await store.proposedContact("s", second), await store.acceptContact("s", second)]).toEqual([undefined, false]);
    expect(await store.contact("s")).toEqual(bea);
  });

  it("finds every subscription of a mailbox, whatever its status, until it is removed", async () => {
    const { store } = await open();
    for (const status of subscriptionStatuses) await store.createSubscription(aSubscription(status, { status }), address, undefined, "ada");
    await store.createSubscription(aSubscription("other"), address, undefined, "bea");
    await store.createSubscription(aSubscription("hook", { channel: "webhook" }), { channel: "webhook", url: "https://h.example/" });
    expect(await store.subscriptionsTo("ada")).toEqual([...subscriptionStatuses].toSorted());
    for (const id of await store.subscriptionsTo("ada")) await store.removeSubscription(id);
    expect([await store.subscriptionsTo("ada"), await store.subscriptionsTo("bea")]).toEqual([[], ["other"]]);
  });

  it("keeps what a reader said of a match, once for each, until it is taken back or the subscription is removed", async () => {
    const { store } = await open();
    await store.createSubscription(aSubscription("s"), address);
    const said = notThis(aMatch({ storyId: "story-1" }), iso(NOON));
    const other = notThis(aMatch({ storyId: "story-2" }), iso(NOON));
    for (const one of [other, said, said]) await store.saveNotThis("s", one);
    expect([await store.notThis("s"), await store.notThis("nobody")]).toEqual([[said, other], []]);
    for (const _ of [1, 2]) await store.removeNotThis("s", "story-2", "ada");
    expect(await store.notThis("s")).toEqual([said]);
    await store.removeSubscription("s");
    expect(await store.notThis("s")).toEqual([]);
  });

  it("of a removed subscription neither address stays, whoever accepts meanwhile", async () => {
    const { store } = await open();
    const change = addressChangeId(NOON, new Uint8Array(10));
    for (let n = 0; n < 8; n++) {
      const id = `s${n}`;
      await store.createSubscription(aSubscription(id), address);
      await store.proposeContact(id, change, address, "hash-of-address");
      await Promise.all([store.acceptContact(id, change), store.removeSubscription(id)]);
      expect([await store.contact(id), await store.proposedContact(id, change)]).toEqual([undefined, undefined]);
    }
  });

  it("two who change different fields at once both get what they wanted, and a pause is kept", async () => {
    const { store } = await open();
    const before = aSubscription("s");
    await store.createSubscription(before, address);
    await Promise.all([
      store.changeSubscription(before, choice({ name: "Mine" })),
      store.changeSubscription(before, choice({ lang: "es" })),
      store.pauseSubscription("s", iso(NOON + MINUTE)),
    ]);
    expect(await store.subscription("s")).toEqual({ ...before, name: "Mine", lang: "es", status: "paused", until: iso(NOON + MINUTE) });
  });

  it("forgets an address that is proposed to another subscription, or is a webhook's owner, and nothing else", async () => {
    const { store } = await open();
    const change = addressChangeId(NOON, new Uint8Array(10).fill(1));
    const hook = { channel: "webhook", url: "https://a.example/h" } as const;
    for (const id of ["mine", "other"]) await store.createSubscription(aSubscription(id), address, undefined, "ada");
    await store.proposeContact("mine", change, { channel: "email", address: "eva@example.org" }, "eva");
    await store.proposeContact("other", change, { channel: "email", address: "bea@example.org" }, "bea");
    for (const owner of ["eva", "bea"])
      await store.createSubscription(
        aSubscription(`hook-${owner}`, { channel: "webhook" }),
        { ...hook, ownerEmail: `${owner}@example.org` },
        "whsec_x",
        owner,
      );
    for (const _ of [1, 2]) await store.forgetAddress("eva");
    expect(await Promise.all(["mine", "other"].map((id) => store.proposedContact(id, change)))).toEqual([
      undefined,
      { channel: "email", address: "bea@example.org" },
    ]);
    expect(await Promise.all(["mine", "hook-eva", "hook-bea"].map((id) => store.contact(id)))).toEqual([
      address,
      hook,
      { ...hook, ownerEmail: "bea@example.org" },
    ]);
    expect(await store.subscriptionsTo("bea")).toEqual([]);
  });
};
