import { Lang } from "../lambdas/core/entity.ts";
import type { Found } from "../lambdas/core/match.ts";
import type { Matcher } from "../lambdas/core/matcher.ts";
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
}

/** A matcher over the watchlist that ships with Vigía. */
export const shippedMatcher = (): Matcher => compileMatcher(watchlist);

/** The language a person named, or undefined if there is no such language here. */
export const langOf = (name: string): Lang | undefined => {
  const known = Lang.safeParse(name);
  return known.success ? known.data : undefined;
};

/** A line of JSON as a document; undefined if it is not JSON, or has no text. */
export const documentOf = (line: string): TextDocument | undefined => {
  const value = parsed(line);
  if (typeof value !== "object" || value === null) return undefined;
  const { id, title, text, lang, date } = value as Record<string, unknown>;
  if (typeof text !== "string") return undefined;
  const known = langOf(string(lang));
  return { id, title: string(title), text, date: string(date), ...(known === undefined ? {} : { lang: known }) };
};

/** The answer to one line: `{id, matches}`; explained, also each match's prominence and sentence, and the item's countries. */
export const answerOf = (matcher: Matcher, document: TextDocument, explain: boolean): string => {
  const { found, retrospective, countries } = read(matcher, document);
  const matches = found.map((match) => matchOf(match, explain));
  return JSON.stringify({ id: document.id, matches, ...(explain ? { retrospective, countries } : {}) });
};

/** The answer for people, a line each. */
export const linesFor = (matcher: Matcher, document: TextDocument, explain: boolean): readonly string[] => {
  const { found, retrospective, countries } = read(matcher, document);
  return [
    ...(found.length === 0 ? ["Nothing of the watchlist is named."] : found.flatMap((match) => describe(match, explain))),
    ...(explain ? [`countries: ${countries.join(" ") || "none"}${retrospective ? "; retrospective" : ""}`] : []),
  ];
};

const read = (matcher: Matcher, { title, text, lang, date }: TextDocument) =>
  matcher.read({ title, summary: text, lang: lang ?? guess(`${title} ${text}`), date });

/** The document's `text` is what an item calls its summary. */
const matchOf = ({ entity, kind, confidence, evidence, mentions, prominence, sentence }: Found, explain: boolean) => ({
  entity,
  kind,
  confidence,
  evidence,
  mentions: mentions.map((m) => ({ ...m, field: m.field === "summary" ? "text" : m.field })),
  ...(explain ? { prominence, sentence: sentence.text } : {}),
});

const describe = ({ entity, kind, confidence, evidence, mentions, sentence }: Found, explain: boolean): string[] => {
  const sure = certaintyOf(confidence);
  const surfaces = [...new Set(mentions.map((m) => m.surface.replace(/\s+/g, " ")))].join(", ");
  const head = `${confidence.toFixed(2)} ${sure.padEnd(8)} ${entity} (${kind}; ${evidence.join(", ")}): ${surfaces}`;
  return explain ? [head, `     ${sentence.text.replace(/\s+/g, " ")}`] : [head];
};

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
