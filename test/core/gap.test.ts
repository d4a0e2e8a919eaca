import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_MS, daysBetween, figure, gapOf, spansOf, verdictOf } from "../../lambdas/core/gap.ts";
import type { Silence } from "../../lambdas/core/gap.ts";
import { NOON } from "../contracts/rows.ts";

const day = (n: number) => new Date(NOON + n * DAY_MS).toISOString();
const seen = (n: number) => ({ storyId: "before", at: day(n), title: "Ada spoke", outlet: "Diario" });
const silence = (more: Partial<Silence> = {}): Silence => ({
  at: day(0),
  last: seen(-40),
  silenceDays: 30,
  watchingSince: day(-100),
  ...more,
});
const days = ({ from, to }: { from: number; to: number }) => [(from - NOON) / DAY_MS, (to - NOON) / DAY_MS];

describe("the spans that are asked of the ledger", () => {
  it.each<[string, Partial<Silence>, number, number]>([
    ["the days asked for, and all since the last sighting", {}, -30, -40],
    ["since Vigía began watching, if that is later", { last: seen(-900) }, -30, -100],
    ["since Vigía began watching, where nobody was seen before", { last: undefined }, -30, -100],
    ["no further back than the ledger", { silenceDays: 1000, last: seen(-900), watchingSince: day(-1100) }, -366, -366],
  ])("are %s", (_, more, asked, listened) => {
    const spans = spansOf(silence(more));
    expect(days(spans.asked)).toEqual([asked, 0]);
    expect(days(spans.listened)).toEqual([listened, 0]);
  });
});

describe("a silence", () => {
  it.each<[string, Partial<Silence>, number, string]>([
    ["heard to 80 %", {}, 0.8, "observed"],
    ["heard a little less", {}, 0.799, "unheard"],
    ["of a time before Vigía watched", { watchingSince: day(-29) }, 0.9, "first"],
    ["that began with the watch", { watchingSince: day(-30) }, 0.9, "observed"],
    ["longer than the ledger, watched too short", { silenceDays: 500, watchingSince: day(-400), last: seen(-600) }, 1, "first"],
    ["longer than the ledger, watched long enough", { silenceDays: 500, watchingSince: day(-501), last: seen(-600) }, 1, "observed"],
    ["longer than the ledger, not heard", { silenceDays: 500, watchingSince: day(-501), last: seen(-600) }, 0.5, "unheard"],
  ])("%s", (_, more, heard, verdict) => {
    expect(verdictOf(gapOf(silence(more), { asked: heard, listened: 1 }), day(0))).toBe(verdict);
  });
  it("carries its figures", () => {
    expect(gapOf(silence(), { asked: 0.9, listened: 0.85 })).toEqual({
      days: 40,
      last: seen(-40),
      watchingSince: day(-100),
      silenceDays: 30,
      heard: 0.9,
      listened: { days: 40, heard: 0.85 },
      observed: true,
    });
    expect(gapOf(silence({ last: undefined }), { asked: 0.9, listened: 0.85 })).not.toHaveProperty("days");
  });
});

describe("figures", () => {
  it("never say more than was heard, nor less by a thousandth", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
        expect(figure(share)).toBeLessThanOrEqual(share + 1e-6);
        expect(figure(share)).toBeGreaterThan(share - 0.001 - 1e-6);
        expect(figure(figure(share))).toBe(figure(share));
      }),
    );
  });
  it.each([0, 0.29, 0.57, 0.8, 0.941, 1])("keep %d", (share) => {
    expect(figure(share)).toBe(share);
  });
});

describe("daysBetween", () => {
  it("counts whole days", () => {
    expect(daysBetween("2026-01-01T23:59:00Z", "2026-01-03T00:00:00Z")).toBe(1);
  });
});
