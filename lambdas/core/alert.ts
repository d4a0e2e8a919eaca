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
  /** {@link alertId}. */
  readonly id: string;
  readonly subscriptionId: string;
  readonly trigger: Subscription["trigger"];
  readonly storyId: string;
  /** ISO 8601 UTC. */
  readonly createdAt: string;
  readonly story: Pick<Match, "title" | "outlet" | "link" | "lang" | "at">;
  /** Every entity it tells, sorted; for a reappearance no two alerts of one subscription and story share one. */
  readonly told: readonly string[];
  /** 1..20: those it tells, most telling first, then who else is in the story. */
  readonly matches: readonly AlertMatch[];
  /** How many more entities the story names than `matches` lists. */
  readonly more?: number;
  readonly sample?: true;
}

/**
 * The id of the alert with which a subscription is told of a story for the `n`-th time (from 0). Numbers are taken one after the
 * other, by whoever puts the alert first: who comes second reads it and tells as the next what that one lacks. So two runs that
 * judge by different logs never tell an entity twice, which an id made from what is told could not prevent.
 */
export const alertId = (subscriptionId: string, storyId: string, n: number): string => hashId("alert", subscriptionId, storyId, String(n));

const standing: Readonly<Record<Match["prominence"], number>> = { headline: 0, lead: 1, passing: 2 };

/** Sorts the longest silence first (never seen before all others), then the most prominent, then the surest. */
export const orderForReading = (a: AlertMatch, b: AlertMatch): number =>
  silence(b) - silence(a) ||
  standing[a.prominence] - standing[b.prominence] ||
  b.confidence - a.confidence ||
  (a.entity < b.entity ? -1 : 1);

const silence = ({ gap }: AlertMatch): number => (gap === undefined ? -1 : (gap.days ?? Number.MAX_SAFE_INTEGER));
