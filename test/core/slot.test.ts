import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FeedState } from "../../lambdas/core/feed.ts";
import { LADDER } from "../../lambdas/core/interval.ts";
import { isDue, nextDue } from "../../lambdas/core/slot.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const start = Date.parse("2026-11-24T00:00:00Z");

const feed = { id: "example", enabled: true };
const state = (change: Partial<FeedState> = {}): FeedState => ({
  feedId: feed.id,
  url: "https://gaceta.example/rss",
  itemIds: [],
  health: "ok",
  failures: 0,
  intervalMinutes: 60,
  changedAt: start,
  ...change,
});

/** The minutes of a span at which the feed is due, if a tick runs every minute. */
const dueIn = (days: number, known: FeedState, one = feed) => {
  const due: number[] = [];
  for (let at = start; at < start + days * DAY; at += MINUTE) if (isDue(one, known, at - MINUTE, at)) due.push(at);
  return due;
};

describe("isDue", () => {
  it("is true at once for a feed that was never polled, and never for one that is off or gone (F17)", () => {
    expect(isDue(feed, undefined, start, start + MINUTE)).toBe(true);
    expect(isDue({ ...feed, enabled: false }, undefined, start, start + MINUTE)).toBe(false);
    expect(dueIn(2, state({ health: "gone" }))).toEqual([]);
  });

  it.each(LADDER)("comes once in %d minutes, and a minute later once a day", (intervalMinutes) => {
    const due = dueIn(6, state({ intervalMinutes }));
    const gaps = due.slice(1).map((at, n) => (at - due[n]!) / MINUTE - intervalMinutes);
    expect(new Set(gaps)).toEqual(intervalMinutes === 1440 ? new Set([1]) : new Set([0, 1]));
    expect(gaps.filter((gap) => gap === 1).length).toBeGreaterThanOrEqual(4);
    expect(gaps.filter((gap) => gap === 1).length).toBeLessThanOrEqual(6);
  });

  it("wanders through the hour, so that no feed is pinned to a minute (F19)", () => {
    for (const intervalMinutes of [60, 120, 1440]) {
      const minutes = dueIn(60, state({ intervalMinutes })).map((at) => (at / MINUTE) % 60);
      expect(new Set(minutes).size).toBeGreaterThanOrEqual(59);
    }
  });

  it("keeps its slot when the interval changes: the slots of each rung lie on those of the one below", () => {
    for (const [n, wide] of LADDER.slice(1).entries()) {
      const narrow = new Set(dueIn(2, state({ intervalMinutes: LADDER[n] ?? 1 })));
      expect(dueIn(2, state({ intervalMinutes: wide })).filter((at) => !narrow.has(at))).toEqual([]);
    }
  });

  it.each([
    [200, 1],
    [100, 7],
  ])("spreads %d feeds over the minutes of the hour in %d days (F19)", (feeds, days) => {
    const minutes = Array<number>(60).fill(0);
    for (let n = 0; n < feeds; n++)
      for (const at of dueIn(days, state({ intervalMinutes: 60 }), { id: `feed-${n}`, enabled: true })) minutes[(at / MINUTE) % 60]! += 1;
    expect(Math.max(...minutes)).toBeLessThanOrEqual((3 * feeds * days * 24) / 60);
  });

  it("is due in exactly one of two spans that meet, however ticks are missed", () => {
    fc.assert(
      fc.property(fc.constantFrom(...LADDER), fc.nat(5000), fc.nat(5000), (intervalMinutes, a, b) => {
        const known = state({ intervalMinutes });
        const [from, middle, to] = [start, start + a * MINUTE, start + (a + b) * MINUTE];
        expect(isDue(feed, known, from, to)).toBe(isDue(feed, known, from, middle) || isDue(feed, known, middle, to));
      }),
    );
  });

  it("waits for notBefore", () => {
    const notBefore = start + 10 * HOUR + 30 * MINUTE;
    const all = dueIn(1, state());
    expect(all.length).toBeGreaterThanOrEqual(23);
    expect(dueIn(1, state({ notBefore }))).toEqual(all.filter((at) => at >= notBefore));
  });

  it("leaves out the hours that the publisher has closed, at its own minutes (F11)", () => {
    const skipHours = [0, 1, 2, 3, 4, 5];
    for (const intervalMinutes of [15, 60, 480, 1440]) {
      const due = dueIn(4, state({ intervalMinutes, wishes: { skipHours } }));
      expect(due.length).toBeGreaterThanOrEqual(3);
      expect(due.filter((at) => skipHours.includes(new Date(at).getUTCHours()))).toEqual([]);
      expect(new Set(due.map((at) => (at / MINUTE) % Math.min(intervalMinutes, 60))).size).toBeLessThanOrEqual(5);
    }
  });

  it("asks at 06:xx what would be due at 23:50 if 0 to 5 are closed and minutes were missed until then (F11)", () => {
    const known = state({ intervalMinutes: 15, wishes: { skipHours: [0, 1, 2, 3, 4, 5] } });
    const midnight = start + DAY;
    for (const upTo of [midnight, midnight + 30 * MINUTE, midnight + 5 * HOUR + 59 * MINUTE])
      expect(isDue(feed, known, midnight - 10 * MINUTE, upTo)).toBe(false);
    expect(isDue(feed, known, midnight - 10 * MINUTE, midnight + 6 * HOUR + 14 * MINUTE)).toBe(true);
  });

  it("puts a closed day off by a day at most (F11)", () => {
    const due = dueIn(14, state({ intervalMinutes: 1440, wishes: { skipDays: [0, 6] } }));
    expect(due.length).toBeGreaterThanOrEqual(10);
    expect(due.filter((at) => new Date(at).getUTCDay() === 6)).toEqual([]);
  });
});

describe("nextDue", () => {
  const wishes = fc.record({
    skipHours: fc.uniqueArray(fc.integer({ min: 0, max: 23 }), { maxLength: 20 }),
    skipDays: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { maxLength: 5 }),
  });

  it("is the first minute at which a tick finds the feed due", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...LADDER.slice(2)),
        fc.option(wishes, { nil: undefined }),
        fc.nat(2880),
        fc.nat(2880),
        (intervalMinutes, wishes, from, wait) => {
          const known = state({ intervalMinutes, notBefore: start + wait * MINUTE, ...(wishes !== undefined && { wishes }) });
          const now = start + from * MINUTE;
          const next = nextDue(feed, known, now) ?? 0;
          let first = now + MINUTE;
          while (!isDue(feed, known, first - MINUTE, first)) first += MINUTE;
          expect(next).toBe(first);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("waits for the host's rest (F13), and is never where nothing will be asked", () => {
    const rest = start + 30 * HOUR;
    expect(nextDue(feed, state(), start, rest)).toBeGreaterThanOrEqual(rest);
    expect(nextDue(feed, undefined, start, rest)).toBe(rest);
    expect(nextDue(feed, undefined, start)).toBe(start);
    expect(nextDue(feed, state({ health: "gone" }), start)).toBeUndefined();
    expect(nextDue({ ...feed, enabled: false }, state(), start)).toBeUndefined();
  });
});
