import type { Feed, FeedState } from "./feed.ts";
import { type Hole, type Listening, without } from "./heard.ts";
import type { Check } from "./interval.ts";
import { isStale, staleFrom } from "./spacing.ts";
import { DAY_MS } from "./gap.ts";

/** A hole that goes on for longer is continued in another row, so that whoever asks about a time need not read the past. */
export const LONGEST_HOLE_MS = 30 * DAY_MS;

/** All that the ledger knows of one feed: what `heardIn` needs, as it is stored. Times are epoch ms. */
export interface LedgerEntry {
  readonly feed: Feed;
  /** Its first and its last good check in each shard in which it had an address, with what polling learned there; none if it was never heard. */
  readonly heard: readonly { readonly since: number; readonly at: number; readonly state?: FeedState }[];
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

/** What the ledger says of listening to a feed, and whose feed it is. */
export interface Listened extends Listening {
  readonly outlet: string;
  /** Feeds of the sample prove nothing of the world, nor the world's of the sample. */
  readonly sample: boolean;
}

/** What a ledger says of listening, to each feed that was heard. */
export const listeningIn = (entries: readonly LedgerEntry[]): readonly Listened[] => entries.flatMap((entry) => listeningTo(entry) ?? []);

/**
 * What the ledger says of listening to a feed; undefined if it was never heard. What lies between the last good check at one address
 * and the first at another is a hole: nothing closed it.
 */
export const listeningTo = ({ feed, heard, removedAt, holes }: LedgerEntry): Listened | undefined => {
  if (heard.length === 0) return undefined;
  const whole = { from: Math.min(...heard.map(({ since }) => since)), to: Math.max(...heard.map(({ at }) => at)) };
  const spans = heard.map(({ since, at }) => ({ from: since, to: at }));
  const between = without(whole, spans).map((span): Hole => ({ ...span, why: "missed" }));
  const stale = heard.flatMap(({ at, state }): Hole[] =>
    state !== undefined && isStale(state, at) ? [{ from: staleFrom(state), to: at, why: "stale" }] : [],
  );
  const pauses = (feed.pauses ?? []).map(({ from, to }) => ({ from: Date.parse(from), to: to === undefined ? Infinity : Date.parse(to) }));
  const isPaused = pauses.at(-1)?.to === Infinity;
  // Switched off by a release: nobody wrote down when.
  const offSince = feed.enabled || isPaused ? undefined : whole.to;
  const until = removedAt ?? offSince;
  return {
    feedId: feed.id,
    outlet: feed.outlet,
    sample: feed.sample === true,
    since: whole.from,
    heardAt: whole.to,
    ...(until !== undefined && { until }),
    pauses,
    holes: [...holes, ...between, ...stale],
  };
};
