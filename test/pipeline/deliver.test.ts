import { beforeEach, describe, expect, it } from "vitest";
import { LEASE_MS } from "../../lambdas/core/delivery.ts";
import { deliver } from "../../lambdas/pipeline/deliver.ts";
import type { DeliverDeps } from "../../lambdas/pipeline/prepare.ts";
import { CONFIRMATION } from "../../lambdas/core/delivery-id.ts";
import { heldBecause, senderAdvice } from "../../lambdas/core/sender-advice.ts";
import type { SendResult } from "../../lambdas/pipeline/ports.ts";
import type { Mail } from "../../lambdas/pipeline/deliver-ports.ts";
import { MINUTE, NOON } from "../contracts/rows.ts";
import { anAlert, aSubscription } from "../fixtures/alert.ts";
import { memoryStore } from "../memory-store.ts";

const SECRET = "whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LTMyISE=";

let now = NOON;
let store = memoryStore(() => now);
let mails: Mail[] = [];
let posts: { url: string; body: string; headers: Readonly<Record<string, string>> }[] = [];
/** What the next sends come to; `sent` when empty. */
let answers: SendResult[] = [];

const answer = (): SendResult => answers.shift() ?? { outcome: "sent", messageId: "m-1" };
const deps = (): DeliverDeps => ({
  store,
  clock: () => now,
  publicUrl: "https://vigia.example",
  mail: async (mail) => (mails.push(mail), answer()),
  webhook: async (url, body, headers) => (posts.push({ url, body, headers }), answer()),
});

const alert = anAlert({ id: "alert-1", subscriptionId: "sub-1" });
const message = { subscriptionId: "sub-1", deliveryId: "alert-1" };
const go = () => deliver(message, deps());
const row = () => store.delivery("sub-1", "alert-1");

const subscribe = async (channel: "email" | "webhook", status: "active" | "pending" = "active") => {
  const contact =
    channel === "email"
      ? ({ channel, address: "reader@news.example" } as const)
      : ({ channel, url: "https://hooks.news.example/in" } as const);
  await store.createSubscription(
    aSubscription({ id: "sub-1", channel, status, createdAt: new Date(NOON).toISOString() }),
    contact,
    channel === "webhook" ? SECRET : undefined,
  );
};

beforeEach(async () => {
  now = NOON;
  store = memoryStore(() => now);
  [mails, posts, answers] = [[], [], []];
  await store.ensureAppSecret("app-secret");
  await store.putAlert(alert);
});

