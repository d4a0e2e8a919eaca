import type { Offer } from "../core/check.ts";
import { plainText } from "./plain-text.ts";
import { readXml } from "./xml-events.ts";

/** Most feeds that are taken from one page. */
const MAX_OFFERS = 20;

/**
 * The feeds that a web page names by `<link rel="alternate">` (RSS advisory board, "autodiscovery"), in its order; those of
 * comments last. Addresses are absolute, http(s), and each once. Linear in the page; never throws.
 */
export const feedsNamedIn = (page: string, url: string): readonly Offer[] => {
  const found = new Map<string, Offer>();
  let base = url;
  readXml(page, (stop) => ({
    open: (name, attributes) => {
      const tag = name.toLowerCase();
      if (tag === "base") base = URL.parse(attributes.get("href") ?? "", url)?.href ?? base;
      if (tag !== "link" || !/(^|\s)alternate(\s|$)/i.test(attributes.get("rel") ?? "") || !feedType.test(attributes.get("type") ?? ""))
        return;
      const address = URL.parse(attributes.get("href") ?? "", base);
      if (address === null || !/^https?:$/.test(address.protocol) || address.href.length > 2000) return;
      address.hash = "";
      if (address.href === url) return;
      const title = plainText(attributes.get("title") ?? "", 120);
      if (!found.has(address.href)) found.set(address.href, { url: address.href, ...(title !== "" && { title }) });
      if (found.size >= MAX_OFFERS) stop();
    },
    close: () => undefined,
    text: () => undefined,
    repaired: () => undefined,
  }));
  const isComments = ({ url: address, title = "" }: Offer) => Number(/comment|comentario/i.test(`${address} ${title}`));
  return [...found.values()].toSorted((a, b) => isComments(a) - isComments(b));
};

const feedType = /^\s*application\/((atom|rss|rdf)\+xml|feed\+json)\s*(;|$)/i;
