import type { EntityKind, Lang } from "./entity.ts";

/** Which part of an item a mention stands in. */
export type Field = "title" | "summary";

/** One place in an item's text that names an entity: `item[field].slice(start, end) === surface`, always (UTF-16 offsets). */
export interface Mention {
  readonly field: Field;
  readonly start: number;
  readonly end: number;
  readonly surface: string;
}

/** Why a mention counts. People read it in words; code never parses it. */
export type Evidence =
  | "name" // a strong alias: full name, acronym, agreed nickname
  | "surname" // a weak alias, backed by a strong mention in the same item
  | "title" // a weak alias with a title beside it ("Secretary Blinken")
  | "context" // a weak alias with a context term in the item
  | "office" // the title alone, resolved to the holder at the item's date
  | "holder"; // an office matched because its holder is named during the term

/** Where the entity stands: the headline, the first sentence, or further down. */
export type Prominence = "headline" | "lead" | "passing";

/** The sentence people read as the reason of a match; `start`/`end` mark the surface in it. */
export interface Sentence {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** What the matcher says of one entity in one item. */
export interface Found {
  readonly entity: string;
  readonly kind: EntityKind;
  /** 0..1, graded and additive; ≥ 0.7 counts as a sighting. */
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
  readonly prominence: Prominence;
  /** At least one; in order of appearance, title first. */
  readonly mentions: readonly Mention[];
  readonly sentence: Sentence;
  /**
   * Found by a rematch in an item of the past: stored like any other, but no run of the item alerts on it, however often its
   * message comes again. Kept here and not derived from times, so that every retry decides alike.
   */
  readonly silent?: true;
}

/** What the matcher says of an item. Deterministic: the same text, date and watchlist give the same value. */
export interface Reading {
  readonly found: readonly Found[];
  /** An anniversary, obituary or archive piece: neither fires nor ends a silence. */
  readonly retrospective: boolean;
  /** ISO 3166 alpha-2 of the places named, sorted. */
  readonly countries: readonly string[];
}

/** Those who are found, but not by this decision. */
export const lackingIn = ({ reading }: { readonly reading: Reading }, found: readonly Found[]): readonly Found[] =>
  found.filter(({ entity }) => !reading.found.some((one) => one.entity === entity));

/** The last time an entity was seen before this match. */
export interface Sighting {
  readonly storyId: string;
  /** ISO 8601 UTC: min(published, first seen). */
  readonly at: string;
  readonly title: string;
  readonly outlet: string;
  readonly link?: string;
}

/** An entity found in a story: what dashboards query. It never expires; it can be retracted. */
export interface Match extends Omit<Found, "mentions" | "silent"> {
  /** hash(story, entity). */
  readonly id: string;
  readonly storyId: string;
  /** The entity's lists at the time (`article`, `successors`, …). */
  readonly lists: readonly string[];
  /** ISO 8601 UTC: the story's time, min(published, first seen) of the item that founded it. */
  readonly at: string;
  readonly itemId: string;
  readonly title: string;
  readonly outlet: string;
  readonly link?: string;
  readonly lang: Lang;
  readonly countries: readonly string[];
  readonly retrospective: boolean;
  readonly baseline: boolean;
  /** The sighting before this one, as known when the match was made; absent if there was none. */
  readonly last?: Sighting;
  /** Whole days between `last` and this match. */
  readonly gapDays?: number;
  /** How far that time was heard, 0..1; of more than 366 days the last 366. Known from a week on, of what is news. */
  readonly heard?: number;
  /** When an operator rejected it for everyone, ISO 8601 UTC: it is kept, and neither listed nor counted nor told. */
  readonly retracted?: string;
  readonly sample?: true;
}

/** Confidence at which a match counts for silence (DESIGN, "Sighting"). */
export const SIGHTING_CONFIDENCE = 0.7;

/** Does this match count for silence? Not by office alone, not a retrospective, not retracted, confident enough. */
export const isSighting = (match: Pick<Match, "confidence" | "evidence" | "retrospective" | "retracted">): boolean =>
  match.confidence >= SIGHTING_CONFIDENCE &&
  !match.retrospective &&
  match.retracted === undefined &&
  !match.evidence.every((e) => e === "office");

const standing: Readonly<Record<Prominence, number>> = { headline: 4, lead: 2, passing: 0 };

/**
 * How much a match tells, as one number to compare: a sighting before what is none, then the more prominent, then the surer.
 * Of the items of a story the one that tells most stands for it.
 */
export const telling = (match: Pick<Match, "confidence" | "evidence" | "retrospective" | "prominence">): number =>
  (isSighting(match) ? 8 : 0) + standing[match.prominence] + match.confidence;
