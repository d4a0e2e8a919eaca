import type { Feed } from "./feed.ts";
import type { Lang } from "./entity.ts";
import { hashId } from "./hash.ts";
import { DAY_MS } from "./gap.ts";
import { pageOf, placeOf } from "./url.ts";

/** What a publisher says of one entry. Texts are plain (no markup). */
interface Entry {
  /** Publisher's own id, as found. */
  readonly guid?: string;
  /** Absolute http(s) address, as found. */
  readonly link?: string;
  /** Of an item at most 500 characters. */
  readonly title: string;
  /** Of an item at most 4,000 characters. */
  readonly summary: string;
  readonly author?: string;
  /** The publisher's date, if it gave a readable one: ISO 8601 UTC. */
  readonly published?: string;
}

/** An entry as read from a document, before it becomes an Item. */
export interface RawEntry extends Entry {
  /** An aggregator's `<source>`. */
  readonly source?: string;
}

/** One entry of a feed, normalised. */
export interface Item extends Entry {
  /** Stable over re-polls and edits: see {@link itemId}. */
  readonly id: string;
  readonly feedId: string;
  /** Who published it; an aggregator's item carries its `<source>`. */
  readonly outlet: string;
  readonly lang: Lang;
  /** When Vigía first saw it, ISO 8601 UTC. */
  readonly seenAt: string;
  /** Of the feed's past: stored and logged as a sighting, never alerted. */
  readonly baseline: boolean;
  /** What other entries of its document carry too, and so names no article (reliability F28). */
  readonly shared?: readonly Identity[];
  /** Part of the bundled sample, not of the world. */
  readonly sample?: true;
}

/** By what a publisher tells its entries apart. */
export type Identity = "link" | "guid";

/** Most UTF-16 units of an item's texts; and most bytes of the whole, as JSON in UTF-8, so that messages stay small. */
const LIMITS = { title: 500, summary: 4000, author: 200, outlet: 120, guid: 500, link: 2000 } as const;
const MAX_BYTES = 20_000;

/**
 * The same id for the same entry, whatever its feed changes about it: the page's address in canonical spelling (so http or
 * https, tracking parameters, a new GUID scheme or a new title make no difference), else the GUID, else title and day. What
 * is `shared` in its document is passed over.
 */
export const itemId = (
  feedId: string,
  entry: Pick<RawEntry, "guid" | "link" | "title" | "published">,
  shared: readonly Identity[] = [],
): string => {
  const page = entry.link === undefined || shared.includes("link") ? undefined : pageOf(entry.link);
  if (page !== undefined) return hashId("item", feedId, "link", page);
  const name = nameOf(entry, shared);
  if (name !== undefined) return hashId("item", feedId, "guid", name);
  return hashId("item", feedId, "title", entry.title, entry.published?.slice(0, 10) ?? "");
};

/** By what a publisher names an entry besides its page: the GUID, else the place on the page that its link leads to. */
export const nameOf = ({ guid = "", link = "" }: Pick<RawEntry, "guid" | "link">, shared: readonly Identity[] = []): string | undefined => {
  if (guid.trim() !== "" && !shared.includes("guid")) return placeOf(guid);
  return URL.parse(link)?.hash ? placeOf(link) : undefined;
};

/** An item that is another than the one its page stood for before: the page is as good as shared (reliability F28). */
export const apart = (item: Item): Item => {
  const shared = [...(item.shared ?? []), "link" as const];
  return { ...item, id: itemId(item.feedId, item, shared), shared };
};

/**
 * Which identities of a document's entries are shared: one link under different titles and GUIDs (a live page with anchors),
 * or one GUID under different titles and links. Two entries that agree in the rest are one article twice.
 */
export const sharedIdentities = (entries: readonly RawEntry[]): ((entry: RawEntry) => readonly Identity[]) => {
  const links = ambiguous(
    entries,
    ({ link }) => (link === undefined ? undefined : pageOf(link)),
    ({ guid }) => guid,
  );
  const guids = ambiguous(
    entries,
    ({ guid }) => guid?.trim(),
    ({ link }) => link,
  );
  return ({ link, guid }) => [
    ...(link !== undefined && links.has(pageOf(link) ?? "") ? ["link" as const] : []),
    ...(guid !== undefined && guids.has(guid.trim()) ? ["guid" as const] : []),
  ];
};

/** Values of `key` that stand for several articles: their titles differ, and what `other` says is not the same throughout. */
const ambiguous = (
  entries: readonly RawEntry[],
  key: (entry: RawEntry) => string | undefined,
  other: (entry: RawEntry) => string | undefined,
): ReadonlySet<string> => {
  const groups = Map.groupBy(entries, (entry) => key(entry) ?? "");
  const several = (group: readonly RawEntry[]) =>
    new Set(group.map(({ title }) => title)).size > 1 &&
    (group.every((entry) => other(entry) === undefined) || new Set(group.map(other)).size > 1);
  return new Set([...groups].filter(([value, group]) => value !== "" && several(group)).map(([value]) => value));
};

/** What is older when it is first seen is no news (reliability F27), ms. */
const NEWS_AGE = 7 * DAY_MS;

/**
 * An entry of a feed as an item. `seenAt` is when this check was made (ISO 8601 UTC). Baseline is what is older than the
 * feed's `alertSince`, than its last time off, or than seven days (F27); and on a feed's first fetch also what carries no
 * date or one to come: nobody can say that it is new.
 */
export const toItem = (entry: RawEntry, feed: Feed, seenAt: string, firstFetch: boolean, shared: readonly Identity[] = []): Item => {
  const { published, link } = entry;
  const at = published !== undefined && Date.parse(published) < Date.parse(seenAt) ? published : seenAt;
  const since = Math.max(Date.parse(feed.alertSince), Date.parse(feed.revivedAt ?? feed.alertSince), Date.parse(seenAt) - NEWS_AGE);
  const source = feed.kind === "aggregator" && entry.source !== undefined && entry.source !== "" ? entry.source : undefined;
  // A microblog has no titles: its first words are what people see.
  const title = withoutOutlet(entry.title === "" ? cut(entry.summary, 120) : entry.title, source);
  const item: Item = {
    id: itemId(feed.id, entry, shared),
    feedId: feed.id,
    outlet: cut(source ?? feed.outlet, LIMITS.outlet),
    lang: feed.lang,
    ...(entry.guid !== undefined && { guid: entry.guid.slice(0, LIMITS.guid).toWellFormed() }),
    ...(link !== undefined && link.length <= LIMITS.link && { link }),
    title: cut(title, LIMITS.title),
    summary: cut(entry.summary, LIMITS.summary),
    ...(entry.author !== undefined && { author: cut(entry.author, LIMITS.author) }),
    ...(published !== undefined && { published }),
    seenAt,
    baseline: Date.parse(at) < since || (firstFetch && at === seenAt),
    ...(shared.length > 0 && { shared }),
    ...(feed.sample === true && { sample: true }),
  };
  return bytes(item) < MAX_BYTES ? item : { ...item, summary: cut(item.summary, LIMITS.summary / 4) };
};

/** Google News writes the outlet behind each title; it is no part of it. */
const withoutOutlet = (title: string, source: string | undefined): string =>
  source !== undefined && title.endsWith(` - ${source}`) ? title.slice(0, -(source.length + 3)).trimEnd() : title;

const cut = (text: string, max: number): string => (text.length <= max ? text : `${text.slice(0, max - 1).trimEnd()}…`).toWellFormed();

const bytes = (item: Item): number => new TextEncoder().encode(JSON.stringify(item)).length;
