import type { Lang, Watchlist } from "./entity.ts";
import type { Believed } from "./evidence.ts";
import { foundOf } from "./found.ts";
import type { Reading } from "./match.ts";
import { addOffices } from "./office-matches.ts";
import { believedPerson } from "./officials.ts";
import type { Page } from "./page.ts";
import { abroad, pageOf, withImplied } from "./page.ts";
import type { Compiled, Patterns } from "./patterns.ts";
import { compilePatterns } from "./patterns.ts";
import { isRetrospective } from "./retrospective.ts";
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

/** Compiles a watchlist once; reading is then pure and synchronous. */
export const compileMatcher = (watchlist: Watchlist): Matcher => {
  const patterns = compilePatterns(watchlist);
  return { read: (item) => read(patterns, item) };
};

const read = (patterns: Patterns, item: Readable): Reading => {
  const scanned = pageOf(patterns, item);
  const retrospective = isRetrospective(scanned.parts[0]?.tokens ?? [], scanned.parts[1]?.tokens ?? []);
  if (scanned.aliases.length + scanned.titles.length === 0)
    return { found: [], retrospective, countries: [...scanned.countries.keys()].toSorted() };
  const believed = new Map<number, Believed[]>();
  const collect = (page: Page, wanted: (compiled: Compiled) => boolean) => {
    for (const [index, compiled] of patterns.entities.entries()) {
      const reasons = wanted(compiled) ? believedIn(page, index, compiled) : [];
      if (reasons.length > 0) believed.set(index, reasons);
    }
  };
  // Officials first: they tell which countries the item is about, and that decides on institutions and topics.
  collect(scanned, ({ entity }) => entity.kind === "official");
  const page = withImplied(scanned, believed);
  collect(page, ({ entity }) => entity.kind !== "official");
  addOffices(page, believed);
  const sentences = page.parts.map((part) => sentenceBounds(part.text));
  const found = patterns.entities.flatMap(({ entity }, index) => foundOf(entity, believed.get(index) ?? [], page.parts, sentences) ?? []);
  return {
    found: found.filter((f) => f.confidence >= POSSIBLE_CONFIDENCE),
    retrospective,
    countries: [...page.countries.keys()].toSorted(),
  };
};

const believedIn = (page: Page, index: number, compiled: Compiled): Believed[] => {
  const { entity, offices } = compiled;
  const names = page.aliases.filter((a) => a.role.entity === index);
  if (names.length === 0 || abroad(entity.countries, page)) return [];
  const context = page.context.filter((c) => c.role.entity === index);
  if (entity.kind !== "official")
    return believedThing(names, compiled.stems, { context, negatives: page.negatives.filter((n) => n.role.entity === index) });
  const titles = page.titles.filter((t) => t.role.entity === index || offices.includes(t.role.entity));
  const qualified = titles.filter((t) => t.role.alias.weak !== true);
  return believedPerson(names, compiled, { titles, context: [...context, ...qualified] });
};
