import { VIGIA_NAMESPACE } from "../core/opml.ts";
import { readXml } from "./xml-events.ts";

/** The feeds in an OPML document as entries of a file, whatever folders they lie in; undefined for what is no OPML. Linear, never throws. */
export const feedsInOpml = (text: string, most: number): readonly Readonly<Record<string, unknown>>[] | undefined => {
  const feeds: Record<string, unknown>[] = [];
  let isOpml = false;
  let prefix = "vigia";
  readXml(text, (stop) => ({
    open: (name, attributes) => {
      const tag = name.toLowerCase();
      isOpml ||= tag === "opml";
      if (tag === "opml") prefix = [...attributes].find(([, value]) => value === VIGIA_NAMESPACE)?.[0].replace(/^xmlns:/, "") ?? prefix;
      if (!isOpml || tag !== "outline" || !attributes.has("xmlurl")) return;
      feeds.push(entryOf(attributes, prefix));
      // One more than may be, so that it can be told.
      if (feeds.length > most) stop();
    },
    close: () => undefined,
    text: () => undefined,
    repaired: () => undefined,
  }));
  return isOpml ? feeds : undefined;
};

const entryOf = (attributes: ReadonlyMap<string, string>, prefix: string): Record<string, unknown> => {
  const own = (name: string) => attributes.get(`${prefix}:${name}`);
  const outlet = [attributes.get("title"), attributes.get("text")].find((text) => text !== undefined && text !== "");
  const enabled = own("enabled");
  const floorSeconds = own("floorseconds");
  return {
    url: attributes.get("xmlurl"),
    outlet: outlet?.replace(/\s+/g, " "),
    lang: /^(en|es)\b/i.exec(attributes.get("language") ?? "")?.[1]?.toLowerCase(),
    id: own("id"),
    country: own("country"),
    kind: own("kind"),
    timezone: own("timezone"),
    note: own("note"),
    ...(enabled !== undefined && { enabled: enabled === "true" ? true : enabled === "false" ? false : enabled }),
    ...(floorSeconds !== undefined && { floorSeconds: /^\d{1,9}$/.test(floorSeconds) ? Number(floorSeconds) : floorSeconds }),
    alternates: own("alternates")?.split(/\s+/),
  };
};
