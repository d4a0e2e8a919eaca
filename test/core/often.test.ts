import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bestPair, dayBack, isRare, namedTooOften } from "../../lambdas/core/often.ts";

const DAY = 86_400_000;
const days = (from: number, to: number, except: readonly number[] = []) =>
  new Set(Array.from({ length: to - from }, (_, n) => from + n).filter((day) => !except.includes(day)));

describe("named too often to return", () => {
  it.each([
    ["on 29 of 30 days", { named: days(0, 30, [7]), heard: days(0, 30), days: 30 }, 30, true],
    ["on 16 of 30", { named: days(0, 16), heard: days(0, 30), days: 30 }, 30, true],
    ["on half of them", { named: days(0, 15), heard: days(0, 30), days: 30 }, 30, false],
    ["on most, but silent for as long as is asked", { named: days(0, 30, [4, 5, 6]), heard: days(0, 30), days: 30 }, 3, false],
    ["on most, and silent for a day less", { named: days(0, 30, [4, 5]), heard: days(0, 30), days: 30 }, 3, true],
    ["on most of the days that were heard", { named: days(0, 10), heard: days(0, 12), days: 30 }, 30, true],
    [
      "on all days that anything is known of, but for a silence that nobody heard",
      { named: days(0, 10), heard: days(0, 10), days: 30 },
      20,
      false,
    ],
    ["on six days of six", { named: days(0, 6), heard: days(0, 6), days: 6 }, 30, false],
    ["never, unheard", { named: new Set<number>(), heard: new Set<number>(), days: 30 }, 30, false],
  ] as const)("%s", (_, naming, silence, expected) => expect(namedTooOften(naming, silence)).toBe(expected));

  it("is never said where a silence of that length would have been told", () => {
    const set = fc.uniqueArray(fc.integer({ min: 0, max: 29 })).map((list) => new Set(list));
    fc.assert(
      fc.property(set, set, fc.integer({ min: 1, max: 30 }), (named, heard, silence) => {
        if (!namedTooOften({ named, heard, days: 30 }, silence)) return;
        const sorted = [-1, ...[...named].toSorted((a, b) => a - b), 30];
        expect(Math.max(...sorted.slice(1).map((day, n) => day - (sorted[n] ?? 0) - 1))).toBeLessThan(silence);
      }),
    );
  });
});

describe("with whom instead", () => {
  const naming = { named: days(0, 30), heard: days(0, 30), days: 30 };
  it.each([
    [0, false],
    [1, true],
    [7, true],
    [8, false],
  ])("together on %i of 30 days is rare: %s", (together, rare) => expect(isRare(together, naming)).toBe(rare));

  it("is whoever would have been told most often with it, then who was named with it on most days", () => {
    const [seldom, often, chance, never] = [
      { entity: "a", days: 3, alerts: 1 },
      { entity: "b", days: 2, alerts: 2 },
      { entity: "c", days: 1, alerts: 1 },
      { entity: "d", days: 7, alerts: 0 },
    ];
    expect(bestPair([never, chance, seldom, often])).toBe(often);
    expect(bestPair([never, chance, seldom])).toBe(seldom);
    expect(bestPair([never])).toBeUndefined();
  });
});

it("days are counted back from the end, the first is the last 24 hours", () => {
  const end = 100 * DAY;
  expect([end, end - DAY + 1, end - DAY, end - 2 * DAY].map((at) => dayBack(at, end))).toEqual([0, 0, 1, 2]);
});
