import { describe, expect, it } from "vitest";
import type { SendResult } from "../../lambdas/core/delivery.ts";
import { failed, restAfter, restsUntil, succeeded, WELL } from "../../lambdas/core/endpoint.ts";

const NOW = Date.parse("2026-11-24T12:00:00Z");
const answer = (status: number, retryAfter?: number): SendResult => ({
  outcome: "failed",
  error: "http-status",
  status,
  ...(retryAfter !== undefined && { retryAfter }),
});
/** How long it rests, seconds. */
const seconds = (result: SendResult, next?: number): number | undefined => {
  const until = restAfter(result, NOW, next);
  return until === undefined ? undefined : (until - NOW) / 1000;
};

describe("an endpoint rests (W8)", () => {
  it.each([
    [429, undefined, 60],
    [502, undefined, 60],
    [504, undefined, 60],
    [429, 120, 120],
    [429, 5, 60],
    [504, 999_999_999, 86_400],
    [503, 300, 300],
    [503, undefined, undefined],
    [500, undefined, undefined],
    [404, undefined, undefined],
    [301, undefined, undefined],
  ])("after %d with Retry-After %s for %s s", (status, retryAfter, expected) => {
    expect(seconds(answer(status, retryAfter))).toBe(expected);
  });

  it("when there was no answer in time, not when there was no server", () => {
    expect(seconds({ outcome: "failed", error: "timeout" })).toBe(60);
    expect(seconds({ outcome: "failed", error: "connection" })).toBeUndefined();
  });

  it("not after a success, nor where it wants no more", () => {
    expect(seconds({ outcome: "sent", status: 200 })).toBeUndefined();
    expect(seconds({ outcome: "gone", error: "http-status", status: 410, retryAfter: 60 })).toBeUndefined();
  });

  it("never past the time at which the delivery that made it rest is tried again", () => {
    expect(seconds(answer(429), NOW + 5000)).toBe(5);
    expect(seconds(answer(429, 120), NOW + 7_200_000)).toBe(120);
  });
});

describe("the row of an endpoint that rests", () => {
  const failure = { attempt: "d/1", at: NOW, exhausted: false, gone: false, restUntil: NOW + 60_000 };
  const resting = failed(WELL, failure);

  it("says until when, and the same attempt noted again changes nothing", () => {
    expect(resting).toMatchObject({ version: 1, restUntil: NOW + 60_000 });
    expect(failed(resting, failure)).toBe(resting);
    expect(restsUntil(resting, NOW + 59_999)).toBe(NOW + 60_000);
    expect(restsUntil(resting, NOW + 60_000)).toBeUndefined();
  });

  it("is moved later by another attempt, never earlier", () => {
    const longer = failed(resting, { ...failure, attempt: "e/1", restUntil: NOW + 90_000 });
    expect(longer.restUntil).toBe(NOW + 90_000);
    expect(failed(longer, { ...failure, attempt: "f/1", restUntil: NOW + 70_000 }).restUntil).toBe(NOW + 90_000);
  });

  it("rests no more after a success, or when somebody enabled it since", () => {
    expect(succeeded(resting).restUntil).toBeUndefined();
    expect(restsUntil(resting, NOW + 1000, NOW + 500)).toBeUndefined();
    const again = failed(resting, { attempt: "g/1", at: NOW + 2000, exhausted: false, gone: false, enabledAt: NOW + 500 });
    expect(again.restUntil).toBeUndefined();
  });
});
