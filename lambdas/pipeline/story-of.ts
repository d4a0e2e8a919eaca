import type { Item } from "../core/item.ts";
import type { Found } from "../core/match.ts";
import type { Rarity } from "../core/rarity.ts";
import { sketchOf } from "../core/sketch.ts";
import { foundedBy, judge, keysToPut, storyKeys } from "../core/story.ts";
import type { KeyedStory, StoryRef } from "../core/story.ts";
import type { MatchStore } from "./ports.ts";
import { fix, standing, unite } from "./standing.ts";

export interface StoryDeps {
  readonly store: Pick<MatchStore, "storiesHolding" | "holdStoryKey">;
  readonly rarity: Rarity;
}

/**
 * The story an item belongs to: that of the first key which another story holds and which decides; else the item founds one.
 * Keys are asked for at once and then put in sorted order, so that two workers with a common key agree on it.
 *
 * A founder may learn only while putting its keys that its story is another's, when others have met those keys; therefore
 * {@link unite}. Dying before the end leaves keys of a story nobody was told of: whoever meets them, or the retry, settles it.
 */
export const storyOf = async (item: Item, found: readonly Found[], { store, rarity }: StoryDeps): Promise<StoryRef> => {
  const founded: KeyedStory = { ...foundedBy(item), sketch: sketchOf(item, found, rarity) };
  const keys = storyKeys(item, founded.sketch, found, rarity.version);
  const holders = await store.storiesHolding(keys.map(({ id }) => id));
  const decides = judge(founded);
  const met = holders.find((holder, n) => decides(keys[n]!, holder));
  // Keys of its own are there if this was tried before.
  const isKnown = holders.some((holder) => holder?.storyId === founded.storyId);
  let now = { story: founded, isFixed: false };
  if (met !== undefined) now = await (isKnown ? unite(founded, met, store) : standing(met, store));
  const others = new Set(keys.filter((_, n) => (holders[n]?.storyId ?? founded.storyId) !== founded.storyId));
  for (const key of keysToPut(keys, (one) => others.has(one))) {
    const holder = await store.holdStoryKey(key.id, now.story);
    if (holder.storyId !== now.story.storyId && decides(key, holder)) now = await unite(now.story, holder, store);
  }
  const { storyId, at } = now.isFixed ? now.story : await fix(now.story, store);
  return { storyId, at };
};
