import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isStale, spacingAfter } from "../../lambdas/core/spacing.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const start = Date.parse("2026-11-02T00:00:00Z"); // a Monday

const iso = (times: readonly number[]) => times.map((time) => new Date(time).toISOString());
/** What is known after documents that bring these times one by one. */
const learned = (times: readonly number[]) => {
  let known = {};
  for (const time of times) known = spacingAfter(known, iso([time]), true, time);
  return known as { lastItemAt?: number; spacing?: number };
};
const hours = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => start + (from + n) * HOUR);
const workdays = (weeks: number) =>
  Array.from({ length: weeks * 7 }, (_, day) => (day % 7 < 5 ? hours(day * 24 + 8, day * 24 + 18) : [])).flat();

describe("a feed's usual spacing", () => {
  it("is a day until its own gaps say better, and nothing before there is a gap", () => {
    expect(learned([start])).toEqual({ lastItemAt: start });
    const { spacing = 0 } = learned([start, start + HOUR]);
    expect(spacing).toBeLessThan(DAY);
    expect(spacing).toBeGreaterThan(23 * HOUR);
  });

  it("comes to be an hour where news come every hour, and five silent hours are then too many", () => {
    const times = hours(0, 24 * 30);
    const known = learned(times);
    const last = times.at(-1)!;
    expect(known.spacing! / HOUR).toBeCloseTo(1, 0);
    expect(isStale(known, last + 4 * HOUR)).toBe(false);
    expect(isStale(known, last + 8 * HOUR)).toBe(true);
  });

  it("knows nights and weekends: an office that rests is not stale on Monday morning, nor, once that was seen, on Tuesday after a holiday", () => {
    const times = workdays(4);
    const wrong = times.flatMap((time, n) => {
      const isAfterWeekend = n > 50 && time - times[n - 1]! > 2 * DAY;
      const back = isAfterWeekend ? time + DAY : time;
      return n > 20 && isStale(learned(times.slice(0, n)), back) ? [new Date(back).toISOString()] : [];
    });
    expect(wrong).toEqual([]);
    expect(isStale(learned(times), times.at(-1)! + 14 * DAY)).toBe(true);
  });

  it("is learned from one document as from many", () => {
    const times = hours(0, 200);
    const now = times.at(-1)!;
    expect(spacingAfter({}, iso(times.toReversed()), true, now)).toEqual(learned(times));
    const first = spacingAfter({}, iso(times.slice(0, 120)), true, times[119]!);
    expect(spacingAfter(first, iso(times.slice(80)), true, now)).toEqual(learned(times));
  });

  it("is not spoilt by one old item pinned to the document", () => {
    const times = [start - 3000 * DAY, ...Array.from({ length: 20 }, (_, n) => start + n * DAY)];
    expect(learned(times).spacing! / DAY).toBeLessThan(4);
  });

  it("does not move with an edition that comes at once, a time to come, or an older item", () => {
    const known = learned(hours(0, 50));
    expect(
      spacingAfter(known, iso([known.lastItemAt!, known.lastItemAt! - DAY, known.lastItemAt! + DAY]), true, known.lastItemAt! + HOUR),
    ).toEqual(known);
  });

  it("is forgotten with a document that has items without dates, and kept by one without items", () => {
    const known = learned(hours(0, 50));
    expect(spacingAfter(known, [], true, start + 3 * DAY)).toEqual({});
    expect(spacingAfter(known, [], false, start + 3 * DAY)).toEqual(known);
  });

  it("lies between the shortest and the longest gap there was, or the day it was guessed to be", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 * 24 }), { minLength: 1, maxLength: 60 }), (gaps) => {
        let at = start;
        const { spacing = 0 } = learned([start, ...gaps.map((gap) => (at += gap * HOUR))]);
        const bounded = gaps.map((gap) => Math.min(gap, 30 * 24));
        expect(spacing).toBeGreaterThanOrEqual(Math.min(...bounded, 24) * HOUR - 1000);
        expect(spacing).toBeLessThanOrEqual(Math.max(...bounded, 24) * HOUR + 1000);
      }),
    );
  });

  it("makes nothing stale that cannot be judged", () => {
    expect(isStale({}, start)).toBe(false);
    expect(isStale({ lastItemAt: 0 }, start)).toBe(false);
  });
});
