import { beforeEach, describe, expect, it } from "vitest";
import type { Delivery } from "../../lambdas/core/delivery.ts";
import { isOver, LEASE_MS } from "../../lambdas/core/delivery.ts";
import { deliver } from "../../lambdas/pipeline/deliver.ts";
import type { DeliverDeps } from "../../lambdas/pipeline/prepare.ts";
import type { SendResult } from "../../lambdas/pipeline/ports.ts";
import type { Mail } from "../../lambdas/pipeline/deliver-ports.ts";
import { NOON } from "../contracts/rows.ts";
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

describe("a webhook", () => {
  beforeEach(() => subscribe("webhook"));

  it("keeps its id over attempts and takes a new timestamp for each (W5)", async () => {
    answers = [
      { outcome: "failed", error: "http-status", status: 500, response: "oops" },
      { outcome: "failed", error: "timeout" },
    ];
    for (const expected of ["retry", "retry", "sent"]) {
      expect((await go()).outcome).toBe(expected);
      now = (await row())?.nextAttemptAt ?? now;
    }
    expect(new Set(posts.map((p) => p.headers["webhook-id"]))).toEqual(new Set(["msg_alert-1"]));
    expect(new Set(posts.map((p) => p.headers["webhook-timestamp"])).size).toBe(3);
    expect((await row())?.attempts).toMatchObject([{ status: 500, error: "http-status", response: "oops" }, { error: "timeout" }, {}]);
  });

  it("gives up after ten attempts (W9)", async () => {
    let attempts = 0;
    for (; attempts < 20; attempts++) {
      answers = [{ outcome: "failed", error: "http-status", status: 500 }];
      if ((await go()).outcome === "failed") break;
      now = (await row())?.nextAttemptAt as number;
    }
    expect(attempts + 1).toBe(10);
    expect(now - NOON).toBeGreaterThan(0.8 * 280_705_000);
    expect(await row()).toMatchObject({ state: "failed" });
  });

  it("gives up on a receiver that lets every sender die", async () => {
    const dying = { ...deps(), webhook: () => Promise.reject(new Error("died")) };
    let died = 0;
    while (!isOver((await row()) ?? { state: "retry" })) {
      await deliver(message, dying).catch(() => died++);
      now += LEASE_MS;
    }
    expect(died).toBe(10);
    expect(await row()).toMatchObject({ state: "failed" });
  });

  it("is disabled at once by 410, and its owner can read why (W8)", async () => {
    answers = [{ outcome: "gone", error: "http-status", status: 410 }];
    expect((await go()).outcome).toBe("failed");
    expect(await store.subscription("sub-1")).toMatchObject({ status: "disabled", reason: expect.stringContaining("410") });
  });

  it("is disabled by 410 also when we die before its delivery is settled", async () => {
    answers = [{ outcome: "gone", error: "http-status", status: 410 }];
    const { saveDelivery } = store;
    const dying = {
      ...store,
      saveDelivery: (delivery: Delivery) => (delivery.state === "failed" ? Promise.reject(new Error("died")) : saveDelivery(delivery)),
    };
    await expect(deliver(message, { ...deps(), store: dying })).rejects.toThrow("died");
    expect(await store.subscription("sub-1")).toMatchObject({ status: "disabled" });
  });

  it("keeps neither address nor secret in its log", async () => {
    answers = [{ outcome: "failed", error: "connection" }];
    const outcome = await go();
    expect(JSON.stringify([outcome, await row()])).not.toMatch(/hooks\.news\.example|whsec_/);
  });
});
