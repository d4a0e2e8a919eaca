import type { Evidence } from "./match.ts";
import type { Occurrence, Part } from "./occurrences.ts";
import type { Role } from "./patterns.ts";
import { tokenAt, tokensIn } from "./text.ts";

export type AliasOccurrence = Occurrence<Extract<Role, { role: "alias" }>>;
export type TitleOccurrence = Occurrence<Extract<Role, { role: "title" }>>;

/** A mention with the reason to believe it. */
export interface Believed {
  readonly occurrence: Occurrence;
  readonly evidence: Evidence;
  /** The title, the term or the fuller name that backs it. */
  readonly by?: Occurrence;
}

/** What one mention is worth by its evidence alone, before anything is added. */
const WORTH: Readonly<Record<Evidence, number>> = { name: 0.88, title: 0.8, surname: 0.7, context: 0.7, holder: 0.7, office: 0.55 };

/** What a further mention, a second kind of evidence, or a place in the headline adds. */
const MORE = { mention: 0.02, kind: 0.04, headline: 0.02 } as const;

const MISSPELT = 0.1;

/** Nothing read from a text alone is certain. */
const CEILING = 0.99;
const OFFICE_CEILING = 0.65;

/** One summand of a confidence: a kind of evidence, or what was added to it or taken from it. */
export interface Step {
  readonly because: Evidence | "misspelt" | "more mentions" | "more kinds of evidence" | "headline" | "ceiling";
  readonly adds: number;
}

/**
 * Graded and additive: the best evidence, plus a little for every further mention (three at most), every further kind
 * of evidence, and the headline. A misspelt name is worth a tenth less. An office alone is never worth a sighting.
 */
export const confidenceSteps = (believed: readonly Believed[]): Step[] => {
  const kinds = new Set(believed.map((b) => b.evidence));
  const [first, ...rest] = believed;
  if (first === undefined) return [];
  const best = rest.reduce((a, b) => (worth(b) > worth(a) ? b : a), first);
  const officeOnly = kinds.size === 1 && kinds.has("office");
  const headline = !officeOnly && believed.some((b) => b.occurrence.part.field === "title");
  const steps: Step[] = [
    { because: best.evidence, adds: WORTH[best.evidence] },
    { because: "misspelt", adds: best.occurrence.how === "misspelt" ? -MISSPELT : 0 },
    { because: "more mentions", adds: MORE.mention * Math.min(rest.length, officeOnly ? rest.length : 3) },
    { because: "more kinds of evidence", adds: MORE.kind * (kinds.size - 1) },
    { because: "headline", adds: headline ? MORE.headline : 0 },
  ];
  const over = (officeOnly ? OFFICE_CEILING : CEILING) - sum(steps);
  return [...steps, { because: "ceiling" as const, adds: Math.min(0, over) }].filter((step) => step.adds !== 0).map(rounded);
};

/** How sure a mention of an entity is, 0..1. */
export const confidenceOf = (believed: readonly Believed[]): number => round(sum(confidenceSteps(believed)));

const worth = ({ evidence, occurrence }: Believed): number => WORTH[evidence] - (occurrence.how === "misspelt" ? MISSPELT : 0);

const sum = (steps: readonly Step[]): number => steps.reduce((total, { adds }) => total + adds, 0);

const rounded = ({ because, adds }: Step): Step => ({ because, adds: round(adds) });

const round = (value: number): number => Math.round(value * 100) / 100;

/** Two places in the same part share a word. */
export const overlap = (a: Occurrence, b: Occurrence): boolean => a.part === b.part && a.from < b.to && b.from < a.to;

/** `inner` lies in `outer`, and `outer` says more. */
export const within = (inner: Occurrence, outer: Occurrence): boolean =>
  inner.part === outer.part && outer.from <= inner.from && inner.to <= outer.to && outer.to - outer.from > inner.to - inner.from;

/** Words that may stand between a title and a name: articles and honorifics. */
const BETWEEN = /^(?:el|la|the|dr|dra|mr|mrs|ms|sr|sra|lic|mtra|mtro|don|dona)$/;

/** Does the title stand beside the name: before it ("Secretary Blinken", "el fiscal, Alejandro Gertz") or after it ("Garland, the attorney general")? */
export const beside = (title: Occurrence, name: Occurrence): boolean => {
  if (title.part !== name.part) return false;
  return follows(name.part, title.to, name.from) || follows(name.part, name.to, title.from);
};

const follows = (part: Part, end: number, start: number): boolean => {
  const distance = start - end;
  if (distance < 0 || distance > 2) return false;
  for (let at = end; at <= start; at++) if ((tokenAt(part.words, at)?.gap ?? 3) === 3) return false;
  return tokensIn(part.words, end, start).every((t) => BETWEEN.test(t.fold));
};
