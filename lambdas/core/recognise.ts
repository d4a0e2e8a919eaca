import { hashId } from "./hash.ts";
import type { Item } from "./item.ts";
import { canonicalUrl, pageOf } from "./url.ts";

/** An item as far as it can be recognised. */
export type Recognisable = Pick<Item, "id" | "guid" | "link" | "title">;

/** What is remembered of a document to recognise its items in later ones. */
export interface Remembered {
  /** Ids of the items of the last stored document. */
  readonly itemIds: readonly string[];
  /** By what else the items of the last document that had any are known: {@link marksOf}. */
  readonly marks?: string;
}

/** Characters of one mark: 48 bits, so that among thousands none is taken for another. */
const MARK = 8;

/**
 * By what items are known besides their ids, two marks each: the publisher's id (or, without one, the page) together with
 * the title, and the title alone. 32 kB for the 2,000 items that are read of a document.
 */
export const marksOf = (items: readonly Recognisable[]): string => items.map((item) => namedMark(item) + titleMark(item)).join("");

/**
 * Which items of a document are not new, though their ids may be (reliability F26): those that carry an id, or a GUID with
 * its title, of the document before; and all whose titles that held too, where they are more than half of the document: that
 * is a publisher who has moved house, not news. Gives ids.
 */
export const recognise = (now: Required<Remembered>, before: Remembered): ReadonlySet<string> => {
  const ids = new Set(before.itemIds);
  const named = new Set(every(before.marks, 0));
  const names = every(now.marks, 0);
  const titles = every(now.marks, 1);
  const once = singles(titles);
  const onceBefore = singles(every(before.marks, 1));
  const known = new Set(now.itemIds.filter((id, n) => ids.has(id) || named.has(names[n]!)));
  const again = now.itemIds.filter((id, n) => !known.has(id) && once.has(titles[n]!) && onceBefore.has(titles[n]!));
  return again.length >= FEWEST_MOVED && again.length > now.itemIds.length / 2 ? new Set([...known, ...again]) : known;
};

/** Fewer could be a page of columns that have the same titles every day. */
const FEWEST_MOVED = 5;

/** A title in one spelling: words in lower case, no punctuation. */
export const titleWords = (title: string): string =>
  title
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** What several items of a document share tells them apart once their titles stand beside it. */
const namedMark = ({ id, guid, link = "", title }: Recognisable): string =>
  mark("named", guid === undefined ? (pageOf(link) ?? id) : canonicalUrl(guid), titleWords(title));

const titleMark = ({ id, title }: Recognisable): string => mark("title", titleWords(title) || id);

const mark = (...parts: readonly string[]): string => hashId("mark", ...parts).slice(0, MARK);

/** The first (0) or second (1) mark of each item. */
const every = (marks = "", which: 0 | 1): string[] =>
  Array.from({ length: marks.length / (2 * MARK) }, (_, n) => marks.slice((2 * n + which) * MARK, (2 * n + which + 1) * MARK));

/** The values that occur once. */
const singles = (values: readonly string[]): ReadonlySet<string> => {
  const groups = Map.groupBy(values, (value) => value);
  return new Set([...groups].flatMap(([value, { length }]) => (length === 1 ? [value] : [])));
};
