import type { Feed, FeedState } from "./feed.ts";
import type { Hole, Listening } from "./heard.ts";
import type { Check } from "./interval.ts";
import { isStale, staleFrom } from "./spacing.ts";
import { DAY_MS } from "./reappearance.ts";

/** A hole that goes on for longer is continued in another row, so that whoever asks about a time need not read the past. */
export const LONGEST_HOLE_MS = 30 * DAY_MS;

/** All that the ledger knows of one feed: what `heardIn` needs, as it is stored. Times are epoch ms. */
export interface LedgerEntry {
  readonly feed: Feed;
  readonly state?: FeedState;
  /** Its first and its last good check. */
  readonly heard?: { readonly since: number; readonly at: number };
  readonly removedAt?: number;
  readonly holes: readonly Hole[];
}

/**
 * Since when the feed's documents have shared nothing with the one before them, if this one does (`overlaps` is false): undefined
 * otherwise, or if the feed was never heard before. What an address that changed says first shares nothing with the old one. A
 * `whole` document that came without validators where there were some says that no 304 since the last one may be believed.
 */
export const missedFrom = (
  state: Pick<FeedState, "missedFrom" | "readAt" | "etag" | "lastModified"> | undefined,
  { overlaps, whole }: { readonly overlaps: boolean; readonly whole: boolean },
  heardAt: number | undefined,
  now: number,
): number | undefined => {
  if (heardAt === undefined || overlaps) return undefined;
  const goesOn = state?.missedFrom;
  if (goesOn !== undefined && now - goesOn <= LONGEST_HOLE_MS) return goesOn;
  const isDoubted = whole && (state?.etag ?? state?.lastModified) !== undefined;
  return isDoubted ? Math.min(heardAt, state?.readAt ?? heardAt) : heardAt;
};

/**
 * The holes that a check leaves behind for good. A document that shares nothing with the one before may have lost what came in
 * between; and one that ends a feed's unusual silence does not tell whether the feed had stopped or its publisher. While a
 * feed is stale nothing is written: `listeningTo` reads it from the state.
 */
export const holesAfter = (state: FeedState | undefined, check: Check, heardAt: number | undefined, now: number): Hole[] => {
  if (check.kind !== "document" || heardAt === undefined) return [];
  const missed = check.missedFrom === undefined ? [] : [{ from: check.missedFrom, to: now, why: "missed" as const }];
  if (state === undefined || !isStale(state, heardAt)) return missed;
  const ends = check.itemTimes.some((time) => Date.parse(time) > (state.lastItemAt ?? 0) && Date.parse(time) <= now);
  return ends ? [...missed, { from: staleFrom(state), to: heardAt, why: "stale" as const }] : missed;
};

/** What the ledger says of listening to a feed; undefined if it was never heard. */
export const listeningTo = ({ feed, state, heard, removedAt, holes }: LedgerEntry): Listening | undefined => {
  if (heard === undefined) return undefined;
  const pauses = (feed.pauses ?? []).map(({ from, to }) => ({ from: Date.parse(from), to: to === undefined ? Infinity : Date.parse(to) }));
  const isPaused = pauses.at(-1)?.to === Infinity;
  // Switched off by a release: nobody wrote down when.
  const offSince = feed.enabled || isPaused ? undefined : heard.at;
  const until = removedAt ?? offSince;
  const stale = state === undefined ? Infinity : staleFrom(state);
  return {
    feedId: feed.id,
    since: heard.since,
    heardAt: heard.at,
    ...(until !== undefined && { until }),
    pauses,
    holes: stale < heard.at ? [...holes, { from: stale, to: heard.at, why: "stale" }] : holes,
  };
};
