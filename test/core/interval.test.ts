import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Check, LADDER, nextCheck, rungFor } from "../../lambdas/core/interval.ts";
import { nextDue, slotAfter } from "../../lambdas/core/slot.ts";

const MINUTE = 60_000;
const DAY = 1440;
const feed = { id: "gaceta", floorSeconds: 900 };
/** The feed's own minute, in which it is asked whatever its interval; and half a minute later, when it is. */
const slot = slotAfter(feed.id, 1440, Date.parse("2026-11-24T00:00:00Z"));
const now = slot + MINUTE / 2;
const calm = { intervalMinutes: 30, failures: 0 };

const headers = (fields: Record<string, string>) => new Map(Object.entries(fields));
const ago = (...minutes: number[]) => minutes.map((m) => new Date(now - m * MINUTE).toISOString());
const document = (itemTimes: readonly string[], fields: Record<string, string> = {}, wishes?: { minutes: number }): Check => ({
  kind: "document",
  headers: headers(fields),
  bodyHash: "h",
  itemIds: [],
  itemTimes,
  ...(wishes !== undefined && { wishes }),
});
const unchanged = (fields: Record<string, string> = {}): Check => ({ kind: "unchanged", headers: headers(fields) });
const fault = (name: Extract<Check, { kind: "fault" }>["fault"], fields: Record<string, string> = {}): Check => ({
  kind: "fault",
  fault: name,
  headers: headers(fields),
});
const waits = (check: Check, state: Parameters<typeof nextCheck>[1] = calm) => {
  const next = nextCheck(feed, state, check, now);
  return next.notBefore === undefined ? 0 : Math.round((next.notBefore - now) / MINUTE);
};
const every = (n: number, step: number) => ago(...Array.from({ length: n }, (_, i) => (i + 1) * step));

describe("rungFor", () => {
  it("rounds up, and never below the floor", () => {
    expect([1, 15, 16, 60, 61, 500, 5000].map((minutes) => rungFor(minutes, 900))).toEqual([15, 15, 30, 60, 120, 1440, 1440]);
    expect([0, 1, 2, 6].map((minutes) => rungFor(minutes, 1))).toEqual([1, 1, 5, 15]);
    expect(rungFor(1, 300)).toBe(5);
    expect(rungFor(15, 3600)).toBe(60);
  });

  it("has rungs of which each divides the next", () => {
    for (const [n, rung] of LADDER.slice(1).entries()) expect(rung % (LADDER[n] ?? 0)).toBe(0);
  });
});

describe("after a document", () => {
  it.each<[string, readonly string[], number]>([
    ["nothing is dated", [], 30],
    ["a new item every five minutes", every(50, 5), 15],
    ["a new item every hour", every(50, 60), 30],
    ["a new item every hundred minutes, a week long", every(110, 100), 60],
    ["a new item every three minutes, of which ten are shown", every(10, 3), 15],
    ["a new item every forty minutes, of which ten are shown", every(10, 40), 30],
    ["three items of the last hour, and no more", every(3, 20), 120],
    ["a daily column", every(20, DAY), 120],
    ["an edition that comes at once, with one time", ago(...Array<number>(107).fill(300)), 120],
    ["nothing for a month", every(3, 40 * DAY), 120],
    ["only items that claim to be from tomorrow", ago(-DAY, -2 * DAY), 120],
  ])("%s", (_, times, minutes) => {
    expect(nextCheck(feed, calm, document(times), now).intervalMinutes).toBe(minutes);
  });

  it.each<[Record<string, string>, { minutes: number } | undefined, number]>([
    // F9: what a server calls fresh, a day at most
    [{ "cache-control": "max-age=3600", age: "600" }, undefined, 60],
    [{ "cache-control": "max-age=3600", age: "1900" }, undefined, 30],
    [{ "cache-control": "max-age=60" }, undefined, 30],
    [{ "cache-control": "max-age=504911232" }, undefined, 1440],
    // F10, F12: what the document asks for (ttl, sy:*), a day at most
    [{}, { minutes: 120 }, 120],
    [{}, { minutes: 30 }, 30],
    [{}, { minutes: 720 }, 1440],
    [{}, { minutes: 525_600 }, 1440],
    [{ "cache-control": "max-age=7200" }, { minutes: 60 }, 120],
    [{ expires: "Tue, 24 Nov 2026 16:00:00 GMT", date: "Tue, 24 Nov 2026 12:00:00 GMT" }, undefined, 240],
  ])("asks no more often than the publisher wants (F9, F10, F12): %j %j", (fields, wishes, minutes) => {
    expect(nextCheck(feed, calm, document([], fields, wishes), now).intervalMinutes).toBe(minutes);
  });

  /** Minutes after which it is asked again if this check came so late. */
  const again = (state: Parameters<typeof nextCheck>[1], check: Check, late: number) => {
    const at = now + late * MINUTE;
    const next = nextCheck(feed, state, check, at);
    return Math.round((nextDue({ ...feed, enabled: true }, { ...next, health: "ok" }, at)! - at) / MINUTE);
  };
  const hourly = { ...calm, intervalMinutes: 60 };

  it("asks for nothing more than its interval when it came in time", () => {
    for (const state of [calm, hourly])
      expect(nextCheck(feed, state, document([], { "cache-control": "max-age=3600" }), now)).not.toHaveProperty("notBefore");
    expect(again(calm, document([], { "cache-control": "max-age=3600" }), 0)).toBe(60);
  });

  it("waits from now on when it came late, or off its slot: the next slot may be too early (F9–F12)", () => {
    expect(again(hourly, document([], { "cache-control": "max-age=3600" }), 20)).toBe(100);
    expect(again(hourly, unchanged({ "cache-control": "max-age=3600" }), 20)).toBe(100);
    expect(again(calm, document([], {}, { minutes: 240 }), 100)).toBe(380);
    expect(again(calm, document([]), 20)).toBe(10);
  });

  it("waits the floor after the very first check, whenever that was (F7, F8)", () => {
    for (let late = 0; late < 60; late++) {
      const wait = again(undefined, document([]), late);
      expect(wait).toBeGreaterThanOrEqual(15);
      expect(wait).toBeLessThanOrEqual(45);
    }
  });

  it("returns to its pace after failures", () => {
    const failing = { intervalMinutes: 30, failures: 5, notBefore: now - 1 };
    expect(nextCheck(feed, failing, document(every(50, 60)), now)).toEqual({ intervalMinutes: 30, pace: 30, notBefore: now - 1 });
    expect(nextCheck(feed, failing, unchanged(), now).intervalMinutes).toBe(30);
  });
});

