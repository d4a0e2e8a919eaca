import type { Feed, FeedState } from "./feed.ts";
import { isDoubtful } from "./feed.ts";
import { healthOf } from "./health.ts";
import { type Check, nextCheck } from "./interval.ts";

/** Most item ids that are remembered of a document. */
const MAX_IDS = 2000;

/**
 * What polling knows of a feed after a check. The very same object where nothing is worth a write: an uneventful 304, or
 * the same bytes again under the same validators. Validators change only with a document that was stored, with the same
 * bytes, or with a 304 (F2–F4): after a fault the old ones stay.
 */
export const stateAfter = (
  feed: Pick<Feed, "id" | "url" | "floorSeconds">,
  state: FeedState | undefined,
  check: Check,
  now: number,
): FeedState => {
  const next = nextCheck(feed, state, check, now);
  if (check.kind === "fault") {
    const { repaired: _, ...known } = state ?? nothingKnown(feed);
    return {
      ...known,
      ...next,
      health: healthOf(check.fault),
      fault: check.fault,
      failures: known.failures + 1,
      changedAt: now,
    };
  }
  if (check.kind === "document") {
    const times = check.itemTimes.map((time) => Date.parse(time)).filter((time) => time <= now);
    const isEmpty = check.itemIds.length === 0;
    return {
      feedId: feed.id,
      url: feed.url,
      ...validators(check, undefined),
      ...next,
      bodyHash: check.bodyHash,
      itemIds: check.itemIds.slice(0, MAX_IDS),
      health: isEmpty ? "empty" : "ok",
      failures: 0,
      changedAt: now,
      ...(check.wishes !== undefined && { wishes: check.wishes }),
      ...(check.repaired !== undefined && { repaired: check.repaired }),
      ...(times.length > 0 ? { lastItemAt: Math.max(...times) } : state?.lastItemAt !== undefined && { lastItemAt: state.lastItemAt }),
    };
  }
  const before = state ?? nothingKnown(feed);
  // A server that has just sent what nobody can read, and now says "unchanged", says nothing new.
  if (check.kind === "unchanged" && (before.health === "not-a-feed" || before.health === "too-large")) return before;
  const { fault: _, ...known } = before;
  const isEmpty = before.itemIds.length === 0;
  const after: FeedState = {
    ...known,
    ...validators(check, before),
    ...next,
    health: isEmpty ? "empty" : "ok",
    failures: 0,
    changedAt: now,
  };
  const doubted = check.kind === "same-body" && isDoubtful(before, now);
  return state !== undefined && !doubted && isSame(state, after) ? state : after;
};

/**
 * What is still true of what was learned: nothing, if the feed has another address since, or if a person turned it on again
 * (a feed that was gone comes back that way).
 */
export const currentState = (feed: Pick<Feed, "url" | "revivedAt">, state: FeedState | undefined): FeedState | undefined =>
  state === undefined || state.url !== feed.url || (feed.revivedAt !== undefined && Date.parse(feed.revivedAt) > state.changedAt)
    ? undefined
    : state;

/** Was no document of the feed ever stored? What the first one holds is its past as well as its news. */
export const isFirst = (state: FeedState | undefined): boolean => state?.bodyHash === undefined;

/**
 * The state of another feed of the same host after a 429, which a host answers for all its feeds (F13): not asked again
 * before `notBefore` (epoch ms). The very same object if it waits that long anyway.
 */
export const heldBack = (feed: Pick<Feed, "id" | "url">, state: FeedState | undefined, notBefore: number, now: number): FeedState => {
  const known = state ?? nothingKnown(feed);
  return (known.notBefore ?? 0) >= notBefore ? known : { ...known, notBefore, changedAt: now };
};

const nothingKnown = ({ id, url }: Pick<Feed, "id" | "url">): FeedState => ({
  feedId: id,
  url,
  itemIds: [],
  health: "new",
  failures: 0,
  intervalMinutes: 30,
  changedAt: 0,
});

/** A document's validators replace the stored ones whole; a 304 may leave out what did not change. */
const validators = (
  { headers }: Exclude<Check, { kind: "fault" }>,
  stored: FeedState | undefined,
): Pick<FeedState, "etag" | "lastModified"> => {
  const etag = headers.get("etag") ?? stored?.etag;
  const lastModified = headers.get("last-modified") ?? stored?.lastModified;
  return { ...(etag !== undefined && { etag }), ...(lastModified !== undefined && { lastModified }) };
};

const isSame = (a: FeedState, b: FeedState): boolean =>
  a.health === b.health &&
  a.failures === b.failures &&
  a.etag === b.etag &&
  a.lastModified === b.lastModified &&
  a.intervalMinutes === b.intervalMinutes &&
  (a.notBefore ?? 0) === (b.notBefore ?? 0);
