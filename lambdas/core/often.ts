import { DAY_MS } from "./gap.ts";

/** What is looked at of an entity: days are counted back from the end, 0 the last 24 hours. */
export interface Naming {
  /** The days on which it was named. */
  readonly named: ReadonlySet<number>;
  /** The days that were heard well enough to say so. */
  readonly heard: ReadonlySet<number>;
  /** How many days are looked at. */
  readonly days: number;
}

/** Of fewer days nothing is said of "most days". */
export const FEWEST_DAYS = 7;

/** The day a time lies in, counted back from `end` (both epoch ms). */
export const dayBack = (at: number, end: number): number => Math.floor((end - at) / DAY_MS);

/**
 * Is an entity named so often that it can hardly ever return after so many days of silence? On more than half of the days of which
 * anything can be said, and never silent for so long; a day that was not heard may have been a silent one.
 */
export const namedTooOften = ({ named, heard, days }: Naming, silenceDays: number): boolean => {
  const known = new Set([...named, ...heard]).size;
  if (known < FEWEST_DAYS || named.size * 2 <= known) return false;
  let silent = 0;
  for (let day = 0; day < days; day++) {
    silent = named.has(day) ? 0 : silent + 1;
    if (silent >= silenceDays) return false;
  }
  return true;
};

/** Another entity that was named in the same stories: on how many days, and how often the two together would have been told. */
export interface Companion {
  readonly entity: string;
  readonly days: number;
  readonly alerts: number;
}

/** On this share of the days at most two may have been named together, to be called rare. */
const RARE = 1 / 4;

/** May the two be told as a pair: together sometimes, and on few of the days? */
export const isRare = (together: number, { named, heard }: Naming): boolean =>
  together > 0 && together <= new Set([...named, ...heard]).size * RARE;

/**
 * With whom to follow it instead: whoever together with it would have been told most often; of those with as many, whoever was
 * named with it on most days, since that is no coincidence. Undefined where no pair would have been told.
 */
export const bestPair = (companions: readonly Companion[]): Companion | undefined =>
  companions
    .filter(({ alerts }) => alerts > 0)
    .toSorted((a, b) => b.alerts - a.alerts || b.days - a.days || (a.entity < b.entity ? -1 : 1))[0];
