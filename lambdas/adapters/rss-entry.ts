import { readDate } from "../core/dates.ts";
import type { RawEntry } from "../core/item.ts";
import { unmangle } from "./decode.ts";
import { escapeFalseTags, plainText } from "./plain-text.ts";

/** One element as xml2js gives it: its text, or text `_` with attributes `$`. */
export type Element = string | { readonly _?: string; readonly $?: Readonly<Record<string, string>> };

/** The fields of an item or of a feed's head, by canonical name. `$` holds the attributes of the element itself. */
export type Fields = { readonly $?: Readonly<Record<string, string>> } & { readonly [name: string]: readonly Element[] | undefined };

/** Limits of an item's texts, UTF-16 units. */
export const MAX_TITLE = 500;
export const MAX_SUMMARY = 4000;

/** Longest address that is kept, characters. */
const MAX_LINK = 2000;

/**
 * The fields of one item as an entry: first usable spelling of each wins. Links come out absolute and http(s) or not at all
 * (reliability S10). `base` is where relative links start, if the item names none. `undatable` tells whether it gave a date
 * that could not be read. Undefined for an item that says nothing.
 */
export const toEntry = (
  fields: Fields,
  base: string | undefined,
  timezone: string,
): { entry: RawEntry; undatable: boolean } | undefined => {
  const texts = (names: readonly string[]): string[] =>
    names.flatMap((name) => all(fields, name).map(textOf)).filter((text) => text.trim() !== "");
  const plain = (names: readonly string[], max: number): string => {
    for (const name of names) {
      for (const element of all(fields, name)) {
        const text = unmangle(textOf(element));
        const read = plainText(isHtml(name, element) ? text : escapeFalseTags(text), max);
        if (read !== "") return read;
      }
    }
    return "";
  };
  const itemBase = fields.$?.["xml:base"] ?? base;
  const guid = guidOf(texts(["guid", "id", "atom:id"])[0] ?? fields.$?.["rdf:about"] ?? texts(["dc:identifier"])[0]);
  const link = linkOf(fields, itemBase, guid);
  const dates = texts(dateFields);
  const published = dates.map((date) => readDate(date, timezone)).find((date) => date !== undefined);
  const title = plain(["title", "news:title", "media:title", "dc:title"], MAX_TITLE);
  const summary = plain(summaryFields, MAX_SUMMARY);
  if (title === "" && summary === "" && link === undefined) return undefined;
  const author = person(texts(["author", "dc:creator", "atom:author"])[0]);
  const source = plainText(inner(texts(["source"])[0] ?? "", "title"), 120);
  return {
    entry: {
      ...(guid !== "" && { guid }),
      ...(link !== undefined && { link }),
      title,
      summary,
      ...(author !== "" && { author }),
      ...(published !== undefined && { published }),
      ...(source !== "" && { source }),
    },
    undatable: published === undefined && dates.length > 0,
  };
};

/** Where relative links of a document start when no `xml:base` says so: the site that the feed names, else its own address. */
export const baseOf = (head: Fields, documentUrl: string): string | undefined => {
  const own = URL.canParse(documentUrl) ? documentUrl : selfOf(head);
  return (
    pickLink(
      [...all(head, "link")].filter((link) => relOf(link) !== "self"),
      own,
    ) ?? own
  );
};

/** A publisher's id for an entry, at most 1,000 characters; "" if it gives none. */
export const guidOf = (raw = ""): string => raw.trim().slice(0, 1000).toWellFormed();

/**
 * Is its text HTML for certain? Atom's is text where no type says otherwise (RFC 4287, section 3.1.1.1) and so is a title, but publishers
 * put markup into both.
 */
const isHtml = (name: string, element: Element): boolean => {
  const type = typeof element === "string" ? undefined : element.$?.type;
  return type === undefined ? !plainByNature.test(name) : !/^(text(\/plain)?|plain)$/i.test(type);
};

const plainByNature = /title$|^(atom:)?(summary|content)$/;

/** An element's text. */
export const textOf = (element: Element): string => (typeof element === "string" ? element : (element._ ?? ""));

/** All elements of a name. */
export const all = (fields: Fields, name: string): readonly Element[] => fields[name] ?? [];

