import { hashId } from "./hash.ts";
import { itemId, nameOf } from "./item.ts";
import type { Item } from "./item.ts";
import { canonicalUrl, pageOf } from "./url.ts";

/** An item as far as it can be recognised. */
export type Recognisable = Pick<Item, "id" | "feedId" | "guid" | "link" | "title" | "published" | "shared">;

/** What is remembered of a feed's documents to recognise their items in later ones. */
export interface Remembered {
  /** Ids of the items of the last stored document. */
  readonly itemIds: readonly string[];
  /** By what its items are known, and those that have left it of late: {@link marksOf}. */
  readonly marks?: string;
}

/** What a document has to say, after what is remembered. Ids of its items. */
export interface Recognised {
  /** Not new. */
  readonly known: ReadonlySet<string>;
  /** New, though their page stood for another item before: `apart` gives them an id of their own. */
  readonly others: ReadonlySet<string>;
  /** What is to be remembered now. */
  readonly marks: string;
}

/** The marks of one item, each {@link NONE} where there is nothing to mark; and the minute (since 1970) of its date. */
interface Trace {
  readonly page: string;
  readonly guid: string;
  readonly title: string;
  readonly minute: number | undefined;
}

/** Characters of a mark: 36 bits, so that among thousands none is taken for another; and of a minute, until the year 2084. */
const MARK = 6;
const MINUTE = 5;
const NONE = ".".repeat(MARK);
const RECORD = 3 * MARK + MINUTE;

/** How marks of today begin. Until 2026-11 they did not tell page, GUID and date. */
const FORMAT = ":";

/** As many items are remembered as the longest document had, but so many at least: a page that is always one item comes back too. */
const LEAST = 30;

/** Fewer could be a page of columns that have the same titles every day. */
const FEWEST_MOVED = 5;

/** By what items are known, 23 characters each: 46 kB for the 2,000 items that are read of a document. */
export const marksOf = (items: readonly Recognisable[]): string => written(items.map(traceOf));

/**
 * Which items of a document are not new (reliability F26, F28). One is known by its page, GUID and title, two of which are
 * the same; or by its page alone, if GUID or date do not say that another stands there now. And where more than half of a
 * document are new but for their titles, or but for their pages, that is a publisher who has moved house, not news.
 */
export const recognise = (items: readonly Recognisable[], { itemIds, marks = "" }: Remembered): Recognised => {
  const now = items.map(traceOf);
  const before = readMarks(marks);
  const onPage = grouped(before, "page");
  const met = meetings(now, before);
  const ids = new Set(marks.startsWith(FORMAT) ? [] : itemIds);
  const isKnown = items.map((item, n) => met[n]!.length > 0 || ids.has(item.id) || ids.has(formerId(item)));
  const rest = now.filter((_, n) => !isKnown[n]);
  const moved = new Map([...movedTo(rest, now, before, "page"), ...movedTo(rest, now, before, "title")]);
  const known = new Set(items.flatMap(({ id }, n) => (isKnown[n] || moved.has(now[n]!) ? [id] : [])));
  const others = items.filter(({ id, shared = [] }, n) => !known.has(id) && !shared.includes("link") && onPage(now[n]!).length > 0);
  const here = new Set([...met.flat(), ...moved.values()]);
  const titles = new Set(now.map(({ title }) => title));
  // What had nothing but a title lives on in its namesake.
  const absent = before.filter((one) => !here.has(one) && !(one.page === NONE && one.guid === NONE && titles.has(one.title)));
  const most = Math.max(now.length, before.length, LEAST);
  return { known, others: new Set(others.map(({ id }) => id)), marks: written([...now, ...absent].slice(0, most)) };
};

/** For each item of a document the remembered ones that are it. */
const meetings = (now: readonly Trace[], before: readonly Trace[]): readonly (readonly Trace[])[] => {
  const [onPage, ofGuid, titled] = [grouped(before, "page"), grouped(before, "guid"), grouped(before, "title")];
  const pages = grouped(now, "page");
  const namesakes = Map.groupBy(before, ({ page, title }) => page + title);
  const again = (one: Trace) => (one.page === NONE ? [] : (namesakes.get(one.page + one.title) ?? []));
  // What changes with most of a document whose pages and titles stay tells nothing: a new GUID scheme, a date that is a clock.
  const tells = (differs: (one: Trace, other: Trace) => boolean): boolean => {
    const changed = now.filter((one) => again(one).length > 0 && again(one).every((other) => differs(one, other)));
    return changed.length * 2 <= now.length;
  };
  const guidsDiffer = (one: Trace, other: Trace) => one.guid !== NONE && other.guid !== NONE && one.guid !== other.guid;
  const [guidsTell, datesTell] = [tells(guidsDiffer), tells(isLater)];

  const isOne = (one: Trace) => pages(one).length === 1 && onPage(one).length === 1;
  const isSame = (one: Trace, other: Trace): boolean => {
    const isTitled = one.title === other.title;
    if (one.guid !== NONE && one.guid === other.guid && (isTitled || one.page === other.page)) return true;
    if (one.page === NONE || one.page !== other.page) return isTitled && isBare(one) && isBare(other) && isOfDay(one, other);
    return isTitled && (isOne(one) || (!(guidsTell && guidsDiffer(one, other)) && isOfDay(one, other)));
  };
  const isEdited = (one: Trace, other: Trace): boolean => {
    if (guidsTell && guidsDiffer(one, other)) return false;
    return datesTell && isDated(one) && isDated(other) ? !isLater(one, other) : isOne(one);
  };
  return now.map((one) => {
    const same = [...again(one), ...ofGuid(one), ...(isBare(one) ? titled(one) : [])].filter((other) => isSame(one, other));
    if (same.length > 0) return same;
    const edited = pages(one).length > 1 ? [] : onPage(one).filter((other) => isEdited(one, other));
    return edited.toSorted((a, b) => (a.minute ?? 0) - (b.minute ?? 0)).slice(0, 1);
  });
};

