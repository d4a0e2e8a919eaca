import type { Item } from "../core/item.ts";
import type { Found } from "../core/match.ts";
import type { Rarity } from "../core/rarity.ts";
import { sketchOf } from "../core/sketch.ts";
import { foundedBy, judge, keysToPut, standingKey, storyKeys } from "../core/story.ts";
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
 * A founder learns only while putting its keys that its story is another's, and by then somebody may have met those. So each
 * story has a row that is written once and says which story stands for it: itself, or one that stands. Whoever joins a story asks
 * that row, and writes it if nobody has. Dying before it leaves keys of a story nobody was told of; whoever meets them, or the
 * retry, settles it.
 */
export const storyOf = async (item: Item, found: readonly Found[], { store, rarity }: StoryDeps): Promise<StoryRef> => {
  const founded: KeyedStory = { ...foundedBy(item), sketch: sketchOf(item, found, rarity) };
  const keys = storyKeys(item, founded.sketch, found, rarity.version);
  const [settled, ...holders] = await store.storiesHolding([standingKey(founded), ...keys.map(({ id }) => id)]);
  const decides = judge(founded);
  const met = holders.find((holder, n) => decides(keys[n]!, holder));
  const isKnown = holders.some((holder) => holder?.storyId === founded.storyId);
  let story = settled ?? (met && (await join(met, isKnown ? founded : undefined, store)));
  const others = new Set(keys.filter((_, n) => (holders[n]?.storyId ?? founded.storyId) !== founded.storyId));
  for (const key of keysToPut(keys, (one) => others.has(one))) {
    const holder = await store.holdStoryKey(key.id, story ?? founded);
    if (story === undefined && decides(key, holder)) story = await join(holder, founded, store);
  }
  const { storyId, at } = story ?? (await store.holdStoryKey(standingKey(founded), founded));
  return { storyId, at };
};

/** Joins the story that was met; gives the one that stands. `mine` is the story that others may have met already, if they may. */
const join = async (met: KeyedStory, mine: KeyedStory | undefined, store: StoryDeps["store"]): Promise<KeyedStory> => {
  const [theirs, ours] = await store.storiesHolding([met, ...(mine === undefined ? [] : [mine])].map(standingKey));
  // Somebody has joined mine, and nobody theirs: then theirs goes into mine.
  if (ours !== undefined && theirs === undefined) return (await store.holdStoryKey(standingKey(met), ours), ours);
  const standing = theirs ?? (await store.holdStoryKey(standingKey(met), met));
  return mine === undefined ? standing : store.holdStoryKey(standingKey(mine), standing);
};
