import { describe, expect, it } from "vitest";
import type { RematchSpan } from "../../lambdas/core/rematch.ts";
import { isOneHour, storedSpan, tenthsOf } from "../../lambdas/core/rematch.ts";

const NOW = Date.parse("2026-11-24T12:34:56.789Z");

/** How many splits lie above each hour, by hour. */
const depths = (span: RematchSpan, depth = 0): readonly (readonly [string, number])[] =>
  isOneHour(span) ? [[span.from, depth]] : tenthsOf(span).flatMap((part) => depths(part, depth + 1));

describe("the span of a rematch", () => {
  it("is all that is stored, whole hours, the present one included", () =>
    expect(storedSpan("ada", NOW)).toEqual({ entity: "ada", from: "2026-08-26T12", to: "2026-11-24T13" }));

  it("is split into each of its hours once, by four splits at most: Lambda cuts a loop of sixteen", () => {
    const leaves = depths(storedSpan("ada", NOW));
    expect(leaves).toHaveLength(90 * 24 + 1);
    expect(leaves.map(([from]) => from)).toEqual([...new Set(leaves.map(([from]) => from))].toSorted());
    expect([leaves[0]![0], leaves.at(-1)![0]]).toEqual(["2026-08-26T12", "2026-11-24T12"]);
    expect(Math.max(...leaves.map(([, depth]) => depth))).toBe(4);
  });

  it.each([2, 3, 9, 10, 11, 99, 2184])("of %i hours has at most ten parts, each shorter", (hours) => {
    const to = new Date(Date.parse("2026-01-01T00:00:00Z") + hours * 3_600_000).toISOString().slice(0, 13);
    const parts = tenthsOf({ entity: "ada", from: "2026-01-01T00", to });
    expect(parts.length).toBeLessThanOrEqual(10);
    expect([parts[0]!.from, parts.at(-1)!.to]).toEqual(["2026-01-01T00", to]);
    expect(parts.slice(1).map(({ from }) => from)).toEqual(parts.slice(0, -1).map((part) => part.to));
  });

  it.each([
    ["nothing", "2026-01-01T00", "2026-01-01T00"],
    ["backwards", "2026-01-02T00", "2026-01-01T00"],
    ["years", "2020-01-01T00", "2026-01-01T00"],
    ["half an hour", "2026-01-01T00", "2026-01-01T00:30"],
  ])("is refused for %s", (_, from, to) => {
    expect(() => isOneHour({ entity: "ada", from, to })).toThrow(RangeError);
  });
});
