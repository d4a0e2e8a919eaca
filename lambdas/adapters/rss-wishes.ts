import type { PublisherWishes } from "../core/feed.ts";
import { all, type Fields, textOf } from "./rss-entry.ts";

/**
 * How often a publisher wants to be asked: `ttl`, `sy:updatePeriod`/`updateFrequency`, `skipHours`, `skipDays`
 * (reliability F10–F12). Values that mean nothing are ignored; undefined if nothing is asked.
 */
export const readWishes = (head: Fields): PublisherWishes | undefined => {
  const first = (name: string) =>
    all(head, name)
      .map(textOf)
      .find((text) => text.trim() !== "")
      ?.trim();
  const list = (name: string, child: string) =>
    [...(first(name) ?? "").slice(0, 2000).matchAll(new RegExp(`<${child}>([^<]{1,20})`, "gi"))].map((found) => found[1]!.trim());
  const minutes = Math.max(whole(first("ttl")) ?? 0, period(first("sy:updateperiod"), first("sy:updatefrequency")));
  const hours = [
    ...new Set(
      list("skiphours", "hour")
        .map(whole)
        .filter((hour) => hour !== undefined)
        .map((hour) => hour % 24),
    ),
  ];
  const days = [
    ...new Set(
      list("skipdays", "day")
        .map((day) => weekdays.indexOf(day.toLowerCase().slice(0, 3)))
        .filter((day) => day >= 0),
    ),
  ];
  // Hours or days that leave nothing open are a mistake (F11).
  const skipHours = hours.length < 24 ? hours.toSorted((a, b) => a - b) : [];
  const skipDays = days.length < 7 ? days.toSorted((a, b) => a - b) : [];
  if (minutes === 0 && skipHours.length === 0 && skipDays.length === 0) return undefined;
  return { ...(minutes > 0 && { minutes }), ...(skipHours.length > 0 && { skipHours }), ...(skipDays.length > 0 && { skipDays }) };
};

const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const periods: Record<string, number> = { hourly: 60, daily: 1440, weekly: 10_080, monthly: 43_200, yearly: 525_600 };

const whole = (text: string | undefined): number | undefined => (text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined);

/** Minutes; the period is daily and the frequency 1 where only the other is given. 0 if neither, or if they mean nothing. */
const period = (name: string | undefined, frequency: string | undefined): number => {
  if (name === undefined && frequency === undefined) return 0;
  const length = periods[(name ?? "daily").toLowerCase()];
  const times = frequency === undefined ? 1 : whole(frequency);
  return length === undefined || times === undefined || times === 0 ? 0 : Math.ceil(length / times);
};
