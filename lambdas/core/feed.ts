import * as z from "zod/mini";
import { Lang } from "./entity.ts";

/** A polled address and what people decided about it. Data: changed through API or seed, never by polling. */
export const Feed = z.strictObject({
  id: z.string().check(z.regex(/^[a-z0-9-]{1,80}$/)),
  url: z.string().check(z.maxLength(2000)),
  outlet: z.string().check(z.minLength(1), z.maxLength(120)),
  lang: Lang,
  country: z.string().check(z.regex(/^[A-Z]{2}$/)),
  kind: z.enum(["government", "media", "research", "aggregator"]),
  /** IANA zone for dates that carry none. */
  timezone: z.string(),
  enabled: z.boolean(),
  /** Why it is off, or what to know; in words. */
  note: z.optional(z.string().check(z.maxLength(300))),
  /** The last dated proof that it answered, `YYYY-MM`. */
  verified: z.optional(z.string().check(z.regex(/^\d{4}-\d{2}$/))),
  /** ISO 8601 UTC: older items are baseline. Default: when the feed was added. */
  alertSince: z.string(),
  addedAt: z.string(),
  /** Least time between two polls, seconds. Below 900 only for loopback hosts. */
  floorSeconds: z._default(z.int().check(z.gte(1), z.lte(86_400)), 900),
  sample: z.optional(z.literal(true)),
});
export type Feed = z.infer<typeof Feed>;

/** How a feed is doing. People read it in words; code decides by it. */
export type Health = "new" | "ok" | "failing" | "not-a-feed" | "blocked" | "gone" | "too-large";

/** What polling learned about a feed. Written only when something changed. Times are epoch milliseconds. */
export interface FeedState {
  readonly feedId: string;
  /** Sent back byte for byte (RFC 9110 §8.8, §13.1). */
  readonly etag?: string;
  readonly lastModified?: string;
  /** SHA-256 of the decoded body that was last stored. */
  readonly bodyHash?: string;
  /** Ids of the items of the last stored document, at most 500. */
  readonly itemIds: readonly string[];
  readonly health: Health;
  /** The sentence behind `health`; empty when ok. */
  readonly reason: string;
  /** Failures in a row. */
  readonly failures: number;
  /** Minutes between checks, from the interval ladder. */
  readonly intervalMinutes: number;
  /** Written only when a response asks for more than the interval. */
  readonly notBefore?: number;
  /** When this state was last written. */
  readonly changedAt: number;
  /** Last successful check that this state knows of; `Heard` knows the later ones. */
  readonly lastItemAt?: number;
}

/** Feeds are sharded by hash(host), so one invocation sees all of a host. */
export const FEED_SHARDS = 4;