describe("an email", () => {
  beforeEach(() => subscribe("email"));

  it("is sent once, however often its message comes", async () => {
    expect((await go()).outcome).toBe("sent");
    expect((await go()).outcome).toBe("over");
    expect(mails).toHaveLength(1);
    expect(mails[0]?.to).toBe("reader@news.example");
    expect(mails[0]?.headers).toMatchObject({ "X-Entity-Ref-ID": "alert-1", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" });
    expect(mails[0]?.headers["List-Unsubscribe"]).toMatch(/^<https:\/\/vigia\.example\/unsubscribe\/sub-1\/[\w-]{43}>$/);
    expect(await row()).toMatchObject({ state: "sent", messageId: "m-1", unknown: 0 });
  });

  it("is not sent after its reader unsubscribed, though it was queued before (E9)", async () => {
    await store.endSubscription("sub-1");
    expect((await go()).outcome).toBe("cancelled");
    expect(mails).toEqual([]);
  });

  it("waits for the end of a pause, if it was raised before it, and looks once a day whether somebody resumed", async () => {
    await store.pauseSubscription("sub-1", new Date(NOON + 1000).toISOString());
    expect(await go()).toMatchObject({ outcome: "held", error: "paused" });
    now = NOON + 999;
    expect((await go()).outcome).toBe("early");
    now = NOON + 1000;
    expect((await go()).outcome).toBe("sent");
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text).toMatch(/https:\/\/vigia\.example\/manage\/sub-1\/[\w-]{43}\n/);
    await store.putAlert({ ...alert, id: "alert-2" });
    await store.pauseSubscription("sub-1");
    expect((await deliver({ ...message, deliveryId: "alert-2" }, deps())).outcome).toBe("held");
    expect((await store.delivery("sub-1", "alert-2"))?.nextAttemptAt).toBe(now + 24 * 60 * MINUTE);
  });

  it("waits while the sender is not set up, which is no attempt, and goes out when it is", async () => {
    let tries = 0;
    for (; now < NOON + 6 * 24 * 60 * MINUTE; tries++) {
      answers = [{ outcome: "failed", error: "sender-not-ready" }];
      expect((await go()).outcome).toBe("retry");
      now = (await row())?.nextAttemptAt as number;
    }
    expect(tries).toBeLessThan(40);
    // The first of them, from which on it waits, and the last.
    expect((await row())?.attempts).toHaveLength(2);
    expect((await go()).outcome).toBe("sent");
  });

  it("waits while SES takes no more, which is no attempt, however often it says so (E11)", async () => {
    for (let n = 0; n < 12; n++) {
      answers = [{ outcome: "failed", error: n % 2 === 0 ? "throttled" : "sender-not-ready", status: 429 }];
      expect((await go()).outcome).toBe("retry");
      now = (await row())?.nextAttemptAt as number;
    }
    expect((await row())?.attempts).toHaveLength(2);
    expect((await go()).outcome).toBe("sent");
  });

  it("says what an operator must do while the sender is not set up", async () => {
    answers = [{ outcome: "failed", error: "sender-not-ready", status: 400, response: "MessageRejected" }];
    const outcome = await go();
    expect(outcome.advice).toMatch(/^Held, for up to a week: .*request production access/);
    expect(JSON.stringify(outcome)).not.toContain("news.example");
    expect(heldBecause((await row())!)).toBe(outcome.advice);
    for (const response of [
      "MailFromDomainNotVerifiedException",
      "SendingPausedException",
      "AccountSuspendedException",
      "NoSender",
      "Other",
    ])
      expect(senderAdvice({ error: "sender-not-ready", response })).toMatch(/^[A-Z].+/);
    expect(senderAdvice({ error: "timeout" })).toBeUndefined();
  });

  it("is no news any more after a week without a sender", async () => {
    for (let outcome = "retry"; outcome === "retry"; now = (await row())?.nextAttemptAt ?? now) {
      answers = [{ outcome: "failed", error: "sender-not-ready" }];
      ({ outcome } = await go());
    }
    expect(now - NOON).toBeGreaterThan(6.5 * 24 * 60 * MINUTE);
    expect(await row()).toMatchObject({ state: "failed" });
  });

  it("is sent once more, and no more, when a send's result is unknown (E10)", async () => {
    answers = [
      { outcome: "unknown", error: "timeout" },
      { outcome: "unknown", error: "timeout" },
    ];
    expect((await go()).outcome).toBe("retry");
    now = (await row())?.nextAttemptAt as number;
    expect((await go()).outcome).toBe("failed");
    expect(new Set(mails.map((m) => m.headers["X-Entity-Ref-ID"]))).toEqual(new Set(["alert-1"]));
    expect(mails).toHaveLength(2);
    now += 10 * LEASE_MS;
    expect((await go()).outcome).toBe("over");
  });

  it("is taken over from a sender that died, when its lease is over", async () => {
    await expect(deliver(message, { ...deps(), mail: () => Promise.reject(new Error("died")) })).rejects.toThrow("died");
    expect(await row()).toMatchObject({ state: "sending", nextAttemptAt: NOON + LEASE_MS });
    expect((await go()).outcome).toBe("early");
    now += LEASE_MS;
    expect((await go()).outcome).toBe("sent");
    expect(await row()).toMatchObject({ unknown: 1 });
  });

  it("is sent by one of two workers that have the same message", async () => {
    const outcomes = (await Promise.all([go(), go()])).map((o) => o.outcome);
    expect(outcomes.toSorted()).toEqual(["busy", "sent"]);
    expect(mails).toHaveLength(1);
  });

  it("is not counted as sent when only reading for it failed, however often", async () => {
    const { membersOf } = store;
    for (let n = 0; n < 5; n++)
      await expect(
        deliver(message, { ...deps(), store: { ...store, membersOf: () => Promise.reject(new Error("throttled")) } }),
      ).rejects.toThrow("throttled");
    expect(await row()).toBeUndefined();
    expect((await deliver(message, { ...deps(), store: { ...store, membersOf } })).outcome).toBe("sent");
  });

  it("counts an unknown send also when delivery is paused before the next", async () => {
    await expect(deliver(message, { ...deps(), mail: () => Promise.reject(new Error("died")) })).rejects.toThrow("died");
    now += LEASE_MS;
    await store.putSetting("deliveryPaused", true);
    expect((await go()).outcome).toBe("held");
    expect(await row()).toMatchObject({ unknown: 1 });
  });

  it("does not come back for ever when its subscription is gone", async () => {
    answers = [{ outcome: "failed", error: "throttled" }];
    await go();
    await store.removeSubscription("sub-1");
    now = (await row())?.nextAttemptAt as number;
    expect((await go()).outcome).toBe("nothing-to-send");
    expect(await row()).toMatchObject({ state: "cancelled" });
  });

  it("is held, not lost, while delivery is paused", async () => {
    await store.putSetting("deliveryPaused", true);
    expect((await go()).outcome).toBe("held");
    await store.putSetting("deliveryPaused", false);
    expect((await go()).outcome).toBe("early");
    now = (await row())?.nextAttemptAt as number;
    expect((await go()).outcome).toBe("sent");
  });

  it("is never retried when the provider rejects it for good", async () => {
    answers = [{ outcome: "rejected", error: "rejected" }];
    expect((await go()).outcome).toBe("failed");
    now += 100 * MINUTE;
    expect((await go()).outcome).toBe("over");
  });
});

describe("a confirmation", () => {
  const confirm = () => deliver({ subscriptionId: "sub-1", deliveryId: CONFIRMATION }, deps());

  it("goes to an address that has not confirmed, with a link of its own purpose", async () => {
    await subscribe("email", "pending");
    expect((await confirm()).outcome).toBe("sent");
    expect(mails[0]?.text).toMatch(/https:\/\/vigia\.example\/confirm\/sub-1\/[\w-]{43}/);
  });
  it("does not go to one that has", async () => {
    await subscribe("email", "active");
    expect((await confirm()).outcome).toBe("cancelled");
    expect(mails).toEqual([]);
  });
  it("does not go out when its button has stopped working (E1)", async () => {
    await subscribe("email", "pending");
    now += 49 * 3_600_000;
    expect(await confirm()).toMatchObject({ outcome: "nothing-to-send" });
    expect(mails).toEqual([]);
  });
  it("is all that an unconfirmed address gets (E1)", async () => {
    await subscribe("email", "pending");
    expect((await go()).outcome).toBe("cancelled");
    expect(mails).toEqual([]);
  });
});

it("says so when there is nothing to send", async () => {
  expect((await go()).outcome).toBe("nothing-to-send");
});
