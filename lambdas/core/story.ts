import { hashId } from "./hash.ts";
import { DAY_MS } from "./gap.ts";
import type { Item } from "./item.ts";
import type { Lang } from "./entity.ts";
import type { Found, Match } from "./match.ts";
import { titleWords } from "./recognise.ts";
import { aliking, rarestPairs } from "./sketch.ts";
import type { Sketch } from "./sketch.ts";
import { pageOf, placeOf } from "./url.ts";

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
  /** `page` decides alone: who holds it has the item's story whatever the texts say. The others lead to stories that may be alike. */
  readonly kind: "page" | "day" | "pair";
}

/** One outlet's telling of a story. */
export interface StoryMember extends Pick<Item, "title" | "outlet" | "link" | "published" | "feedId"> {
  readonly itemId: string;
  readonly lang: Lang;
  /** Entity ids found in it. */
  readonly entities: readonly string[];
}

/** The members of a story, naming nobody of these: who was rejected in it. */
export const withoutNamed = (members: readonly StoryMember[], rejected: readonly string[]): StoryMember[] =>
  members.map((member) => ({ ...member, entities: member.entities.filter((entity) => !rejected.includes(entity)) }));

/** A story with its tellings, its matches, and the stories that tell the same event in other words. */
export interface WholeStory {
  readonly ref: StoryRef;
  readonly members: readonly StoryMember[];
  readonly matches: readonly Match[];
  readonly sameEvent: readonly StoryRef[];
}

/** When an item happened, for silence: min(published, first seen), ISO 8601 UTC. A date in the future is not believed. */
export const itemTime = (item: Pick<Item, "published" | "seenAt">): string =>
  item.published !== undefined && item.published < item.seenAt ? item.published : item.seenAt;

/** The story an item would found. */
export const foundedBy = (item: Item): StoryRef => ({ storyId: hashId("story", item.id), at: itemTime(item) });

/** Pairs that are asked for, all keys with one request; and of those nobody else holds, how many are put. A read costs a fifth of a write. */
const [ASKED, PUT] = [40, 8];

/**
 * The keys under which an item's story can be found, at most 44. By page: its page, its GUID with its title, and within a
 * feed its title and day (reliability F26); with one GUID, another page and another title two items are two (F28). By day: all
 * whom it names then. By pair: its pairs of words, the rarest first.
 */
export const storyKeys = (item: Item, sketch: Sketch, found: readonly Found[], version: number): readonly StoryKey[] => {
  const own = [linkKey(item), guidKey(item), titleKey(item)].filter((key) => key !== undefined);
  const pages = own.length === 0 ? [hashId("item", item.id)] : [...new Set(own)];
  const day = found.length < 2 ? [] : [hashId("day", itemTime(item).slice(0, 10), found.map(({ entity }) => entity).toSorted())];
  const pairs = rarestPairs(sketch, ASKED).map((pair) => `pair-${version}-${pair.toString(36)}`);
  const keys = { page: pages, day, pair: pairs };
  return (["page", "day", "pair"] as const).flatMap((kind) => keys[kind].map((id): StoryKey => ({ id, kind })));
};

/**
 * The keys that an item puts, in sorted order, so that two workers with a common one agree on who has it: of its pairs the eight
 * rarest that no other story holds. What many stories say is held by the first of them, and so leads nobody astray for long.
 */
export const keysToPut = (keys: readonly StoryKey[], isOthers: (key: StoryKey) => boolean): readonly StoryKey[] => {
  const free = keys.filter((key) => !isOthers(key));
  const pairs = free.filter(({ kind }) => kind === "pair").slice(0, PUT);
  return [...free.filter(({ kind }) => kind !== "pair"), ...pairs].toSorted((a, b) => (a.id < b.id ? -1 : 1));
};

/** The key of the row that says which story stands for this one. */
export const standingKey = ({ storyId }: StoryRef): string => `standing-${storyId}`;

/**
 * Founders further apart tell two events, however alike: the next month's meeting, met at once with the last one's where an archive
 * is read. As long as the keys live among which news find their story (ms).
 */
const SAME_EVENT_WITHIN = 14 * DAY_MS;

/** Judges whether who holds a key has the story of the item that would found `founded`; each story's text is compared once. */
export const judge = (founded: KeyedStory): ((key: StoryKey, holder: KeyedStory | undefined) => holder is KeyedStory) => {
  const isAlike = aliking(founded.sketch);
  const judged = new Map<string, boolean>();
  return (key, holder): holder is KeyedStory => {
    if (holder === undefined || holder.storyId === founded.storyId) return false;
    if (key.kind === "page") return true;
    const apart = Math.abs(Date.parse(holder.at) - Date.parse(founded.at));
    const alike = judged.get(holder.storyId) ?? (apart <= SAME_EVENT_WITHIN && isAlike(holder.sketch));
    judged.set(holder.storyId, alike);
    return alike;
  };
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
