import type { Feed, FeedState, PublisherWishes } from "./feed.ts";
import { hashNumber } from "./hash.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Scheduled = Pick<FeedState, "intervalMinutes" | "notBefore" | "health" | "wishes">;

/** The minute of the day that is a feed's own; since each interval divides the next, it is its slot in all of them. */
const slotOf = (feedId: string): number => (hashNumber(feedId) % 1440) * MINUTE;

/**
 * Is the feed due in (`after`, `upTo`], both epoch ms? At once if it was never polled; else if its slot lies there and
 * nothing asked to wait longer. A slot in hours that the publisher has closed is moved on hour by hour, by a day at most,
 * so that it stays at the feed's own minute (F11); one that comes late into such hours is left out. A feed that is off or
 * gone is never due (F17).
 */
export const isDue = (feed: Pick<Feed, "id" | "enabled">, state: Scheduled | undefined, after: number, upTo: number): boolean => {
  if (!feed.enabled) return false;
  if (state === undefined) return true;
  if (state.health === "gone" || upTo < (state.notBefore ?? 0)) return false;
  const interval = state.intervalMinutes * MINUTE;
  const last = upTo - modulo(upTo - slotOf(feed.id), interval);
  if (state.wishes === undefined || !hasClosedHours(state.wishes)) return last > after;
  for (let slot = last; slot > after - DAY; slot -= interval) {
    const moved = openFrom(slot, state.wishes);
    if (moved > after && moved <= upTo && (isOpen(upTo, state.wishes) || !isOpen(moved, state.wishes))) return true;
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
  const interval = state.intervalMinutes * MINUTE;
  const from = Math.max(now + 1, state.notBefore ?? 0, restUntil);
  const first = from - modulo(from - slotOf(feed.id), interval);
  for (let slot = first - Math.ceil(DAY / interval) * interval; ; slot += interval) {
    const moved = openFrom(slot, state.wishes ?? {});
    if (moved >= from) return moved;
  }
};

const modulo = (a: number, n: number): number => ((a % n) + n) % n;

const hasClosedHours = ({ skipHours, skipDays }: PublisherWishes): boolean => skipHours !== undefined || skipDays !== undefined;

const isOpen = (at: number, { skipHours = [], skipDays = [] }: PublisherWishes): boolean => {
  const time = new Date(at);
  return !skipHours.includes(time.getUTCHours()) && !skipDays.includes(time.getUTCDay());
};

const openFrom = (slot: number, wishes: PublisherWishes): number => {
  for (let at = slot; at < slot + DAY; at += HOUR) if (isOpen(at, wishes)) return at;
  return slot + DAY;
};
