import type { FeedState } from "./feed.ts";
import { DAY_MS } from "./gap.ts";

/** After so long without a document, one request goes out without validators: some servers answer 304 for ever (reliability F6). */
const DOUBT_AFTER = 8 * DAY_MS;

/** Least time between two such requests. */
const WHOLE_EVERY = DAY_MS;

/**
 * The validators to send at `now` (epoch ms), exactly as they came (F1, F5), but no Last-Modified that a broken clock made.
 * None where the whole document is wanted, which it is once in 24 hours at most (F6): if nothing but 304 was heard for eight
 * days; if a 304 followed a fault, since nothing was read then; and to see what a permanent redirect leads to (F15).
 */
export const validatorsOf = (state: FeedState | undefined, now: number): Pick<FeedState, "etag" | "lastModified"> => {
  if (state === undefined || (isDoubtful(state, now) && now - (state.wholeAt ?? 0) >= WHOLE_EVERY)) return {};
  const year = Number(/\b(\d{4})\b/.exec(state.lastModified ?? "")?.[1] ?? 0);
  return {
    ...(state.etag !== undefined && { etag: state.etag }),
    ...(state.lastModified !== undefined && year >= 1990 && year < 2038 && { lastModified: state.lastModified }),
  };
};

const isDoubtful = ({ readAt = 0, unread, redirect }: FeedState, now: number): boolean =>
  now - readAt > DOUBT_AFTER || unread === true || redirect?.read === false;
