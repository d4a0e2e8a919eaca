import { beforeEach, describe, expect, it } from "vitest";
import { noticeId, WELCOME } from "../../lambdas/core/delivery-id.ts";
import { deliverInTurn } from "../../lambdas/pipeline/in-turn.ts";
import type { SendResult } from "../../lambdas/pipeline/ports.ts";
import { aDelivery, MINUTE, NOON } from "../contracts/rows.ts";
import { anAlert, aSubscription } from "../fixtures/alert.ts";
import { memoryStore } from "../memory-store.ts";
import { virtualTime } from "../simulation/virtual-time.ts";

const SECRET = "whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LTMyISE=";

let time = virtualTime(NOON);
let store = memoryStore(time.now);
/** Each request or mail: where it went, and when it began and ended, ms after noon. */
let sends: { to: string; began: number; ended: number }[] = [];
/** How long the servers take, ms, by host; and what comes of it. */
let takes: Readonly<Record<string, number>> = {};
let result: SendResult = { outcome: "sent", status: 204 };

const send = async (to: string): Promise<SendResult> => {
  const began = time.now() - NOON;
  await time.sleep(takes[to] ?? 0);
  sends.push({ to, began, ended: time.now() - NOON });
  return to === "hanging.example" ? { outcome: "failed", error: "timeout" } : result;
};
const process = () =>
  deliverInTurn({
    store,
    clock: time.now,
    pause: time.sleep,
    publicUrl: "https://vigia.example",
    mail: async ({ to }) => send(to),
    webhook: async (url) => send(new URL(url).host),
  });
/** Gives one process all of these at once; resolves to what came of each. */
const batch = async (...messages: readonly (readonly [subscriptionId: string, deliveryId: string])[]) => {
  const handle = process();
  const outcomes = Promise.all(messages.map(([subscriptionId, deliveryId]) => handle({ subscriptionId, deliveryId })));
  await time.run(outcomes);
  return (await outcomes).map(({ outcome }) => outcome);
};
const hook = async (id: string, url: string, ...alerts: readonly string[]) => {
  await store.createSubscription(aSubscription({ id, channel: "webhook" }), { channel: "webhook", url }, SECRET);
  for (const alert of alerts) await store.putAlert(anAlert({ id: alert, subscriptionId: id }));
};
const readers = async (count: number) => {
  for (let n = 0; n < count; n++)
    await store.createSubscription(aSubscription({ id: `r${n}` }), { channel: "email", address: `r${n}@news.example` });
  return Array.from({ length: count }, (_, n) => [`r${n}`, WELCOME] as const);
};
const began = () => sends.map((one) => one.began);

beforeEach(async () => {
  time = virtualTime(NOON);
  store = memoryStore(time.now);
  [sends, takes, result] = [[], {}, { outcome: "sent", status: 204 }];
  await store.ensureAppSecret("app-secret");
});

