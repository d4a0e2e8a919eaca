import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { nextAttempt, SCHEDULE_SECONDS } from "../../lambdas/core/delivery.ts";
import { sign } from "../../lambdas/core/webhook.ts";

const file = "../shared/requirements/reliability-vectors.json";
const there = existsSync(file);
if (!there) console.warn("test/core/webhook-vectors: skipped, ../shared/requirements is not there");

interface Vectors {
  readonly webhook: {
    readonly sign: readonly { secret: string; id: string; timestamp: number; body: string; signature: string }[];
    readonly scheduleSeconds: readonly number[];
  };
}
const vectors = (): Vectors["webhook"] => (JSON.parse(readFileSync(file, "utf8")) as Vectors).webhook;

// `outcome` is in test/adapters/http-webhook.test.ts, `verifyMustFail` and `verifyMustPass` in test/local/sign.test.ts: they are words.
describe("the vectors of webhooks", () => {
  it.skipIf(!there)("sign (W1, W3)", () => {
    for (const { secret, id, timestamp, body, signature } of vectors().sign) expect(sign(secret, id, timestamp, body)).toBe(signature);
  });

  it.skipIf(!there)("schedule (W9): each delay within a fifth of what is asked, and nothing after the tenth attempt", () => {
    const asked = vectors().scheduleSeconds;
    expect(SCHEDULE_SECONDS.webhook).toEqual(asked);
    for (let delivery = 0; delivery < 200; delivery++) {
      for (const [made, seconds] of asked.entries()) {
        if (made === 0) continue;
        const delay = nextAttempt("webhook", `d${delivery}`, made, 0)! / 1000;
        expect(delay).toBeGreaterThanOrEqual(seconds * 0.8 - 0.001);
        expect(delay).toBeLessThanOrEqual(seconds * 1.2 + 0.001);
      }
      expect(nextAttempt("webhook", `d${delivery}`, asked.length, 0)).toBeUndefined();
    }
  });
});