describe("after a 304", () => {
  it("leaves everything as it is", () => {
    expect(nextCheck(feed, calm, unchanged(), now)).toEqual({ intervalMinutes: 30 });
    expect(nextCheck(feed, { ...calm, intervalMinutes: 60 }, unchanged({ "cache-control": "max-age=3600" }), now).intervalMinutes).toBe(60);
  });

  it("obeys a longer max-age (F3)", () => {
    const next = nextCheck(feed, calm, unchanged({ "cache-control": "max-age=7200" }), now);
    expect(next).toMatchObject({ intervalMinutes: 120 });
    expect(nextCheck(feed, calm, unchanged({ "cache-control": "max-age=7200" }), now + 5 * MINUTE).notBefore).toBe(slot + 125 * MINUTE);
  });

  it("obeys a shorter one too, down to the feed's own pace and what its document asks for (F3)", () => {
    const next = (state: Parameters<typeof nextCheck>[1], check: Check) => ({ ...calm, ...nextCheck(feed, state, check, now) });
    const daily = next(calm, document(every(50, 60), { "cache-control": "max-age=86400" }));
    expect(daily).toMatchObject({ intervalMinutes: 1440, pace: 30 });
    const sameBody = (fields: Record<string, string> = {}): Check => ({ kind: "same-body", headers: headers(fields) });
    for (const check of [unchanged({ "cache-control": "max-age=300" }), sameBody({ "cache-control": "max-age=300" }), sameBody()]) {
      expect(next(daily, check)).toMatchObject({ intervalMinutes: 30, pace: 30 });
      expect(next({ ...daily, wishes: { minutes: 100 } }, check)).toMatchObject({ intervalMinutes: 120 });
    }
    expect(next(daily, unchanged({ "cache-control": "max-age=7200" })).intervalMinutes).toBe(120);
    // What a 304 does not repeat still holds.
    expect(next(daily, unchanged()).intervalMinutes).toBe(1440);
  });
});

