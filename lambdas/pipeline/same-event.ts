import type { Entity } from "../core/entity.ts";
import type { Match } from "../core/match.ts";
import { EVENT_MS, isDistinctive, tellingSameEvent } from "../core/same-event.ts";
import type { StoryRef } from "../core/story.ts";
import type { MatchStore } from "./ports.ts";

/** Entities of one item that are looked up; two are needed. */
const LOOKED_UP = 6;

/** Who is in so many stories within four days is no hint at any one of them. */
const TOO_MANY = 100;

interface Telling {
  readonly story: StoryRef;
  readonly matches: readonly Match[];
  readonly entities: ReadonlyMap<string, Entity>;
}

/**
 * Links the story with those that tell the same event in another language or other words, and returns them. They stay two
 * stories. Every member of a story may link it again: the rows say the same.
 */
export const linkEvents = async (
  { story, matches, entities }: Telling,
  store: Pick<MatchStore, "matchesBetween" | "linkStories">,
): Promise<readonly StoryRef[]> => {
  const distinctive = matches.filter((match) => isDistinctive(entities.get(match.entity), match)).slice(0, LOOKED_UP);
  if (distinctive.length < 2) return [];
  const [from, to] = [-EVENT_MS, EVENT_MS].map((ms) => new Date(Date.parse(story.at) + ms).toISOString()) as [string, string];
  const logs = await Promise.all(distinctive.map(({ entity }) => store.matchesBetween(entity, from, to, TOO_MANY)));
  const others = tellingSameEvent(
    story,
    logs.filter((log) => log.length < TOO_MANY),
  );
  for (const other of others) await store.linkStories({ storyId: story.storyId, at: story.at }, other);
  return others;
};
