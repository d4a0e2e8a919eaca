import type { Offer } from "./check.ts";
import type { Feed, FeedState } from "./feed.ts";
import { healthOf, isUnreadable } from "./health.ts";
import { type Check, nextCheck } from "./interval.ts";
import { redirectAfter } from "./moving.ts";
import { DAY_MS } from "./gap.ts";
import { spacingAfter } from "./spacing.ts";

/** Items are recognised by their marks; ids tell an empty document, and serve where marks were written by an older release. */
const MAX_IDS = 1000;

/** Longest validator that is remembered; a server that sends a longer one is asked without it. */
const MAX_VALIDATOR = 1000;

/** Most characters, as JSON, of the feeds that a page in its place names: a state has to fit into its row, or nothing backs off. */
const MAX_OFFERED = 5000;

/** So long it need not be written that the same document was read again, ms. */
const REMEMBERED_FOR = DAY_MS;

/** So many failures in a row make a feed silent. */
export const SILENT_AFTER = 3;

/**
 * What polling knows of a feed after a check. The very same object where nothing is worth a write: an uneventful 304, or
 * the same bytes again under the same validators. Validators change only with a document that was stored, with the same
 * bytes, or with a 304 (F2–F4): after a fault the old ones stay. A 304 after a fault is no recovery, since nothing was read.
 */
export const stateAfter = (
  feed: Pick<Feed, "id" | "url" | "floorSeconds" | "pinned">,
  state: FeedState | undefined,
  check: Check,
  now: number,
): FeedState => {
  const known = state ?? nothingKnown(feed, now);
  const { redirect: _, ...settled } = known;
  const after: FeedState = {
    ...settled,
    url: feed.url,
    ...redirectAfter(feed, known, check, now),
    ...nextCheck(feed, state, check, now),
    ...(check.whole === true && { wholeAt: now }),
    changedAt: now,
  };
  if (check.kind === "fault") return failed(after, check);
  if (check.kind === "document") return read(after, check, now);
  const { missedFrom: __, ...whole } = after;
  // Nothing was missed since the document that is still there; a hole before it ends with it.
  const answered = { ...(isHeard(check, known) ? whole : after), ...validators(check, known) };
  if (check.kind === "unchanged") return unlessSame(state, known.fault === undefined ? answered : { ...answered, unread: true });
  // That it was read again is worth a write once a day: whoever never says 304 is not to be doubted for it.
  const isFresh = now - (known.readAt ?? 0) < REMEMBERED_FOR;
  return isFresh && unlessSame(state, well(answered)) === state ? known : well({ ...answered, readAt: now });
};

/**
 * What is still true of what was learned: nothing, if the feed has another address since (unless it is the one to which it
 * moved), or if a person turned it on again (a feed that was gone comes back that way).
 */
export const currentState = (feed: Pick<Feed, "url" | "revivedAt">, state: FeedState | undefined): FeedState | undefined => {
  if (state === undefined || (feed.revivedAt !== undefined && Date.parse(feed.revivedAt) > state.changedAt)) return undefined;
  return state.url === feed.url || state.moved?.to === feed.url ? state : undefined;
};

/** Is the feed silent: after failures in a row, or at once where it will not be asked on? Then the operator is to know. */
export const isSilent = (state: FeedState | undefined): boolean =>
  state !== undefined && (state.failures >= SILENT_AFTER || state.health === "gone" || state.fault === "robots");

/** Was no document of the feed ever stored? What the first one holds is its past as well as its news. */
export const isFirst = (state: FeedState | undefined): boolean => state?.bodyHash === undefined;

/**
 * Was the feed heard by this check (DESIGN "Heard")? By a document that was read, by the same one again, and by a 304; but
 * not by a 304 after a document that nobody could read: of that nothing is known.
 */
export const isHeard = (check: Check, after: FeedState): boolean =>
  check.kind !== "fault" && (check.kind !== "unchanged" || after.fault === undefined || !isUnreadable(after.fault));

const failed = (after: FeedState, { fault, offers = [] }: Extract<Check, { kind: "fault" }>): FeedState => {
  const { repaired: _, unread: __, offers: ____, ...rest } = after;
  const failures = after.failures + 1;
  const health = healthOf(fault);
  // A feed that stays silent where it moved to is asked again where people said it was.
  const { moved: ___, ...unmoved } = rest;
  return {
    ...(failures >= SILENT_AFTER && health !== "gone" ? unmoved : rest),
    health,
    fault,
    failures,
    ...(offers.length > 0 && { offers: fitting(offers) }),
  };
};

/** The first of the offers, as many as there is room for. */
const fitting = (offers: readonly Offer[]): readonly Offer[] => {
  let room = MAX_OFFERED;
  return offers.filter((offer) => (room -= JSON.stringify(offer).length) >= 0);
};

const read = (after: FeedState, check: Extract<Check, { kind: "document" }>, now: number): FeedState => {
  const {
    etag: _,
    lastModified: __,
    wishes: ___,
    repaired: ____,
    lastItemAt: _____,
    spacing: ______,
    missedFrom: _______,
    archive: ________,
    ...rest
  } = after;
  return well({
    ...rest,
    ...validators(check, undefined),
    ...spacingAfter(after, check.itemTimes, check.itemIds.length > 0, now),
    bodyHash: check.bodyHash,
    itemIds: check.itemIds.slice(0, MAX_IDS),
    // What was known before a feed ran empty is no news when it comes back.
    ...(check.marks !== undefined && check.marks !== "" && { marks: check.marks }),
    readAt: now,
    ...(check.missedFrom !== undefined && { missedFrom: check.missedFrom }),
    ...(check.wishes !== undefined && { wishes: check.wishes }),
    ...(check.repaired !== undefined && { repaired: check.repaired }),
    ...(check.archive !== undefined && { archive: check.archive }),
  });
};

/** A document was read: whatever went wrong before is over. */
const well = (after: FeedState): FeedState => {
  const { fault: _, unread: __, told: ___, offers: ____, ...rest } = after;
  const health = rest.itemIds.length === 0 ? "empty" : rest.lastItemAt === undefined ? "undated" : "ok";
  return { ...rest, health, failures: 0 };
};

/** What was known of a feed of which nothing is: it was asked now for the first time. */
const nothingKnown = ({ id, url }: Pick<Feed, "id" | "url">, now: number): FeedState => ({
  feedId: id,
  url,
  itemIds: [],
  health: "new",
  failures: 0,
  intervalMinutes: 30,
  robots: { at: now, refuses: false },
  changedAt: 0,
});

/** A document's validators replace the stored ones whole; a 304 may leave out what did not change. */
const validators = (
  { headers }: Exclude<Check, { kind: "fault" }>,
  stored: FeedState | undefined,
): Pick<FeedState, "etag" | "lastModified"> => {
  const sent = (name: string) => [headers.get(name)].find((value) => value !== undefined && value.length <= MAX_VALIDATOR);
  const etag = sent("etag") ?? stored?.etag;
  const lastModified = sent("last-modified") ?? stored?.lastModified;
  return { ...(etag !== undefined && { etag }), ...(lastModified !== undefined && { lastModified }) };
};

/** Nothing else is worth a write. What stayed as it was is the same object in both. */
const unlessSame = (state: FeedState | undefined, after: FeedState): FeedState => {
  if (state === undefined) return after;
  const { changedAt: _, wholeAt: __, ...now } = after;
  const { changedAt: ___, wholeAt: ____, ...before } = state;
  const names = Object.keys({ ...now, ...before }) as (keyof typeof now)[];
  return names.every((name) => now[name] === before[name]) ? state : after;
};
