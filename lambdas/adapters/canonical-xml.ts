import {
  containers,
  type Dialect,
  fieldAttributes,
  headFields,
  itemFields,
  leaves,
  lines,
  parents,
  prefixOf,
  roots,
} from "./feed-words.ts";
import { htmlTags } from "./plain-text.ts";
import { escapeXml, readXml, type XmlReader } from "./xml-events.ts";
import { Namespaces } from "./xml-namespaces.ts";

/** Most items read from one document; the rest is left out, with a warning. */
export const MAX_ITEMS = 2000;

/** Most UTF-16 units kept of one field before its markup is removed. */
export const MAX_FIELD = 65_536;

/** Most fields kept of one item, and of the head. */
const MAX_FIELDS = 200;

/** Elements outside fields may stand in one another so deep, and JSON as well; no feed comes near. */
export const MAX_DEPTH = 1000;

/** An `xml:base` that is longer than any address is none. */
const MAX_BASE = 2000;

/** A document rewritten as small, well-formed XML in one spelling; or, with no dialect, what it seems to be instead. */
export interface Canonical {
  readonly dialect: Dialect | undefined;
  readonly xml: string;
  /** Items that were begun, kept or not. */
  readonly items: number;
  readonly tooMany: boolean;
  /** Reading ended early: its elements stand too deep in one another. */
  readonly tooDeep: boolean;
  /** The first thing that had to be repaired, in words. */
  readonly repaired?: string;
  /** Local name of the first element: what the document is if it is no feed. */
  readonly firstElement?: string;
}

/** An element whose end is awaited; `nested` counts those of the same name inside it. */
interface Awaited {
  readonly name: string;
  nested: number;
}

interface Field extends Awaited {
  readonly attributes: string;
  /** Of one line: whatever field begins in it follows it. */
  readonly isLine: boolean;
  /** Its markup is XML, so its text must be escaped to survive as HTML. */
  readonly xhtml: boolean;
  readonly parts: string[];
  length: number;
}

interface OpenItem {
  readonly start: string;
  readonly base: string | undefined;
  readonly fields: string[];
  readonly seen: Set<string>;
  readonly inside: string[];
}

/**
 * One tolerant pass over whatever a publisher sent: finds the feed in it, resolves namespaces and `xml:base`, keeps the
 * fields this project reads, turns markup inside a field into escaped text, closes what was left open. Linear, without
 * recursion, and with no stack that a hostile document could grow.
 */
