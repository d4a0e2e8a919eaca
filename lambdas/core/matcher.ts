import type { Lang, Watchlist } from "./entity.ts";
import type { AliasOccurrence, Believed, TitleOccurrence } from "./evidence.ts";
import { confidenceOf, overlap, within } from "./evidence.ts";
import type { Evidence, Found, Prominence, Reading } from "./match.ts";
import { SIGHTING_CONFIDENCE } from "./match.ts";
import type { Occurrence, Part } from "./occurrences.ts";
import { occurrences, partOf, surfaceOf } from "./occurrences.ts";
import { held, holderAt } from "./offices.ts";
import { believedPerson, believedThing } from "./officials.ts";
import type { Compiled, Patterns, Role } from "./patterns.ts";
import { compilePatterns } from "./patterns.ts";
import { isRetrospective } from "./retrospective.ts";
import { sentenceAround, sentenceBounds } from "./sentence.ts";
import { isNamed, meansOffice } from "./titles.ts";

/** Below this a match is not worth telling: `vigia match` and the pipeline leave it out. */
export const POSSIBLE_CONFIDENCE = 0.5;

/** What the matcher reads: texts are plain, `date` is ISO 8601 (a month or a year will do; unreadable means no offices are resolved). */
export interface Readable {
  readonly title: string;
  readonly summary: string;
  readonly lang: Lang;
  readonly date: string;
}

/** A compiled watchlist. */
export interface Matcher {
  /** Who and what the item names. Never throws; the same item always gives the same reading. */
  read(item: Readable): Reading;
}

/** Compiles a watchlist once; reading is then pure and synchronous. */
export const compileMatcher = (watchlist: Watchlist): Matcher => {
  const patterns = compilePatterns(watchlist);
  return { read: (item) => read(patterns, item) };
};

const read = (patterns: Patterns, item: Readable): Reading => {
  const parts = [partOf("title", item.title), partOf("summary", item.summary)];
  const all = parts.flatMap((part) => occurrences(patterns, part, item.lang));
  const page: Page = {
    patterns,
    date: item.date,
    aliases: settled(all.filter(isRole("alias")), all, patterns),
    titles: outermost(untouched(all.filter(isRole("title")), all)),
    context: all.filter(isRole("context")),
    countries: countriesOf(all),
  };
  const believed = new Map<number, Believed[]>();
  for (const [index, compiled] of patterns.entities.entries()) {
    const reasons = believedIn(page, index, compiled);
    if (reasons.length > 0) believed.set(index, reasons);
  }
  addOffices(page, believed);
  const found = [...believed].map(([index, reasons]) => foundOf(patterns.entities[index], reasons, parts)).filter((f) => f !== undefined);
  return { found, retrospective: isRetrospective(item.title, item.summary), countries: [...page.countries].toSorted() };
};

/** An item with everything that stands in it. */
interface Page {
  readonly patterns: Patterns;
  readonly date: string;
  readonly aliases: readonly AliasOccurrence[];
  readonly titles: readonly TitleOccurrence[];
  readonly context: readonly Occurrence<Extract<Role, { role: "context" }>>[];
  readonly countries: ReadonlySet<string>;
}

const isRole =
  <R extends Role["role"]>(role: R) =>
  (o: Occurrence): o is Occurrence<Extract<Role, { role: R }>> =>
    o.role.role === role;

/** Aliases that no negative touches and no longer name holds: `Alejandro Gertz` in `Alejandro Gertz Manero`, a surname in somebody's full name. */
const settled = (aliases: readonly AliasOccurrence[], all: readonly Occurrence[], patterns: Patterns): AliasOccurrence[] => {
  const kept = untouched(aliases, all);
  const person = (a: AliasOccurrence) => patterns.entities[a.role.entity]?.entity.kind === "official";
  return kept.filter((a) => !kept.some((b) => within(a, b) && (a.role.entity === b.role.entity || (person(a) && person(b)))));
};

/** Those that no negative of the same entity overlaps. */
const untouched = <O extends AliasOccurrence | TitleOccurrence>(some: readonly O[], all: readonly Occurrence[]): O[] => {
  const negatives = all.filter(isRole("negative"));
  return some.filter((o) => !negatives.some((n) => n.role.entity === o.role.entity && overlap(n, o)));
};

/** Titles that lie in no longer title: `attorney general` in `assistant attorney general`. */
const outermost = (titles: readonly TitleOccurrence[]): TitleOccurrence[] =>
  titles.filter((t) => !titles.some((longer) => within(t, longer)));