describe("after a fault", () => {
  it.each<[Parameters<typeof fault>[0], number, number, number]>([
    // fault, wait after the first, the second, the tenth in a row; minutes
    ["http-500", 30, 60, 1440],
    ["timeout", 30, 60, 1440],
    ["dns", 30, 60, 1440],
    ["not-a-feed", 30, 60, 1440],
    ["http-503", 60, 120, 1440],
    ["http-429", 60, 120, 1440],
    ["http-403", 240, 480, 1440],
    ["http-401", 240, 480, 1440],
    ["http-404", 360, 720, 1440],
    ["too-large", 240, 480, 1440],
    ["address-not-allowed", 30, 60, 1440],
    ["robots", 7 * DAY, 7 * DAY, 7 * DAY],
    ["http-410", 1440, 1440, 1440],
  ])("%s waits %d, %d … %d minutes", (name, first, second, tenth) => {
    expect([0, 1, 9].map((failures) => waits(fault(name), { ...calm, failures }))).toEqual([first, second, tenth]);
  });

  it("believes Retry-After of 429 and 503, in both forms, for seven days at most (F13, F14)", () => {
    expect(waits(fault("http-429", { "retry-after": "172800" }))).toBe(2 * DAY);
    expect(waits(fault("http-503", { "retry-after": "7200" }))).toBe(120);
    expect(waits(fault("http-429", { "retry-after": "99999999" }))).toBe(7 * DAY);
    expect(waits(fault("http-429", { "retry-after": new Date(now + 360 * MINUTE).toUTCString() }))).toBe(360);
    expect(waits(fault("http-429", { "retry-after": "Fri, 31 Dec 1999 23:59:59 GMT" }))).toBe(60);
    expect(waits(fault("http-429", { "cache-control": "max-age=172800" }))).toBe(2 * DAY);
    expect(waits(fault("http-500", { "retry-after": "172800" }))).toBe(30);
    expect(waits(fault("http-429", { "retry-after": "10" }))).toBe(60);
  });

  it("is never early by a second", () => {
    expect(nextCheck(feed, calm, fault("http-429", { "retry-after": "7201" }), now).notBefore).toBe(now + 7201 * 1000);
  });

  it("is an hour at least from the very second of a 429 (F13)", () => {
    const second = now + 50_000;
    expect(nextCheck(feed, calm, fault("http-429"), second).notBefore).toBe(second + 3_600_000);
  });

  it("learns from a 429 at its own pace that this is too fast, for a month", () => {
    const quick = every(50, 5); // whose own pace is 15 minutes
    const known = { ...calm, intervalMinutes: 15 };
    const { refused } = nextCheck(feed, known, fault("http-429"), now);
    expect(refused).toEqual({ minutes: 30, at: now });
    const paceAfter = (days: number) =>
      nextCheck(feed, { ...known, refused: { minutes: 30, at: now - days * DAY * MINUTE } }, document(quick), now).intervalMinutes;
    expect([0, 29, 31].map(paceAfter)).toEqual([30, 30, 15]);
    // Slower and slower, but not without end; and not because a server in trouble goes on refusing.
    const slowed = (intervalMinutes: number, failures = 0) =>
      nextCheck(feed, { ...known, intervalMinutes, failures, refused: refused! }, fault("http-429"), now).refused?.minutes;
    expect([slowed(30), slowed(120), slowed(240), slowed(480), slowed(120, 1)]).toEqual([60, 240, 240, 480, 30]);
  });

  it("keeps its interval, so that it is asked in the first slot after the wait", () => {
    expect(nextCheck(feed, { ...calm, failures: 4 }, fault("http-500"), now)).toEqual({
      intervalMinutes: 30,
      notBefore: slot + 480 * MINUTE,
    });
    const due = (state: Parameters<typeof nextCheck>[1]) =>
      nextDue({ ...feed, enabled: true }, { ...nextCheck(feed, state, fault("timeout"), now), health: "failing" }, now);
    expect([due(calm), due({ ...calm, failures: 1 })]).toEqual([slot + 30 * MINUTE, slot + 60 * MINUTE]);
  });
});

describe("for any answer", () => {
  const header = fc.dictionary(
    fc.constantFrom("cache-control", "age", "expires", "date", "retry-after"),
    fc.oneof(
      fc.string(),
      fc.integer({ min: -10, max: 10 ** 10 }).map(String),
      fc.integer({ min: -10, max: 10 ** 10 }).map((n) => `max-age=${n}`),
      fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
    ),
  );
  const anyCheck = fc.oneof(
    header.map((fields) => unchanged(fields)),
    fc
      .tuple(fc.array(fc.integer({ min: -DAY, max: 60 * DAY }), { maxLength: 200 }), header)
      .map(([times, fields]) => document(ago(...times), fields)),
    fc
      .tuple(fc.constantFrom("http-429", "http-503", "http-500", "http-404", "timeout", "tls", "not-a-feed"), header)
      .map(([name, fields]) => fault(name as "tls", fields)),
  );
  const anyState = fc.record(
    { intervalMinutes: fc.constantFrom(...LADDER), failures: fc.nat(2000), pace: fc.nat(120) },
    { requiredKeys: ["intervalMinutes", "failures"] },
  );

  it("the interval is a rung at or above the floor, and the wait seven days at most", () => {
    fc.assert(
      fc.property(anyCheck, fc.option(anyState, { nil: undefined }), fc.integer({ min: 1, max: 86_400 }), (check, state, floorSeconds) => {
        const next = nextCheck({ ...feed, floorSeconds }, state, check, now);
        expect(LADDER).toContain(next.intervalMinutes);
        expect(next.intervalMinutes * 60).toBeGreaterThanOrEqual(floorSeconds);
        expect(next.notBefore ?? now).toBeLessThanOrEqual(now + 7 * DAY * MINUTE + 1000);
      }),
    );
  });

  it("a longer Retry-After never means an earlier check", () => {
    fc.assert(
      fc.property(fc.nat(10 ** 6), fc.nat(10 ** 6), anyState, (a, b, state) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)].map((n) =>
          nextCheck(feed, state, fault("http-429", { "retry-after": String(n) }), now),
        );
        expect(less?.notBefore).toBeLessThanOrEqual(more?.notBefore ?? 0);
      }),
    );
  });

  it("the same twice changes nothing the second time, if it is a 304", () => {
    fc.assert(
      fc.property(header, anyState, (fields, known) => {
        const first = nextCheck(feed, { ...known, failures: 0 }, unchanged(fields), now);
        const then = slotAfter(feed.id, first.intervalMinutes, now) + MINUTE / 2;
        const second = nextCheck(feed, { ...first, failures: 0 }, unchanged(fields), then);
        expect(second).toEqual(first);
      }),
    );
  });
});
