import type { Words } from "./words.ts";

/** "24 Nov 2026": a day in the words' language and zone. */
export const day = (at: string, { locale, timeZone }: Words): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone }).format(new Date(at));

/** "24 Nov 2026, 10:05". */
export const moment = (at: string | Date, { locale, timeZone }: Words): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone }).format(new Date(at));

/** "10:05". */
export const hour = (at: Date, { locale, timeZone }: Words): string =>
  new Intl.DateTimeFormat(locale, { timeStyle: "short", timeZone }).format(at);

const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** "2 hours ago", seen from `now`. A publisher's clock may run ahead of ours: what has happened is never later than now. */
export const ago = (at: string, now: Date, words: Words): string => relative(Math.min(0, Date.parse(at) - now.getTime()), words);

/** "in 2 hours", seen from `now`; what should have happened by now happens this minute. */
export const ahead = (at: string, now: Date, words: Words): string => relative(Math.max(0, Date.parse(at) - now.getTime()), words);

const relative = (ms: number, { locale }: Words): string => {
  const seconds = ms / 1000;
  const [unit, size] = steps.find(([, size]) => Math.abs(seconds) >= size) ?? (["minute", 60] as const);
  return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(Math.trunc(seconds / size), unit);
};
