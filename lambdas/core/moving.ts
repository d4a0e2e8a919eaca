import type { Feed, FeedState } from "./feed.ts";
import type { Check } from "./interval.ts";
import { DAY_MS } from "./gap.ts";

/** So many identical permanent redirects, over so long, are believed. */
const TIMES = 3;
const LASTING = DAY_MS;

/** Longest address that a feed can move to: as long as one that people give. */
const MAX_ADDRESS = 2000;

/**
 * What a check says of where a feed is (reliability F15). A permanent redirect is believed once it was met three times in a
 * row over at least a day, always to the same address, and a document was read there: a captive portal manages none of it.
 * Then the feed is asked at its new address. Temporary redirects (F16) and faults move nothing, and nothing moves a feed that
 * a person has pinned.
 */
export const redirectAfter = (
  { pinned }: Pick<Feed, "pinned">,
  { redirect }: Pick<FeedState, "redirect">,
  check: Check,
  now: number,
): Pick<FeedState, "moved" | "redirect"> => {
  if (pinned === true) return {};
  if (check.kind === "fault") return redirect === undefined ? {} : { redirect };
  const to = check.moved;
  if (to === undefined || to.length > MAX_ADDRESS) return {};
  const met = redirect?.to === to ? redirect : { to, since: now, times: 0, read: false };
  const next = { ...met, times: Math.min(met.times + 1, TIMES), read: met.read || check.kind !== "unchanged" };
  if (next.times === TIMES && next.read && now - next.since >= LASTING) return { moved: { to, at: now } };
  // The very same object where it says nothing new.
  return { redirect: redirect !== undefined && next.times === redirect.times && next.read === redirect.read ? redirect : next };
};
