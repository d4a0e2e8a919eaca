import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Match } from "../../lambdas/core/match.ts";
import { DAY_MS, daysBetween } from "../../lambdas/core/gap.ts";
import { claimReturn, counts, isReturn } from "../../lambdas/core/reappearance.ts";
import type { Told } from "../../lambdas/core/reappearance.ts";

const day = (n: number) => new Date(Date.parse("2026-01-01T00:00:00Z") + n * DAY_MS).toISOString();
const nobody: Told = { version: 0, returns: [] };

describe("isReturn", () => {
  it.each([
    ["no sighting before", undefined, true],
    ["29 days", 71, false],
    ["exactly 30 days", 70, true],
    ["a year", -265, true],
  ])("%s", (_, last, expected) => {
    expect(isReturn(day(100), last === undefined ? undefined : { at: day(last) }, 30)).toBe(expected);
  });
});

describe("daysBetween", () => {
  it("counts whole days", () => {
    expect(daysBetween("2026-01-01T23:59:00Z", "2026-01-03T00:00:00Z")).toBe(1);
  });
});

describe("counts", () => {
  const match = { confidence: 0.9, evidence: ["name"], retrospective: false, prominence: "passing" } as unknown as Match;
  it.each([
    ["a passing mention, anywhere wanted", {}, "any", true],
    ["a passing mention, headline or lead wanted", {}, "headline-or-lead", false],
    ["the lead", { prominence: "lead" }, "headline-or-lead", true],
    ["a doubtful mention", { confidence: 0.69 }, "any", false],
    ["a look back", { retrospective: true }, "any", false],
    ["the office alone", { evidence: ["office"] }, "any", false],
    ["the office and the name", { evidence: ["office", "name"] }, "any", true],
  ] as const)("%s", (_, change, prominence, expected) => {
    expect(counts({ ...match, ...change }, prominence)).toBe(expected);
  });
});

describe("claimReturn", () => {
  const a = { at: day(100), storyId: "a", itemId: "1" };

  it("claims when nothing was told", () => {
    expect(claimReturn(nobody, a, 30)).toEqual({ kind: "new", told: { version: 1, returns: [a] } });
  });
  it("goes on when a retry meets its own claim", () => {
    expect(claimReturn({ version: 1, returns: [a] }, a, 30)).toEqual({ kind: "own" });
  });
  it("leaves a return to the item that claimed it", () => {
    expect(claimReturn({ version: 1, returns: [a] }, { ...a, itemId: "2" }, 30)).toEqual({ kind: "refused" });
  });
  it.each([-29, -1, 0, 1, 29])("refuses another story's return %i days away", (distance) => {
    expect(claimReturn({ version: 1, returns: [a] }, { at: day(100 + distance), storyId: "b", itemId: "2" }, 30).kind).toBe("refused");
  });
  it.each([-30, 30, 400])("allows another story's return %i days away", (distance) => {
    expect(claimReturn({ version: 1, returns: [a] }, { at: day(100 + distance), storyId: "b", itemId: "2" }, 30).kind).toBe("new");
  });
  it("remembers the last twenty", () => {
    let told = nobody;
    for (let n = 0; n < 25; n++) {
      const claim = claimReturn(told, { at: day(n * 31), storyId: `s${n}`, itemId: "i" }, 30);
      if (claim.kind === "new") ({ told } = claim);
    }
    expect(told.version).toBe(25);
    expect(told.returns.map((r) => r.storyId)).toEqual(Array.from({ length: 20 }, (_, n) => `s${n + 5}`));
  });
  it("never tells two returns closer than the silence, in whatever order they come", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 15 }), (days) => {
        let told = nobody;
        for (const [n, d] of days.entries()) {
          const claim = claimReturn(told, { at: day(d), storyId: `s${n}`, itemId: "i" }, 30);
          if (claim.kind === "new") ({ told } = claim);
        }
        const times = told.returns.map((r) => Date.parse(r.at)).toSorted((x, y) => x - y);
        expect(times.every((t, i) => i === 0 || t - (times[i - 1] as number) >= 30 * DAY_MS)).toBe(true);
      }),
    );
  });
});
