import type { AliasOccurrence, Believed, TitleOccurrence } from "./evidence.ts";
import { overlap, within } from "./evidence.ts";
import type { Recorder } from "./explanation.ts";
import type { Occurrence, Part } from "./occurrences.ts";
import { occurrences, partOf } from "./occurrences.ts";
import type { Patterns, Role } from "./patterns.ts";
import type { Lang } from "./entity.ts";
import { lexiconOf } from "./lexicon.ts";
import { wordsOf } from "./text.ts";
import { hasCapitals, inCapitals } from "./word-arrays.ts";

type Of<R extends Role["role"]> = Occurrence<Extract<Role, { role: R }>>;

/** An item with everything of the watchlist that stands in it. */
export interface Page {
  readonly patterns: Patterns;
  /** ISO 8601, or less than a day's precision. */
  readonly date: string;
  /** Title and summary. */
  readonly parts: readonly [Part, Part];
  readonly aliases: readonly AliasOccurrence[];
  readonly titles: readonly TitleOccurrence[];
  readonly context: readonly Of<"context">[];
  readonly negatives: readonly Of<"negative">[];
  /** How often each country is named. */
  readonly countries: ReadonlyMap<string, number>;
}

/** A page is read and left before the next one, so all pages share their arrays. */
const [titleRoom, summaryRoom] = [new Int32Array(1024), new Int32Array(16_384)];

/** Scans an item once. What it returns holds until the next call. */
export const pageOf = (
  patterns: Patterns,
  item: { title: string; summary: string; lang: Lang; date: string },
  { refuse }: Pick<Recorder, "refuse">,
): Page => {
  const parts = shouted([
    partOf("title", item.title, item.lang, wordsOf(item.title, titleRoom)),
    partOf("summary", item.summary, item.lang, wordsOf(item.summary, summaryRoom)),
  ]);
  const { alias: aliases, title: titles, context, negative: negatives, place: places } = byRole(parts, patterns);
  const untouched = <O extends AliasOccurrence | TitleOccurrence>(some: readonly O[]): O[] =>
    some.filter((o) => {
      const negative = negatives.find((n) => n.role.entity === o.role.entity && overlap(n, o) && !within(n, o));
      if (negative !== undefined) refuse(o, "negative", negative);
      return negative === undefined;
    });
  return {
    patterns,
    date: item.date,
    parts,
    aliases: outermostNames(untouched(aliases), patterns, refuse),
    titles: outermost(untouched(titles)),
    context,
    negatives,
    countries: tally(outermost(places).map((p) => p.role.country)),
  };
};

/** The page with the countries that its officials stand for: whoever names the attorney general of Mexico speaks of Mexico. */
export const withImplied = (page: Page, believed: ReadonlyMap<number, readonly Believed[]>): Page => {
  const { entities } = page.patterns;
  const implied = [...believed.keys()].flatMap((person) => [
    ...new Set((entities[person]?.offices ?? []).flatMap((office) => entities[office]?.entity.countries ?? [])),
  ]);
  return { ...page, countries: tally(implied, page.countries) };
};

/**
 * Does the story play elsewhere? It does when it names countries but none of the entity's, or one foreign country more than twice
 * as often. The two countries that the watchlist watches are not foreign to each other; a text that names no country is read at home.
 */
export const abroad = (home: readonly string[] | undefined, { countries, patterns }: Page): boolean => {
  if (home === undefined || countries.size === 0) return false;
  const at = home.reduce((sum, country) => sum + (countries.get(country) ?? 0), 0);
  const elsewhere = [...countries].filter(([country]) => !home.includes(country) && !patterns.watched.has(country));
  return at === 0 || elsewhere.some(([, times]) => times > 2 * at);
};

/** The countries named or implied, for people. */
export const countriesOf = ({ countries }: Page): string => [...countries.keys()].toSorted().join(" ");

/** Fewer words than this may be lower case by chance: a tag, a caption. */
const LOWER_WORDS = 4;
/** Everyday words that only capitals turn into a country, an agency or a pact: without them they stay words. */
const WORDS_FIRST = lexiconOf("us ice turkey dean".split(" "));

/**
 * A text without one capital is read like one in capitals only: case tells nothing in either, so `casa blanca` may be the Casa
 * Blanca and `fgr` the FGR. One capital anywhere shows that its writer uses them, and then `obrador` is a bakery.
 */
const shouted = (parts: readonly [Part, Part]): readonly [Part, Part] => {
  const words = parts.reduce((sum, part) => sum + part.words.count, 0);
  if (words < LOWER_WORDS || parts.some((part) => hasCapitals(part.words))) return parts;
  const shout = (part: Part): Part => ({ ...part, capitalised: true, words: inCapitals(part.words, WORDS_FIRST) });
  return [shout(parts[0]), shout(parts[1])];
};

/** What stands in the parts, by what it is there for, in reading order. */
const byRole = (parts: readonly Part[], patterns: Patterns): { readonly [R in Role["role"]]: Of<R>[] } => {
  const found = { alias: [], title: [], context: [], negative: [], place: [] } as { [R in Role["role"]]: Of<R>[] };
  for (const part of parts) for (const one of occurrences(patterns, part)) (found[one.role.role] as Occurrence[]).push(one);
  return found;
};

/** Aliases that no longer alias holds: `Alejandro Gertz` in `Alejandro Gertz Manero`, a surname in somebody else's full name. */
const outermostNames = (aliases: readonly AliasOccurrence[], { entities }: Patterns, refuse: Recorder["refuse"]): AliasOccurrence[] => {
  const person = (a: AliasOccurrence) => entities[a.role.entity]?.entity.kind === "official";
  const phrases = aliases.filter(isPhrase);
  return aliases.filter((a) => {
    const longer = phrases.find((b) => within(a, b) && (a.role.entity === b.role.entity || (person(a) && person(b))));
    if (longer !== undefined && longer.role.entity !== a.role.entity) refuse(a, "longer-name", longer);
    return longer === undefined;
  });
};

/** Titles in no longer title (`attorney general` in `assistant attorney general`), places in no longer place (`Mexico` in `New Mexico`). */
const outermost = <O extends Occurrence>(some: readonly O[]): O[] => {
  const phrases = some.filter(isPhrase);
  return phrases.length === 0 ? [...some] : some.filter((a) => !phrases.some((b) => within(a, b)));
};

/** Only what has two words or more can hold another. */
const isPhrase = ({ from, to }: Occurrence): boolean => to - from > 1;

const tally = (countries: readonly string[], before: ReadonlyMap<string, number> = new Map()): ReadonlyMap<string, number> => {
  const counts = new Map(before);
  for (const country of countries) counts.set(country, (counts.get(country) ?? 0) + 1);
  return counts;
};
