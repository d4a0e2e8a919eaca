import type { Feed } from "../core/feed.ts";
import { governmentFeeds } from "./government-feeds.ts";
import { mexicanFeeds, otherFeeds } from "./media-feeds.ts";
import { aggregatorFeeds, researchFeeds } from "./research-feeds.ts";

/**
 * The feeds that ship, as rows to be written with `addedAt` (ISO 8601 UTC) as their birth: news before it never alerts.
 * On by default is what has a dated check that it answers to an honest User-Agent; the rest is off, and `note` says why.
 */
export const feeds = (addedAt: string): readonly Feed[] =>
  [...governmentFeeds, ...mexicanFeeds, ...otherFeeds, ...researchFeeds, ...aggregatorFeeds].map(({ off, ...row }) => ({
    ...row,
    enabled: off === undefined,
    ...(off !== undefined && { note: off }),
    alertSince: addedAt,
    addedAt,
    floorSeconds: 900,
  }));
