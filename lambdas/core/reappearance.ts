import type { Gap } from "./gap.ts";
import { DAY_MS } from "./gap.ts";
import type { Match, Sighting } from "./match.ts";
import { isSighting } from "./match.ts";
import type { Prominent } from "./subscription.ts";

/** One return that was told to a subscription or held back, and which item's run claimed it. */
export interface ToldReturn {
  /** The story's time, ISO 8601 UTC. */
  readonly at: string;
  readonly storyId: string;
  readonly itemId: string;
  /** The figures it was judged by: a retry reads them instead of judging again. */
  readonly gap: Gap;
  /** A sighting within the gap that came to light later: what was told is no longer right. */
  readonly corrected?: Sighting;
  /** An operator rejected the match: it was no return, and stands in no other's way. */
  readonly retracted?: true;
}

/** What a subscription was told of one entity, or of two together ({@link pairId}). `version` 0 means no row yet. */
export interface Told {
  readonly version: number;
  /** The last 20, oldest first. */
  readonly returns: readonly ToldReturn[];
}

/** Does the match count as a sighting for this subscription: confident, not retrospective, and prominent enough? */
export const counts = (match: Match, prominence: Prominent): boolean =>
  isSighting(match) && (prominence === "any" || match.prominence !== "passing");

/** Is a sighting at `at` a return, given the sighting before it (of another story)? */
export const isReturn = (at: string, last: Pick<Match, "at"> | undefined, silenceDays: number): boolean =>
  last === undefined || Date.parse(at) - Date.parse(last.at) >= silenceDays * DAY_MS;

/** What claiming a return comes to. */
export type Claim =
  | { readonly kind: "own"; readonly claim: ToldReturn } // this very item claimed it before: go on, with the figures of then
  | { readonly kind: "refused" } // another story's return lies within the silence, or another item's run tells it
  | { readonly kind: "new" };

/**
 * Claims a return for a subscription: refused if *another* story's return lies within N days on either side, so that
 * two stories of one return alert once. A claim names its story and item: a retry that meets its own claim goes on. A match that
 * was retracted is nobody's return, and hides none.
 */
export const claimReturn = (told: Told, wanted: Pick<ToldReturn, "at" | "storyId" | "itemId">, silenceDays: number): Claim => {
  const mine = told.returns.find((r) => r.storyId === wanted.storyId);
  if (mine?.retracted) return { kind: "refused" };
  if (mine !== undefined) return mine.itemId === wanted.itemId ? { kind: "own", claim: mine } : { kind: "refused" };
  const near = (r: ToldReturn) => r.retracted === undefined && Math.abs(Date.parse(r.at) - Date.parse(wanted.at)) < silenceDays * DAY_MS;
  if (told.returns.some(near)) return { kind: "refused" };
  return { kind: "new" };
};

/** The row with one return more. */
export const withReturn = ({ version, returns }: Told, claim: ToldReturn): Told => ({
  version: version + 1,
  returns: [...returns, claim].slice(-20),
});

/**
 * The row after a sighting that came late: each return whose gap it lies in is marked, and nothing is told again. Undefined
 * if nothing changes. A sighting less than a day before the return leaves what was told in whole days as it is.
 */
export const correctedBy = ({ version, returns }: Told, late: Sighting): Told | undefined => {
  const marked = returns.map((told) => (fills(told, late) ? { ...told, corrected: late } : told));
  return marked.some((told, n) => told !== returns[n]) ? { version: version + 1, returns: marked } : undefined;
};

/** The row after a story's match was retracted: what was told of it is marked, and it corrects no other. Undefined if nothing changes. */
export const withoutStory = ({ version, returns }: Told, storyId: string): Told | undefined => {
  const rest = returns.map((told): ToldReturn => {
    if (told.storyId === storyId && told.retracted === undefined) return { ...told, retracted: true };
    const { corrected, ...before } = told;
    return corrected?.storyId === storyId ? before : told;
  });
  return rest.some((told, n) => told !== returns[n]) ? { version: version + 1, returns: rest } : undefined;
};

const fills = ({ at, storyId, gap, corrected }: ToldReturn, late: Sighting): boolean => {
  if (late.storyId === storyId || (corrected !== undefined && corrected.at >= late.at)) return false;
  const [start, seen, end] = [gap.last?.at ?? new Date(Date.parse(at) - gap.silenceDays * DAY_MS).toISOString(), late.at, at];
  return Date.parse(start) < Date.parse(seen) && Date.parse(seen) <= Date.parse(end) - DAY_MS;
};

/** Two entities as one, whichever is named first; no entity id holds a `+`. */
export const pairId = (pair: readonly string[]): string => pair.toSorted().join("+");

/** The entities of a {@link pairId}: one, or two. */
export const entitiesOf = (id: string): string[] => id.split("+");
