import { describe, expect, it } from "vitest";
import type { Timing } from "../../lambdas/core/timing.ts";
import { quietEnd, slotAfter, timingOf } from "../../lambdas/core/timing.ts";

const mail = { channel: "email", trigger: "every", lang: "es" } as const;

describe("timingOf", () => {
  it.each([
    ["every story by mail", mail, "daily"],
    ["reappearances by mail", { ...mail, trigger: "reappearance" }, "now"],
    ["every story by webhook, also where somebody stored a choice", { ...mail, channel: "webhook", cadence: "daily" }, "now"],
    ["what was chosen", { ...mail, cadence: "weekly" }, "weekly"],
  ] as const)("%s", (_, chosen, cadence) => {
    expect(timingOf(chosen).cadence).toBe(cadence);
  });

  it("reads a subscription of before there was a choice", () => {
    expect(timingOf(mail)).toEqual({ cadence: "daily", at: 8, weekday: "monday", timezone: "America/Mexico_City" });
    expect(timingOf({ ...mail, lang: "en" }).timezone).toBe("America/New_York");
  });
});

describe("slotAfter", () => {
  const daily: Timing = { cadence: "daily", at: 8, weekday: "monday", timezone: "America/Mexico_City" };
  const quietHours = { from: 22, to: 7 };
  // In Mexico City it is six hours earlier; the 24th is a Tuesday.
  it.each([
    ["daily", daily, "2026-11-24T13:59:59.990Z", "2026-11-24T14:00:00.000Z"],
    ["daily, just told", daily, "2026-11-24T14:00:00.000Z", "2026-11-25T14:00:00.000Z"],
    ["weekly", { ...daily, cadence: "weekly" }, "2026-11-24T14:00:00.000Z", "2026-11-30T14:00:00.000Z"],
    ["daily in the middle of quiet hours", { ...daily, at: 23, quietHours }, "2026-11-24T14:00:00.000Z", "2026-11-25T13:00:00.000Z"],
    [
      "at once, by day: the end of the clock hour",
      { ...daily, cadence: "now", quietHours },
      "2026-11-24T14:20:00.000Z",
      "2026-11-24T15:00:00.000Z",
    ],
    [
      "at once, by night: the end of the night",
      { ...daily, cadence: "now", quietHours },
      "2026-11-25T05:20:00.000Z",
      "2026-11-25T13:00:00.000Z",
    ],
    [
      "weekly, while the digest of this week is held by quiet hours: that one, and not the next",
      { ...daily, cadence: "weekly", weekday: "tuesday", quietHours: { from: 7, to: 10 } },
      "2026-11-24T14:30:00.000Z",
      "2026-11-24T16:00:00.000Z",
    ],
    [
      "weekly, in quiet hours before its own hour",
      { ...daily, cadence: "weekly", weekday: "tuesday", at: 9, quietHours: { from: 7, to: 10 } },
      "2026-11-24T14:30:00.000Z",
      "2026-11-24T16:00:00.000Z",
    ],
    [
      "weekly, in quiet hours of another day",
      { ...daily, cadence: "weekly", weekday: "wednesday", quietHours: { from: 7, to: 10 } },
      "2026-11-24T14:30:00.000Z",
      "2026-11-25T16:00:00.000Z",
    ],
    ["at once, just before the night", { ...daily, cadence: "now", quietHours }, "2026-11-25T03:59:59.999Z", "2026-11-25T13:00:00.000Z"],
  ] as const)("%s", (_, timing, after, slot) => {
    expect(new Date(slotAfter(Date.parse(after), timing)).toISOString()).toBe(slot);
    expect(quietEnd(Date.parse(slot), timing)).toBeUndefined();
  });
});