const dateFields = [
  ..."pubdate published atom:published issued dcterms:issued news:publication_date dc:date created dcterms:created date".split(" "),
  ..."updated atom:updated modified dcterms:modified lastmod".split(" "),
];
const summaryFields = "description summary atom:summary dc:description media:description content:encoded content atom:content".split(" ");

const linkOf = (fields: Fields, base: string | undefined, guid: string): string | undefined => {
  const original = all(fields, "feedburner:origlink").map((element) => absolute(textOf(element), undefined));
  const isName = all(fields, "guid").some((element) => typeof element !== "string" && element.$?.ispermalink?.toLowerCase() === "false");
  return (
    original.find((link) => link !== undefined) ??
    pickLink(all(fields, "link"), base) ??
    pickLink(all(fields, "atom:link"), base) ??
    all(fields, "loc")
      .map((element) => absolute(textOf(element), base))
      .find((link) => link !== undefined) ??
    (isName ? undefined : absolute(guid, undefined))
  );
};

/** The address that a feed gives as its own. */
const selfOf = (head: Fields): string | undefined =>
  [...all(head, "link"), ...all(head, "atom:link")]
    .filter((link) => relOf(link) === "self")
    .map((link) => (typeof link === "string" ? undefined : absolute(link.$?.href ?? "", undefined)))
    .find((link) => link !== undefined);

const relOf = (link: Element): string => (typeof link === "string" ? undefined : link.$?.rel?.trim().toLowerCase()) ?? "alternate";

/** The page among an element's links: `alternate` HTML first, any other page next, an entry's own document last; never an attachment or a reply. */
const pickLink = (links: readonly Element[], base: string | undefined): string | undefined => {
  let second: string | undefined;
  let self: string | undefined;
  for (const element of links) {
    const at = typeof element === "string" ? undefined : element.$;
    const rel = relOf(element);
    const found = absolute(at?.href ?? textOf(element), at?.["xml:base"] ?? base) ?? absolute(textOf(element), at?.["xml:base"] ?? base);
    if (found === undefined || notPages.has(rel)) continue;
    if (rel === "self") self ??= found;
    else if (rel === "alternate" && (at?.type === undefined || /html/i.test(at.type))) return found;
    else second ??= found;
  }
  return second ?? self;
};

const notPages = new Set(
  "edit enclosure replies hub next prev previous first last license icon image search via related service.post".split(" "),
);

/**
 * Absolute http(s) address of at most 2,000 characters, or undefined. A line break inside an address is the editor's, an
 * `&amp;` that is left is a template's, and `www.` begins a host.
 */
export const absolute = (raw: string, base: string | undefined): string | undefined => {
  if (raw.length > 2 * MAX_LINK) return undefined;
  const text = raw
    .replaceAll("\u00A0", " ")
    .trim()
    .split(/[\n\r\t]/)
    .map((line) => line.trim())
    .join("")
    .replaceAll("&amp;", "&")
    .replace(/^www\.(?=[^/]+\/)/i, "https://www.");
  if (text === "" || (base === undefined && !/^https?:\/\//i.test(text))) return undefined;
  const url = URL.parse(text, base);
  return url !== null && /^https?:$/.test(url.protocol) && url.hostname !== "" && url.href.length <= MAX_LINK ? url.href : undefined;
};

/** The text of one child element where the field has some (`<source><title>…`), else all of it. */
const inner = (markup: string, child: string): string => {
  const start = markup.indexOf(`<${child}>`);
  if (start < 0) return markup;
  const end = markup.indexOf("</", start);
  return markup.slice(start + child.length + 2, end < 0 ? undefined : end);
};

/** RSS writes `mail (Name)`, Atom `<name>`; people want the name, and an address of somebody must not be kept. */
const person = (raw: string | undefined): string => {
  const text = plainText(unmangle(inner(raw ?? "", "name")), 200);
  const named = /\(([^()]{2,120})\)\s*$/.exec(text)?.[1];
  return (named ?? text)
    .replace(/\S{1,64}@\S{1,100}/g, "")
    .trim()
    .toWellFormed();
};
