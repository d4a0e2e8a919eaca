import { hashId } from "./hash.ts";
import type { Item } from "./item.ts";
import type { Lang } from "./entity.ts";
import { canonicalUrl } from "./url.ts";

/** Names a story and its time; what a story key carries. */
export interface StoryRef {
  /** hash(founding item). */
  readonly storyId: string;
  /** The founding item's time, ISO 8601 UTC. */
  readonly at: string;
}

/** One outlet's telling of a story. */
export interface StoryMember extends Pick<Item, "title" | "outlet" | "link" | "published" | "feedId"> {
  readonly itemId: string;
  readonly lang: Lang;
  /** Entity ids found in it. */
  readonly entities: readonly string[];
}

/** When an item happened, for silence: min(published, first seen), ISO 8601 UTC. A date in the future is not believed. */
export const itemTime = (item: Pick<Item, "published" | "seenAt">): string =>
  item.published !== undefined && item.published < item.seenAt ? item.published : item.seenAt;

/** The story an item would found. */
export const foundedBy = (item: Item): StoryRef => ({ storyId: hashId("story", item.id), at: itemTime(item) });

/**
 * The keys under which an item's story can be found, in sorted order: its canonical address and its GUID.
 * Two items that share a key tell the same story.
 */
export const storyKeys = (item: Item): readonly string[] => {
  const keys = new Set<string>();
  if (item.link !== undefined) keys.add(hashId("url", canonicalUrl(item.link)));
  // A GUID is unique within its feed only, unless it is an address.
  if (item.guid !== undefined)
    keys.add(/^https?:/i.test(item.guid) ? hashId("url", canonicalUrl(item.guid)) : hashId("guid", item.feedId, item.guid));
  if (keys.size === 0) keys.add(hashId("item", item.id));
  return [...keys].toSorted();
};
