import { plain } from "./words-text.ts";

/**
 * A piece of HTML that was built here. There is no way to make one from a string of markup: text is escaped, element and
 * attribute names are a closed list, addresses must be http(s), and CSS comes from literals only (reliability E6, T8).
 */
export interface Html {
  readonly [built]: string;
}
declare const built: unique symbol;

/** What may stand inside an element; `undefined` and `false` stand for nothing. */
export type Child = Html | string | number | undefined | false | readonly Child[];

type Tag =
  | "html" | "head" | "title" | "body" | "main" | "header" | "footer" | "section" | "div" | "p" | "h1" | "h2" | "h3" | "ul" | "ol" | "li"
  | "a" | "b" | "em" | "span" | "mark" | "small" | "strong" | "blockquote" | "time" | "form" | "button" | "label"; // prettier-ignore
type VoidTag = "meta" | "br" | "hr" | "input";
type Attribute =
  | "class" | "style" | "lang" | "dir" | "role" | "title" | "href" | "action" | "method" | "name" | "content" | "charset" | "type" | "value"
  | "datetime" | "id"; // prettier-ignore

export type Attributes = { readonly [Name in Attribute]?: string | undefined };

/**
 * An element. `href` and `action` that are no http(s) address or path of this site are left out; every link that leaves
 * the page is marked `noopener noreferrer nofollow`.
 */
export const el = (tag: Tag, attributes: Attributes, ...children: readonly Child[]): Html =>
  trusted(`<${tag}${attributeText(attributes)}>${children.map(childText).join("")}</${tag}>`);

/** An element that has no content. */
export const leaf = (tag: VoidTag, attributes: Attributes = {}): Html => trusted(`<${tag}${attributeText(attributes)}>`);

/** A style sheet. Takes a literal only: interpolating anything does not compile. */
export const css = (literal: TemplateStringsArray): Html => trusted(`<style>${literal.join("")}</style>`);

/** Text as a link where the address is http(s), else as plain text. */
export const linked = (href: string | undefined, attributes: Omit<Attributes, "href">, ...children: readonly Child[]): Html => {
  const safe = httpLink(href);
  return safe === undefined ? el("span", {}, ...children) : el("a", { ...attributes, href: safe }, ...children);
};

/** The whole document, ready to send. */
export const documentText = (root: Html): string => `<!DOCTYPE html>\n${text(root)}\n`;

/**
 * The address, normalised to ASCII, if it is http(s), names a host and is at most `limit` characters; else undefined.
 * What feeds call a link may be `javascript:`, with a tab in front of it, or anything (reliability E6).
 */
export const httpLink = (raw: string | undefined, limit = 2000): string | undefined => {
  if (raw === undefined) return undefined;
  const url = URL.parse(raw);
  if (url === null || !/^https?:$/.test(url.protocol) || url.href.length > limit) return undefined;
  return url.href;
};

// The brand exists for the compiler; at run time a piece is a boxed string that only this file makes or opens.
const pieces = new WeakMap<object, string>();
const trusted = (markup: string): Html => {
  const piece = Object.freeze({});
  pieces.set(piece, markup);
  return piece as Html;
};
const text = (piece: Html): string => {
  const markup = pieces.get(piece);
  if (markup === undefined) throw new TypeError("not a piece of HTML made here");
  return markup;
};

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escape = (raw: string): string => plain(raw).replace(/[&<>"']/g, (c) => entities[c] ?? "");

const childText = (child: Child): string => {
  if (child === undefined || child === false) return "";
  if (typeof child === "string") return escape(child);
  if (typeof child === "number") return String(child);
  return isList(child) ? child.map(childText).join("") : text(child);
};
const isList = (child: Html | readonly Child[]): child is readonly Child[] => Array.isArray(child);

const attributeText = (attributes: Attributes): string => {
  let out = "";
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    const kept = name === "href" || name === "action" ? address(value) : value;
    if (kept === undefined) continue;
    out += ` ${name}="${escape(kept)}"`;
    if (name === "href") out += ` rel="noopener noreferrer nofollow"`;
  }
  return out;
};

/** An http(s) address, or a path of this site: one slash, then anything but a slash or backslash, which browsers read as a host. */
const address = (raw: string): string | undefined => (/^\/(?![/\\])[^\s\\]*$/.test(raw) ? raw : httpLink(raw));
