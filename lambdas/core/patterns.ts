import type { Automaton } from "./automaton.ts";
import { compileAutomaton } from "./automaton.ts";
import type { Alias, Entity, Lang, Watchlist } from "./entity.ts";
import { places } from "./gazetteer.ts";
import type { NameForm } from "./names.ts";
import { nameAliases } from "./names.ts";
import type { Lexicon } from "./lexicon.ts";
import { lexiconOf } from "./lexicon.ts";
import { fold, stem, tokenise } from "./text.ts";

/** What a pattern is there for. */
export type Role =
  | { readonly role: "alias"; readonly entity: number; readonly alias: Alias; readonly form?: NameForm }
  | { readonly role: "negative"; readonly entity: number }
  | { readonly role: "context"; readonly entity: number }
  | { readonly role: "title"; readonly entity: number; readonly alias: Alias }
  | { readonly role: "place"; readonly country: string; readonly text: string; readonly cased: boolean; readonly lang?: Lang };

/** An entity as the matcher reads it. */
export interface Compiled {
  readonly entity: Entity;
  /** Offices (by entity index) whose titles back this person's surname. */
  readonly offices: readonly number[];
  /** Folded words of the person's own names: a given name among them before the surname is no one else. */
  readonly ownWords: ReadonlySet<string>;
  /** Stems of the words in the entity's aliases. */
  readonly stems: ReadonlySet<string>;
}

/** A watchlist ready to be read with. */
export interface Patterns {
  readonly automaton: Automaton;
  /** Every word of every pattern (class 1), and those of full names of people (class 2 too). */
  readonly vocabulary: Lexicon;
  readonly roles: readonly Role[];
  readonly entities: readonly Compiled[];
  readonly indexOf: ReadonlyMap<string, number>;
  /** The countries whose offices are on the watchlist. */
  readonly watched: ReadonlySet<string>;
}

/** Compiles a watchlist: made and listed aliases, negatives, context terms, titles and places in one automaton. */
export const compilePatterns = (watchlist: Watchlist): Patterns => {
  const indexOf = new Map(watchlist.entities.map((e, i) => [e.id, i]));
  const offices = officesByHolder(watchlist);
  const roles: Role[] = [];
  const phrases: string[] = [];
  const add = (text: string, role: Role) => {
    roles.push(role);
    phrases.push(text);
  };
  for (const [entity, e] of watchlist.entities.entries()) {
    for (const alias of aliasesOf(e)) add(alias.text, { role: "alias", entity, alias, ...("form" in alias ? { form: alias.form } : {}) });
    for (const text of e.negatives) add(text, { role: "negative", entity });
    for (const text of e.context) add(text, { role: "context", entity });
    for (const alias of e.titles) add(alias.text, { role: "title", entity, alias });
  }
  for (const place of places) {
    add(place.text, {
      role: "place",
      country: place.country,
      text: place.text,
      cased: place.cased === true,
      ...(place.lang ? { lang: place.lang } : {}),
    });
  }
  return {
    automaton: compileAutomaton(phrases),
    vocabulary: lexiconOf(distinctWords(phrases), distinctWords(phrases.filter((_, i) => isFullName(roles[i])))),
    roles,
    entities: watchlist.entities.map((entity) => ({
      entity,
      offices: offices.get(entity.id) ?? [],
      ownWords: ownWords(entity),
      stems: stems(entity),
    })),
    indexOf,
    watched: new Set(watchlist.entities.flatMap((e) => (e.kind === "office" ? (e.countries ?? []) : []))),
  };
};

const distinctWords = (phrases: readonly string[]): ReadonlySet<string> =>
  new Set(phrases.flatMap((text) => tokenise(text).map((t) => t.fold)));

/** Is the pattern a person's full name? */
export const isFullName = (role: Role | undefined): boolean => role?.role === "alias" && role.form === "full";

/** Listed aliases first: where both are the same text, the list says how strong it is. */
const aliasesOf = (entity: Entity): readonly (Alias & { readonly form?: NameForm })[] => {
  const listed = new Set(entity.aliases.map((a) => fold(a.text)));
  const own = entity.kind === "official" ? entity.aliases.map(withForm) : entity.aliases;
  const made = entity.person === undefined ? [] : nameAliases(entity.person).filter((a) => !listed.has(fold(a.text)));
  return [...own, ...made];
};

/** A weak alias that is listed is a part of a name: one word is judged like a surname, more like given names. */
const withForm = (alias: Alias): Alias & { readonly form?: NameForm } =>
  alias.weak === true ? { ...alias, form: tokenise(alias.text).length === 1 ? "surname" : "given" } : alias;

const officesByHolder = (watchlist: Watchlist): Map<string, number[]> => {
  const map = new Map<string, number[]>();
  for (const [index, office] of watchlist.entities.entries()) {
    for (const holder of new Set((office.tenures ?? []).map((t) => t.holder))) map.set(holder, [...(map.get(holder) ?? []), index]);
  }
  return map;
};

const stems = (entity: Entity): ReadonlySet<string> =>
  new Set(entity.aliases.flatMap((alias) => tokenise(alias.text).flatMap((t) => stem(t.fold) ?? [])));

const ownWords = ({ person }: Entity): ReadonlySet<string> => {
  if (person === undefined) return new Set();
  const parts = [...person.given, ...(person.nicknames ?? []), ...(person.middle ?? [])];
  const words = parts.flatMap((part) => tokenise(part).map((t) => t.fold));
  return new Set([...words, ...words.map((w) => w.slice(0, 1))]);
};