export const canonicalise = (text: string, documentUrl: string): Canonical => {
  const head: string[] = [];
  const done: string[] = [];
  let dialect: Dialect | undefined;
  let firstElement: string | undefined;
  let repaired: string | undefined;
  let page = false; // An HTML page; it may hold a feed all the same.
  let ended = false;
  let items = 0;
  let depth = 0;
  let base: string | undefined;
  let item: OpenItem | undefined;
  let field: Field | undefined;
  let skipped: Awaited | undefined;
  const namespaces = new Namespaces();

  const repair = (reason: string): void => {
    repaired ??= reason;
  };

  const nameOf = (raw: string, declared = namespaces.here): string => {
    const name = raw.toLowerCase();
    const colon = name.indexOf(":");
    const prefix = name.slice(0, Math.max(colon, 0));
    const known = declared.get(prefix) ?? prefix;
    const own = known === "" || (known === "atom" && dialect === "atom");
    return own ? name.slice(colon + 1) : `${known}:${name.slice(colon + 1)}`;
  };

  /** The `xml:base` in force inside an element; undefined while no element has named one. */
  const baseOf = (attributes: ReadonlyMap<string, string>, outer: string | undefined): string | undefined => {
    const own = attributes.get("xml:base");
    if (own === undefined) return outer;
    const href = URL.parse(own, outer ?? (URL.canParse(documentUrl) ? documentUrl : undefined))?.href;
    return href !== undefined && href.length <= MAX_BASE ? href : outer;
  };

  const startsItem = (name: string): boolean => (dialect === "sitemap" ? name === "url" : name === "item" || name === "entry");

  const openRoot = (raw: string, attributes: ReadonlyMap<string, string>): void => {
    const local = localOf(raw).toLowerCase();
    firstElement ??= local;
    page ||= local === "html";
    const found = roots.get(local);
    const isAtom = found === "atom" && [...attributes.values()].some((uri) => prefixOf(uri) === "atom");
    // A channel that is an address itself is CDF, which has no dates.
    if (found === undefined || (page && !isAtom) || (local === "channel" && attributes.has("href"))) return;
    dialect = found;
    if (firstElement !== local) repair(`<${firstElement}> stood before the feed`);
    namespaces.declare(attributes);
    // Whatever namespace the root claims, its own elements are the dialect's.
    if (dialect !== "rdf") namespaces.root.set(raw.includes(":") ? raw.slice(0, raw.indexOf(":")).toLowerCase() : "", "");
    base = baseOf(attributes, undefined);
  };

  const closeField = (): void => {
    if (field === undefined) return;
    (item?.fields ?? head).push(`<${field.name}${field.attributes}>${content(field.parts.join(""))}</${field.name}>`);
    item?.seen.add(field.name);
    field = undefined;
  };

  const closeItem = (brokenOff = false): void => {
    if (item === undefined) return;
    // An item that breaks off before it can be told apart would come back whole under another identity.
    const keep = !brokenOff || (field?.name.endsWith("title") !== true && [...item.seen].some((name) => identifying.has(name)));
    closeField();
    if (keep) done.push(`${item.start}${item.fields.join("")}</${dialect === "atom" ? "entry" : "item"}>`);
    item = undefined;
    skipped = undefined;
  };

  const openItem = (attributes: ReadonlyMap<string, string>, stop: () => void): void => {
    const open = field ?? skipped;
    if (item !== undefined) repair("an item was not closed");
    else if (open !== undefined) repair(`<${open.name}> was not closed`);
    closeItem();
    closeField();
    skipped = undefined;
    depth = 0;
    items++;
    if (items > MAX_ITEMS) return stop();
    const own = baseOf(attributes, base);
    const about = attributes.get("rdf:about");
    item = {
      start: `<${dialect === "atom" ? "entry" : "item"}${attribute("xml:base", own)}${attribute("rdf:about", about)}>`,
      base: own,
      fields: [],
      seen: new Set(),
      inside: [],
    };
  };

  const openField = (name: string, attributes: ReadonlyMap<string, string>): void => {
    const own = attributes.has("xml:base") ? baseOf(attributes, item?.base ?? base) : undefined;
    const kept = [...attributes].filter(([key]) => fieldAttributes.has(key)).map(([key, value]) => attribute(key, value));
    const xhtml = attributes.get("type") === "xhtml";
    const isLine = lines.has(name);
    field = { name, nested: 0, attributes: kept.join("") + attribute("xml:base", own), isLine, xhtml, parts: [], length: 0 };
  };

  const append = (value: string): void => {
    if (field === undefined || field.length >= MAX_FIELD) return;
    const kept = value.slice(0, MAX_FIELD - field.length);
    field.length += kept.length;
    field.parts.push(kept);
  };

  const reader = (stop: () => void): XmlReader => ({
    repaired: (reason) => {
      if (dialect !== undefined && !ended) repair(reason);
    },
    text: (value) => {
      if (field !== undefined) append(field.xhtml ? escapeXml(value) : value);
    },
    open: (raw, attributes, selfClosing) => {
      if (ended) return;
      if (dialect === undefined) return openRoot(raw, attributes);
      const declared = field === undefined ? namespaces.of(attributes) : namespaces.here;
      const name = nameOf(raw, declared);
      // Behind an element with declarations that nobody closed, items are items still.
      if (startsItem(name) || (namespaces.isInner && startsItem(nameOf(raw, namespaces.of(attributes, namespaces.root))))) {
        namespaces.leave();
        namespaces.enter(raw, namespaces.of(attributes));
        openItem(attributes, stop);
        if (selfClosing) closeItem();
        return;
      }
      if (item === undefined && field === undefined && name === "channel") namespaces.declare(attributes);
      else if (!selfClosing && !leaves.has(name)) namespaces.enter(raw, declared);
      const fields = item === undefined ? headFields : itemFields;
      // A line that nobody closed must not swallow its neighbours.
      if (field?.isLine === true && fields.has(name) && (name !== field.name || name.endsWith("link"))) {
        repair(`<${field.name}> was not closed`);
        closeField();
      }
      if (field !== undefined) {
        if (name === field.name && !selfClosing) field.nested++;
        if (isMarkup(raw, field)) append(`<${localOf(raw)}${attribute("datetime", attributes.get("datetime"))}>`);
        return;
      }
      if (!selfClosing && ++depth > MAX_DEPTH) return stop();
      if (skipped !== undefined) {
        if (name === skipped.name && !selfClosing) skipped.nested++;
      } else if (item === undefined && (name === "channel" || name === "items")) {
        base = baseOf(attributes, base);
      } else if (item !== undefined && containers.has(name) && item.inside.length < MAX_CONTAINERS) {
        if (!selfClosing) item.inside.push(name);
      } else if (fields.has(name) && (item?.fields ?? head).length < MAX_FIELDS) {
        openField(name, attributes);
        if (selfClosing) closeField();
      } else if (!selfClosing && !leaves.has(name)) skipped = { name, nested: 0 };
    },
    close: (raw) => {
      if (dialect === undefined || ended) return;
      const name = nameOf(raw);
      if (item !== undefined && (startsItem(name) || (namespaces.isInner && startsItem(nameOf(raw, namespaces.root))))) {
        namespaces.leave();
        const open = field ?? skipped;
        if (open !== undefined) repair(`<${open.name}> was not closed`);
        return closeItem();
      }
      namespaces.exit(raw);
      const open = field ?? skipped;
      if (field === undefined || (name === field.name && field.nested === 0)) depth = Math.max(0, depth - 1);
      if (open !== undefined && name === open.name && open.nested > 0) open.nested--;
      else if (open !== undefined && name === open.name) {
        closeField();
        skipped = undefined;
        return;
      }
      if (field !== undefined) return isMarkup(raw, field) ? append(`</${localOf(raw)}>`) : undefined;
      if (item?.inside.at(-1) === name) item.inside.pop();
      else if (skipped === undefined && name !== "channel" && roots.get(localOf(name)) === dialect) {
        closeItem();
        ended = true;
      }
    },
  });

  readXml(text, reader);
  if (dialect !== undefined && !ended && items <= MAX_ITEMS) {
    repair(depth > MAX_DEPTH ? "elements stand too deep in one another" : "the document breaks off");
    closeItem(true);
  }
  return {
    dialect,
    xml: assemble(dialect, head, done),
    items,
    tooMany: items > MAX_ITEMS,
    tooDeep: depth > MAX_DEPTH,
    ...(repaired !== undefined && { repaired }),
    ...(firstElement !== undefined && { firstElement }),
  };
};

