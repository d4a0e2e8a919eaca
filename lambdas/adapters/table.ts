/**
 * The one table: names only, so that `lib` can build what the adapters use. The first word of every `pk` is its prefix, and
 * a function's role is granted exactly the prefixes it needs (`dynamodb:LeadingKeys`).
 * ARCHITECTURE.md, "Keys", says what each row is for, who writes and reads it and what it costs.
 */
export const TABLE_KEY = { pk: "pk", sk: "sk" } as const;

/** Epoch seconds. DynamoDB deletes such rows within days; reads therefore compare it themselves. */
export const TTL_ATTRIBUTE = "expiresAt";

/** Sparse, keys only: what still has to be done. `workAt` is a number (epoch ms). */
export const WORK_INDEX = { name: "work", pk: "workPk", sk: "workAt" } as const;

/**
 * Sparse, all attributes: matches by UTC month, so that a walk through a quiet year asks 12 times and not 365. Both keys are
 * strings. News come by the thousand a month; a partition takes a thousand a second.
 */
export const LATEST_INDEX = { name: "latest", pk: "month", sk: "monthAt" } as const;

/** First words of `pk`, for grants by `dynamodb:LeadingKeys`. */
export const PREFIX = {
  setting: "SETTING",
  seed: "SEED",
  entity: "ENTITY",
  feed: "FEED",
  feedState: "FEEDSTATE",
  tick: "TICK",
  heard: "HEARD",
  host: "HOST",
  hole: "HOLE",
  archive: "ARCHIVE",
  check: "CHECK",
  item: "ITEM",
  itemLog: "ITEMLOG",
  storyKey: "STORYKEY",
  story: "STORY",
  match: "MATCH",
  count: "COUNT",
  itemCount: "ITEMCOUNT",
  subscription: "SUB",
  contact: "CONTACT",
  secret: "SECRET",
  endpoint: "ENDPOINT",
  limit: "LIMIT",
  suppressed: "SUPPRESSED",
  feedback: "FEEDBACK",
  told: "TOLD",
  alert: "ALERT",
  delivery: "DELIVERY",
  change: "CHANGE",
  key: "KEY",
} as const;

/** First words of the index keys. */
export const INDEX_PREFIX = { outbox: "OUTBOX", due: "DUE", month: "MONTH" } as const;

const DAY_SECONDS = 86_400;

/** How long rows live, seconds. Prefixes that are not listed stay. */
export const TTL_SECONDS = {
  item: 90 * DAY_SECONDS,
  storyKey: 14 * DAY_SECONDS,
  /** Longer than a message can wait in a queue or its dead-letter queue (14 d), so that no claim is made twice. */
  claim: 15 * DAY_SECONDS,
  /** Longer than the year that people ask about. */
  hole: 400 * DAY_SECONDS,
  /** As long as what was heard of the time. */
  itemCount: 400 * DAY_SECONDS,
  /** A look at an address; then it may be looked at once more. */
  check: 30 * DAY_SECONDS,
  /** After the last page that was read. */
  archive: 90 * DAY_SECONDS,
  /** A mailbox that was gone may be somebody's again. Complaints stay. */
  bounce: 400 * DAY_SECONDS,
  /** A mail that came back for the time being: three within a week count, whenever the next is sent. */
  softBounce: 30 * DAY_SECONDS,
  /** Deliveries that are over. */
  delivery: 90 * DAY_SECONDS,
} as const;

/** Subscriptions are spread over this many partitions, by hash of the id. */
export const SUBSCRIPTION_SHARDS = 4;

/** No row is larger (reliability Q8): `JSON` characters, a safe measure below DynamoDB's 400 kB. */
export const MAX_ROW_CHARACTERS = 100_000;
