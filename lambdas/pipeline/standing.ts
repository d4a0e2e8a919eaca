import type { KeyedStory } from "../core/story.ts";
import { standingKey } from "../core/story.ts";
import type { MatchStore } from "./ports.ts";

type Keys = Pick<MatchStore, "storiesHolding" | "holdStoryKey">;

/** A story as far as its rows lead, and whether it stands for good. */
interface Standing {
  readonly story: KeyedStory;
  readonly isFixed: boolean;
}

/**
 * Each story that somebody began to found has at most one row that says which story stands for it: itself, for good, or another.
 * Rows are written once, and lead to one that stands or from a larger id to a smaller, so they never go round in a circle. No
 * story that was decided on leads elsewhere: who decides fixes it first. So no id that was given out is ever replaced.
 */
export const standing = async (story: KeyedStory, store: Keys): Promise<Standing> => {
  const [next] = await store.storiesHolding([standingKey(story)]);
  if (next === undefined) return { story, isFixed: false };
  return next.storyId === story.storyId ? { story, isFixed: true } : standing(next, store);
};

/** Lets one story stand for two that are the same; where both stand for good already, they stay two and the first is kept. */
export const unite = async (one: KeyedStory, other: KeyedStory, store: Keys): Promise<Standing> => {
  // Every turn meets rows that were not there the turn before.
  for (let turn = 0; turn < 20; turn++) {
    const [a, b] = [await standing(one, store), await standing(other, store)];
    if (a.story.storyId === b.story.storyId || (a.isFixed && b.isFixed)) return a;
    const yields = b.isFixed || (!a.isFixed && a.story.storyId > b.story.storyId);
    const [from, to] = yields ? [a.story, b.story] : [b.story, a.story];
    await store.holdStoryKey(standingKey(from), to);
  }
  throw new Error(`stories ${one.storyId} and ${other.storyId}: twenty writers in a row were faster`);
};

/** Fixes the story that stands for this one; returns it. */
export const fix = async (story: KeyedStory, store: Keys): Promise<KeyedStory> => {
  const next = await store.holdStoryKey(standingKey(story), story);
  return next.storyId === story.storyId ? story : fix(next, store);
};
