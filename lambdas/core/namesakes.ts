import { isGivenName } from "./given-names.ts";
import type { Occurrence, Part } from "./occurrences.ts";
import type { Compiled, Role } from "./patterns.ts";
import type { Token } from "./text.ts";

type AliasOccurrence = Occurrence<Extract<Role, { role: "alias" }>>;

/** Whose name is it: this person's as far as the words around it tell, or somebody else's of the same surname? */
export type Bearer = "person" | "namesake";

/** Small words of a surname: the capital is on the next one ("de la Fuente"). */
const PARTICLE = /^(?:de|del|la|las|los|da|do|dos|van|von|der|y|e)$/;

/**
 * Judges a surname by its neighbours. `Judy Garland`, `J. Salazar`, `Melba Salazar-Lucio`, `Rodríguez Almuzara` and
 * `alcalde de Toluca` are someone or something else. Full names are not judged: their given name is in them.
 * `titled` tells whether a title ends right before a token, since a title before a surname is no given name.
 */
export const bearerOf = (o: AliasOccurrence, { entity, ownWords }: Compiled, titled: (part: Part, token: number) => boolean): Bearer => {
  const { form } = o.role;
  const { tokens } = o.part;
  const surname = tokens[o.from];
  const last = tokens[o.to - 1];
  if (surname === undefined || last === undefined) return "namesake";
  if (form === undefined || form === "full") return "person";
  if (tokens.slice(o.from, o.to).every((t) => t.caps === 0 || PARTICLE.test(t.fold))) return "namesake";
  if (form === "given") return o.to < tokens.length && followedBySurname(o, tokens[o.to]) ? "namesake" : "person";
  const weak = o.role.alias.weak === true;
  const before = tokens[o.from - 1];
  if (before !== undefined && surname.gap <= 1 && !titled(o.part, o.from)) {
    if (someoneElse(o.part, before, ownWords)) return "namesake";
    if (weak && capitalisedName(o.part, o.from - 1)) return "namesake";
  }
  const after = tokens[o.to];
  if (after === undefined) return "person";
  if (entity.person?.word === true && after.gap === 0 && /^(?:de|del|of|mayor|municipal|electo|electa)$/.test(after.fold))
    return "namesake";
  if (weak && after.gap === 1 && after.caps > 0) return "namesake";
  if (weak && form === "surname" && spanishSecondSurname(o, after)) return "namesake";
  return "person";
};

/** A given name, or an initial with its full stop, that is not this person's. */
const someoneElse = (part: Part, before: Token, own: ReadonlySet<string>): boolean =>
  before.caps > 0 && !own.has(before.fold) && (isGivenName(before.fold) || (before.fold.length === 1 && part.text[before.end] === "."));

/** A capitalised word in running text that is neither the first of its sentence nor a word in capitals: most likely a name. */
const capitalisedName = (part: Part, at: number): boolean => {
  const token = part.tokens[at];
  return token !== undefined && !part.capitalised && token.caps === 1 && token.gap < 2 && at > 0;
};

/** Spanish texts write names in sentence case, so a second capitalised word after a surname is the second surname. */
const spanishSecondSurname = (o: AliasOccurrence, after: Token): boolean =>
  o.part.lang === "es" && !o.part.capitalised && after.gap === 0 && after.caps === 1 && after.fold.length > 3;

const followedBySurname = (o: AliasOccurrence, after: Token | undefined): boolean =>
  after !== undefined && !o.part.capitalised && after.gap === 0 && after.caps > 0;