/**
 * The new items of a document that stood there before under the same title, or on the same page, if they are more than half
 * of it. What bears a later date is the next edition, unless all have been given one date by the move.
 */
const movedTo = (
  rest: readonly Trace[],
  now: readonly Trace[],
  before: readonly Trace[],
  key: "page" | "title",
): readonly (readonly [Trace, Trace])[] => {
  const [here, there] = [grouped(now, key), grouped(before, key)];
  const pairs = rest.flatMap((one) => (here(one).length === 1 && there(one).length === 1 ? [[one, there(one)[0]!] as const] : []));
  const later = pairs.filter(([one, other]) => isLater(one, other));
  const isStamped = span(later.map(([one]) => one)) <= 60 && span(later.map(([, other]) => other)) > 60;
  const moved = isStamped ? pairs : pairs.filter(([one, other]) => !isLater(one, other));
  return moved.length >= FEWEST_MOVED && moved.length > now.length / 2 ? moved : [];
};

const isBare = ({ page, guid }: Trace): boolean => page === NONE && guid === NONE;

const isDated = ({ minute }: Trace): boolean => minute !== undefined;

const isLater = (one: Trace, other: Trace): boolean => one.minute !== undefined && other.minute !== undefined && one.minute > other.minute;

const isOfDay = (one: Trace, other: Trace): boolean =>
  one.minute === undefined || other.minute === undefined || Math.floor(one.minute / 1440) === Math.floor(other.minute / 1440);

/** Minutes between the first and the last; 0 for none. */
const span = (traces: readonly Trace[]): number => {
  const minutes = traces.flatMap(({ minute }) => minute ?? []);
  return minutes.length === 0 ? 0 : Math.max(...minutes) - Math.min(...minutes);
};

/** The traces that have a mark in common with one. */
const grouped = (traces: readonly Trace[], key: "page" | "guid" | "title"): ((one: Trace) => readonly Trace[]) => {
  const groups = Map.groupBy(traces, (trace) => trace[key]);
  return (one) => (one[key] === NONE ? [] : (groups.get(one[key]) ?? []));
};

/** A title in one spelling: words in lower case, no punctuation. */
export const titleWords = (title: string): string =>
  title
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

const traceOf = (item: Recognisable): Trace => {
  const { id, link = "", guid = "", title, published, shared = [] } = item;
  const page = pageOf(link);
  // A GUID that ends in its page's address, perhaps with a version as the fragment, names that page and no other article.
  const isOfPage = page !== undefined && canonicalUrl(guid).endsWith(page) && !shared.includes("link") && !URL.parse(link)?.hash;
  const name = isOfPage ? page : nameOf(item, shared);
  return {
    page: mark("page", page),
    guid: mark("guid", name),
    title: mark("title", titleWords(title) || id),
    minute: published === undefined ? undefined : Math.max(0, Math.floor(Date.parse(published) / 60_000)),
  };
};

const mark = (what: string, value: string | undefined): string => (value === undefined ? NONE : hashId("mark", what, value).slice(0, MARK));

const written = (traces: readonly Trace[]): string =>
  traces.length === 0 ? "" : FORMAT + traces.map(({ page, guid, title, minute }) => page + guid + title + minuteText(minute)).join("");

const minuteText = (minute: number | undefined): string => minute?.toString(36).padStart(MINUTE, "0").slice(-MINUTE) ?? ".".repeat(MINUTE);

const readMarks = (marks: string): readonly Trace[] => {
  // Of older marks, two of eight characters each, the second is the title's.
  if (!marks.startsWith(FORMAT))
    return chunks(marks, 16).map((one) => ({ page: NONE, guid: NONE, title: one.slice(8, 8 + MARK), minute: undefined }));
  return chunks(marks.slice(FORMAT.length), RECORD).map((one) => ({
    page: one.slice(0, MARK),
    guid: one.slice(MARK, 2 * MARK),
    title: one.slice(2 * MARK, 3 * MARK),
    minute: one.endsWith(".") ? undefined : Number.parseInt(one.slice(-MINUTE), 36),
  }));
};

const chunks = (text: string, size: number): string[] =>
  Array.from({ length: Math.floor(text.length / size) }, (_, n) => text.slice(n * size, (n + 1) * size));

/** Its id until 2026-11, when fragments told nothing apart: what was known under it is not new. */
const formerId = ({ feedId, guid, link, title, published, shared }: Recognisable): string =>
  itemId(
    feedId,
    {
      title,
      ...(guid !== undefined && { guid: canonicalUrl(guid) }),
      ...(link !== undefined && { link: canonicalUrl(link) }),
      ...(published !== undefined && { published }),
    },
    shared,
  );
