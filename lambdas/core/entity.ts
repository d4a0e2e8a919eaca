import * as z from "zod/mini";

/** What can be on the watchlist. Places are context, not entities. */
export const EntityKind = z.enum(["official", "office", "organization", "topic"]);
export type EntityKind = z.infer<typeof EntityKind>;

/** A language Vigía reads and writes. */
export const Lang = z.enum(["en", "es"]);
export type Lang = z.infer<typeof Lang>;

/** A text in both languages people read. */
export const Bilingual = z.strictObject({
  en: z.string().check(z.minLength(1), z.maxLength(200)),
  es: z.string().check(z.minLength(1), z.maxLength(200)),
});
export type Bilingual = z.infer<typeof Bilingual>;

const text = z.string().check(z.minLength(1), z.maxLength(200));

/** One way to write an entity. A `weak` alias needs evidence in the same item; the flags are judged on the original text. */
export const Alias = z.strictObject({
  text,
  weak: z.optional(z.literal(true)),
  /** Only in this language; both when absent. */
  lang: z.optional(Lang),
  /** Case counts: acronyms (`FGR`), and surnames that are words (`Garland`). */
  cased: z.optional(z.literal(true)),
  /** Accents count. */
  accented: z.optional(z.literal(true)),
});
export type Alias = z.infer<typeof Alias>;

/** A personal name by its parts; the aliases that follow from it are made, not listed (`core/names.ts`). */
export const PersonName = z.strictObject({
  /** Ways to write the given names in front of the surname, most formal first: `Rosa Icela`; `Elizabeth`, `Liz`. */
  given: z.array(text),
  nicknames: z.optional(z.array(text)),
  middle: z.optional(z.array(text)),
  /** Paternal surname, or the only one. */
  surname: text,
  maternal: z.optional(text),
  /** The surname alone points to this person in the news (`Mayorkas`); otherwise it needs evidence (`Salazar`). */
  distinctive: z.optional(z.literal(true)),
  /** The surname is a word or a place too (`Alcalde`, `Garland`): alone it never counts, beside a title it does. */
  word: z.optional(z.literal(true)),
  /** Others of the same full name are in the news: even the full name needs evidence. */
  shared: z.optional(z.literal(true)),
});
export type PersonName = z.infer<typeof PersonName>;

/** Who held an office, when, and how we know. Dates are `YYYY-MM-DD`; `to` is the first day no longer in office. */
export const Tenure = z.strictObject({
  /** Entity id of the holder. */
  holder: z.string(),
  from: z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/)),
  to: z.optional(z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/))),
  source: z.string().check(z.maxLength(300)),
  /** Past this day the holder is unknown unless `to` says more. */
  verifiedUntil: z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/)),
});
export type Tenure = z.infer<typeof Tenure>;

/** Someone or something on the watchlist. */
export const Entity = z.strictObject({
  id: z.string().check(z.regex(/^[a-z0-9-]{1,80}$/)),
  kind: EntityKind,
  name: Bilingual,
  lists: z.array(z.string().check(z.regex(/^[a-z0-9-]{1,40}$/))),
  person: z.optional(PersonName),
  aliases: z.array(Alias).check(z.maxLength(600)),
  /** A phrase that, where it overlaps an alias, means somebody or something else. */
  negatives: z.array(text).check(z.maxLength(600)),
  /** Terms that back a weak alias when they stand in the same item. */
  context: z.array(text).check(z.maxLength(200)),
  /** Titles that back a surname beside them, and that point to the office when they stand alone. */
  titles: z.array(Alias).check(z.maxLength(200)),
  /** Offices only. */
  tenures: z.optional(z.array(Tenure).check(z.maxLength(50))),
  /** In the news every day, like a president or a ministry: that two stories name it does not hint that they tell one event. */
  everyday: z.optional(z.literal(true)),
  /** Countries (ISO 3166 alpha-2) of which one must be named or implied for a mention to count; none means anywhere. */
  countries: z.optional(z.array(z.string().check(z.regex(/^[A-Z]{2}$/)))),
  wikidata: z.optional(z.string().check(z.regex(/^Q\d+$/))),
});
export type Entity = z.infer<typeof Entity>;

/** The rows the matcher is compiled from. */
export interface Watchlist {
  readonly entities: readonly Entity[];
}
