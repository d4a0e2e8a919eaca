import type { Lang } from "./entity.ts";

/** One entry of a feed, normalised. Texts are plain (no markup); all times are ISO 8601 UTC. */
export interface Item {
  /** Stable over re-polls and edits: see {@link itemId}. */
  readonly id: string;
  readonly feedId: string;
  /** Who published it; an aggregator's item carries its `<source>`. */
  readonly outlet: string;
  readonly lang: Lang;
  /** Publisher's own id, as found. */
  readonly guid?: string;
  /** Absolute http(s) address, as found. */
  readonly link?: string;
  /** At most 500 characters. */
  readonly title: string;
  /** At most 4,000 characters. */
  readonly summary: string;
  readonly author?: string;
  /** The publisher's date, if it gave a readable one. */
  readonly published?: string;
  /** When Vigía first saw it. */
  readonly seenAt: string;
  /** Older than the feed's `alertSince`: stored and logged as a sighting, never alerted. */
  readonly baseline: boolean;
  /** Part of the bundled sample, not of the world. */
  readonly sample?: true;
}
