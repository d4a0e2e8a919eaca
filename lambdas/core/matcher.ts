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
import { sentenceBounds } from "./sentence.ts";
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
  const sentences = page.parts.map((part) => sentenceBounds(part.text));
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
