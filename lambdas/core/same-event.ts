import type { Entity } from "./entity.ts";
import type { Match } from "./match.ts";
import { isSighting } from "./match.ts";
import type { StoryRef } from "./story.ts";

/** How far apart the stories of one event may lie, ms: 48 hours. */
export const EVENT_MS = 2 * 86_400_000;

/** Of the stories of one event the nearest are linked, so that no story's links grow without bound. */
const LINKED = 10;

/**
 * Does naming this entity hint at the event? A person or an organization that is surely named, unless it is in the news every day
 * (`everyday` on the watchlist). Not a topic or an office: many events a day concern fentanyl, or a secretary of state.
 */
export const isDistinctive = (entity: Entity | undefined, match: Pick<Match, "confidence" | "evidence" | "retrospective">): boolean =>
  (entity?.kind === "official" || entity?.kind === "organization") && entity.everyday !== true && isSighting(match);

/**
 * The other stories that name at least two of the entities within 48 hours: the nearest ten, nearest first. `logs` holds the
 * matches of each distinctive entity around the story's time.
 */
export const tellingSameEvent = (
  story: StoryRef,
  logs: readonly (readonly Pick<Match, "storyId" | "at" | "confidence" | "evidence" | "retrospective">[])[],
): readonly StoryRef[] => {
  const distance = ({ at }: StoryRef) => Math.abs(Date.parse(at) - Date.parse(story.at));
  const named = logs.flatMap((log) => [...new Map(log.filter(isSighting).map(({ storyId, at }) => [storyId, { storyId, at }])).values()]);
  return [...Map.groupBy(named, ({ storyId }) => storyId).values()]
    .flatMap(([other, ...more]) => (other !== undefined && more.length > 0 && other.storyId !== story.storyId ? [other] : []))
    .filter((other) => distance(other) <= EVENT_MS)
    .toSorted((a, b) => distance(a) - distance(b) || (a.storyId < b.storyId ? -1 : 1))
    .slice(0, LINKED);
};
