/**
 * The one table: names only, so that `lib` can build what the adapters use. The first word of every `pk` is its prefix, and
 * a function's role is granted exactly the prefixes it needs (`dynamodb:LeadingKeys`).
 *
 * | prefix               | pk                         | sk                         | written by           | read by                  | access pattern                                                        |
 * | -------------------- | -------------------------- | -------------------------- | -------------------- | ------------------------ | --------------------------------------------------------------------- |
 * | SETTING              | `SETTING`                  | name                       | api                  | deliver, api             | get by name (`deliveryPaused`, `reads`)                               |
 * | SEED                 | `SEED`                     | `state`                    | schedule             | schedule, match, api     | get: hash of the seed last written whole, when watching began         |
 * | ENTITY               | `ENTITY`                   | entity id                  | schedule (seed)      | match, api               | query all (some hundred rows, re-read each minute)                    |
 * | FEED                 | `FEED#<0..3>`              | feed id                    | schedule (seed), api | schedule, ingest, api    | query a shard; by id: get in each shard                               |
 * | FEEDSTATE            | `FEEDSTATE#<0..3>`         | feed id                    | ingest               | ingest, api              | query a shard                                                         |
 * | TICK                 | `TICK#<0..3>`              | `tick`                     | schedule             | schedule                 | get; moved by a conditional update, once a minute                     |
 * | HEARD                | `HEARD#<0..3>`             | `heard`                    | ingest               | schedule, ingest, api    | get: last closed poll, last good check of each feed                   |
 * |                      |                            | `POLL#<tick>`              | ingest               | schedule, ingest         | put if absent = the claim; newest by query, limit 1; TTL 15 d         |
 * |                      |                            | `FEEDPOLL#<tick>#<feed>`   | ingest               | ingest                   | put if absent = the claim of a poll of one feed; TTL 15 d             |
 * | HOLE                 | `HOLE#<feed id>`           | `<from>` (ms, 15 digits)   | ingest               | nobody yet               | query a span of a feed                                                |
 * | ITEM                 | `ITEM#<item id>`           | `item`                     | match                | match                    | get; put if absent; decision set once; TTL 90 d                       |
 * | STORYKEY             | `STORYKEY#<key>`           | `key`                      | match                | match                    | batch get; put if absent; TTL 14 d                                    |
 * | STORY                | `STORY#<story id>`         | `MEMBER#<item id>`         | match                | deliver, api             | query a story                                                         |
 * |                      |                            | `MATCH#<entity>`           | match                | api                      | query a story: `at`, and so where its matches are                     |
 * | MATCH                | `MATCH#<entity>`           | `<at>#<story id>`          | match                | match, api               | newest first, before or between times; get; never expires             |
 * | SUB                  | `SUB#<0..3>`               | subscription id            | api, deliver (off)   | match, deliver, api      | get; query a shard                                                    |
 * | CONTACT              | `CONTACT#<subscription>`   | `contact`                  | api                  | deliver, api             | get; erased with the subscription                                     |
 * | SECRET               | `SECRET#<subscription>`    | `secret`                   | api                  | deliver                  | get: signing secrets of a webhook                                     |
 * |                      | `SECRET#app`               | `secret`                   | schedule             | deliver, api             | get; put if absent                                                    |
 * | TOLD                 | `TOLD#<subscription>`      | entity id                  | match (api erases)   | match, api (to erase)    | get; version-checked put                                              |
 * | ALERT                | `ALERT#<subscription>`     | `ID#<alert id>`            | match, schedule      | match, deliver           | get; put if absent. No TTL: an item met again must find its alert     |
 * |                      |                            | `STORY#<story>#<alert id>` | match                | match                    | query begins_with: the alerts of a story                              |
 * | DELIVERY             | `DELIVERY#<subscription>`  | delivery id                | deliver, schedule    | deliver, api             | get; version-checked put; query; once over, TTL 90 d                  |
 * | KEY                  | `KEY#<key id>`             | `key`                      | api                  | api                      | get by id                                                             |
 *
 * | index    | pk                                 | sk                          | rows                | access pattern                                             |
 * | -------- | ---------------------------------- | --------------------------- | ------------------- | ---------------------------------------------------------- |
 * | `work`   | `workPk` = `OUTBOX#<0..3>`         | `workAt` = created, ms      | alerts `PENDING`    | the sweep: created before …; empty when nothing is wrong   |
 * |          | `workPk` = `DUE#<0..3>`            | `workAt` = due, ms          | open deliveries     | due at or before now, oldest first                         |
 * | `latest` | `month` = `MONTH#YYYY-MM`          | `monthAt` = `at#story#entity` | matches           | the newest matches of anyone, walked back month by month   |
 *
 * Cost: a put is one unit a kB, a get half a unit (strongly consistent: one) per 4 kB. A match writes three units (row, `latest`,
 * pointer in its story), an alert five (row, pointer, into `work`, out of it), a poll two (claim, close). Claims, versions and
 * alerts that lose to another read the row that won.
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
  hole: "HOLE",
  item: "ITEM",
  storyKey: "STORYKEY",
  story: "STORY",
  match: "MATCH",
  subscription: "SUB",
  contact: "CONTACT",
  secret: "SECRET",
  told: "TOLD",
  alert: "ALERT",
  delivery: "DELIVERY",
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
  /** Deliveries that are over. */
  delivery: 90 * DAY_SECONDS,
} as const;

/** Subscriptions are spread over this many partitions, by hash of the id. */
export const SUBSCRIPTION_SHARDS = 4;

/** No row is larger (reliability Q8): `JSON` characters, a safe measure below DynamoDB's 400 kB. */
export const MAX_ROW_CHARACTERS = 100_000;