/** Containers stand in one another at most so deep; deeper ones are passed over whole. */
const MAX_CONTAINERS = 8;

/** Fields of which an item that breaks off must have one to be kept. */
const identifying = new Set(["link", "guid", "id", "loc", "atom:link"]);

const localOf = (name: string): string => name.slice(name.indexOf(":") + 1);

const attribute = (name: string, value: string | undefined): string => (value === undefined ? "" : ` ${name}="${escapeXml(value)}"`);

/** Is an element inside a field of use there: a tag of HTML, or what the field is made of? Others would be read as text. */
const isMarkup = (raw: string, { name }: Field): boolean => parents.has(name) || htmlTags.has(localOf(raw).toLowerCase());

/** Text as the content of an element: cheaper to read again than a hundred references. */
const content = (text: string): string => (/[&<>]/.test(text) ? `<![CDATA[${text.replaceAll("]]>", "]]]]><![CDATA[>")}]]>` : text);

const assemble = (dialect: Dialect | undefined, head: readonly string[], items: readonly string[]): string => {
  if (dialect === undefined) return "";
  if (dialect === "atom") return `<feed xmlns="http://www.w3.org/2005/Atom">${head.join("")}${items.join("")}</feed>`;
  if (dialect === "rdf") return `<rdf:RDF><channel>${head.join("")}</channel>${items.join("")}</rdf:RDF>`;
  return `<rss version="2.0"><channel>${head.join("")}${items.join("")}</channel></rss>`;
};
