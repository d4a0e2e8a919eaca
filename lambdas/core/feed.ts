import * as z from "zod/mini";
import type { Offer } from "./check.ts";
import { Lang } from "./entity.ts";
import { hashNumber } from "./hash.ts";
import type { Fault, Health } from "./health.ts";

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
  /** Other addresses it is known to have had or to have: looked at, one a day, once this one fails for long. */
  alternates: z.optional(z.array(z.string().check(z.maxLength(2000))).check(z.maxLength(5))),
  /** Why it is off, or what to know; in words. */
  note: z.optional(z.string().check(z.maxLength(300))),
  /** The last dated proof that it answered, `YYYY-MM`. */
  verified: z.optional(z.string().check(z.regex(/^\d{4}-\d{2}$/))),
  /** ISO 8601 UTC: older items are baseline. Default: when the feed was added. */
  alertSince: z.string(),
  addedAt: z.string(),
  /** Least time between two polls, seconds. Below 900 only for loopback hosts. */
  floorSeconds: z._default(z.int().check(z.gte(1), z.lte(86_400)), 900),
  /** ISO 8601 UTC: when a person added it, turned it on again or gave it another address; what polling learned before is forgotten. */
  revivedAt: z.optional(z.string()),
  /** It is asked at `url`, also where that says it has moved for good: how a person undoes a move. */
  pinned: z.optional(z.literal(true)),
  /** When it was switched off, the last 20 times: `to` is missing while it is. ISO 8601 UTC. */
  pauses: z.optional(z.array(z.strictObject({ from: z.string(), to: z.optional(z.string()) })).check(z.maxLength(20))),
  sample: z.optional(z.literal(true)),
});
export type Feed = z.infer<typeof Feed>;

/** How often a publisher wants to be asked, as written in its document. */
export interface PublisherWishes {
  /** From `ttl` or `sy:updatePeriod`: not more often than this. */
  readonly minutes?: number;
  /** Hours of the day (0–23, UTC) and days of the week (0 = Sunday) in which it has nothing new. */
  readonly skipHours?: readonly number[];
  readonly skipDays?: readonly number[];
}

/** What polling learned about a feed. Written only when something changed. Times are epoch milliseconds. */
export interface FeedState {
  readonly feedId: string;
  /** The address, as people gave it, that it was learned from. */
  readonly url: string;
  /** Where the feed is asked since it moved for good (reliability F15); `url` stays what people gave. */
  readonly moved?: { readonly to: string; readonly at: number };
  /** A permanent redirect that is not believed yet: how often it was met since when, and whether a document was read there. */
  readonly redirect?: { readonly to: string; readonly since: number; readonly times: number; readonly read: boolean };
  /** Sent back byte for byte (RFC 9110 §8.8, §13.1). */
  readonly etag?: string;
  readonly lastModified?: string;
  /** SHA-256 of the decoded body that was last stored. */
  readonly bodyHash?: string;
  /** Ids of the items of the last stored document, the first 1,000. */
  readonly itemIds: readonly string[];
  /** Since when (epoch ms) each document has shared nothing with the one before it: the hole that goes on, if one does. */
  readonly missedFrom?: number;
  /** By what else the items of the last document that had any are recognised: see `marksOf`. */
  readonly marks?: string;
  /** When a document was last read, as far as it was worth a write; and when one was last asked for without validators (F6). */
  readonly readAt?: number;
  readonly wholeAt?: number;
  /** What the last document and the last check came to. `shownHealth` says how the feed is doing now. */
  readonly health: Health;
  /** What went wrong since a document was last read; `reasonOf` says it in both languages. */
  readonly fault?: Fault;
  /** The server answered since that fault, but only that nothing has changed: nothing was read. */
  readonly unread?: true;
  /** Why the last document had to be repaired to be read, if it had to. */
  readonly repaired?: string;
  /** Failures since a document was last read. */
  readonly failures: number;
  /** The operator was told that the feed is silent. */
  readonly told?: true;
  /** Minutes between checks while all is well, from the interval ladder; backing off starts from it. */
  readonly intervalMinutes: number;
  /** The feed's own pace, minutes, as its last document says: the interval without what anybody asks for. */
  readonly pace?: number;
  /** Written only when a response asks for more than the interval, as every failure does. */
  readonly notBefore?: number;
  /** The pace, in minutes, that a 429 taught, and when: the feed's own was too fast for the server. */
  readonly refused?: { readonly minutes: number; readonly at: number };
  readonly wishes?: PublisherWishes;
  /** Where the feed's own archive begins, as its last stored document says. */
  readonly archive?: string;
  /** The feeds that are named by the web page which was there instead of this one. */
  readonly offers?: readonly Offer[];
  /** What robots.txt said of this feed when it was last looked at; the first time is a week after the feed was first asked (F24). */
  readonly robots?: { readonly at: number; readonly refuses: boolean };
  /** When this state was last written. */
  readonly changedAt: number;
  /** Publication time of the newest dated item of the last document that had items. */
  readonly lastItemAt?: number;
  /** The usual time between two publications, ms: see `spacingAfter`. */
  readonly spacing?: number;
}

/** Where a feed is asked. */
export const addressOf = (feed: Pick<Feed, "url" | "pinned">, state: Pick<FeedState, "moved"> | undefined): string =>
  feed.pinned === true ? feed.url : (state?.moved?.to ?? feed.url);

/** The host, with its port if any, of an address; the address itself if it has none. A dot after it (the DNS root's) makes no other host. */
export const hostOf = (address: string): string => URL.parse(address)?.host.replace(ROOT_DOT, "") ?? address;

const ROOT_DOT = /\.(?=:|$)/;

/** Feeds are sharded by hash(host), so one invocation sees all of a host. */
export const FEED_SHARDS = 4;

/** The shard of a feed's address; one host is always in one shard. */
export const shardOf = (url: string): number => hashNumber(URL.parse(url)?.hostname.replace(ROOT_DOT, "") ?? url) % FEED_SHARDS;
