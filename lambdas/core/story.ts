import { hashId } from "./hash.ts";
import type { Item } from "./item.ts";
import type { Lang } from "./entity.ts";
import { pageOf } from "./url.ts";

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
 * The keys under which an item's story can be found, in sorted order: its page, its GUID, and within a feed its title and
 * day, for publishers whose addresses change from poll to poll (reliability F26). Two items that share a key tell the same story.
 */
export const storyKeys = (item: Item): readonly string[] => {
  const keys = [linkKey(item), guidKey(item), titleKey(item)].filter((key) => key !== undefined);
  return keys.length === 0 ? [hashId("item", item.id)] : [...new Set(keys)].toSorted();
};

const linkKey = ({ link, shared }: Item): string | undefined => {
  const page = link === undefined || shared?.includes("link") ? undefined : pageOf(link);
  return page && hashId("url", page);
};

/** A GUID is unique within its feed only, unless it is an address. */
const guidKey = ({ guid, feedId, shared }: Item): string | undefined => {
  if (guid === undefined || shared?.includes("guid")) return undefined;
  if (!/^https?:/i.test(guid)) return hashId("guid", feedId, guid);
  const page = pageOf(guid);
  return page && hashId("url", page);
};

/** Shorter titles ("Live updates") are used again within a day. */
const TELLING_TITLE = 25;

const titleKey = ({ title, feedId, published, shared }: Item): string | undefined => {
  const words = title
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
  return published === undefined || words.length < TELLING_TITLE || shared !== undefined
    ? undefined
    : hashId("title", feedId, words, published.slice(0, 10));
};
