import { beforeEach, describe, expect, it } from "vitest";
import { testId } from "../../lambdas/core/delivery-id.ts";
import { OFF_AFTER_MS } from "../../lambdas/core/endpoint.ts";
import type { Contact } from "../../lambdas/core/subscription.ts";
import type { DeliverDeps } from "../../lambdas/pipeline/prepare.ts";
import { deliver } from "../../lambdas/pipeline/deliver.ts";
import type { SendResult } from "../../lambdas/pipeline/ports.ts";
import type { Mail } from "../../lambdas/pipeline/deliver-ports.ts";
import { MINUTE, NOON } from "../contracts/rows.ts";
import { anAlert, aSubscription } from "../fixtures/alert.ts";
import { memoryStore } from "../memory-store.ts";

const HOUR = 60 * MINUTE;
const down: SendResult = { outcome: "failed", error: "http-status", status: 500 };
const up: SendResult = { outcome: "sent", status: 204 };

let now = NOON;
let store = memoryStore(() => now);
let mails: Mail[] = [];
let posts: { body: string; headers: Readonly<Record<string, string>> }[] = [];
let answer: SendResult = down;

const deps = (): DeliverDeps => ({
  store,
  clock: () => now,
  publicUrl: "https://vigia.example",
  mail: async (mail) => (mails.push(mail), { outcome: "sent", messageId: "m" }),
  webhook: async (_, body, headers) => (posts.push({ body, headers }), answer),
});
const send = (deliveryId: string, subscriptionId = "hook") => deliver({ subscriptionId, deliveryId }, deps());
/** What the tick would send: all that is due at this moment, of everybody. */
const tick = async () => {
  for (let part = 0; part < 4; part++)
    for (const { id, subscriptionId } of await store.dueDeliveries(part, now, 100)) await send(id, subscriptionId);
};
const raise = async (n: number) => {
  const id = `alert-${n}`;
  await store.putAlert(anAlert({ id, subscriptionId: "hook" }));
  await send(id);
};
/** An alert every ten hours, and every retry when it is due, for so long. */
const live = async (ms: number, from = 0) => {
  const end = now + ms;
  for (let n = from; now < end; n++) {
    await raise(n);
    for (let minute = 0; minute < 600 && now < end; minute += 5, now += 5 * MINUTE) await tick();
  }
};
const status = async () => (await store.subscription("hook"))?.status;

const subscribe = async (contact: Partial<Contact & { channel: "webhook" }> = {}, lang: "en" | "es" = "en", owner = "key-1") => {
  const made = { channel: "webhook", url: "https://hooks.news.example/in", ownerEmail: "owner@news.example", ...contact } as const;
  await store.createSubscription(
    aSubscription({ id: "hook", channel: "webhook", lang, owner, createdAt: new Date(NOON).toISOString() }),
    made,
    made.format === "slack" ? undefined : "whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LTMyISE=",
  );
};
const confirmOwner = () =>
  store.createSubscription(aSubscription({ id: "mine", owner: "key-1" }), { channel: "email", address: "Owner@news.example" });

beforeEach(async () => {
  now = NOON;
  store = memoryStore(() => now);
  [mails, posts, answer] = [[], [], down];
  await store.ensureAppSecret("app-secret");
});

