import type { Feed, FeedState, PublisherWishes } from "./feed.ts";
import { hashNumber } from "./hash.ts";
import { DAY_MS } from "./gap.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * A feed's own day is a minute longer than ours, so that its slots wander through the hour: with fixed ones, of a hundred feeds
 * so many meet in one minute by chance that every other installation would ask three times as much in it as on the average
 * (F19). Slots never come closer than the interval.
 */
const OWN_DAY = DAY_MS + MINUTE;

type Scheduled = Pick<FeedState, "intervalMinutes" | "notBefore" | "health" | "wishes">;

/**
 * Is the feed due in (`after`, `upTo`], both epoch ms? At once if it was never polled; else if a slot of it lies there and
 * nothing asked to wait longer. A slot in hours that the publisher has closed is moved on hour by hour, by a day at most (F11);
 * one that comes late into such hours is left out. A feed that is off or gone is never due (F17).
 */
export const isDue = (feed: Pick<Feed, "id" | "enabled">, state: Scheduled | undefined, after: number, upTo: number): boolean => {
  if (!feed.enabled) return false;
  if (state === undefined) return true;
  if (state.health === "gone" || upTo < (state.notBefore ?? 0)) return false;
  const { intervalMinutes, wishes } = state;
  const last = slotUntil(feed.id, intervalMinutes, upTo);
  if (wishes?.skipHours === undefined && wishes?.skipDays === undefined) return last > after;
  for (let slot = last; slot > after - DAY_MS; slot = slotUntil(feed.id, intervalMinutes, slot - 1)) {
    const moved = openFrom(slot, wishes);
    if (moved > after && moved <= upTo && (isOpen(upTo, wishes) || !isOpen(moved, wishes))) return true;
  }
  return false;
};

/**
 * When the feed is asked next, later than `now` (epoch ms), if all goes well; undefined if never. `restUntil` is when its
 * host may be asked again (F13).
 */
export const nextDue = (
  feed: Pick<Feed, "id" | "enabled">,
  state: Scheduled | undefined,
  now: number,
  restUntil = 0,
): number | undefined => {
  if (!feed.enabled || state?.health === "gone") return undefined;
  if (state === undefined) return Math.max(now, restUntil);
  const { intervalMinutes, notBefore = 0, wishes = {} } = state;
  const from = Math.max(now + 1, notBefore, restUntil);
  // A slot that is put off may come behind one that is not.
  let first = Number.POSITIVE_INFINITY;
  for (let slot = slotUntil(feed.id, intervalMinutes, from - DAY_MS); slot < first; slot = slotAfter(feed.id, intervalMinutes, slot)) {
    const moved = openFrom(slot, wishes);
    if (moved >= from) first = Math.min(first, moved);
  }
  return first;
};

/** The first slot of a feed after `at` (epoch ms), if it is asked every so many minutes. */
export const slotAfter = (feedId: string, intervalMinutes: number, at: number): number => {
  const last = slotUntil(feedId, intervalMinutes, at);
  const next = last + intervalMinutes * MINUTE;
  // Behind the last slot of its day the next day's first comes a minute later.
  return slotUntil(feedId, intervalMinutes, next) === last ? next + MINUTE : next;
};

/** The last slot at or before `at`. Each interval divides the next, so the slots of a wider one lie on those of a narrower. */
const slotUntil = (feedId: string, intervalMinutes: number, at: number): number => {
  const [origin, interval] = [originOf(feedId), intervalMinutes * MINUTE];
  const day = origin + Math.floor((at - origin) / OWN_DAY) * OWN_DAY;
  return day + Math.min(Math.floor((at - day) / interval) * interval, DAY_MS - interval);
};

/** The minute of the first of all days at which the feed's own began. */
const originOf = (feedId: string): number => {
  const known = origins.get(feedId) ?? (hashNumber(feedId) % 1440) * MINUTE;
  origins.set(feedId, known);
  return known;
};

/** Remembered, because every feed is looked at every minute: the hash was most of what an idle poll did. */
const origins = new Map<string, number>();

const isOpen = (at: number, { skipHours = [], skipDays = [] }: PublisherWishes): boolean => {
  const time = new Date(at);
  return !skipHours.includes(time.getUTCHours()) && !skipDays.includes(time.getUTCDay());
};

const openFrom = (slot: number, wishes: PublisherWishes): number => {
  for (let at = slot; at < slot + DAY_MS; at += HOUR) if (isOpen(at, wishes)) return at;
  return slot + DAY_MS;
};
