import { beforeEach, describe, expect, it } from "vitest";
import type { Delivery } from "../../lambdas/core/delivery.ts";
import { LEASE_MS, replay } from "../../lambdas/core/delivery.ts";
import { testId } from "../../lambdas/core/delivery-id.ts";
import { deliver } from "../../lambdas/pipeline/deliver.ts";
import type { SendResult } from "../../lambdas/pipeline/ports.ts";
import { DAY, MINUTE, NOON } from "../contracts/rows.ts";
import { anAlert, aSubscription } from "../fixtures/alert.ts";
import { memoryStore } from "../memory-store.ts";

const SECRET = "whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LTMyISE=";
const answer = (status: number, retryAfter?: number): SendResult => ({
  outcome: "failed",
  error: "http-status",
  status,
  ...(retryAfter !== undefined && { retryAfter }),
});

let now = NOON;
let store = memoryStore(() => now);
let answers: SendResult[] = [];
let posts = 0;

const send = async (deliveryId: string, subscriptionId = "hook") =>
  deliver(
    { subscriptionId, deliveryId },
    {
      store,
      clock: () => now,
      publicUrl: "https://vigia.example",
      mail: async () => ({ outcome: "sent" }),
      webhook: async () => (posts++, answers.shift() ?? { outcome: "sent", status: 204 }),
    },
  );
const outcome = async (deliveryId: string, subscriptionId?: string) => (await send(deliveryId, subscriptionId)).outcome;
const row = (id: string) => store.delivery("hook", id);
const subscribe = async (id: string) => {
  await store.createSubscription(aSubscription({ id, channel: "webhook" }), { channel: "webhook", url: "https://h.example/in" }, SECRET);
  for (const alert of ["a1", "a2", "a3"]) await store.putAlert(anAlert({ id: alert, subscriptionId: id }));
};

beforeEach(async () => {
  now = NOON;
  store = memoryStore(() => now);
  [answers, posts] = [[], 0];
  await store.ensureAppSecret("app-secret");
  await subscribe("hook");
});

describe("an endpoint that asks for less (W8)", () => {
  it.each([
    ["429", answer(429, 300)],
    ["502", answer(502, 300)],
    ["503 with Retry-After", answer(503, 300)],
    ["504", answer(504, 300)],
  ])("answering %s gets nothing else until then; what waits has no attempt, and goes at once after it", async (_, throttled) => {
    answers = [throttled];
    expect(await outcome("a1")).toBe("retry");
    expect([await outcome("a2"), await outcome("a3")]).toEqual(["held", "held"]);
    expect(posts).toBe(1);
    expect(await row("a2")).toMatchObject({ state: "retry", attempts: [], unknown: 0, nextAttemptAt: NOON + 300_000 });
    now = NOON + 299_999;
    expect(await outcome("a2")).toBe("early");
    now = NOON + 300_000;
    expect([await outcome("a1"), await outcome("a2"), await outcome("a3")]).toEqual(["sent", "sent", "sent"]);
    expect((await row("a1"))?.attempts).toHaveLength(2);
  });

  it("without saying for how long rests no longer than what was sent to it", async () => {
    answers = [answer(429)];
    await outcome("a1");
    await outcome("a2");
    const [first, held] = [await row("a1"), await row("a2")];
    expect(held?.nextAttemptAt).toBe(first?.nextAttemptAt);
    now = first?.nextAttemptAt ?? 0;
    answers = [answer(429)];
    await outcome("a1");
    await outcome("a2");
    // The schedule's second delay is five minutes; the others are asked again after one.
    expect((await row("a2"))?.nextAttemptAt).toBe(now + MINUTE);
  });

  it("is asked by all again after 500, which asks for nothing", async () => {
    answers = [answer(500), answer(500)];
    expect([await outcome("a1"), await outcome("a2")]).toEqual(["retry", "retry"]);
  });

  it("keeps no other subscription waiting, nor a test", async () => {
    await subscribe("other");
    answers = [answer(429, 600)];
    await outcome("a1");
    expect(await outcome("a1", "other")).toBe("sent");
    expect(await outcome(testId(now))).toBe("sent");
  });

  it("is asked at once when its owner enables it", async () => {
    answers = [answer(429, 86_400), { outcome: "gone", error: "http-status", status: 410 }];
    await outcome("a1");
    now += MINUTE;
    await store.disableSubscription("hook", "x");
    await store.enableSubscription("hook");
    now += 1;
    answers = [];
    expect(await outcome("a2")).toBe("sent");
  });

  it("that only ever says tomorrow loses what waited for a week, and is switched off", async () => {
    let state = "";
    for (; state !== "disabled" && now < NOON + 20 * DAY; now += 60 * MINUTE) {
      for (const id of ["a1", "a2", "a3"]) {
        answers = [answer(429, 86_400)];
        await outcome(id);
      }
      state = (await store.subscription("hook"))?.status ?? "";
    }
    expect(state).toBe("disabled");
    expect(now - NOON).toBeLessThan(9 * DAY);
    // One a day, whoever it is.
    expect(posts).toBeLessThanOrEqual(9);
  });
});

describe("who dies", () => {
  const dyingAt = (when: (delivery: Delivery) => boolean) => {
    const { saveDelivery } = store;
    store.saveDelivery = (delivery) => (when(delivery) ? Promise.reject(new Error("died")) : saveDelivery(delivery));
    return () => void (store.saveDelivery = saveDelivery);
  };

  it("after noting that the endpoint rests finds it resting, and sends when it does no more", async () => {
    answers = [answer(429, 300)];
    const mend = dyingAt(({ state, attempts }) => state === "retry" && attempts.length > 0);
    await expect(outcome("a1")).rejects.toThrow("died");
    mend();
    now += LEASE_MS;
    expect(await outcome("a1")).toBe("held");
    now = (await row("a1"))?.nextAttemptAt ?? 0;
    expect(now).toBeGreaterThanOrEqual(NOON + 300_000);
    expect(await outcome("a1")).toBe("sent");
    expect(posts).toBe(2);
  });

  it("before holding leaves nothing; the message comes again and is held", async () => {
    answers = [answer(429, 300)];
    await outcome("a1");
    const mend = dyingAt(({ id }) => id === "a2");
    await expect(outcome("a2")).rejects.toThrow("died");
    mend();
    expect(await row("a2")).toBeUndefined();
    expect(await outcome("a2")).toBe("held");
  });
});

it("a replay waits for the end of a rest, too", async () => {
  await outcome("a1");
  answers = [answer(429, 300)];
  await outcome("a2");
  await store.saveDelivery(replay((await row("a1"))!, now)!);
  expect(await outcome("a1")).toBe("held");
  expect(await row("a1")).toMatchObject({ nextAttemptAt: NOON + 300_000 });
});
