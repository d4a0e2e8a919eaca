import type { Sighting } from "./match.ts";

export const DAY_MS = 86_400_000;

/** Whole days from one time to a later one. */
export const daysBetween = (from: string, to: string): number => Math.floor((Date.parse(to) - Date.parse(from)) / DAY_MS);

/** A silence counts as observed if so much of it was heard (DESIGN "Reappearance"). */
export const HEARD_ENOUGH = 0.8;

/** The ledger is asked about the last so many days at most: its holes are kept for 400. */
export const LEDGER_DAYS = 366;

/** Why an entity's return is worth telling, in numbers people can check. */
export interface Gap {
  /** Whole days without a sighting; absent when there was no sighting at all before. */
  readonly days?: number;
  /** The last sighting before this one. */
  readonly last?: Sighting;
  /** When Vigía began watching, ISO 8601 UTC: of what was before nothing was heard. */
  readonly watchingSince: string;
  /** The silence that was asked for, days. */
  readonly silenceDays: number;
  /** How far those days were heard, 0..1; of more than 366 days the last 366. */
  readonly heard: number;
  /** The days since the last sighting, or since Vigía began watching if that is later, at most 366, and how far they were heard. */
  readonly listened: { readonly days: number; readonly heard: number };
  /** Vigía watched for all of the silence asked for, and heard enough of it to say that the entity was absent. */
  readonly observed: boolean;
  /** Whom the entity returned together with, where the subscription follows two together: an entity id. */
  readonly with?: string;
}

/** What may be said of a return, given what was heard of the silence before it. */
export type Verdict =
  /** The silence was observed: a reappearance. */
  | "observed"
  /** Vigía had not been watching for that long: a first sighting, told as one. */
  | "first"
  /** It had, and did not hear enough: held back, and listed. */
  | "unheard";

/** Had Vigía not watched for the whole of the silence asked for? */
const isYoung = ({ at, watchingSince, silenceDays }: Omit<Silence, "last">): boolean =>
  Date.parse(watchingSince) > Date.parse(at) - silenceDays * DAY_MS;

/** The verdict on a return at `at` (ISO 8601 UTC). A retry that reads the same figures comes to the same. */
export const verdictOf = ({ observed, ...gap }: Gap, at: string): Verdict =>
  observed ? "observed" : isYoung({ ...gap, at }) ? "first" : "unheard";

/** What a gap is made from. */
export interface Silence {
  /** When it ended, ISO 8601 UTC. */
  readonly at: string;
  readonly last: Sighting | undefined;
  readonly silenceDays: number;
  readonly watchingSince: string;
}

/** The two spans of a silence that are asked of the ledger, epoch ms: the days asked for, and all that was listened to since the last sighting. */
export const spansOf = ({ at, last, silenceDays, watchingSince }: Silence) => {
  const to = Date.parse(at);
  const reach = to - LEDGER_DAYS * DAY_MS;
  return {
    asked: { from: Math.max(reach, to - silenceDays * DAY_MS), to },
    listened: { from: Math.min(to, Math.max(reach, Date.parse(watchingSince), last === undefined ? 0 : Date.parse(last.at))), to },
  };
};

/** The figures of a silence; `heard` are the shares of its {@link spansOf}. */
export const gapOf = (silence: Silence, heard: { readonly asked: number; readonly listened: number }): Gap => {
  const { at, last, silenceDays, watchingSince } = silence;
  const { listened } = spansOf(silence);
  return {
    watchingSince,
    silenceDays,
    heard: heard.asked,
    listened: { days: Math.floor((listened.to - listened.from) / DAY_MS), heard: heard.listened },
    observed: heard.asked >= HEARD_ENOUGH && !isYoung(silence),
    ...(last !== undefined && { last, days: daysBetween(last.at, at) }),
  };
};

/** A share as a figure to store: three places, rounded down, so that what is told never claims more than was heard; sums of many spans are not exact. */
export const figure = (share: number): number => Math.floor(Number((share * 1000).toFixed(3))) / 1000;
