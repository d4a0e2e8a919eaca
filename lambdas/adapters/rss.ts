import Parser from "rss-parser";
import type { FeedParser } from "../pipeline/fetch-ports.ts";
import { ParseError } from "../pipeline/fetch-ports.ts";
import { canonicalise, type Canonical, MAX_ITEMS } from "./canonical-xml.ts";
import { decode, unmangle } from "./decode.ts";
import { aboutFeed } from "./feed-about.ts";
import { looksLikeJson, parseJsonFeed } from "./json-feed.ts";
import { feedsNamedIn } from "./page-feeds.ts";
import { escapeFalseTags, plainText } from "./plain-text.ts";
import { all, baseOf, type Element, type Fields, textOf, toEntry } from "./rss-entry.ts";
import { readWishes } from "./rss-wishes.ts";

/**
 * Reads RSS 0.9 to 2.0, RDF, Atom 0.3 and 1.0, JSON Feed and Google News sitemaps: bytes, decoded by what they are, through
 * one tolerant pass to canonical XML, then rss-parser with our own mapping. Bounded in bytes, depth, items, fields and their length, linear
 * in time. Throws ParseError and nothing else; a document that needed repair says so.
 */
export const parseFeed: FeedParser = async (bytes, about) => {
  const text = decode(bytes, about.contentType);
  if (text.trim() === "") throw new ParseError("empty-body", "The answer has no content.");
  if (looksLikeJson(text)) return parseJsonFeed(text, about);
  const canonical = canonicalise(text, about.url);
  if (canonical.dialect === undefined) throw notAFeed(canonical, () => feedsNamedIn(text, about.url));
  const document = await new FeedReader().read(canonical.xml).catch((error: unknown) => {
    throw new ParseError("not-a-feed", UNREADABLE, { cause: error });
  });
  const base = baseOf(document.head, about.url);
  const read = document.items.map((fields) => toEntry(fields, base, about.timezone)).filter((entry) => entry !== undefined);
  if (canonical.dialect === "sitemap" && !read.some(({ entry }) => entry.title !== ""))
    throw new ParseError("not-a-feed", "This is a sitemap without news titles, not a feed.");
  if (canonical.tooDeep && read.length === 0) throw new ParseError("too-deep", "The document is nested too deeply to be read.");
  if (canonical.items > 0 && read.length === 0)
    throw new ParseError("no-items-parsed", "The document has items, but none of them could be read.");
  const undatable = read.filter((entry) => entry.undatable).length;
  const title = all(document.head, "title")
    .map(textOf)
    .find((found) => found.trim() !== "");
  const wishes = readWishes(document.head);
  return {
    ...(title !== undefined && { title: plainText(escapeFalseTags(unmangle(title)), 200) }),
    entries: read.map(({ entry }) => entry),
    ...(canonical.repaired !== undefined && { repaired: canonical.repaired }),
    warnings: [
      ...(canonical.tooMany ? [`only the first ${MAX_ITEMS} items were read`] : []),
      ...(undatable > 0 ? [`${undatable} of ${read.length} items have a date that could not be read`] : []),
    ],
    ...(wishes !== undefined && { wishes }),
    ...aboutFeed(document.head, about.url),
  };
};

/** Must not happen: canonical XML is well-formed, and a test looks for documents that make it otherwise. */
const UNREADABLE = "The document could not be put in order.";

interface FeedDocument {
  readonly head: Fields;
  readonly items: readonly Fields[];
}

/** What xml2js makes of canonical XML. */
interface Tree {
  readonly feed?: Fields;
  readonly rss?: { readonly channel: readonly [Fields] };
  readonly "rdf:RDF"?: { readonly channel: readonly [Fields]; readonly item?: readonly Fields[] };
}

/**
 * rss-parser 3.13.0 with its mapping replaced. Its own runs a quadratic expression over every description, rejects a whole
 * Atom feed for one bad date, and loses prefixed and nested elements. The four methods are not declared in its types; a test
 * pins that `parseString` still calls them.
 */
class FeedReader extends Parser {
  async read(xml: string): Promise<FeedDocument> {
    return (await this.parseString(xml)) as unknown as FeedDocument;
  }
  buildAtomFeed(tree: Tree): FeedDocument {
    const feed = fieldsOf(tree.feed);
    return { head: feed, items: itemsOf(feed.entry) };
  }
  buildRSS0_9(tree: Tree): FeedDocument {
    return this.buildRSS2(tree);
  }
  buildRSS1(tree: Tree): FeedDocument {
    return { head: fieldsOf(tree["rdf:RDF"]?.channel[0]), items: itemsOf(tree["rdf:RDF"]?.item) };
  }
  buildRSS2(tree: Tree): FeedDocument {
    const channel = fieldsOf(tree.rss?.channel[0]);
    return { head: channel, items: itemsOf(channel.item) };
  }
}

/** An element without content comes as a string. */
const fieldsOf = (element: Fields | string | undefined): Fields => (typeof element === "object" ? element : {});

const itemsOf = (elements: readonly Element[] | undefined): Fields[] =>
  (elements ?? []).map((element) => fieldsOf(element as unknown as Fields));

const notAFeed = (canonical: Canonical, offers: () => ParseError["offers"]): ParseError => {
  const seen = canonical.firstElement;
  if (seen === undefined) return new ParseError("not-a-feed", "The answer is text without any element, not a feed.");
  const message =
    seen === "html" ? "The answer is a web page, not a feed." : `The answer begins with <${seen.slice(0, 40)}>, which is no feed.`;
  // A page need not begin with <html>: whatever names feeds is one.
  return new ParseError("not-a-feed", message, { offers: offers() });
};
