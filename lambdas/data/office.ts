import type { Alias, Entity, Tenure } from "../core/entity.ts";

/** One tenure. `until` is the first day out of office, or null while it lasted when last verified. */
export const tenure = (holder: string, from: string, until: string | null, verifiedUntil: string, source: string): Tenure =>
  until === null ? { holder, from, source, verifiedUntil } : { holder, from, to: until, source, verifiedUntil };

/** "of the United States" as Spanish-language newsrooms write it; `-o` stands for the ending of the adjective. */
export const ofUnitedStates = (title: string): string =>
  [
    "de Estados Unidos",
    "de los Estados Unidos",
    "de EU",
    "de EE.UU.",
    "de EE UU",
    "de EEUU",
    "de EUA",
    "estadounidense",
    "norteamericano",
    "norteamericana",
  ]
    .map((country) => `${title} ${country}`)
    .join("|");

/** "U.S. …" as English-language newsrooms write it. */
export const american = (title: string): string =>
  `U.S. ${title}|United States ${title}|American ${title}|${title} of the United States|USA ${title}`;
/** The same for Mexico. */
export const mexican = (title: string): string => `Mexican ${title}|Mexico's ${title}|${title} of Mexico`;

/** An office before it is an entity. */
export interface Office {
  readonly id: string;
  readonly name: Entity["name"];
  readonly country: string;
  /** Titles that say which country's office it is: alone, they point to it. */
  readonly qualified: readonly Alias[];
  /** Titles that only back a surname beside them. */
  readonly short: readonly Alias[];
  readonly tenures: readonly Tenure[];
  readonly negatives?: readonly string[];
}

/** An office of the article as an entity. */
export const office = ({ id, name, country, qualified, short, tenures, negatives }: Office): Entity => ({
  id,
  kind: "office",
  name,
  lists: ["article"],
  aliases: [],
  negatives: [...(negatives ?? [])],
  context: [],
  titles: [...qualified, ...short].map(aPerson),
  tenures: [...tenures],
  countries: [country],
});

/** `secretaria` is a person and `secretaría` an institution: in that word the accent counts. */
const aPerson = (title: Alias): Alias => (title.text.startsWith("secretaria ") ? { ...title, accented: true } : title);