describe("webhooks of one process (W13)", () => {
  it("go to one server one after the other, also of two subscriptions, in the order they came; to others at once", async () => {
    takes = { "slow.example": 3000, "other.example": 3000 };
    await hook("a", "https://slow.example/a", "a1", "a2");
    await hook("b", "https://slow.example/b", "b1");
    await hook("c", "https://other.example/", "c1");
    expect(await batch(["a", "a1"], ["a", "a2"], ["b", "b1"], ["c", "c1"])).toEqual(["sent", "sent", "sent", "sent"]);
    expect(sends.filter(({ to }) => to === "slow.example").map((one) => one.began)).toEqual([0, 3000, 6000]);
    expect(sends.find(({ to }) => to === "other.example")?.began).toBe(0);
  });

  it("are held, not sent, when their turn comes too late for the time that is left", async () => {
    takes = { "slow.example": 14_000 };
    const alerts = ["a1", "a2", "a3", "a4"];
    await hook("a", "https://slow.example/a", ...alerts);
    expect(await batch(...alerts.map((id) => ["a", id] as const))).toEqual(["sent", "sent", "held", "held"]);
    expect(time.now() - NOON).toBe(28_000);
    const row = await store.delivery("a", "a4");
    expect(row).toMatchObject({ state: "retry", attempts: [], nextAttemptAt: time.now() + MINUTE });
    time.skip(MINUTE);
    expect(await batch(["a", "a3"], ["a", "a4"])).toEqual(["sent", "sent"]);
  });

  it("behind one that hangs are held, each once it timed out, without an attempt", async () => {
    takes = { "hanging.example": 15_000 };
    const alerts = ["a1", "a2", "a3"];
    await hook("a", "https://hanging.example/a", ...alerts);
    expect(await batch(...alerts.map((id) => ["a", id] as const))).toEqual(["retry", "held", "held"]);
    expect(sends).toHaveLength(1);
  });

  it("go on when the one before them failed in the table", async () => {
    await hook("a", "https://slow.example/a", "a1", "a2");
    const { saveDelivery } = store;
    store.saveDelivery = (row) => (row.id === "a1" ? Promise.reject(new Error("throttled")) : saveDelivery(row));
    const handle = process();
    const both = Promise.allSettled(["a1", "a2"].map((deliveryId) => handle({ subscriptionId: "a", deliveryId })));
    await time.run(both);
    expect((await both).map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
  });

  it("do not keep the mail about a webhook waiting", async () => {
    takes = { "hanging.example": 15_000 };
    await store.createSubscription(
      aSubscription({ id: "a", channel: "webhook", owner: "key-1" }),
      { channel: "webhook", url: "https://hanging.example/a", ownerEmail: "owner@news.example" },
      SECRET,
    );
    await store.createSubscription(aSubscription({ id: "m", owner: "key-1" }), { channel: "email", address: "owner@news.example" });
    await store.putAlert(anAlert({ id: "a1", subscriptionId: "a" }));
    const notice = noticeId("failing", 1);
    await store.saveEndpoint("a", { version: 1, trouble: 1, failingSince: NOON - MINUTE, failures: ["x/1", "x/2", "x/3", "x/4"] });
    await store.saveDelivery(aDelivery(notice, { subscriptionId: "a", attempts: [] }));
    await batch(["a", "a1"], ["a", notice]);
    expect(sends.find(({ to }) => to === "owner@news.example")?.began).toBe(0);
  });
});

describe("mails (E11)", () => {
  it("go one a second, as in the sandbox, where nobody says more", async () => {
    expect(await batch(...(await readers(5)))).toEqual(["sent", "sent", "sent", "sent", "sent"]);
    expect(began()).toEqual([0, 1000, 2000, 3000, 4000]);
  });

  it("go as fast as the account may, of all processes together", async () => {
    await store.putSetting("mailsPerSecond", 4);
    const all = await readers(8);
    const [one, two] = [process(), process()];
    const outcomes = Promise.all(all.map(([subscriptionId, deliveryId], n) => (n % 2 === 0 ? one : two)({ subscriptionId, deliveryId })));
    await time.run(outcomes);
    expect(began()).toEqual([0, 250, 500, 750, 1000, 1250, 1500, 1750]);
  });

  it("that are more than can wait are held, without an attempt, and go later", async () => {
    const all = await readers(20);
    const outcomes = await batch(...all);
    expect(outcomes.filter((outcome) => outcome === "sent")).toHaveLength(16);
    expect(outcomes.filter((outcome) => outcome === "held")).toHaveLength(4);
    expect(await store.delivery("r19", WELCOME)).toMatchObject({ state: "retry", attempts: [] });
    time.skip(MINUTE);
    expect(await batch(...all.slice(16))).toEqual(["sent", "sent", "sent", "sent"]);
    expect(sends).toHaveLength(20);
  });

  it("are not sent to who unsubscribed while they waited for their place (E9)", async () => {
    const handle = process();
    const outcomes = Promise.all((await readers(3)).map(([subscriptionId, deliveryId]) => handle({ subscriptionId, deliveryId })));
    await time.run(
      (async () => {
        await time.sleep(1500);
        await store.endSubscription("r2");
        await outcomes;
      })(),
    );
    expect((await outcomes).map(({ outcome }) => outcome)).toEqual(["sent", "sent", "cancelled"]);
    expect(sends).toHaveLength(2);
  });
});
