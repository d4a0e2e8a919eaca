import type { Match } from "./match.ts";
import { isSighting } from "./match.ts";
import type { Subscription } from "./subscription.ts";

export const DAY_MS = 86_400_000;

/** One return that a subscription was told, and which item's run claimed it. */
export interface ToldReturn {
  /** The story's time, ISO 8601 UTC. */
  readonly at: string;
  readonly storyId: string;
  readonly itemId: string;
}

/** What a subscription was told of one entity. `version` 0 means no row yet. */
export interface Told {
  readonly version: number;
  /** The last 20, oldest first. */
  readonly returns: readonly ToldReturn[];
}

/** Whole days from one time to a later one. */
export const daysBetween = (from: string, to: string): number => Math.floor((Date.parse(to) - Date.parse(from)) / DAY_MS);

/** Does the match count as a sighting for this subscription: confident, not retrospective, and prominent enough? */
export const counts = (match: Match, prominence: Subscription["prominence"]): boolean =>
  isSighting(match) && (prominence === "any" || match.prominence !== "passing");

/** Is a sighting at `at` a return, given the sighting before it (of another story)? */
export const isReturn = (at: string, last: Pick<Match, "at"> | undefined, silenceDays: number): boolean =>
  last === undefined || Date.parse(at) - Date.parse(last.at) >= silenceDays * DAY_MS;

/** What claiming a return comes to. */
export type Claim =
  | { readonly kind: "own" } // this very run claimed it before: go on
  | { readonly kind: "refused" } // another story's return lies within the silence, or another item's run tells it
  | { readonly kind: "new"; readonly told: Told };

/**
 * Claims a return for a subscription: refused if *another* story's return lies within N days on either side, so that
 * two stories of one return alert once. A claim names its story and item: a retry that meets its own claim goes on.
 */
export const claimReturn = (told: Told, wanted: ToldReturn, silenceDays: number): Claim => {
  const mine = told.returns.find((r) => r.storyId === wanted.storyId);
  if (mine !== undefined) return { kind: mine.itemId === wanted.itemId ? "own" : "refused" };
  const near = (r: ToldReturn) => Math.abs(Date.parse(r.at) - Date.parse(wanted.at)) < silenceDays * DAY_MS;
  if (told.returns.some(near)) return { kind: "refused" };
  return { kind: "new", told: { version: told.version + 1, returns: [...told.returns, wanted].slice(-20) } };
};
