import type { Alias, PersonName } from "./entity.ts";

/** How a made alias writes a person: what it takes to believe it depends on that. */
export type NameForm = "full" | "surnames" | "surname" | "given";

/** An alias made from a structured name. */
export interface MadeAlias extends Alias {
  readonly form: NameForm;
}

/**
 * The ways newsrooms write a person, from the parts of the name:
 * every given name or nickname before the surname, with or without middle names (whole or initial) and the maternal surname;
 * the two surnames alone; the surname alone; a double given name alone (`Rosa Icela`).
 * Spanish names put the paternal surname first and drop the maternal one freely; English names put middle initials in.
 */
export const nameAliases = (name: PersonName): MadeAlias[] => {
  const made = new Map<string, MadeAlias>();
  const add = (text: string, form: NameForm, weak: boolean) => {
    if (!made.has(text)) made.set(text, { text, form, ...(weak ? { weak: true as const } : {}) });
  };
  const fullWeak = name.shared === true;
  for (const first of [...name.given, ...(name.nicknames ?? [])]) {
    add(`${first} ${name.surname}`, "full", fullWeak);
    for (const middle of middles(name)) {
      add(`${first} ${middle} ${name.surname}`, "full", false);
      if (name.maternal !== undefined) add(`${first} ${middle} ${name.surname} ${name.maternal}`, "full", false);
    }
    if (name.maternal !== undefined) add(`${first} ${name.surname} ${name.maternal}`, "full", false);
  }
  if (name.maternal !== undefined) add(`${name.surname} ${name.maternal}`, "surnames", name.distinctive !== true);
  add(name.surname, "surname", name.distinctive !== true);
  for (const first of name.given) if (first.includes(" ")) add(first, "given", true);
  return [...made.values()];
};

/** Middle names whole and as initials. */
const middles = (name: PersonName): string[] =>
  (name.middle ?? []).flatMap((middle) => (middle.length > 1 ? [middle, middle.slice(0, 1)] : [middle]));
