import type { Match, Sighting } from "../core/match.ts";
import { counts } from "../core/reappearance.ts";
import type { StoryRef } from "../core/story.ts";
import type { Subscription } from "../core/subscription.ts";

/** The log of matches, as this file reads it. */
export interface MatchLog {
  /** Matches of the entity strictly before (`at`, `storyId`), newest first, a page of at most `limit`. */
  matchesBefore(entity: string, before: Pick<Match, "at" | "storyId">, limit: number): Promise<readonly Match[]>;
}

/** Rows of the first page, which nearly always holds the answer, and of those after it. */
const [FIRST_PAGE, NEXT_PAGES] = [5, 100];

/** An entity with more than this many matches in passing has been anything but silent. */
const LOOKED_AT = 2000;

/** The newest sighting of the entity before this story that counts at the given prominence. */
export const lastSighting = async (
  log: MatchLog,
  entity: string,
  story: StoryRef,
  prominence: Subscription["prominence"],
): Promise<Sighting | undefined> => {
  let before: Pick<Match, "at" | "storyId"> = story;
  for (let seen = 0, limit = FIRST_PAGE; seen < LOOKED_AT; limit = NEXT_PAGES) {
    const matches = await log.matchesBefore(entity, before, limit);
    const found = matches.find((m) => m.storyId !== story.storyId && counts(m, prominence));
    if (found !== undefined) return sightingOf(found);
    const oldest = matches.at(-1);
    if (oldest === undefined || matches.length < limit) return undefined;
    before = oldest;
    seen += matches.length;
  }
  return undefined;
};

/** A match as others remember it. */
export const sightingOf = ({ storyId, at, title, outlet, link }: Match): Sighting => ({
  storyId,
  at,
  title,
  outlet,
  ...(link !== undefined && { link }),
});
