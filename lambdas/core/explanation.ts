import type { AliasOccurrence, Believed, Step, TitleOccurrence } from "./evidence.ts";
import { confidenceSteps } from "./evidence.ts";
import type { Alias, Entity } from "./entity.ts";
import type { Evidence, Mention, Reading } from "./match.ts";
import type { Occurrence, Part } from "./occurrences.ts";
import { mentionOf, occurrences, surfaceOf } from "./occurrences.ts";
import type { Patterns, Role } from "./patterns.ts";

/** Why a place that could name an entity does not. */
export const vetoes = [
  "case", // a name with its capitals only, and here it has none
  "accent", // a name with its accents only
  "language", // a name in the other language only
  "negative", // a phrase of the watchlist says that it is something else
  "longer-name", // part of a longer name of somebody else on the watchlist
  "namesake", // the words around it make it somebody else's
  "after-namesake", // a bare surname after somebody else of that name
  "misspelt", // one letter off, and nothing backs it
  "no-evidence", // a weak alias, and nothing backs it
  "other-sense", // the text uses the word in another sense
  "abroad", // the story plays in other countries
  "other-office", // a deputy, a former holder, a nominee
  "named", // the title is the person's beside it, so it points to nobody else
  "no-holder", // nobody on the watchlist is known to have held the office then
] as const;
export type Veto = (typeof vetoes)[number];

/** A place that could name an entity and does not; `by` is what speaks against it, in the item's words where it has words. */
export interface Vetoed extends Mention {
  readonly entity: string;
  readonly alias: string;
  readonly veto: Veto;
  readonly by?: string;
}

/** A place that counts: which alias it is, what makes it count, and `by` which words where they are others. */
export interface ExplainedMention extends Mention {
  readonly alias: string;
  readonly evidence: Evidence;
  readonly by?: string;
}

/** Why an entity was found: every place that counts, and how its confidence adds up (the steps sum to it). */
export interface Why {
  readonly mentions: readonly ExplainedMention[];
  readonly confidence: readonly Step[];
}

/** A reading that accounts for itself. `why` has an entry for each entity found; `lookingBack` is the phrase that makes the item retrospective. */
export interface Explanation {
  readonly reading: Reading;
  readonly why: ReadonlyMap<string, Why>;
  readonly vetoed: readonly Vetoed[];
  readonly lookingBack?: string;
}

type Named = AliasOccurrence | TitleOccurrence;

/** Is told of each decision while an item is read, so that an explanation comes from the same code as the reading. */
export interface Recorder {
  /** The item as it was split. */
  parts(parts: readonly Part[]): void;
  believe(entity: Entity, believed: readonly Believed[]): void;
  /** `whose`: the id of the entity that does not get it, where it is not the alias's own. */
  refuse(occurrence: Named, veto: Veto, by?: Occurrence | string, whose?: string): void;
  lookBack(phrase: string): void;
}

/** Hears nothing: reading costs no more for being explicable. */
export const silent: Recorder = { parts() {}, believe() {}, refuse() {}, lookBack() {} };

/**
 * Explains what `read` reads. `bare` is the same watchlist compiled without flags of case, accents and language: what it finds
 * beyond `patterns` was refused by a flag.
 */
export const explain = (patterns: Patterns, bare: Patterns, read: (recorder: Recorder) => Reading): Explanation => {
  const why = new Map<string, Why>();
  const vetoed: Vetoed[] = [];
  const believed: (readonly [string, Occurrence])[] = [];
  let parts: readonly Part[] = [];
  let lookingBack: string | undefined;
  const refuse: Recorder["refuse"] = (o, veto, by, whose) => {
    const entity = whose ?? idOf(patterns, o);
    vetoed.push({ entity, ...mentionOf(o), alias: o.role.alias.text, veto, ...(by === undefined ? {} : { by: textOf(by) }) });
  };
  const reading = read({
    parts: (split) => (parts = split),
    believe: ({ id }, reasons) => {
      for (const { occurrence } of reasons) believed.push([id, occurrence]);
      why.set(id, { mentions: reasons.map(explained), confidence: confidenceSteps(reasons) });
    },
    refuse,
    lookBack: (phrase) => (lookingBack = phrase),
  });
  for (const [occurrence, veto] of flagged(patterns, bare, parts)) refuse(occurrence, veto);
  return { reading, why, vetoed: tidy(vetoed, believed), ...(lookingBack === undefined ? {} : { lookingBack }) };
};

/** A watchlist without flags of case, accents and language. */
export const withoutFlags = (entity: Entity): Entity => ({
  ...entity,
  aliases: entity.aliases.map(unflagged),
  titles: entity.titles.map(unflagged),
});

const unflagged = ({ text, weak }: Alias): Alias => ({ text, ...(weak === undefined ? {} : { weak }) });

const idOf = (patterns: Patterns, o: Named): string => patterns.entities[o.role.entity]?.entity.id ?? "";

const textOf = (by: Occurrence | string): string => (typeof by === "string" ? by : surfaceOf(by));

const isNamed = (o: Occurrence): o is Named => o.role.role === "alias" || o.role.role === "title";

const explained = ({ occurrence, evidence, by }: Believed): ExplainedMention => ({
  ...mentionOf(occurrence),
  alias: isNamed(occurrence) ? occurrence.role.alias.text : "",
  evidence,
  ...(by === undefined ? {} : { by: surfaceOf(by) }),
});

const flagged = (patterns: Patterns, bare: Patterns, parts: readonly Part[]): (readonly [Named, Veto])[] => {
  const original = new Map<Role, Role | undefined>(bare.roles.map((role, i) => [role, patterns.roles[i]]));
  return parts.flatMap((part) => {
    const key = (o: Named) => `${o.role.entity} ${o.role.alias.text} ${o.from} ${o.to}`;
    const held = new Set(occurrences(patterns, part).filter(isNamed).map(key));
    const all = occurrences(bare, part).filter(isNamed);
    return all
      .filter((o) => !held.has(key(o)))
      .flatMap((o) => {
        const role = original.get(o.role);
        if (role?.role !== "alias" && role?.role !== "title") return [];
        const veto = flagOf(role.alias, o);
        // Weak words of the other language are no candidates: nobody would ask why they do not count.
        return veto === "language" && role.alias.weak === true ? [] : [[o, veto] as const];
      });
  });
};

const flagOf = ({ lang, accented, text }: Alias, o: Named): Veto => {
  if (lang !== undefined && lang !== o.part.lang) return "language";
  return accented === true && plain(surfaceOf(o)) !== plain(text) ? "accent" : "case";
};

const plain = (text: string): string =>
  text
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** One reason a place and entity, that of the longest alias; none where the entity is believed to be named after all. */
const tidy = (vetoed: readonly Vetoed[], believed: readonly (readonly [string, Occurrence])[]): readonly Vetoed[] => {
  const counts = (v: Vetoed) => believed.some(([id, o]) => id === v.entity && o.part.field === v.field && spans(v, mentionOf(o)));
  const kept: Vetoed[] = [];
  for (const v of vetoed.toSorted((a, b) => b.surface.length - a.surface.length)) {
    if (v.veto !== "no-holder" && counts(v)) continue;
    if (!kept.some((k) => k.entity === v.entity && k.field === v.field && spans(v, k))) kept.push(v);
  }
  return kept.toSorted((a, b) => Number(a.field === "summary") - Number(b.field === "summary") || a.start - b.start);
};

const spans = (a: Mention, b: Mention): boolean => a.start < b.end && b.start < a.end;
