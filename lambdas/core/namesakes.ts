import { isGivenName } from "./given-names.ts";
import type { Occurrence, Part } from "./occurrences.ts";
import type { Compiled, Role } from "./patterns.ts";
import { surfaceOf } from "./occurrences.ts";
import type { Token } from "./text.ts";
import { tokenAt, tokensIn } from "./text.ts";

type AliasOccurrence = Occurrence<Extract<Role, { role: "alias" }>>;

/** Why a surname is not this person's: it is an ordinary word here, or the words `by` show that it is somebody else's. */
export interface Stranger {
  readonly veto: "case" | "namesake";
  readonly by: string;
}

/** Small words of a surname: the capital is on the next one ("de la Fuente"). */
const PARTICLE = /^(?:de|del|la|las|los|da|do|dos|van|von|der|y|e)$/;

/**
 * Judges a surname by its neighbours: undefined as far as it is this person's. `Judy Garland`, `J. Salazar`,
 * `Melba Salazar-Lucio`, `Rodríguez Almuzara` and `alcalde de Toluca` are someone or something else. Full names are not
 * judged: their given name is in them. `titled` tells whether a title ends right before a token, since a title before a
 * surname is no given name.
 */
export const strangerIn = (
  o: AliasOccurrence,
  { entity, ownWords }: Compiled,
  titled: (part: Part, token: number) => boolean,
): Stranger | undefined => {
  const { form } = o.role;
  const { words } = o.part;
  const surname = tokenAt(words, o.from);
  if (surname === undefined || form === undefined || form === "full") return undefined;
  if (tokensIn(words, o.from, o.to).every((t) => t.caps === 0 || PARTICLE.test(t.fold))) return { veto: "case", by: surname.fold };
  const somebody = (from: number, to: number): Stranger => ({
    veto: "namesake",
    by: surfaceOf({ part: o.part, from, to }),
  });
  const after = tokenAt(words, o.to);
  if (form === "given") return followedBySurname(o, after) ? somebody(o.from, o.to + 1) : undefined;
  const weak = o.role.alias.weak === true;
  const before = tokenAt(words, o.from - 1);
  if (before !== undefined && surname.gap <= 1 && !titled(o.part, o.from)) {
    if (someoneElse(o.part, before, ownWords) || (weak && capitalisedName(o.part, o.from - 1))) return somebody(o.from - 1, o.to);
  }
  if (after === undefined) return undefined;
  const ofSomething = entity.person?.word === true && after.gap === 0 && OFFICE_OF.test(after.fold);
  const compound = weak && after.gap === 1 && after.caps > 0;
  const second = weak && form === "surname" && spanishSecondSurname(o, after);
  return ofSomething || compound || second ? somebody(o.from, o.to + 1) : undefined;
};

/** After a surname that is the word for an office: "alcalde de Toluca", "alcaldesa electa". */
const OFFICE_OF = /^(?:de|del|of|mayor|municipal|electo|electa)$/;

/** A given name, or an initial with its full stop, that is not this person's. */
const someoneElse = (part: Part, before: Token, own: ReadonlySet<string>): boolean =>
  before.caps > 0 && !own.has(before.fold) && (isGivenName(before.fold) || (before.fold.length === 1 && part.text[before.end] === "."));

/** A capitalised word in running text that is neither the first of its sentence nor a word in capitals: most likely a name. */
const capitalisedName = (part: Part, at: number): boolean => {
  const token = tokenAt(part.words, at);
  return token !== undefined && !part.capitalised && token.caps === 1 && token.gap < 2 && at > 0;
};

/** Spanish texts write names in sentence case, so a second capitalised word after a surname is the second surname. */
const spanishSecondSurname = (o: AliasOccurrence, after: Token): boolean =>
  o.part.lang === "es" && !o.part.capitalised && after.gap === 0 && after.caps === 1 && after.fold.length > 3;

const followedBySurname = (o: AliasOccurrence, after: Token | undefined): boolean =>
  after !== undefined && !o.part.capitalised && after.gap === 0 && after.caps > 0;
