import { isDay } from "../lambdas/core/query.ts";
import type { TenureFinding } from "../lambdas/core/tenure-check.ts";
import { checkTenures } from "../lambdas/core/tenure-check.ts";
import { watchlist } from "../lambdas/data/watchlist.ts";

/** What is to be known about the offices of the shipped watchlist as of a day, what a person must do first. */
export const officesOn = (day: string): readonly TenureFinding[] =>
  checkTenures(watchlist.entities, day).toSorted((a, b) => Number(b.act) - Number(a.act));

/** Is it a day of the calendar, `YYYY-MM-DD`? */
export const isCalendarDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && isDay(text);

/** A finding for people. */
export const sentenceOf = ({ office, problem, holders, days: [from, to] }: TenureFinding): string => {
  const [first = "", second = ""] = holders;
  const saying: Readonly<Record<TenureFinding["problem"], string>> = {
    unverified: `${first} held it when last verified, on ${from}. Look it up, then move verifiedUntil or write the end and the successor.`,
    vacant: `nobody is recorded for ${to}${first === "" ? "" : ` (${first} until ${from})`}. Look up who holds it.`,
    overlap: `${second} begins on ${from}, but ${first} is recorded until ${to}. Correct one of the two.`,
    gap: `nobody is recorded from ${from} to ${to}, between ${first} and ${second}; a title then names the office alone.`,
  };
  return `${office}: ${saying[problem]}`;
};
