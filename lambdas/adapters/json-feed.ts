import { readDate } from "../core/dates.ts";
import { MAX_DEPTH, MAX_FIELD, MAX_ITEMS } from "./canonical-xml.ts";
import { escapeFalseTags, plainText } from "./plain-text.ts";
import { absolute, guidOf, MAX_SUMMARY, MAX_TITLE } from "./rss-entry.ts";
import type { RawEntry } from "../core/item.ts";
import { ParseError, type ParsedFeed } from "../pipeline/fetch-ports.ts";
import { escapeXml } from "./xml-events.ts";

/** Does the text begin like JSON? */
export const looksLikeJson = (text: string): boolean => /^[\uFEFF\s]{0,100}[{[]/.test(text);

/** Reads JSON Feed 1.0 and 1.1 (jsonfeed.org). Throws ParseError and nothing else. */
export const parseJsonFeed = (text: string, about: { readonly url: string; readonly timezone: string }): ParsedFeed => {
  const feed = parse(text);
  // Any API answers with a list of items: what does not call itself a feed must hold what one holds.
  const isFeed = /^https?:\/\/(www\.)?jsonfeed\.org\//i.test(string(feed.version));
  if (!Array.isArray(feed.items) || !(isFeed || feed.items.some((item) => isObject(item) && ("id" in item || "url" in item))))
    throw new ParseError("not-a-feed", "The answer is JSON, but no JSON Feed.");
  const base = [string(feed.home_page_url), string(feed.feed_url), about.url].find((url) => URL.canParse(url));
  const entries = feed.items
    .slice(0, MAX_ITEMS)
    .filter(isObject)
    .map((item) => toEntry(item, base, about.timezone));
  const said = entries.filter((entry) => entry.title !== "" || entry.summary !== "" || entry.link !== undefined);
  if (feed.items.length > 0 && said.length === 0)
    throw new ParseError("no-items-parsed", "The document has items, but none of them could be read.");
  const older = [string(feed.next_url)].find((url) => url.length <= 2000 && /^https?:\/\//i.test(url) && URL.canParse(url));
  return {
    ...(string(feed.title) !== "" && { title: plainText(escapeFalseTags(string(feed.title)), 200) }),
    entries: said,
    ...(string(feed.language) !== "" && { language: string(feed.language).slice(0, 20) }),
    ...(older !== undefined && { archive: older }),
    warnings: feed.items.length > MAX_ITEMS ? [`only the first ${MAX_ITEMS} items were read`] : [],
  };
};

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);
const string = (value: unknown): string => (typeof value === "string" ? value : typeof value === "number" ? String(value) : "");

const parse = (text: string): Json => {
  // An array within an array costs thirty times its bytes.
  if (isTooDeep(text)) throw new ParseError("too-deep", "The document is nested too deeply to be read.");
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    if (isObject(value)) return value;
  } catch {
    // Said below: whatever it is, it is no feed.
  }
  throw new ParseError("not-a-feed", "The answer is neither XML nor readable JSON.");
};

const isTooDeep = (text: string): boolean => {
  let [depth, isString] = [0, false];
  for (let i = 0; i < text.length && depth <= MAX_DEPTH; i++) {
    const letter = text[i];
    if (letter === "\\") i++;
    else if (letter === '"') isString = !isString;
    else if (isString) continue;
    else if (letter === "[" || letter === "{") depth++;
    else if (letter === "]" || letter === "}") depth--;
  }
  return depth > MAX_DEPTH;
};

const toEntry = (item: Json, base: string | undefined, timezone: string): RawEntry => {
  const link = absolute(string(item.url), base) ?? absolute(string(item.external_url), base) ?? absolute(string(item.id), undefined);
  const guid = guidOf(string(item.id));
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
  const html = (raw: unknown) => plainText(string(raw).slice(0, MAX_FIELD), MAX_SUMMARY);
  // Plain by their definition, but publishers copy markup and references into them.
  const plain = (raw: unknown, max: number) => plainText(escapeFalseTags(string(raw).slice(0, MAX_FIELD)), max);
  // Plain by its definition: what looks like a tag in it is text.
  const text = () => html(escapeXml(string(item.content_text).slice(0, MAX_FIELD)));
  return {
    ...(guid !== "" && { guid }),
    ...(link !== undefined && { link }),
    title: plain(item.title, MAX_TITLE),
    summary: plain(item.summary, MAX_SUMMARY) || html(item.content_html) || text(),
    ...(author !== "" && { author }),
    ...(published !== undefined && { published }),
  };
};