/** Countries of the places named; a place inside a longer one is not named (`Mexico` in `New Mexico`). */
const countriesOf = (all: readonly Occurrence[]): ReadonlySet<string> => {
  const places = all.filter(isRole("place"));
  return new Set(places.filter((p) => !places.some((longer) => within(p, longer))).map((p) => p.role.country));
};

const believedIn = (page: Page, index: number, compiled: Compiled): Believed[] => {
  const { entity, offices } = compiled;
  const names = page.aliases.filter((a) => a.role.entity === index);
  if (names.length === 0 || abroad(entity.countries, page.countries)) return [];
  const context = page.context.filter((c) => c.role.entity === index);
  if (entity.kind !== "official") return believedThing(names, context);
  const titles = page.titles.filter((t) => t.role.entity === index || offices.includes(t.role.entity));
  const qualified = titles.filter((t) => t.role.alias.weak !== true);
  return believedPerson(names, compiled, { titles, context: [...context, ...qualified] });
};

/** The story plays in other countries only. A text that names no country at all is read at home. */
const abroad = (home: readonly string[] | undefined, named: ReadonlySet<string>): boolean =>
  home !== undefined && named.size > 0 && !home.some((country) => named.has(country));

/**
 * Offices: named by a title that says which country's it is; or by whoever holds it at the item's date. A title that stands alone
 * points to the holder at that date, with evidence `office`.
 */
const addOffices = (page: Page, believed: Map<number, Believed[]>): void => {
  for (const [index, { entity }] of page.patterns.entities.entries()) {
    if (entity.kind !== "office") continue;
    const titles = abroad(entity.countries, page.countries)
      ? []
      : page.titles.filter((t) => t.role.entity === index && t.role.alias.weak !== true && meansOffice(t));
    const reasons: Believed[] = titles.map((occurrence) => ({ occurrence, evidence: "name" }));
    const holder = page.patterns.indexOf.get(holderAt(entity, page.date) ?? "");
    const alone = titles.filter((t) => !isNamed(t));
    if (holder !== undefined && alone.length > 0) {
      const pointed = alone.map((occurrence): Believed => ({ occurrence, evidence: "office" }));
      believed.set(holder, [...(believed.get(holder) ?? []), ...pointed]);
    }
    reasons.push(...byHolder(page, entity, believed));
    if (reasons.length > 0) believed.set(index, [...(believed.get(index) ?? []), ...reasons]);
  }
};

const byHolder = (page: Page, office: Compiled["entity"], believed: ReadonlyMap<number, Believed[]>): Believed[] =>
  [...new Set((office.tenures ?? []).map((t) => t.holder))].flatMap((id) => {
    const named = (believed.get(page.patterns.indexOf.get(id) ?? -1) ?? []).filter((b) => b.evidence !== "office");
    if (named.length === 0 || confidenceOf(named) < SIGHTING_CONFIDENCE || !held(office, id, page.date)) return [];
    return named.map(({ occurrence }): Believed => ({ occurrence, evidence: "holder" }));
  });

const EVIDENCE_ORDER: readonly Evidence[] = ["name", "title", "surname", "context", "holder", "office"];

const foundOf = (compiled: Compiled | undefined, reasons: readonly Believed[], parts: readonly Part[]): Found | undefined => {
  const ordered = reasons.toSorted(
    (a, b) =>
      parts.indexOf(a.occurrence.part) - parts.indexOf(b.occurrence.part) ||
      a.occurrence.from - b.occurrence.from ||
      b.occurrence.to - a.occurrence.to,
  );
  const apart = ordered.filter((a, i) => !ordered.slice(0, i).some((b) => overlap(a.occurrence, b.occurrence)));
  const mentions = apart.map(({ occurrence: o }) => {
    const surface = surfaceOf(o);
    const start = o.part.tokens[o.from]?.start ?? 0;
    return { field: o.part.field, start, end: start + surface.length, surface };
  });
  const first = mentions[0];
  const text = parts.find((p) => p.field === first?.field)?.text ?? "";
  if (compiled === undefined || first === undefined) return undefined;
  return {
    entity: compiled.entity.id,
    kind: compiled.entity.kind,
    confidence: confidenceOf(reasons),
    evidence: EVIDENCE_ORDER.filter((e) => reasons.some((b) => b.evidence === e)),
    prominence: prominenceOf(mentions, text),
    mentions,
    sentence: sentenceAround(text, first.start, first.end),
  };
};

const prominenceOf = (mentions: Found["mentions"], text: string): Prominence => {
  const first = mentions[0];
  if (first?.field === "title") return "headline";
  const lead = sentenceBounds(text)[0];
  return first !== undefined && lead !== undefined && first.start < lead[1] ? "lead" : "passing";
};
