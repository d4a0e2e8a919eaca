import { INDEX_PREFIX, PREFIX } from "../lambdas/adapters/table.ts";
import type { FunctionName } from "../lambdas/adapters/env.ts";

/** Key prefixes that one function may touch. A prefix that holds a `#` is one whole key. */
export interface Access {
  readonly read: readonly string[];
  readonly write: readonly string[];
  /** @default - nothing may be deleted */
  readonly erase?: readonly string[];
  /** Of the index `work`. @default - none */
  readonly work?: readonly string[];
  /** Of the index `latest`. @default - none */
  readonly latest?: readonly string[];
}

/** The installation's own secret, which makes tokens; the other rows of the prefix sign webhooks. */
const APP_SECRET = `${PREFIX.secret}#app`;

/** Who may touch what: the columns "written by" and "read by" of "Keys" in ARCHITECTURE.md. */
export const TABLE_ACCESS: Readonly<Record<FunctionName, Access>> = {
  schedule: {
    read: [PREFIX.seed, PREFIX.entity, PREFIX.feed, PREFIX.tick],
    write: [PREFIX.seed, PREFIX.entity, PREFIX.feed, PREFIX.tick, PREFIX.alert, PREFIX.delivery, PREFIX.change, APP_SECRET],
    // A shipped feed whose address moved to a host of another shard.
    erase: [PREFIX.feed],
    work: [INDEX_PREFIX.outbox, INDEX_PREFIX.due],
  },
  ingest: {
    read: [PREFIX.feed, PREFIX.feedState, PREFIX.heard, PREFIX.host, PREFIX.archive, PREFIX.check],
    write: [PREFIX.feedState, PREFIX.heard, PREFIX.host, PREFIX.hole, PREFIX.archive, PREFIX.check, PREFIX.itemCount],
  },
  match: {
    read: [
      PREFIX.seed,
      PREFIX.entity,
      // What was heard of each feed: a silence counts as observed only where it was.
      PREFIX.feed,
      PREFIX.feedState,
      PREFIX.heard,
      PREFIX.hole,
      PREFIX.item,
      PREFIX.itemLog,
      PREFIX.storyKey,
      // Who was rejected in a story.
      PREFIX.story,
      PREFIX.match,
      PREFIX.subscription,
      PREFIX.feedback,
      PREFIX.told,
      PREFIX.alert,
    ],
    write: [PREFIX.item, PREFIX.itemLog, PREFIX.storyKey, PREFIX.story, PREFIX.match, PREFIX.count, PREFIX.told, PREFIX.alert],
  },
  deliver: {
    read: [
      PREFIX.setting,
      PREFIX.seed,
      PREFIX.entity,
      // A welcome says who was last seen when, and what is heard.
      PREFIX.feed,
      PREFIX.feedState,
      PREFIX.heard,
      PREFIX.hole,
      PREFIX.match,
      PREFIX.story,
      PREFIX.subscription,
      PREFIX.contact,
      PREFIX.secret,
      PREFIX.suppressed,
      PREFIX.endpoint,
      // The weekly mail says what was held back.
      PREFIX.told,
      PREFIX.limit,
      PREFIX.alert,
      PREFIX.delivery,
    ],
    write: [PREFIX.subscription, PREFIX.endpoint, PREFIX.delivery, PREFIX.limit],
    // An address that takes no mail any more.
    erase: [PREFIX.contact],
  },
  feedback: { read: [APP_SECRET], write: [PREFIX.suppressed] },
  api: {
    read: [
      PREFIX.setting,
      PREFIX.seed,
      PREFIX.entity,
      PREFIX.feed,
      PREFIX.feedState,
      PREFIX.heard,
      PREFIX.host,
      PREFIX.hole,
      PREFIX.archive,
      PREFIX.check,
      // An entry is tried on what is stored before it is watched for.
      PREFIX.item,
      PREFIX.itemLog,
      PREFIX.story,
      PREFIX.match,
      PREFIX.count,
      PREFIX.itemCount,
      PREFIX.subscription,
      APP_SECRET,
      PREFIX.limit,
      PREFIX.feedback,
      PREFIX.told,
      PREFIX.delivery,
      PREFIX.change,
      PREFIX.key,
    ],
    write: [
      PREFIX.entity,
      PREFIX.feed,
      PREFIX.archive,
      PREFIX.subscription,
      PREFIX.contact,
      PREFIX.secret,
      PREFIX.limit,
      PREFIX.feedback,
      PREFIX.delivery,
      PREFIX.change,
    ],
    // Ending a subscription erases its address, its secrets, what it said and was told, how its endpoint did; an operator releases an address.
    erase: [PREFIX.subscription, PREFIX.contact, PREFIX.secret, PREFIX.endpoint, PREFIX.suppressed, PREFIX.feedback, PREFIX.told],
    latest: [INDEX_PREFIX.month],
  },
};
