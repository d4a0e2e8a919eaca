import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Gap } from "../../lambdas/core/gap.ts";
import type { Match } from "../../lambdas/core/match.ts";
import { DAY_MS } from "../../lambdas/core/gap.ts";
import { claimReturn, correctedBy, counts, isReturn, pairId, withReturn } from "../../lambdas/core/reappearance.ts";
import type { Told } from "../../lambdas/core/reappearance.ts";

const day = (n: number) => new Date(Date.parse("2026-01-01T00:00:00Z") + n * DAY_MS).toISOString();
const nobody: Told = { version: 0, returns: [] };
const gap: Gap = {
  days: 40,
  last: { storyId: "before", at: day(60), title: "Before", outlet: "Gaceta" },
  watchingSince: day(0),
  silenceDays: 30,
  heard: 0.9,
  listened: { days: 40, heard: 0.9 },
  observed: true,
};

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

const claiming = (told: Told, d: number, storyId: string): Told => {
  const wanted = { at: day(d), storyId, itemId: "i", gap };
  return claimReturn(told, wanted, 30).kind === "new" ? withReturn(told, wanted) : told;
};

describe("claimReturn", () => {
  const a = { at: day(100), storyId: "a", itemId: "1", gap };

  it("claims when nothing was told", () => {
    expect(claimReturn(nobody, a, 30)).toEqual({ kind: "new" });
    expect(withReturn(nobody, a)).toEqual({ version: 1, returns: [a] });
  });
  it("goes on when a retry meets its own claim, with the figures of then", () => {
    expect(claimReturn({ version: 1, returns: [a] }, { at: a.at, storyId: "a", itemId: "1" }, 30)).toEqual({ kind: "own", claim: a });
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
      told = claiming(told, n * 31, `s${n}`);
    }
    expect(told.version).toBe(25);
    expect(told.returns.map((r) => r.storyId)).toEqual(Array.from({ length: 20 }, (_, n) => `s${n + 5}`));
  });
  it("never tells two returns closer than the silence, in whatever order they come", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 15 }), (days) => {
        let told = nobody;
        for (const [n, d] of days.entries()) {
          told = claiming(told, d, `s${n}`);
        }
        const times = told.returns.map((r) => Date.parse(r.at)).toSorted((x, y) => x - y);
        expect(times.every((t, i) => i === 0 || t - (times[i - 1] as number) >= 30 * DAY_MS)).toBe(true);
      }),
    );
  });
});

describe("correctedBy", () => {
  const told: Told = { version: 3, returns: [{ at: day(100), storyId: "a", itemId: "1", gap }] };
  const late = (d: number, storyId = "late") => ({ storyId, at: day(d), title: "Late", outlet: "Diario" });
  const marked = (d: number) => correctedBy(told, late(d))?.returns[0]?.corrected?.at;

  it.each([
    ["in the middle of the gap", 80, true],
    ["just after its beginning", 60.01, true],
    ["a day before the return", 99, true],
    ["less than a day before it: the days told stay right", 99.5, false],
    ["on its beginning", 60, false],
    ["before it", 50, false],
    ["after the return", 100.5, false],
  ])("%s", (_, d, expected) => {
    expect(marked(d)).toBe(expected ? day(d) : undefined);
  });
  it("marks a gap without a beginning only within the silence asked for", () => {
    const { last: _, days: __, ...open } = gap;
    const first: Told = { version: 1, returns: [{ at: day(100), storyId: "a", itemId: "1", gap: open }] };
    expect(correctedBy(first, late(71))).toBeDefined();
    expect(correctedBy(first, late(69))).toBeUndefined();
  });
  it("keeps the latest of several, changes nothing twice, and never marks a story with its own", () => {
    const once = correctedBy(told, late(80));
    expect(once?.version).toBe(4);
    expect(correctedBy(once ?? told, late(80))).toBeUndefined();
    expect(correctedBy(once ?? told, late(70))).toBeUndefined();
    expect(correctedBy(once ?? told, late(90))?.returns[0]?.corrected?.at).toBe(day(90));
    expect(correctedBy(told, late(80, "a"))).toBeUndefined();
  });
});

describe("pairId", () => {
  it("is the same whoever is named first, and nobody's own id", () => {
    expect(pairId(["eva", "ada"])).toBe("ada+eva");
    expect(pairId(["ada", "eva"])).toBe("ada+eva");
    expect(pairId(["ada"])).toBe("ada");
  });
});
