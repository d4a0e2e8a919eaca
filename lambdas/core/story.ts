import { hashId } from "./hash.ts";
import type { Item } from "./item.ts";
import type { Lang } from "./entity.ts";
import type { Found } from "./match.ts";
import { titleWords } from "./recognise.ts";
import { isAlike, rarestPairs } from "./sketch.ts";
import type { Sketch } from "./sketch.ts";
import { pageOf } from "./url.ts";

/**
 * Names a story and its time. Stories are never merged and their rows never expire: an id once given out stands for its story
 * for good.
 */
export interface StoryRef {
  /** hash(founding item). */
  readonly storyId: string;
  /** The founding item's time, ISO 8601 UTC. */
  readonly at: string;
}

/** What a story key carries: its story, and what the item that founded it is like. */
export interface KeyedStory extends StoryRef {
  readonly sketch: Sketch;
}

/** One of the names under which an item's story can be found. */
export interface StoryKey {
  readonly id: string;
  /** Does who holds it have the item's story whatever the texts say? Otherwise only if the texts are alike. */
  readonly decides: "alone" | "if alike";
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

/** The founder's rarest pairs of words; a copy that was rewritten by half still has one of them with 99 % (1 - 0.5^8). */
const RAREST = 8;

/**
 * The keys under which an item's story can be found, in sorted order. Its page, its GUID with its title, and within a feed its
 * title and day (reliability F26) decide alone; with one GUID, another page and another title two items are two (F28). Its
 * rarest pairs of words, and whom it names on which day, only lead to stories that may be alike. At most twelve.
 */
export const storyKeys = (item: Item, sketch: Sketch, found: readonly Found[], version: number): readonly StoryKey[] => {
  const own = [linkKey(item), guidKey(item), titleKey(item)].filter((key) => key !== undefined);
  const alone = own.length === 0 ? [hashId("item", item.id)] : [...new Set(own)];
  const alike = rarestPairs(sketch, RAREST).map((pair) => hashId("pair", version, pair));
  const day = dayKey(item, found);
  return [
    ...alone.map((id): StoryKey => ({ id, decides: "alone" })),
    ...[...alike, ...(day === undefined ? [] : [day])].map((id): StoryKey => ({ id, decides: "if alike" })),
  ].toSorted((a, b) => (a.id < b.id ? -1 : 1));
};

/** Has who holds this key the story of the item that would found `founded`? */
export const isDecidedBy = (key: StoryKey, holder: KeyedStory, founded: KeyedStory): boolean =>
  holder.storyId !== founded.storyId && (key.decides === "alone" || isAlike(holder.sketch, founded.sketch));

/** Whom a text names, if several, and when: texts that share no rare pair may still be alike. */
const dayKey = (item: Item, found: readonly Found[]): string | undefined =>
  found.length < 2 ? undefined : hashId("day", itemTime(item).slice(0, 10), found.map(({ entity }) => entity).toSorted());

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
  return page === undefined ? hashId("guid", feedId, guid) : hashId("url", page);
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
