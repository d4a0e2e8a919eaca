import * as z from "zod/mini";
import { deliveryStates } from "./delivery.ts";
import { Bilingual, Entity, EntityKind, Lang } from "./entity.ts";
import { vetoes } from "./explanation.ts";
import { Feed } from "./feed.ts";
import { healths } from "./health.ts";
import { Selection, subscriptionStatuses } from "./subscription.ts";
import { TimingChoice } from "./timing.ts";

/** The answers of the API, as schemas: the OpenAPI file is made from them, and a test holds every answer against them. */

/** ISO 8601 UTC. */
export const instant = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/));
const flag = z.optional(z.literal(true));

/** A sighting as others remember it. */
export const Sighting = z.strictObject({
  storyId: z.string(),
  at: instant,
  title: z.string(),
  outlet: z.string(),
  link: z.optional(z.string()),
});

const kindsOfEvidence = ["name", "surname", "title", "context", "office", "holder"] as const;
const evidence = z.array(z.enum(kindsOfEvidence));
const Found = {
  entity: z.string(),
  name: Bilingual,
  kind: EntityKind,
  confidence: z.number().check(z.gte(0), z.lte(1)),
  evidence,
  prominence: z.enum(["headline", "lead", "passing"]),
  sentence: z.strictObject({ text: z.string(), start: z.int(), end: z.int() }),
};

/** A match with the names of its entity. */
export const MatchAnswer = z.strictObject({
  ...Found,
  id: z.string(),
  storyId: z.string(),
  lists: z.array(z.string()),
  at: instant,
  itemId: z.string(),
  title: z.string(),
  outlet: z.string(),
  link: z.optional(z.string()),
  lang: Lang,
  countries: z.array(z.string()),
  retrospective: z.boolean(),
  baseline: z.boolean(),
  last: z.optional(Sighting),
  gapDays: z.optional(z.int()),
  /** How far that time was heard, 0..1; of more than 366 days the last 366. Known from a week on, of what is news. */
  heard: z.optional(z.number().check(z.gte(0), z.lte(1))),
  sample: flag,
});
export type MatchAnswer = z.infer<typeof MatchAnswer>;

/** A page of matches, newest first; `cursor` leads to the next one and is absent on the last. */
export const MatchPage = z.strictObject({ matches: z.array(MatchAnswer), cursor: z.optional(z.string()) });
export type MatchPage = z.infer<typeof MatchPage>;

/** A story: every outlet's telling of it, whom it names, and the stories that tell the same event in other words. */
export const StoryAnswer = z.strictObject({
  id: z.string(),
  members: z.array(
    z.strictObject({
      itemId: z.string(),
      feedId: z.string(),
      title: z.string(),
      outlet: z.string(),
      link: z.optional(z.string()),
      published: z.optional(instant),
      lang: Lang,
      entities: z.array(z.string()),
    }),
  ),
  matches: z.array(MatchAnswer),
  sameEvent: z.array(z.strictObject({ id: z.string(), at: instant })),
});
export type StoryAnswer = z.infer<typeof StoryAnswer>;

const silence = { lastSighting: z.optional(Sighting), silentDays: z.optional(z.int()) };

/** The watchlist in brief, each entity with its last sighting and the whole days since. */
export const EntityList = z.strictObject({
  entities: z.array(z.strictObject({ id: z.string(), kind: EntityKind, name: Bilingual, lists: z.array(z.string()), ...silence })),
});
export type EntityList = z.infer<typeof EntityList>;

/** One entity with everything it is recognised by. */
export const EntityAnswer = z.strictObject({ entity: Entity, ...silence });
export type EntityAnswer = z.infer<typeof EntityAnswer>;

const Offer = z.strictObject({ url: z.string(), title: z.optional(z.string()) });

/**
 * A feed and how it is doing. `reason` is the sentence behind `health`; `fault` what went wrong since a document was last read,
 * such as `http-503`; `movedTo` where it is asked instead of `url`; `newestAt` when its newest item was published; `offers` where it
 * could be followed instead; `backfill` how far its own archive has been read.
 */
export const FeedAnswer = z.strictObject({
  ...Feed.shape,
  health: z.enum(healths),
  reason: Bilingual,
  fault: z.optional(z.string()),
  failures: z.int(),
  movedTo: z.optional(z.string()),
  heardAt: z.optional(instant),
  newestAt: z.optional(instant),
  nextCheckAt: z.optional(instant),
  intervalMinutes: z.optional(z.number()),
  offers: z.optional(z.array(Offer)),
  backfill: z.optional(
    z.strictObject({
      state: z.enum(["running", "complete", "enough", "unreadable"]),
      pages: z.int(),
      items: z.int(),
      reachedAt: z.optional(instant),
      nextAt: z.optional(instant),
    }),
  ),
});
export type FeedAnswer = z.infer<typeof FeedAnswer>;
export const FeedList = z.strictObject({ feeds: z.array(FeedAnswer) });
export type FeedList = z.infer<typeof FeedList>;

/** What a look at an address came to: a feed with what a new one could be called, or why there is none and which feeds the page names. */
export const CheckAnswer = z.strictObject({
  id: z.string(),
  url: z.string(),
  state: z.enum(["asking", "done"]),
  feed: z.optional(
    z.strictObject({
      title: z.optional(z.string()),
      items: z.int(),
      newest: z.optional(instant),
      repaired: z.optional(z.string()),
      archive: z.boolean(),
      suggested: z.strictObject({
        outlet: z.optional(z.string()),
        lang: z.optional(Lang),
        country: z.optional(z.string()),
        kind: z.enum(["government", "media"]),
        timezone: z.string(),
      }),
    }),
  ),
  fault: z.optional(z.string()),
  reason: z.optional(Bilingual),
  offers: z.array(Offer),
  askedAt: z.optional(instant),
  /** It is not asked again before. */
  notBefore: z.optional(instant),
});
export type CheckAnswer = z.infer<typeof CheckAnswer>;

