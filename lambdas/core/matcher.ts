/**
 * # The matcher, from the naive version up
 *
 * Naive: put every alias into a list, search each in the text. On labelled news that reaches F1 0.95 for people and 0.72 to 0.85
 * for topics, and fires on a quarter of the look-alikes. Each refinement below is there for a pair of texts that the steps before it
 * cannot tell apart; `explain` says which of them decided.
 *
 * 1. **Fold, by words** (`text.ts`). `Andrés` and `ANDRES` are one word, `garlands` and `Garland` are two. Case, accents and
 *    compatibility forms go; offsets into the original stay. What stands between two words is kept as a gap, so that `Ken\nSalazar`
 *    is a name and `… met Ken. Salazar …` is none.
 * 2. **One automaton** (`automaton.ts`, `scan.ts`) over aliases, titles, negatives, context terms and places: what is asked of a
 *    text later was found in one walk. It also reads what the two languages share out: `tráfico de drogas y armas` is arms
 *    trafficking, `tráfico de drogas. Las armas` is not; `State and Justice Departments` has two departments.
 * 3. **Names from their parts** (`names.ts`, `misspelling.ts`). `Alejandro N. Mayorkas` need not be listed; `Mayorkaz` counts after
 *    `Alejandro` and with a title or term, a stranger called `Alejandra Mayorca` does not.
 * 4. **Flags** (`occurrences.ts`). `Casa Blanca` answers, a `casa blanca` is for sale; `secretaria` is a person, `secretaría` an
 *    office building. A text without one capital is read as if it had nothing else (`page.ts`): there, case tells nothing.
 * 5. **Negatives** (`page.ts`). `Garland` spoke; `Garland, Texas` is hot. A negative vetoes what it overlaps, unless it lies wholly
 *    in a longer alias of the entity.
 * 6. **Whose surname?** (`namesakes.ts`). `Biden left`, `Hunter Biden left`: a given name, an initial or a second surname that is not
 *    the person's makes it somebody else's, and a bare surname belongs to whoever bore it last.
 * 7. **Evidence** (`officials.ts`, `things.ts`). A common surname counts with a title beside it (`Ambassador Salazar`), after the full
 *    name, or with a term in the item; `Salazar won the stage` does not. A surname that is a word, `Alcalde`, never counts by a term alone.
 * 8. **One sense a text** (`things.ts`; Gale, Church and Yarowsky 1992). `Migration fell`; `bird migration peaks, the migration lasts
 *    weeks`: where a text uses a word in another sense, its other uses are left out too.
 * 9. **Countries** (`gazetteer.ts`, `page.ts`). `La FGR acusó` in Mexico and in El Salvador; `border security` in Poland. Entities bound
 *    to countries want one of them named, or implied by an official who is, and no other named far more often.
 * 10. **Offices by date** (`offices.ts`, `office-matches.ts`, `titles.ts`). `The U.S. ambassador to Mexico` was Landau in 2020 and Salazar
 *    in 2023; the `deputy` and the `nominee` are neither. Past what was verified the office stands alone: no name is better than a wrong one.
 *    Whoever holds an office, named in the term, is a mention of the office.
 * 11. **Looking back** (`retrospective.ts`). `Archivo: la visita de Blinken` is flagged, `inaugura un archivo digital` is news.
 *
 * **Confidence** (`evidence.ts`) is the worth of the best evidence plus a little for more mentions, more kinds of evidence and the
 * headline. It grades what has passed; it is no probability, and nothing is let in by a sum of weak signs.
 *
 * The order matters in one place: officials are judged first, since whoever names the attorney general of Mexico speaks of Mexico, and
 * that decides on institutions and topics.
 */

import type { Lang, Watchlist } from "./entity.ts";
import type { AliasOccurrence, Believed } from "./evidence.ts";
import type { Explanation, Recorder } from "./explanation.ts";
import { explain, silent, withoutFlags } from "./explanation.ts";
import { foundOf } from "./found.ts";
import type { Reading } from "./match.ts";
import { addOffices } from "./office-matches.ts";
import { believedPerson } from "./officials.ts";
import type { Page } from "./page.ts";
import { abroad, countriesOf, pageOf, withImplied } from "./page.ts";
import type { Compiled, Patterns } from "./patterns.ts";
import { compilePatterns } from "./patterns.ts";
import { retrospectivePhrase } from "./retrospective.ts";
import { sentencesOf } from "./sentence.ts";
import { believedThing } from "./things.ts";

