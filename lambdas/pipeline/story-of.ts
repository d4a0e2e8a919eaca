import type { Item } from "../core/item.ts";
import type { Found } from "../core/match.ts";
import type { Rarity } from "../core/rarity.ts";
import { sketchOf } from "../core/sketch.ts";
import { foundedBy, judge, keysToPut, storyKeys } from "../core/story.ts";
import type { KeyedStory, StoryRef } from "../core/story.ts";
import type { MatchStore } from "./ports.ts";

export interface StoryDeps {
  readonly store: Pick<MatchStore, "storiesHolding" | "holdStoryKey">;
  readonly rarity: Rarity;
}

/**
 * The story an item belongs to: that of the first key which another story holds and which decides; else the item founds one.
 * Keys are asked for at once and then put in sorted order, so that two workers with a common key agree on it.
 *
 * Who learns only while putting that the story is another's gives it the keys put so far. Dying before that leaves keys of the
 * item's own story, which nobody was told of: the retry, for which its own keys decide nothing, finds the other's and moves them.
 */
export const storyOf = async (item: Item, found: readonly Found[], { store, rarity }: StoryDeps): Promise<StoryRef> => {
  const founded: KeyedStory = { ...foundedBy(item), sketch: sketchOf(item, found, rarity) };
  const keys = storyKeys(item, founded.sketch, found, rarity.version);
  const holders = await store.storiesHolding(keys.map(({ id }) => id));
  const decides = judge(founded);
  let story = holders.find((holder, n) => decides(keys[n]!, holder)) ?? founded;
  const others = new Set(keys.filter((_, n) => (holders[n]?.storyId ?? founded.storyId) !== founded.storyId));
  const free = keysToPut(keys, (key) => others.has(key));
  for (let n = 0; n < free.length; n++) {
    const holder = await store.holdStoryKey(free[n]!.id, story, founded.storyId);
    if (story !== founded || !decides(free[n]!, holder)) continue;
    story = holder;
    n = -1;
  }
  return { storyId: story.storyId, at: story.at };
};
