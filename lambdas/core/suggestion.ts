import type { Suggestion } from "./check.ts";

/** What of a document tells where it comes from. */
interface Telling {
  readonly url: string;
  readonly title?: string;
  /** As the document says it: `es-mx`, `en`. */
  readonly language?: string;
  /** Titles and summaries of its items. */
  readonly texts: readonly string[];
}

/** Longest name of an outlet. */
const MAX_NAME = 120;

/**
 * A feed's row as a person would begin to fill it in: the outlet is what the document calls itself; the language what it says, else
 * what its texts are written in; the country that of its address, else of its language; the rest follows. Left out is what nothing tells.
 */
export const suggest = ({ url, title, language = "", texts }: Telling): Suggestion => {
  const host = URL.parse(url)?.hostname ?? "";
  const [, said, region] = /^([a-z]{2,3})(?:[-_]([a-z]{2})\b)?/i.exec(language.trim()) ?? [];
  const lang = langOf(said?.toLowerCase()) ?? langOf(writtenIn(texts.join(" ")));
  const country = countryOf(host) ?? region?.toUpperCase();
  const outlet = title
    ?.replace(/[\s\p{Cc}\p{Cf}]+/gu, " ")
    .trim()
    .slice(0, MAX_NAME)
    .toWellFormed();
  return {
    ...(outlet !== undefined && outlet !== "" && { outlet }),
    ...(lang !== undefined && { lang }),
    ...(country !== undefined && { country }),
    kind: /(^|\.)(gov|mil|gob)(\.[a-z]{2})?$/.test(host) ? "government" : "media",
    timezone: country === "MX" ? "America/Mexico_City" : "UTC",
  };
};

const langOf = (code: string | undefined): Suggestion["lang"] => (code === "en" || code === "es" ? code : undefined);

/** Only domains of the two countries are taken for their own: `.co`, `.tv` and the like are worn by everybody. */
const countryOf = (host: string): string | undefined => (host.endsWith(".mx") ? "MX" : /\.(gov|mil|us)$/.test(host) ? "US" : undefined);

/** The language of most of a text's small words; undefined where they are few or even. */
const writtenIn = (text: string): string | undefined => {
  const tally = { en: 0, es: 0 };
  for (const [word] of text
    .slice(0, 20_000)
    .toLowerCase()
    .matchAll(/\p{L}+/gu)) {
    if (smallWords.en.has(word)) tally.en++;
    if (smallWords.es.has(word)) tally.es++;
  }
  const [more, less] = tally.en > tally.es ? (["en", "es"] as const) : (["es", "en"] as const);
  return tally[more] >= 5 && tally[more] >= 2 * tally[less] ? more : undefined;
};

const smallWords = {
  en: new Set("the of and to in is for on with that at by from was are has after over new his its".split(" ")),
  es: new Set("el la los las de y en que por con del al una un para se su tras más es ante sobre".split(" ")),
};
