import * as z from "zod/mini";
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
  /** Why it is off, or what to know; in words. */
  note: z.optional(z.string().check(z.maxLength(300))),
  /** The last dated proof that it answered, `YYYY-MM`. */
  verified: z.optional(z.string().check(z.regex(/^\d{4}-\d{2}$/))),
  /** ISO 8601 UTC: older items are baseline. Default: when the feed was added. */
  alertSince: z.string(),
  addedAt: z.string(),
  /** Least time between two polls, seconds. Below 900 only for loopback hosts. */
  floorSeconds: z._default(z.int().check(z.gte(1), z.lte(86_400)), 900),
  /** ISO 8601 UTC: when a person turned it on again; what polling learned before is forgotten. */
  revivedAt: z.optional(z.string()),
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
  /** The address it was learned from. */
  readonly url: string;
  /** Sent back byte for byte (RFC 9110 §8.8, §13.1). */
  readonly etag?: string;
  readonly lastModified?: string;
  /** SHA-256 of the decoded body that was last stored. */
  readonly bodyHash?: string;
  /** Ids of the items of the last stored document, at most 2,000, which is all that is read of one. */
  readonly itemIds: readonly string[];
  readonly health: Health;
  /** What the last check ran into; `reasonOf` says it in both languages. */
  readonly fault?: Fault;
  /** Why the last document had to be repaired to be read, if it had to. */
  readonly repaired?: string;
  /** Failures in a row. */
  readonly failures: number;
  /** Minutes between checks, from the interval ladder. */
  readonly intervalMinutes: number;
  /** Written only when a response asks for more than the interval. */
  readonly notBefore?: number;
  /** The interval while all is well; backing off starts from it, recovery returns to it. */
  readonly usualMinutes?: number;
  readonly wishes?: PublisherWishes;
  /** When this state was last written. */
  readonly changedAt: number;
  /** Publication time of the newest item of the last stored document. */
  readonly lastItemAt?: number;
}

/** Feeds are sharded by hash(host), so one invocation sees all of a host. */
export const FEED_SHARDS = 4;

/** The shard of a feed's address; one host is always in one shard. */
export const shardOf = (url: string): number => hashNumber(URL.parse(url)?.hostname ?? url) % FEED_SHARDS;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The minute of the day that is a feed's own; since each interval divides the next, it is its slot in all of them. */
const slotOf = (feedId: string): number => (hashNumber(feedId) % 1440) * MINUTE;

/**
 * Is the feed due in (`after`, `upTo`], both epoch ms? At once if it was never polled; else if its slot lies there and
 * nothing asked to wait longer. A slot in hours that the publisher has closed is moved on hour by hour, by a day at most,
 * so that it stays at the feed's own minute. A feed that is off or gone is never due.
 */
export const isDue = (
  feed: Pick<Feed, "id" | "enabled">,
  state: Pick<FeedState, "intervalMinutes" | "notBefore" | "health" | "wishes"> | undefined,
  after: number,
  upTo: number,
): boolean => {
  if (!feed.enabled) return false;
  if (state === undefined) return true;
  if (state.health === "gone" || upTo < (state.notBefore ?? 0)) return false;
  const interval = state.intervalMinutes * MINUTE;
  const last = upTo - modulo(upTo - slotOf(feed.id), interval);
  if (state.wishes?.skipHours === undefined && state.wishes?.skipDays === undefined) return last > after;
  for (let slot = last; slot > after - 24 * HOUR; slot -= interval) {
    const moved = openFrom(slot, state.wishes);
    if (moved > after && moved <= upTo) return true;
  }
  return false;
};

const modulo = (a: number, n: number): number => ((a % n) + n) % n;

const openFrom = (slot: number, { skipHours = [], skipDays = [] }: PublisherWishes): number => {
  for (let at = slot; at < slot + 24 * HOUR; at += HOUR) {
    const time = new Date(at);
    if (!skipHours.includes(time.getUTCHours()) && !skipDays.includes(time.getUTCDay())) return at;
  }
  return slot + 24 * HOUR;
};

/** After so long without a document, one request goes out without validators: some servers answer 304 for ever (reliability F6). */
const DOUBT_AFTER = 8 * 24 * HOUR;

/**
 * The validators to send, exactly as they came (F1, F5). None if nothing but 304 was heard for eight days, or if the last
 * document was unreadable; no Last-Modified that a broken clock made.
 */
export const validatorsOf = (state: FeedState | undefined, now: number): Pick<FeedState, "etag" | "lastModified"> => {
  if (state === undefined || isDoubtful(state, now)) return {};
  const year = Number(/\b(\d{4})\b/.exec(state.lastModified ?? "")?.[1] ?? 0);
  return {
    ...(state.etag !== undefined && { etag: state.etag }),
    ...(state.lastModified !== undefined && year >= 1990 && year < 2038 && { lastModified: state.lastModified }),
  };
};

/** Must the next answer be a whole document before anything is believed? */
export const isDoubtful = (state: Pick<FeedState, "health" | "changedAt">, now: number): boolean =>
  now - state.changedAt > DOUBT_AFTER || state.health === "not-a-feed" || state.health === "too-large";
