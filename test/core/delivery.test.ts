import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextAttempt, SCHEDULE_SECONDS } from "../../lambdas/core/delivery.ts";

const now = Date.parse("2026-11-24T12:00:00Z");
const delay = (channel: "webhook" | "email", made: number, retryAfter?: number, id = "a"): number | undefined => {
  const at = nextAttempt(channel, id, made, now, retryAfter);
  return at === undefined ? undefined : (at - now) / 1000;
};

describe("nextAttempt", () => {
  it("follows the schedule of Standard Webhooks, ten attempts, each within 20 % (W9)", () => {
    const spec = [0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400];
    expect(SCHEDULE_SECONDS.webhook).toEqual(spec);
    fc.assert(
      fc.property(fc.string(), fc.nat({ max: 9 }), (id, made) => {
        const seconds = delay("webhook", made, undefined, id)!;
        expect(seconds).toBeGreaterThanOrEqual(spec[made]! * 0.8);
        expect(seconds).toBeLessThanOrEqual(spec[made]! * 1.2);
      }),
    );
    expect(delay("webhook", 10)).toBeUndefined();
  });

  it("gives up on email after half a day of retries", () => {
    expect(delay("email", 6)).toBeGreaterThanOrEqual(43_200 * 0.8);
    expect(delay("email", 7)).toBeUndefined();
  });

  it("decides the same for the same attempt, and not the same for all deliveries", () => {
    expect(delay("webhook", 5)).toBe(delay("webhook", 5));
    expect(new Set(Array.from({ length: 50 }, (_, i) => delay("webhook", 5, undefined, `d${i}`))).size).toBeGreaterThan(40);
  });

  it.each([
    [1, 120, 120], // longer than the 5 s of the schedule: followed exactly
    [1, 0, 5],
    [1, -5, 5],
    [1, Number.NaN, 5],
    [3, 120, 1800], // never makes an attempt earlier
    [1, 999_999_999, 86_400],
    [1, Number.POSITIVE_INFINITY, 86_400],
  ])("after attempt %d, Retry-After %d gives about %d s (W10)", (made, retryAfter, expected) => {
    const seconds = delay("webhook", made, retryAfter)!;
    expect(seconds).toBeGreaterThanOrEqual(expected * (retryAfter === expected ? 1 : 0.8));
    expect(seconds).toBeLessThanOrEqual(expected * 1.2);
  });
});
