/** Days of the week as people name them in a choice, Monday first. */
export const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
export type Weekday = (typeof weekdays)[number];

/** A local hour (0..23) that comes every day, or once a week. */
export interface LocalHour {
  readonly at: number;
  /** @default - every day */
  readonly weekday?: Weekday;
}

/** Local hours, from the beginning of `from` to the beginning of `to`; they may cross midnight. */
export interface QuietHours {
  readonly from: number;
  readonly to: number;
}

/**
 * The next time after `after` (both epoch ms) at which a clock in the zone (IANA) shows the hour. An hour that a change of
 * clocks leaves out is the first instant after the gap; of one that comes twice it is the first.
 */
export const nextSlot = (after: number, { at, weekday }: LocalHour, timezone: string): number => {
  const today = localClock(after, timezone);
  // A week is seven days, and of the day that began before `after` the hour may be over.
  for (let ahead = 0; ; ahead++) {
    const day = Math.floor(today / DAY) * DAY + ahead * DAY;
    if (weekday !== undefined && weekdayOf(day) !== weekday) continue;
    const slot = firstInstant(day + at * HOUR, timezone);
    if (slot > after) return slot;
  }
};

/** When the quiet hours end that hold at `now` (both epoch ms); undefined outside of them. */
export const quietUntil = (now: number, { from, to }: QuietHours, timezone: string): number | undefined => {
  const hour = Math.floor((localClock(now, timezone) % DAY) / HOUR);
  const isQuiet = from < to ? hour >= from && hour < to : hour >= from || hour < to;
  if (!isQuiet) return undefined;
  const end = nextSlot(now, { at: to }, timezone);
  // Where the only loud hour is one that the clocks leave out, it is quiet again already.
  return quietUntil(end, { from, to }, timezone) ?? end;
};

/** The week of the year (ISO 8601, such as `2026-W48`) in which an instant (epoch ms) lies by the zone's clock. */
export const weekOf = (instant: number, timezone: string): string => {
  const day = Math.floor(localClock(instant, timezone) / DAY);
  // A week belongs to the year of its Thursday.
  const thursday = new Date((day + 3 - ((day + 3) % 7)) * DAY);
  const year = thursday.getUTCFullYear();
  const week = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY)) + 1;
  return `${year}-W${String(week).padStart(2, "0")}`;
};

/** Does this runtime know the zone? */
export const isTimezone = (name: string): boolean => {
  try {
    return clockOf(name) !== undefined;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
};

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** 1 January 1970 was a Thursday. */
const weekdayOf = (day: number): Weekday | undefined => weekdays[(Math.round(day / DAY) + 3) % 7];

const clocks = new Map<string, Intl.DateTimeFormat>();

const clockOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  clocks.set(timeZone, made);
  return made;
};

/** What the zone's clock shows at an instant, as if that were UTC, epoch ms of a whole second. */
const localClock = (instant: number, timezone: string): number => {
  const parts = new Map(
    clockOf(timezone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const [year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0] = (
    ["year", "month", "day", "hour", "minute", "second"] as const
  ).map((type) => parts.get(type));
  return Date.UTC(year, month - 1, day, hour, minute, second);
};

const offsetAt = (instant: number, timezone: string): number => localClock(instant, timezone) - Math.floor(instant / 1000) * 1000;

/** The first instant at which the zone's clock shows `local` or later. Clocks change at most once within two days. */
const firstInstant = (local: number, timezone: string): number => {
  const before = offsetAt(local - DAY, timezone);
  const after = offsetAt(local + DAY, timezone);
  if (offsetAt(local - before, timezone) === before) return local - before;
  if (offsetAt(local - after, timezone) === after) return local - after;
  // In a gap: the change lies between the two, where the old offset ends.
  let [old, changed] = [local - after, local - before];
  while (changed - old > 1000) {
    const middle = Math.floor((old + changed) / 2000) * 1000;
    if (offsetAt(middle, timezone) === before) old = middle;
    else changed = middle;
  }
  return changed;
};
