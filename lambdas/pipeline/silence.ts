import { DAY_MS } from "../core/gap.ts";
import type { Match, Sighting } from "../core/match.ts";
import { isSighting } from "../core/match.ts";
import { counts } from "../core/reappearance.ts";
import type { StoryRef } from "../core/story.ts";
import type { Prominent } from "../core/subscription.ts";

/** The log of matches, as this file reads it. */
export interface MatchLog {
  /** Matches of the entity strictly before (`at`, `storyId`), newest first, a page of at most `limit`. */
  matchesBefore(entity: string, before: Pick<Match, "at" | "storyId">, limit: number): Promise<readonly Match[]>;
}

/** Rows of the first page, which nearly always holds the answer, and of those after it. */
const [FIRST_PAGE, NEXT_PAGES] = [5, 100];

/** An entity with more than this many matches in passing has been anything but silent. */
const LOOKED_AT = 2000;

/** A place in the log: of the sample (`true`), which nobody saw in the world, of the world (`false`), or of both. */
export interface Place extends StoryRef {
  readonly sample?: boolean;
}

/** The newest sighting of the entity before this story that counts at the given prominence. */
export const lastSighting = (log: MatchLog, entity: string, story: Place, prominence: Prominent): Promise<Sighting | undefined> =>
  newest(log, entity, story, async (match) => counts(match, prominence));

/**
 * The newest story before this one in which both were sighted, read from the log of the rarer: whose newest hundred matches
 * reach further back.
 */
export const lastTogether = async (
  log: MatchLog,
  pair: readonly [string, string],
  story: Place,
  prominence: readonly [Prominent, Prominent],
): Promise<Sighting | undefined> => {
  const [first = "", second = ""] = await Promise.all(pair.map((entity) => reach(log, entity, story)));
  const [rarer, other] = first <= second ? ([0, 1] as const) : ([1, 0] as const);
  return newest(log, pair[rarer], story, async (match) => {
    if (!counts(match, prominence[rarer])) return false;
    const beside = await matchIn(log, pair[other], match);
    return beside !== undefined && counts(beside, prominence[other]);
  });
};

/** The match of an entity in a story, as it is stored now. */
export const matchIn = async (log: MatchLog, entity: string, { at, storyId }: StoryRef): Promise<Match | undefined> => {
  // Just after the story in the log: no story id holds a character that sorts so low.
  const [match] = await log.matchesBefore(entity, { at, storyId: `${storyId}!` }, 1);
  return match?.storyId === storyId ? match : undefined;
};

const reach = async (log: MatchLog, entity: string, story: StoryRef): Promise<string> => {
  const matches = await log.matchesBefore(entity, story, NEXT_PAGES);
  return matches.length < NEXT_PAGES ? "" : (matches.at(-1)?.at ?? "");
};

/** The newest match before a story that is wanted; none after as many as {@link LOOKED_AT}. */
const newest = async (
  log: MatchLog,
  entity: string,
  story: Place,
  wanted: (match: Match) => Promise<boolean>,
): Promise<Sighting | undefined> => {
  let before: Pick<Match, "at" | "storyId"> = story;
  for (let seen = 0, limit = FIRST_PAGE; seen < LOOKED_AT; limit = NEXT_PAGES) {
    const matches = await log.matchesBefore(entity, before, limit);
    for (const match of matches)
      if (match.storyId !== story.storyId && isOfKind(match, story.sample) && (await wanted(match))) return sightingOf(match);
    const oldest = matches.at(-1);
    if (oldest === undefined || matches.length < limit) return undefined;
    before = oldest;
    seen += matches.length;
  }
  return undefined;
};

const isOfKind = (match: Match, sample: boolean | undefined): boolean => sample === undefined || (match.sample === true) === sample;

/** How often each outlet sighted the entity in the year before a time (epoch ms), as far as its newest matches then tell. */
export const sightingsByOutlet = async (log: MatchLog, entity: string, until: number): Promise<ReadonlyMap<string, number>> => {
  const sightings = new Map<string, number>();
  const start = new Date(until - 365 * DAY_MS).toISOString();
  let before: Pick<Match, "at" | "storyId"> = { at: new Date(until).toISOString(), storyId: "" };
  for (let seen = 0; seen < LOOKED_AT; seen += NEXT_PAGES) {
    const matches = await log.matchesBefore(entity, before, NEXT_PAGES);
    for (const match of matches)
      if (match.at >= start && isSighting(match)) sightings.set(match.outlet, (sightings.get(match.outlet) ?? 0) + 1);
    const oldest = matches.at(-1);
    if (oldest === undefined || matches.length < NEXT_PAGES || oldest.at < start) break;
    before = oldest;
  }
  return sightings;
};

/** Longer links no payload carries (W16); with them twenty told returns could outgrow a row. */
const LONGEST_LINK = 1000;

/** A match as others remember it. */
export const sightingOf = ({ storyId, at, title, outlet, link }: Match): Sighting => ({
  storyId,
  at,
  title,
  outlet,
  ...(link !== undefined && link.length <= LONGEST_LINK && { link }),
});
