import { Lang } from "../lambdas/core/entity.ts";
import type { Found } from "../lambdas/core/match.ts";
import type { Explanation, Vetoed, Why } from "../lambdas/core/explanation.ts";
import type { ExplainingMatcher } from "../lambdas/core/matcher.ts";
import { compileMatcher } from "../lambdas/core/matcher.ts";
import { watchlist } from "../lambdas/data/watchlist.ts";
import { certaintyOf } from "../lambdas/core/words.ts";

/** A text as people give it to the command line; what is missing is guessed or left open. */
export interface TextDocument {
  readonly id?: unknown;
  readonly title: string;
  readonly text: string;
  readonly lang?: Lang;
  /** ISO 8601; empty means that no office is resolved to its holder. */
  readonly date: string;
  /** Who published it; empty if unknown. */
  readonly outlet: string;
  /** Its page. */
  readonly link?: string;
}

/** A matcher over the watchlist that ships with Vigía. */
export const shippedMatcher = (): ExplainingMatcher => compileMatcher(watchlist);

/** The language a person named, or undefined if there is no such language here. */
export const langOf = (name: string): Lang | undefined => {
  const known = Lang.safeParse(name);
  return known.success ? known.data : undefined;
};

/** A line of JSON as a document; undefined if it is not JSON, or has no text. */
export const documentOf = (line: string): TextDocument | undefined => {
  const value = parsed(line);
  if (typeof value !== "object" || value === null) return undefined;
  const { id, title, text, lang, date, outlet, link, url } = value as Record<string, unknown>;
  if (typeof text !== "string") return undefined;
  const known = langOf(string(lang));
  const page = string(link) || string(url);
  return {
    id,
    title: string(title),
    text,
    date: string(date),
    outlet: string(outlet),
    ...(known === undefined ? {} : { lang: known }),
    ...(page === "" ? {} : { link: page }),
  };
};

/** The answer to one line: `{id, matches}`; explained, also why each match counts, what was vetoed, and the item's countries. */
export const answerOf = (matcher: ExplainingMatcher, document: TextDocument, explain: boolean): string => {
  const item = itemOf(document);
  if (!explain) return JSON.stringify({ id: document.id, matches: matcher.read(item).found.map(matchOf) });
  const { reading, why, vetoed, lookingBack } = matcher.explain(item);
  const matches = reading.found.map((match) => {
    const { mentions = [], confidence = [] } = why.get(match.entity) ?? {};
    const { prominence, sentence } = match;
    return { ...matchOf(match), prominence, sentence: sentence.text, why: { mentions: mentions.map(inText), confidence } };
  });
  const { retrospective, countries } = reading;
  return JSON.stringify({ id: document.id, matches, retrospective, countries, vetoed: vetoed.map(inText), lookingBack });
};

/** The answer for people: a line each; explained, with the sentence and the reasons below it, and what does not count at the end. */
export const linesFor = (matcher: ExplainingMatcher, document: TextDocument, explain: boolean): readonly string[] => {
  const item = itemOf(document);
  const explanation = explain ? matcher.explain(item) : undefined;
  const { found } = explanation?.reading ?? matcher.read(item);
  const matches = found.flatMap((match) => [headOf(match), ...(explanation ? reasonsOf(match, explanation.why.get(match.entity)) : [])]);
  return [...(found.length === 0 ? ["Nothing of the watchlist is named."] : matches), ...(explanation ? closing(explanation) : [])];
};

/** The document as the matcher reads it. */
export const itemOf = ({ title, text, lang, date }: TextDocument) => ({
  title,
  summary: text,
  lang: lang ?? guess(`${title} ${text}`),
  date,
});

/** The document's `text` is what an item calls its summary. */
const inText = <M extends { readonly field: string }>(mention: M) => ({
  ...mention,
  field: mention.field === "summary" ? "text" : mention.field,
});

const matchOf = ({ entity, kind, confidence, evidence, mentions }: Found) => ({
  entity,
  kind,
  confidence,
  evidence,
  mentions: mentions.map(inText),
});

const headOf = ({ entity, kind, confidence, evidence, mentions }: Found): string => {
  const surfaces = [...new Set(mentions.map((m) => oneLine(m.surface)))].join(", ");
  return `${confidence.toFixed(2)} ${certaintyOf(confidence).padEnd(8)} ${entity} (${kind}; ${evidence.join(", ")}): ${surfaces}`;
};

const reasonsOf = ({ sentence }: Found, why: Why | undefined): string[] => [
  `     ${oneLine(sentence.text)}`,
  ...(why?.mentions ?? []).map(
    ({ surface, alias, evidence, by }) =>
      `     - ${oneLine(surface)}: ${evidence}${by === undefined ? "" : ` (${oneLine(by)})`}, alias "${alias}"`,
  ),
  `     = ${(why?.confidence ?? []).map(({ because, adds }, i) => `${signed(adds, i)} ${because}`).join(" ")}`,
];

const signed = (adds: number, at: number): string => (at === 0 ? adds.toFixed(2) : `${adds < 0 ? "−" : "+"} ${Math.abs(adds).toFixed(2)}`);

const closing = ({ reading: { countries }, vetoed, lookingBack }: Explanation): string[] => [
  ...(vetoed.length === 0 ? [] : ["does not count:", ...vetoed.map(vetoLine)]),
  `countries: ${countries.join(" ") || "none"}${lookingBack === undefined ? "" : `; retrospective ("${lookingBack}"): no sighting`}`,
];

const vetoLine = ({ entity, surface, veto, by }: Vetoed): string =>
  `     - ${oneLine(surface)}, not ${entity}: ${because[veto](by === undefined ? "" : oneLine(by))}`;

const because: Readonly<Record<Vetoed["veto"], (by: string) => string>> = {
  case: () => "a name only with its capitals",
  accent: () => "a name only with its accents",
  language: () => "a name only in the other language",
  negative: (by) => `the watchlist excludes "${by}"`,
  "longer-name": (by) => `part of "${by}", who is somebody else`,
  namesake: (by) => `"${by}" is somebody or something else`,
  "after-namesake": (by) => `said of the "${by}" before it`,
  misspelt: () => "one letter off, with neither title nor context",
  "no-evidence": () => "a weak alias with nothing in the text to back it",
  "other-sense": (by) => `"${by}" shows that the word means something else here`,
  abroad: (by) => `the story plays elsewhere (${by})`,
  "other-office": (by) => `"${by}" makes it another office or another time`,
  named: () => "the title belongs to the name beside it",
  "no-holder": (by) => (by === "" ? "who held the office on that day is not recorded" : `held by ${by}, who is not on the watchlist`),
};

const oneLine = (text: string): string => text.replace(/\s+/g, " ");

const string = (field: unknown): string => (typeof field === "string" ? field : "");

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

/** Spanish if its function words are more than the English ones. */
const guess = (text: string): Lang => {
  const count = (words: RegExp) => text.match(words)?.length ?? 0;
  return count(/\b(?:el|la|los|las|del|que|una?|por|con|para)\b/gi) > count(/\b(?:the|of|and|to|in|for|with|is|was)\b/gi) ? "es" : "en";
};
