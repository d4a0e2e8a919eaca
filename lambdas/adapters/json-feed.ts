import { readDate } from "../core/dates.ts";
import { MAX_ITEMS } from "./canonical-xml.ts";
import { plainText } from "./plain-text.ts";
import { MAX_SUMMARY, MAX_TITLE } from "./rss-entry.ts";
import type { RawEntry } from "../core/item.ts";
import { ParseError, type ParsedFeed } from "../pipeline/ports.ts";

/** Does the text begin like JSON? */
export const looksLikeJson = (text: string): boolean => /^[\uFEFF\s]{0,100}[{[]/.test(text);

/** Reads JSON Feed 1.0 and 1.1 (jsonfeed.org). Throws ParseError and nothing else. */
export const parseJsonFeed = (text: string, about: { readonly url: string; readonly timezone: string }): ParsedFeed => {
  const feed = parse(text);
  if (!Array.isArray(feed.items) || !(typeof feed.version === "string" || feed.items.every((item) => isObject(item) && "id" in item)))
    throw new ParseError("not-a-feed", "The answer is JSON, but no JSON Feed.");
  const base = [string(feed.home_page_url), string(feed.feed_url), about.url].find((url) => URL.canParse(url));
  const entries = feed.items
    .slice(0, MAX_ITEMS)
    .filter(isObject)
    .map((item) => toEntry(item, base, about.timezone));
  const said = entries.filter((entry) => entry.title !== "" || entry.summary !== "" || entry.link !== undefined);
  if (feed.items.length > 0 && said.length === 0)
    throw new ParseError("no-items-parsed", "The document has items, but none of them could be read.");
  return {
    ...(string(feed.title) !== "" && { title: plainText(string(feed.title), 200) }),
    entries: said,
    warnings: feed.items.length > MAX_ITEMS ? [`only the first ${MAX_ITEMS} items were read`] : [],
  };
};

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);
const string = (value: unknown): string => (typeof value === "string" ? value : typeof value === "number" ? String(value) : "");

const parse = (text: string): Json => {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    if (isObject(value)) return value;
  } catch {
    // Said below: whatever it is, it is no feed.
  }
  throw new ParseError("not-a-feed", "The answer is neither XML nor readable JSON.");
};

const toEntry = (item: Json, base: string | undefined, timezone: string): RawEntry => {
  const link = [string(item.url), string(item.external_url), string(item.id)]
    .map((raw, i) => (raw === "" || (i === 2 && !/^https?:/i.test(raw)) ? null : URL.parse(raw.trim(), base)))
    .find((url) => url !== null && /^https?:$/.test(url.protocol))?.href;
  const guid = string(item.id).trim().slice(0, 1000);
  const published = readDate(string(item.date_published), timezone) ?? readDate(string(item.date_modified), timezone);
  const authors = Array.isArray(item.authors) ? item.authors : [item.author];
  const author = plainText(
    authors
      .filter(isObject)
      .map((a) => string(a.name))
      .filter(Boolean)
      .join(", "),
    200,
  );
  const body = [item.summary, item.content_html, item.content_text].map(string).find((text) => text.trim() !== "") ?? "";
  return {
    ...(guid !== "" && { guid }),
    ...(link !== undefined && { link }),
    title: plainText(string(item.title).slice(0, 8000), MAX_TITLE),
    summary: plainText(body.slice(0, 65_536), MAX_SUMMARY),
    ...(author !== "" && { author }),
    ...(published !== undefined && { published }),
  };
};
