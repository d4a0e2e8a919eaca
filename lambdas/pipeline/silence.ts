import type { Match, Sighting } from "../core/match.ts";
import { counts } from "../core/reappearance.ts";
import type { StoryRef } from "../core/story.ts";
import type { Subscription } from "../core/subscription.ts";
import type { MatchStore } from "./ports.ts";

/**
 * The newest sighting of the entity before this story that counts at the given prominence. Looks at no more than 2,000
 * matches: an entity with more of them in passing has been anything but silent.
 */
export const lastSighting = async (
  store: MatchStore,
  entity: string,
  story: StoryRef,
  prominence: Subscription["prominence"],
): Promise<Sighting | undefined> => {
  let before: Pick<Match, "at" | "storyId"> = story;
  for (let page = 0; page < 20; page++) {
    const matches = await store.matchesBefore(entity, before, 100);
    const sighting = matches.find((m) => m.storyId !== story.storyId && counts(m, prominence));
    if (sighting !== undefined) {
      const { storyId, at, title, outlet, link } = sighting;
      return { storyId, at, title, outlet, ...(link !== undefined && { link }) };
    }
    const oldest = matches.at(-1);
    if (oldest === undefined || matches.length < 100) return undefined;
    before = oldest;
  }
  return undefined;
};