/** What became of a file of feeds. `entry` counts from 1, in the file's order; `passedOver` names what Vigía has no use for. */
export const ImportAnswer = z.strictObject({
  added: z.array(z.string()),
  unchanged: z.array(z.string()),
  refused: z.array(
    z.strictObject({
      entry: z.int(),
      url: z.optional(z.string()),
      errors: z.array(z.strictObject({ field: z.string(), message: z.string() })),
    }),
  ),
  passedOver: z.array(z.string()),
});
export type ImportAnswer = z.infer<typeof ImportAnswer>;

/** How far a time was heard, 0..1, and what makes up the answer: of each feed how much of its time (s), and what was not and why. */
export const HeardAnswer = z.strictObject({
  since: instant,
  until: instant,
  share: z.number().check(z.gte(0), z.lte(1)),
  feeds: z.array(
    z.strictObject({
      id: z.string(),
      outlet: z.string(),
      share: z.number().check(z.gte(0), z.lte(1)),
      /** How much the feed counts. */
      weight: z.int(),
      /** For how long it was listened to, in seconds. */
      seconds: z.int(),
      /** The newest hundred. */
      unheard: z.array(z.strictObject({ from: instant, to: instant, why: z.enum(["missed", "stale", "waiting"]) })),
    }),
  ),
});
export type HeardAnswer = z.infer<typeof HeardAnswer>;

/** A subscription. It never holds the address or the secret. */
export const SubscriptionAnswer = z.strictObject({
  id: z.string(),
  name: z.optional(z.string()),
  select: Selection,
  trigger: z.enum(["every", "reappearance"]),
  silenceDays: z.int(),
  prominence: z.optional(z.enum(["any", "headline-or-lead"])),
  minConfidence: z.number(),
  lang: Lang,
  ...TimingChoice,
  channel: z.enum(["email", "webhook"]),
  status: z.enum(subscriptionStatuses),
  reason: z.optional(z.string()),
  until: z.optional(instant),
  createdAt: instant,
  enabledAt: z.optional(instant),
  owner: z.optional(z.string()),
  sample: flag,
});
export type SubscriptionAnswer = z.infer<typeof SubscriptionAnswer>;
export const SubscriptionList = z.strictObject({ subscriptions: z.array(SubscriptionAnswer) });

/** A new subscription; a webhook's signing secret is shown here and never again. */
export const NewSubscriptionAnswer = z.strictObject({
  subscription: SubscriptionAnswer,
  next: z.string(),
  secret: z.optional(z.string().check(z.regex(/^whsec_[A-Za-z0-9+/]{43}=$/))),
});
export type NewSubscriptionAnswer = z.infer<typeof NewSubscriptionAnswer>;

/** A page of what was tried for a subscription, newest first; `response` is the beginning of what a webhook answered, `held` what an operator must do before SES takes the mail. */
export const DeliveryList = z.strictObject({
  deliveries: z.array(
    z.strictObject({
      id: z.string(),
      subscriptionId: z.string(),
      channel: z.enum(["email", "webhook"]),
      state: z.enum(deliveryStates),
      attempts: z.array(
        z.strictObject({
          at: instant,
          ms: z.number(),
          status: z.optional(z.int()),
          error: z.optional(z.string()),
          response: z.optional(z.string()),
        }),
      ),
      unknown: z.int(),
      slot: z.optional(instant),
      alerts: z.optional(z.array(z.string())),
      joins: z.optional(z.string()),
      leftOut: z.optional(z.array(z.string())),
      nextAttemptAt: z.optional(instant),
      held: z.optional(z.string()),
      createdAt: instant,
      sentAt: z.optional(instant),
      replayedAt: z.optional(instant),
      messageId: z.optional(z.string()),
    }),
  ),
  cursor: z.optional(z.string()),
});
export type DeliveryList = z.infer<typeof DeliveryList>;

const mention = { field: z.enum(["title", "summary"]), start: z.int(), end: z.int(), surface: z.string() };

const Why = z.strictObject({
  mentions: z.array(z.strictObject({ ...mention, alias: z.string(), evidence: z.enum(kindsOfEvidence), by: z.optional(z.string()) })),
  confidence: z.array(z.strictObject({ because: z.string(), adds: z.number() })),
});

/**
 * What the matcher says of a text that was tried. Explained, each match says which aliases it rests on, what backs them (`by`) and
 * which steps its confidence is the sum of; `vetoed` lists the places that could name an entity and do not, and why.
 */
export const ReadingAnswer = z.strictObject({
  matches: z.array(z.strictObject({ ...Found, mentions: z.array(z.strictObject(mention)), why: z.optional(Why) })),
  retrospective: z.boolean(),
  countries: z.array(z.string()),
  vetoed: z.optional(
    z.array(z.strictObject({ entity: z.string(), ...mention, alias: z.string(), veto: z.enum(vetoes), by: z.optional(z.string()) })),
  ),
  /** The phrase that makes the text retrospective. */
  lookingBack: z.optional(z.string()),
});
export type ReadingAnswer = z.infer<typeof ReadingAnswer>;

/** The service answers, and whether reading needs a key. */
export const HealthAnswer = z.strictObject({ status: z.literal("ok"), reads: z.enum(["public", "key"]), time: instant });
export type HealthAnswer = z.infer<typeof HealthAnswer>;

/** An RFC 9457 problem. */
export const ProblemAnswer = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  errors: z.optional(z.array(z.strictObject({ field: z.string(), message: z.string() }))),
  requestId: z.optional(z.string()),
});