/** Below this nothing is told: people read a match from here to 0.7 as "possible". */
export const POSSIBLE_CONFIDENCE = 0.5;

/** What the matcher reads: texts are plain, `date` is ISO 8601 (a month or a year will do; unreadable means that no office is resolved). */
export interface Readable {
  readonly title: string;
  readonly summary: string;
  readonly lang: Lang;
  readonly date: string;
}

/** A compiled watchlist. */
export interface Matcher {
  /** Who and what the item names, each with confidence ≥ {@link POSSIBLE_CONFIDENCE}. Never throws; the same item always gives the same reading. */
  read(item: Readable): Reading;
}

/** A matcher that can say why. */
export interface ExplainingMatcher extends Matcher {
  /** The same reading with its reasons: every mention, how each confidence adds up, and what was vetoed and why. For people who ask; ten times as slow. */
  explain(item: Readable): Explanation;
}

/** Compiles a watchlist once; reading is then pure and synchronous. */
export const compileMatcher = (watchlist: Watchlist): ExplainingMatcher => {
  const patterns = compilePatterns(watchlist);
  let bare: Patterns | undefined;
  return {
    read: (item) => read(patterns, item, silent),
    explain: (item) => {
      bare ??= compilePatterns({ entities: watchlist.entities.map(withoutFlags) });
      return explain(patterns, bare, (recorder) => read(patterns, item, recorder));
    },
  };
};

const read = (patterns: Patterns, item: Readable, recorder: Recorder): Reading => {
  const scanned = pageOf(patterns, item, recorder);
  recorder.parts(scanned.parts);
  const [title, summary] = scanned.parts;
  const lookingBack = retrospectivePhrase(title.words, summary.words);
  if (lookingBack !== undefined) recorder.lookBack(lookingBack);
  const retrospective = lookingBack !== undefined;
  if (scanned.aliases.length + scanned.titles.length === 0)
    return { found: [], retrospective, countries: [...scanned.countries.keys()].toSorted() };
  const believed = new Map<number, Believed[]>();
  const named = Map.groupBy(scanned.aliases, (a) => a.role.entity);
  const collect = (page: Page, wanted: (compiled: Compiled) => boolean) => {
    for (const index of [...named.keys()].toSorted((a, b) => a - b)) {
      const compiled = patterns.entities[index];
      if (compiled === undefined || !wanted(compiled)) continue;
      const reasons = believedIn(page, index, compiled, named.get(index) ?? [], recorder);
      if (reasons.length > 0) believed.set(index, reasons);
    }
  };
  // Officials first: they tell which countries the item is about, and that decides on institutions and topics.
  collect(scanned, ({ entity }) => entity.kind === "official");
  const page = withImplied(scanned, believed);
  collect(page, ({ entity }) => entity.kind !== "official");
  addOffices(page, believed, recorder);
  const sentences = page.parts.map((part) => sentencesOf(part.text));
  const found = [...believed.keys()]
    .toSorted((a, b) => a - b)
    .flatMap((index) => {
      const entity = patterns.entities[index]?.entity;
      const reasons = believed.get(index) ?? [];
      if (entity === undefined || reasons.length === 0) return [];
      recorder.believe(entity, reasons);
      return foundOf(entity, reasons, page.parts, sentences) ?? [];
    });
  return {
    found: found.filter((f) => f.confidence >= POSSIBLE_CONFIDENCE),
    retrospective,
    countries: [...page.countries.keys()].toSorted(),
  };
};

const believedIn = (page: Page, index: number, compiled: Compiled, names: readonly AliasOccurrence[], recorder: Recorder): Believed[] => {
  const { entity, offices } = compiled;
  if (abroad(entity.countries, page)) {
    for (const name of names) recorder.refuse(name, "abroad", countriesOf(page));
    return [];
  }
  const context = page.context.filter((c) => c.role.entity === index);
  if (entity.kind !== "official") {
    const negatives = page.negatives.filter((n) => n.role.entity === index);
    return believedThing(names, compiled.stems, { context, negatives }, recorder);
  }
  const titles = page.titles.filter((t) => t.role.entity === index || offices.includes(t.role.entity));
  const qualified = titles.filter((t) => t.role.alias.weak !== true);
  return believedPerson(names, compiled, { titles, context: [...context, ...qualified] }, recorder);
};
