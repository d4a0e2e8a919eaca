import { checkId, type FeedCheck, type Offer } from "./check.ts";
import type { Feed, FeedState } from "./feed.ts";
import { DAY_MS } from "./gap.ts";

/** How long a feed may fail before its other addresses are tried, and how often at least. */
const PATIENCE_MS = 3 * DAY_MS;
const PATIENCE_CHECKS = 3;

/**
 * Has the feed perhaps moved? It says that it is gone, or has failed for three days, whatever the failure; `heardAt` is its last
 * good check, `now` both epoch ms.
 */
export const isLost = (feed: Pick<Feed, "enabled" | "addedAt">, state: FeedState | undefined, heardAt: number | undefined, now: number) =>
  feed.enabled &&
  state?.fault !== undefined &&
  (state.health === "gone" || (state.failures >= PATIENCE_CHECKS && now - (heardAt ?? Date.parse(feed.addedAt)) >= PATIENCE_MS));

/**
 * The next of a lost feed's catalogued addresses to look at: one a day, in their order, none once one of them is a feed. What
 * was looked at is forgotten after thirty days, and so looked at again; where nothing was asked, it was not looked at. `checks` are by id.
 */
export const nextAlternate = (
  { alternates = [] }: Pick<Feed, "alternates">,
  checks: ReadonlyMap<string, FeedCheck>,
  now: number,
): string | undefined => {
  const lookedAt = (url: string): FeedCheck | undefined => {
    const check = checks.get(checkId(url));
    return check?.unasked === true ? undefined : check;
  };
  const known = alternates.flatMap((url) => lookedAt(url) ?? []);
  if (known.some(({ feed, askedAt }) => feed !== undefined || now - askedAt < DAY_MS)) return undefined;
  return alternates.find((url) => lookedAt(url) === undefined);
};

/** Where a feed that does not do well could be followed instead: what its page names, then the catalogued addresses that are feeds. */
export const offersFor = (
  { alternates = [] }: Pick<Feed, "alternates">,
  state: Pick<FeedState, "fault" | "offers"> | undefined,
  checks: ReadonlyMap<string, FeedCheck>,
): readonly Offer[] => {
  if (state?.fault === undefined) return [];
  const answering = alternates.flatMap((url): Offer[] => {
    const found = checks.get(checkId(url))?.feed;
    return found === undefined ? [] : [{ url, ...(found.title !== undefined && { title: found.title }) }];
  });
  return [...(state.offers ?? []), ...answering];
};
