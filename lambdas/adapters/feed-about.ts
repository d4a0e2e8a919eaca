import type { ParsedFeed } from "../pipeline/fetch-ports.ts";
import { all, type Element, type Fields, textOf } from "./rss-entry.ts";

/**
 * The language a feed says it is in, and where its own archive begins: `rel=prev-archive` or the next page of a paged feed (RFC 5005
 * §3, §4), else the page after this one where the document says that WordPress made it (`?paged=2`). `url` is where it was found.
 */
export const aboutFeed = (head: Fields, url: string): Pick<ParsedFeed, "language" | "archive"> => {
  const language = [...all(head, "language"), ...all(head, "dc:language")].map(textOf).find((text) => text.trim() !== "");
  const links = [...all(head, "link"), ...all(head, "atom:link")];
  const archive = olderPages.map((rel) => hrefOf(links, rel, url)).find((href) => href !== undefined) ?? wordpressPage(head, url);
  return {
    ...(language !== undefined && { language: language.trim().slice(0, 20) }),
    ...(archive !== undefined && { archive }),
  };
};

/** What the page of older entries is called, the surest first. */
const olderPages = ["prev-archive", "next", "prev-page"];

const hrefOf = (links: readonly Element[], rel: string, base: string): string | undefined =>
  links
    .map((link) => (typeof link === "string" || link.$?.rel?.trim().toLowerCase() !== rel ? null : URL.parse(link.$.href ?? "", base)))
    .find((href) => href !== null && /^https?:$/.test(href.protocol) && href.href.length <= 2000)?.href;

const wordpressPage = (head: Fields, address: string): string | undefined => {
  const url = URL.parse(address);
  if (
    url === null ||
    !all(head, "generator").some((generator) => /^\s*(https?:\/\/wordpress\.org\/|wordpress\s*$)/i.test(textOf(generator)))
  )
    return undefined;
  const page = Number(url.searchParams.get("paged") ?? 1);
  url.searchParams.set("paged", String(Number.isSafeInteger(page) ? page + 1 : 2));
  return url.href;
};
