import type { Bilingual } from "./entity.ts";
import type { Gap } from "./gap.ts";
import { hashId } from "./hash.ts";
import type { Match } from "./match.ts";
import type { Subscription } from "./subscription.ts";

/** One entity of an alert. */
export interface AlertMatch extends Pick<
  Match,
  "entity" | "kind" | "confidence" | "evidence" | "prominence" | "sentence" | "title" | "outlet" | "link" | "lang" | "at"
> {
  readonly name: Bilingual;
  /** Present when the alert tells a reappearance. */
  readonly gap?: Gap;
}

/** One subscription × one occasion. A single row: its state is the outbox (reliability Q5). */
export interface Alert {
  /** {@link alertId}, or {@link retractionId}. */
  readonly id: string;
  readonly subscriptionId: string;
  /** What made it; `retraction`: it takes back what an earlier alert told. */
  readonly trigger: Subscription["trigger"] | "retraction";
  /** The alert that a retraction takes back, and when that was told, ISO 8601 UTC. */
  readonly corrects?: { readonly id: string; readonly at: string };
  readonly storyId: string;
  /** ISO 8601 UTC. */
  readonly createdAt: string;
  readonly story: Pick<Match, "title" | "outlet" | "link" | "lang" | "at">;
  /** Every entity it tells, sorted; for a reappearance no two alerts of one subscription and story share one. */
  readonly told: readonly string[];
  /** 1..20: those it tells, most telling first, then who else is in the story. */
  readonly matches: readonly AlertMatch[];
  /** Other subscriptions that go, or went, to the same mailbox, which the story may concern too: at most {@link BESIDE}. */
  readonly beside?: readonly string[];
  /** How many more entities the story names than `matches` lists. */
  readonly more?: number;
  readonly sample?: true;
}

/** So many other subscriptions of one mailbox are told of in the same mail; beyond them each has mails of its own. */
export const BESIDE = 9;

/**
 * The id of the alert with which a subscription is told of a story for the `n`-th time (from 0). Numbers are taken one after the
 * other, by whoever puts the alert first: who comes second reads it and tells as the next what that one lacks. So two runs that
 * judge by different logs never tell an entity twice, which an id made from what is told could not prevent.
 */
export const alertId = (subscriptionId: string, storyId: string, n: number): string => hashId("alert", subscriptionId, storyId, String(n));

/** The id of the alert that takes back what a subscription was told of an entity in a story: one, whoever rejects it how often. */
export const retractionId = (subscriptionId: string, storyId: string, entity: string): string =>
  hashId("retraction", subscriptionId, storyId, entity);

/** The alert that takes back what `told` says of a match that an operator rejected at `at` (ISO 8601 UTC). */
export const retractionOf = (told: Alert, match: AlertMatch, at: string): Alert => ({
  id: retractionId(told.subscriptionId, told.storyId, match.entity),
  subscriptionId: told.subscriptionId,
  trigger: "retraction",
  corrects: { id: told.id, at: told.createdAt },
  storyId: told.storyId,
  createdAt: at,
  story: told.story,
  told: [match.entity],
  matches: [told.matches.find(({ entity }) => entity === match.entity) ?? match],
  ...(told.sample && { sample: true }),
});

/** The alert without what it tells of these entities; undefined if it tells nothing else. */
export const withoutEntities = (alert: Alert, entities: readonly string[]): Alert | undefined => {
  const told = alert.told.filter((entity) => !entities.includes(entity));
  const matches = alert.matches.filter(({ entity }) => !entities.includes(entity));
  return told.length === 0 || matches.length === 0 ? undefined : { ...alert, told, matches };
};

const standing: Readonly<Record<Match["prominence"], number>> = { headline: 0, lead: 1, passing: 2 };

/** Sorts the longest silence first (never seen before all others), then the most prominent, then the surest. */
export const orderForReading = (a: AlertMatch, b: AlertMatch): number =>
  silence(b) - silence(a) ||
  standing[a.prominence] - standing[b.prominence] ||
  b.confidence - a.confidence ||
  (a.entity < b.entity ? -1 : 1);

const silence = ({ gap }: AlertMatch): number => (gap === undefined ? -1 : (gap.days ?? Number.MAX_SAFE_INTEGER));
