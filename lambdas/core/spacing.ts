import type { FeedState } from "./feed.ts";
import { DAY_MS } from "./gap.ts";

/** A gap counts for as much as it is long, against a week of what was known before. */
const MEMORY = 7 * DAY_MS;

/** Longer gaps teach no more than this one does: an old item pinned to a document must not. */
const LONGEST_GAP = 30 * DAY_MS;

/** What is believed of a feed before its own gaps say better. */
const FIRST_GUESS = DAY_MS;

/** A feed is stale when it is silent for more than so many of its usual spacings (DESIGN "Heard"). */
const STALE_AFTER = 5;

/**
 * What is known of a feed's publications after a document with items of these times (ISO 8601 UTC): when the newest was
 * published, and the usual spacing, ms. That is the silence in which a visitor who comes at any moment finds the feed on the
 * average, so that nights and weekends belong to it; it follows the last week or two, and is guessed to be a day at first.
 * Times still to come say nothing. A document that has items but no dates leaves nothing known; one without items, all.
 */
export const spacingAfter = (
  known: Pick<FeedState, "lastItemAt" | "spacing">,
  itemTimes: readonly string[],
  hasItems: boolean,
  now: number,
): Pick<FeedState, "lastItemAt" | "spacing"> => {
  const times = itemTimes
    .map((time) => Date.parse(time))
    .filter((time) => time <= now)
    .toSorted((a, b) => a - b);
  let [lastItemAt, spacing] = hasItems && times.length === 0 ? [] : [known.lastItemAt, known.spacing];
  for (const time of times) {
    if (lastItemAt === undefined) lastItemAt = time;
    if (time <= lastItemAt) continue;
    const gap = Math.min(time - lastItemAt, LONGEST_GAP);
    const before = spacing ?? FIRST_GUESS;
    spacing = Math.round(before + ((gap - before) * gap) / (gap + MEMORY));
    lastItemAt = time;
  }
  return { ...(lastItemAt !== undefined && { lastItemAt }), ...(spacing !== undefined && { spacing }) };
};

/** When a feed that stays silent will have been so for five times its usual spacing, epoch ms; `Infinity` where none is known. */
export const staleFrom = ({ lastItemAt, spacing }: Pick<FeedState, "lastItemAt" | "spacing">): number =>
  lastItemAt === undefined || spacing === undefined ? Infinity : lastItemAt + STALE_AFTER * spacing;

/** Was the feed silent, when it was heard at `at` (epoch ms), for more than five times its usual spacing? */
export const isStale = (state: Pick<FeedState, "lastItemAt" | "spacing">, at: number): boolean => at > staleFrom(state);
