/** The dialects a document can be written in, named by their root. */
export type Dialect = "rss" | "rdf" | "atom" | "sitemap";

/** Root elements that mean a feed, by local name in lower case. A bare `channel` is RSS that lost its root. */
export const roots: ReadonlyMap<string, Dialect> = new Map([
  ["rss", "rss"],
  ["channel", "rss"],
  ["rdf", "rdf"],
  ["feed", "atom"],
  ["urlset", "sitemap"],
]);

/** The prefix under which this project knows a namespace, whatever prefix a document gave it; "" is a dialect's own vocabulary. */
export const prefixOf = (namespace: string): string | undefined => {
  const uri = namespace
    .trim()
    .toLowerCase()
    .replace(/^https:/, "http:")
    .replace(/[/#]{1,4}$/, "");
  return prefixes.get(uri) ?? (ownVocabulary.test(uri) ? "" : undefined);
};

const ownVocabulary = /\/\/(backend\.userland|blogs\.law\.harvard|cyber\.law\.harvard|purl\.org\/rss|purl\.org\/net\/rss|my\.netscape)/;
const prefixes = new Map([
  ["http://www.w3.org/2005/atom", "atom"],
  ["http://purl.org/atom/ns", "atom"],
  ["http://purl.org/rss/1.0/modules/content", "content"],
  ["http://purl.org/rss/1.0/modules/syndication", "sy"],
  ["http://purl.org/dc/elements/1.0", "dc"],
  ["http://purl.org/dc/elements/1.1", "dc"],
  ["http://purl.org/dc/terms", "dcterms"],
  ["http://search.yahoo.com/mrss", "media"],
  ["http://www.w3.org/1999/02/22-rdf-syntax-ns", "rdf"],
  ["http://www.google.com/schemas/sitemap-news/0.9", "news"],
  ["http://rssnamespace.org/feedburner/ext/1.0", "feedburner"],
  ["http://www.sitemaps.org/schemas/sitemap/0.9", ""],
  ["http://www.w3.org/1999/xhtml", "xhtml"],
]);

const words = (...lists: readonly string[]): ReadonlySet<string> => new Set(lists.flatMap((list) => list.split(" ")));

/** Elements of an item that say nothing themselves but hold fields. */
export const containers = words("media:group media:content news:news");

/** Elements of an item that are kept, in canonical spelling: lower case, our prefixes. */
export const itemFields = words(
  "title link guid id description summary content content:encoded author source",
  "pubdate published issued updated modified created date dc:date dcterms:issued dcterms:created dcterms:modified",
  "dc:title dc:creator dc:description dc:identifier media:title media:description feedburner:origlink",
  "atom:link atom:id atom:published atom:updated atom:summary atom:content atom:author",
  "loc lastmod news:title news:publication_date",
);

/** Those of them that are one line of text: no field can stand inside. */
export const lines = words(
  "title link guid id pubdate published issued updated modified created date loc lastmod",
  "dc:title dc:date dc:creator dc:identifier dcterms:issued dcterms:created dcterms:modified media:title feedburner:origlink",
  "atom:link atom:id atom:published atom:updated news:title news:publication_date ttl language dc:language sy:updateperiod sy:updatefrequency",
);

/** Fields that are made of elements, which are no HTML. */
export const parents = words("author source atom:author skiphours skipdays");

/** Elements that are passed over and hold no other: one that nobody closed hides nothing. */
export const leaves = words("enclosure category media:thumbnail media:player media:category media:keywords media:rating itunes:image");

/** Elements of the feed itself that are kept. */
export const headFields = words(
  "title link atom:link generator language dc:language ttl skiphours skipdays sy:updateperiod sy:updatefrequency",
);

/** Attributes that are kept. */
export const fieldAttributes = words("href rel type url ispermalink");