describe("an endpoint that fails (W12)", () => {
  it("is switched off after five days of nothing but failures, not before; its owner is told twice, once each", async () => {
    await subscribe();
    await confirmOwner();
    await live(OFF_AFTER_MS - HOUR);
    expect([await status(), mails.map(({ subject }) => subject)]).toEqual(["active", ["Your webhook is failing"]]);
    await live(15 * HOUR, 100);
    expect(await status()).toBe("disabled");
    await live(24 * HOUR, 200);
    expect(mails.map(({ to, subject }) => [to, subject])).toEqual([
      ["Owner@news.example", "Your webhook is failing"],
      ["Owner@news.example", "Your webhook was switched off"],
    ]);
    const sent = posts.length;
    await live(24 * HOUR, 300);
    expect(posts).toHaveLength(sent);
  });

  it("is told of with the fourth failure in a row, not with the third", async () => {
    await subscribe();
    await confirmOwner();
    for (const n of [1, 2, 3]) await raise(n);
    await tick();
    expect(mails).toEqual([]);
    await raise(4);
    await tick();
    expect(mails.map(({ subject }) => subject)).toEqual(["Your webhook is failing"]);
  });

  it("starts anew with one success", async () => {
    await subscribe();
    await confirmOwner();
    await live(OFF_AFTER_MS - 2 * HOUR);
    answer = up;
    await raise(100);
    answer = down;
    await live(OFF_AFTER_MS - 2 * HOUR, 200);
    expect(await status()).toBe("active");
    expect(mails.map(({ subject }) => subject)).toEqual(["Your webhook is failing", "Your webhook is failing"]);
  });

  it("stays on for as long as no message was given up", async () => {
    await subscribe();
    await raise(1);
    now += OFF_AFTER_MS + HOUR;
    await raise(2);
    expect(await status()).toBe("active");
  });

  it("works again after one call, and what failed before counts no more", async () => {
    await subscribe();
    await live(OFF_AFTER_MS + 15 * HOUR);
    expect(await status()).toBe("disabled");
    now += HOUR;
    await store.enableSubscription("hook");
    now += HOUR;
    await raise(500);
    expect(await status()).toBe("active");
    expect(await store.endpoint("hook")).toMatchObject({ trouble: 2, failures: ["alert-500/1"], failingSince: now });
  });

  it("tells nobody whose address has not confirmed, or belongs to another key, or who left", async () => {
    for (const prepare of [
      async () => undefined,
      async () => store.createSubscription(aSubscription({ id: "m", owner: "key-2" }), { channel: "email", address: "owner@news.example" }),
      async () => {
        await confirmOwner();
        await store.endSubscription("mine");
      },
    ]) {
      store = memoryStore(() => now);
      await store.ensureAppSecret("app-secret");
      await subscribe();
      await prepare();
      for (const n of [1, 2, 3, 4, 5]) await raise(n);
      await tick();
      expect(mails).toEqual([]);
      expect(await store.delivery("hook", "failing-1")).toMatchObject({ state: "cancelled" });
    }
  });

  it("is told of in Spanish without a word of English, nor the endpoint's address", async () => {
    await subscribe({}, "es");
    await confirmOwner();
    answer = { outcome: "gone", error: "http-status", status: 410 };
    await raise(1);
    await tick();
    const [mail] = mails;
    expect(mail?.subject).toBe("Su webhook fue desactivado");
    expect(mail?.text).not.toMatch(/\b(the|your|endpoint|subscription|enable)\b/i);
    expect(mail?.html).toContain('<html lang="es">');
    expect(`${mail?.text}${mail?.html}`).not.toContain("hooks.news.example");
    expect(mail?.headers["List-Unsubscribe"]).toMatch(/^<https:\/\/vigia\.example\/unsubscribe\/mine\/[\w-]{43}>$/);
  });

  it("is finished switching off by the next attempt, where the first died after it was decided", async () => {
    await subscribe();
    answer = { outcome: "gone", error: "http-status", status: 410 };
    const { disableSubscription } = store;
    store.disableSubscription = () => Promise.reject(new Error("died"));
    await expect(raise(1)).rejects.toThrow("died");
    store.disableSubscription = disableSubscription;
    expect(await status()).toBe("active");
    answer = down;
    now += 2 * MINUTE;
    await tick();
    expect(await status()).toBe("disabled");
  });

  it("counts no attempt twice when its settling died", async () => {
    await subscribe();
    const { saveDelivery } = store;
    store.saveDelivery = async (row) => (row.attempts.length > 0 ? Promise.reject(new Error("died")) : saveDelivery(row));
    await expect(raise(1)).rejects.toThrow("died");
    store.saveDelivery = saveDelivery;
    expect((await store.endpoint("hook"))?.failures).toEqual(["alert-1/1"]);
    // Its lease over, the same attempt is noted once more.
    now += 2 * MINUTE;
    await tick();
    const { failures = [] } = (await store.endpoint("hook")) ?? {};
    expect(failures).toHaveLength(new Set(failures).size);
  });
});

describe("what is sent", () => {
  it("carries the headers its receiver asked for, beside ours", async () => {
    await subscribe({ headers: { Authorization: "Bearer abc", "X-Team": "news" } });
    await raise(1);
    expect(posts[0]?.headers).toMatchObject({ Authorization: "Bearer abc", "X-Team": "news", "webhook-id": "msg_alert-1" });
    expect(JSON.stringify(await store.delivery("hook", "alert-1"))).not.toContain("abc");
  });

  it("as a test is sent once, also to who was switched off, and says nothing about the endpoint", async () => {
    await subscribe();
    await store.disableSubscription("hook", "x");
    const id = testId(now);
    expect((await send(id)).outcome).toBe("failed");
    expect(JSON.parse(posts[0]?.body ?? "")).toMatchObject({ type: "webhook.test", timestamp: new Date(NOON).toISOString() });
    expect(posts[0]?.headers["webhook-id"]).toBe(`msg_${id}`);
    now += HOUR;
    expect((await send(id)).outcome).toBe("over");
    expect(await store.endpoint("hook")).toBeUndefined();
  });

  it("to Slack is blocks without a signature, and 404 ends it", async () => {
    await subscribe({ format: "slack" }, "es");
    answer = { outcome: "failed", error: "http-status", status: 404, response: "no_service" };
    await raise(1);
    const { blocks, text } = JSON.parse(posts[0]?.body ?? "") as { blocks: { type: string }[]; text: string };
    expect([blocks[0]?.type, text]).toEqual(["header", "Brian Nichols vuelve a las noticias tras 412 días"]);
    expect(Object.keys(posts[0]?.headers ?? {})).toEqual([]);
    expect(await status()).toBe("disabled");
  });
});
