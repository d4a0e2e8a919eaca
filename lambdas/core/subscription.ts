import * as z from "zod/mini";
import { EntityKind, Lang } from "./entity.ts";
import type { Match } from "./match.ts";
import { plainName } from "./plain-name.ts";
import { TimingChoice } from "./timing.ts";
import { CustomHeaders } from "./webhook-headers.ts";

const ids = z.array(z.string().check(z.minLength(1), z.maxLength(80), z.regex(/^[a-z0-9-]+$/))).check(z.maxLength(200));

/** Who wants what: the union of the named entities, lists and kinds; or two entities that must stand in the story together. */
export const Selection = z
  .strictObject({
    entities: z.optional(ids),
    lists: z.optional(ids),
    kinds: z.optional(z.array(EntityKind).check(z.maxLength(4))),
    together: z.optional(
      ids.check(
        z.length(2),
        z.refine(([a, b]) => a !== b, "must name two entities"),
      ),
    ),
  })
  .check(
    z.refine((s) => chosen(s) > 0 || s.together !== undefined, "select at least one entity, list or kind, or two entities together"),
    z.refine((s) => chosen(s) === 0 || s.together === undefined, "two entities together cannot be mixed with others"),
  );
const chosen = (s: { entities?: unknown[] | undefined; lists?: unknown[] | undefined; kinds?: unknown[] | undefined }): number =>
  (s.entities?.length ?? 0) + (s.lists?.length ?? 0) + (s.kinds?.length ?? 0);
export type Selection = z.infer<typeof Selection>;

/** What a person may choose. Unknown fields are refused. */
export const SubscriptionChoice = z.strictObject({
  /** A name for people, shown in mails and lists. */
  name: z.optional(z.string().check(z.maxLength(120), plainName)),
  select: Selection,
  /** `every` story, or only when something `reappears`. */
  trigger: z._default(z.enum(["every", "reappearance"]), "reappearance"),
  /** Days without a sighting that make the next one a reappearance. */
  silenceDays: z._default(z.int().check(z.gte(1), z.lte(3650)), 30),
  /** Where the entity must stand for a story to count. Not chosen: `headline-or-lead` for the return of who left office, else `any`. */
  prominence: z.optional(z.enum(["any", "headline-or-lead"])),
  minConfidence: z._default(z.number().check(z.gte(0), z.lte(1)), 0.7),
  /** Language of mails. */
  lang: z._default(Lang, "en"),
  ...TimingChoice,
});

export type SubscriptionChoice = z.output<typeof SubscriptionChoice>;

/** Where alerts go. Kept apart from the subscription: only `api` writes it and only `deliver` reads it. */
export const Contact = z.discriminatedUnion("channel", [
  z.strictObject({ channel: z.literal("email"), address: z.string().check(z.maxLength(254)) }),
  z.strictObject({
    channel: z.literal("webhook"),
    url: z.string().check(z.maxLength(2000)),
    /** What is sent: signed JSON (Standard Webhooks), or what Slack's incoming webhooks take. Not chosen: `standard`. */
    format: z.optional(z.enum(["standard", "slack"])),
    headers: z.optional(CustomHeaders),
    /** Who is told by mail that the endpoint fails or was switched off: an address that confirmed a subscription of the same key. */
    ownerEmail: z.optional(z.string().check(z.maxLength(254))),
  }),
]);
export type Contact = z.infer<typeof Contact>;

/** The body of `POST /subscriptions`. */
export const NewSubscription = z.extend(SubscriptionChoice, { contact: Contact });
export type NewSubscription = z.infer<typeof NewSubscription>;

/** `pending` until confirmed; `paused` by a person, perhaps `until` a time, or by Vigía, with the reason; `disabled` by Vigía, with the reason; `ended` by unsubscribing. */
export const subscriptionStatuses = ["pending", "active", "paused", "disabled", "ended"] as const;
export type SubscriptionStatus = (typeof subscriptionStatuses)[number];

/** One subscription as stored. It holds no address and no secret. */
export interface Subscription extends z.infer<typeof SubscriptionChoice> {
  readonly id: string;
  readonly channel: Contact["channel"];
  readonly status: SubscriptionStatus;
  /** Why it is disabled or ended, or paused by Vigía, in words for its owner. */
  readonly reason?: string;
  /** When a pause ends by itself, ISO 8601 UTC: nobody writes then, whoever reads compares ({@link asOf}). */
  readonly until?: string;
  /** ISO 8601 UTC. */
  readonly createdAt: string;
  /** When it was last enabled again, or resumed, ISO 8601 UTC: failures before that count no more. */
  readonly enabledAt?: string;
  /** Id of the API key that made it: besides an admin key, only this one sees it (reliability A9). */
  readonly owner?: string;
  readonly sample?: true;
}

/** A subscription, and the keyed hashes of the addresses to which it goes, or went. */
export interface Following extends Subscription {
  readonly mailboxes?: readonly string[];
}

/** The subscription as it is at `now` (epoch ms): a snooze that is over has ended. */
export const asOf = (subscription: Subscription, now: number): Subscription => {
  if (subscription.status !== "paused" || subscription.until === undefined || now < Date.parse(subscription.until)) return subscription;
  const { until: _, ...rest } = subscription;
  return { ...rest, status: "active" };
};

/** Where an entity must stand. */
export type Prominent = "any" | "headline-or-lead";

/** Where the entity must stand for this subscription: as it chose, or by default, given whether the entity left office. */
export const prominenceFor = ({ prominence, trigger }: Pick<Subscription, "prominence" | "trigger">, leftOffice: boolean): Prominent =>
  prominence ?? (trigger === "reappearance" && leftOffice ? "headline-or-lead" : "any");

/** Does the selection contain the match's entity? */
export const selects = (select: Selection, match: Pick<Match, "entity" | "kind" | "lists">): boolean =>
  (select.entities?.includes(match.entity) ?? false) ||
  (select.together?.includes(match.entity) ?? false) ||
  (select.kinds?.includes(match.kind) ?? false) ||
  (select.lists?.some((list) => match.lists.includes(list)) ?? false);

/**
 * Does the subscription want to hear of this match: selected, sure and prominent enough ({@link prominenceFor}), and news rather
 * than a look back?
 */
export const wants = (subscription: Subscription, match: Match, prominence: Prominent): boolean =>
  match.confidence >= subscription.minConfidence &&
  !match.retrospective &&
  match.retracted === undefined &&
  (prominence === "any" || match.prominence !== "passing") &&
  selects(subscription.select, match);

/** How long the button in a confirmation mail works, ms (reliability E1). */
export const CONFIRM_WITHIN_MS = 48 * 3_600_000;

/** From when on a subscription that nobody confirmed is forgotten with its address, epoch ms; undefined for one that stays. */
export const forgottenAt = ({ status, createdAt }: Pick<Subscription, "status" | "createdAt">): number | undefined =>
  status === "pending" ? Date.parse(createdAt) + CONFIRM_WITHIN_MS : undefined;
