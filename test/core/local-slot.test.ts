import { describe, expect, it } from "vitest";
import { isTimezone, nextSlot, quietUntil, weekdays, weekOf } from "../../lambdas/core/local-slot.ts";
import type { Weekday } from "../../lambdas/core/local-slot.ts";
import { generator } from "../simulation/stage.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const QUARTER = 15 * MINUTE;
const at = Date.parse;

/** What a clock in the zone shows, asked of the runtime each time: no arithmetic with offsets. */
const clock = (timeZone: string) => {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "long",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return (instant: number) => {
    const part = new Map(format.formatToParts(instant).map(({ type, value }) => [type, value]));
    const hour = Number(part.get("hour"));
    return {
      day: `${part.get("year")}-${part.get("month")}-${part.get("day")}`,
      weekday: part.get("weekday")?.toLowerCase() as Weekday,
      hour,
      minute: hour * 60 + Number(part.get("minute")),
    };
  };
};

const zones = [
  "America/Mexico_City",
  "America/Tijuana",
  "America/Ciudad_Juarez",
  "America/New_York",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
];

/** All that clocks showed in these years, walked by `step`. */
const walk = (timezone: string, from: number, to: number, step: number) => {
  const show = clock(timezone);
  return Array.from({ length: Math.floor((to - from) / step) }, (_, n) => ({ instant: from + n * step, ...show(from + n * step) }));
};

/** The first instant of each day at which the clock shows the hour or later; where a day ends before, the first of the next. */
const slotsIn = (shown: ReturnType<typeof walk>, hour: number): { instant: number; weekday: Weekday }[] => {
  const slots: { instant: number; weekday: Weekday }[] = [];
  let done = shown[0]?.day ?? "";
  for (const { day, minute, instant, weekday } of shown)
    if (day > done && minute >= hour * 60) {
      slots.push({ instant, weekday });
      done = day;
    }
  return slots;
};

describe.each(zones)("in %s", (timezone) => {
  // Clocks everywhere change at a quarter of an hour; in these years Mexico changed its last ones.
  const years = walk(timezone, at("2019-12-28T00:00:00Z"), at("2024-01-03T00:00:00Z"), QUARTER);
  const random = generator(7);
  const anInstant = () => at("2020-01-05T00:00:00Z") + Math.floor(random() * 1400 * DAY);

  it("finds the slots that a walk through four years finds, daily and weekly", { timeout: 60_000 }, () => {
    for (const hour of [0, 1, 2, 3, 8, 23]) {
      const slots = slotsIn(years, hour).filter(({ instant }) => instant > at("2020-01-02T00:00:00Z"));
      const found = slots.slice(0, -1).map(({ instant }) => nextSlot(instant, { at: hour }, timezone));
      expect(found).toEqual(slots.slice(1).map(({ instant }) => instant));
      for (const weekday of weekdays) {
        const weekly = slots.filter((slot) => slot.weekday === weekday);
        const days = weekly.slice(0, -1).map(({ instant }) => nextSlot(instant, { at: hour, weekday }, timezone));
        expect(days).toEqual(weekly.slice(1).map(({ instant }) => instant));
      }
    }
  });

  it("finds the next slot and the end of quiet hours from any minute, as a walk by minutes does", { timeout: 60_000 }, () => {
    const changes = years.filter(({ instant, minute }, n) => {
      const before = years[n - 1];
      return before !== undefined && (before.minute + 15) % 1440 !== minute && instant > at("2020-01-02T00:00:00Z");
    });
    const starts = [...changes.map(({ instant }) => instant - 20 * HOUR), ...Array.from({ length: 12 }, anInstant)];
    for (const start of starts) {
      const shown = walk(timezone, Math.floor(start / MINUTE) * MINUTE, start + 3 * DAY, MINUTE);
      // The first day was not walked from its beginning.
      const tomorrow = shown.find(({ day }) => day !== shown[0]?.day)?.instant ?? 0;
      for (let n = 0; n < 60; n++) {
        const now = tomorrow + Math.floor(random() * DAY);
        const from = Math.floor(random() * 24);
        expect(nextSlot(now, { at: from }, timezone)).toBe(slotsIn(shown, from).find(({ instant }) => instant > now)?.instant);
        const to = (from + 1 + Math.floor(random() * 23)) % 24;
        const isQuiet = ({ hour }: { hour: number }) => (from < to ? hour >= from && hour < to : hour >= from || hour < to);
        const here = shown.findLast(({ instant }) => instant <= now);
        const end = shown.find((later) => later.instant > now && !isQuiet(later))?.instant;
        expect(quietUntil(now, { from, to }, timezone)).toBe(here !== undefined && isQuiet(here) ? end : undefined);
      }
    }
  });
});

describe("nextSlot", () => {
  it.each([
    ["a hundredth of a second before it", "2026-11-24T13:59:59.990Z", 8, "America/Mexico_City", "2026-11-24T14:00:00.000Z"],
    ["at it: the next one", "2026-11-24T14:00:00.000Z", 8, "America/Mexico_City", "2026-11-25T14:00:00.000Z"],
    ["an hour that does not exist", "2026-03-08T05:00:00.000Z", 2, "America/New_York", "2026-03-08T07:00:00.000Z"],
    ["an hour that comes twice: the first", "2026-11-01T03:00:00.000Z", 1, "America/New_York", "2026-11-01T05:00:00.000Z"],
    ["not again when it comes the second time", "2026-11-01T05:00:00.000Z", 1, "America/New_York", "2026-11-02T06:00:00.000Z"],
    ["half an hour that does not exist", "2026-10-03T12:00:00.000Z", 2, "Australia/Lord_Howe", "2026-10-03T15:30:00.000Z"],
  ])("%s", (_, after, hour, timezone, slot) => {
    expect(new Date(nextSlot(at(after), { at: hour }, timezone)).toISOString()).toBe(slot);
  });
});

describe("weekOf", () => {
  it.each([
    ["2026-11-23T13:10:00Z", "America/New_York", "2026-W48"],
    ["2026-11-23T04:59:59Z", "America/New_York", "2026-W47"],
    ["2026-11-23T05:00:00Z", "America/New_York", "2026-W48"],
    ["2027-01-01T12:00:00Z", "UTC", "2026-W53"],
    ["2027-01-03T23:59:59Z", "UTC", "2026-W53"],
    ["2027-01-04T00:00:00Z", "UTC", "2027-W01"],
    ["2024-12-30T00:00:00Z", "UTC", "2025-W01"],
    ["2021-01-03T23:00:00Z", "UTC", "2020-W53"],
    ["2021-01-03T23:00:00Z", "Europe/Madrid", "2021-W01"],
  ])("%s in %s is %s", (instant, zone, week) => {
    expect(weekOf(at(instant), zone)).toBe(week);
  });
});

it("knows zones by their IANA names", () => {
  expect(["America/Mexico_City", "UTC", "Mexico City", "", "America/Atlantis"].map(isTimezone)).toEqual([true, true, false, false, false]);
});
