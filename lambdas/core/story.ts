import { hashId } from "./hash.ts";
import type { Item } from "./item.ts";
import type { Lang } from "./entity.ts";
import { titleWords } from "./recognise.ts";
import { pageOf, placeOf } from "./url.ts";

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
 * The keys under which an item's story can be found, in sorted order: its page, its GUID with its title, and within a feed
 * its title and day (reliability F26). Two items that share a key tell the same story; with one GUID, another page and
 * another title they are two (F28).
 */
export const storyKeys = (item: Item): readonly string[] => {
  const keys = [linkKey(item), guidKey(item), titleKey(item)].filter((key) => key !== undefined);
  return keys.length === 0 ? [hashId("item", item.id)] : [...new Set(keys)].toSorted();
};

const linkKey = ({ link, shared }: Item): string | undefined => {
  const page = link === undefined || shared?.includes("link") ? undefined : pageOf(link);
  return page && hashId("url", page);
};

/** A GUID is unique within its feed only, unless it is an address; where no page is known it stands for itself. */
const guidKey = (item: Item): string | undefined => {
  const { guid, feedId, title, shared } = item;
  if (guid === undefined || shared?.includes("guid")) return undefined;
  const address = /^https?:/i.test(guid);
  const page = address ? pageOf(guid) : undefined;
  if (address && page === undefined) return undefined;
  if (linkKey(item) !== undefined) return hashId("titled", page ?? [feedId, guid], titleWords(title));
  return page === undefined || placeOf(guid) !== page ? hashId("guid", feedId, guid) : hashId("url", page);
};

/** Shorter titles ("Live updates", "Minuto a minuto") are used again within a day. */
const TELLING = { words: 3, letters: 16 } as const;

/** Without a date, the day is that on which the item was first seen. */
const titleKey = ({ title, feedId, published, seenAt, shared }: Item): string | undefined => {
  const words = titleWords(title);
  return words.length < TELLING.letters || words.split(" ").length < TELLING.words || shared !== undefined
    ? undefined
    : hashId("title", feedId, words, (published ?? seenAt).slice(0, 10));
};
