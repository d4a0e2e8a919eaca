import { expect, it } from "vitest";
import { bucketsOf } from "../../lambdas/core/timeline.ts";

const HOUR = 3_600_000;
const span = (from: string, to: string) => ({ from: Date.parse(from), to: Date.parse(to) });
const iso = (spans: readonly { from: number; to: number }[]) =>
  spans.map(({ from, to }) => [from, to].map((at) => new Date(at).toISOString()));

it("cuts a time into days of a zone; the first is whole, the last ends with the time", () => {
  expect(iso(bucketsOf(span("2026-11-23T12:00:00Z", "2026-11-24T12:00:00Z"), "day", "America/Mexico_City"))).toEqual([
    ["2026-11-23T06:00:00.000Z", "2026-11-24T06:00:00.000Z"],
    ["2026-11-24T06:00:00.000Z", "2026-11-24T12:00:00.000Z"],
  ]);
});

it("a day has 23 hours, or 25, where clocks change", () => {
  const hours = (from: string, to: string) => bucketsOf(span(from, to), "day", "America/New_York").map((day) => (day.to - day.from) / HOUR);
  expect(hours("2026-03-07T05:00:00Z", "2026-03-10T04:00:00Z")).toEqual([24, 23, 24]);
  expect(hours("2026-10-31T04:00:00Z", "2026-11-03T05:00:00Z")).toEqual([24, 25, 24]);
});

it("a week begins on Monday, a month on its first day, an hour in UTC", () => {
  expect(iso(bucketsOf(span("2026-11-24T12:00:00Z", "2026-12-01T00:00:00Z"), "week", "UTC"))).toEqual([
    ["2026-11-23T00:00:00.000Z", "2026-11-30T00:00:00.000Z"],
    ["2026-11-30T00:00:00.000Z", "2026-12-01T00:00:00.000Z"],
  ]);
  expect(iso(bucketsOf(span("2026-12-24T12:00:00Z", "2027-01-02T00:00:00Z"), "month", "America/Tijuana")).map(([from]) => from)).toEqual([
    "2026-12-01T08:00:00.000Z",
    "2027-01-01T08:00:00.000Z",
  ]);
  expect(bucketsOf(span("2026-11-24T12:30:00Z", "2026-11-24T15:00:00Z"), "hour", "Asia/Kolkata")).toHaveLength(3);
});

it("buckets follow each other without a gap, in any zone", () => {
  for (const tz of ["UTC", "America/Mexico_City", "America/New_York", "Asia/Kathmandu", "no zone"])
    for (const bucket of ["day", "week", "month"] as const) {
      const found = bucketsOf(span("2026-01-15T03:00:00Z", "2026-12-20T00:00:00Z"), bucket, tz);
      expect(found.slice(1).map(({ from }) => from)).toEqual(found.slice(0, -1).map(({ to }) => to));
      expect(found.every(({ from, to }) => from < to)).toBe(true);
    }
});
