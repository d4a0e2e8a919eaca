import type { Feed } from "../core/feed.ts";

/** A feed of the catalog, before it is a row of the table. */
export interface FeedRow extends Pick<
  Feed,
  "id" | "url" | "outlet" | "lang" | "country" | "kind" | "timezone" | "alternates" | "verified" | "note"
> {
  /** Why the feed ships switched off. */
  readonly off?: string;
}

/** Why most feeds that are off are off. */
export const unchecked = "Off: no dated check of this address is known.";

/** What the outlets of Mexico have in common. */
export const mexico = { lang: "es", country: "MX", kind: "media", timezone: "America/Mexico_City" } as const;
