import type { AliasOccurrence, Believed, TitleOccurrence } from "./evidence.ts";
import { beside } from "./evidence.ts";
import type { Occurrence, Part } from "./occurrences.ts";
import type { Compiled } from "./patterns.ts";
import { bearerOf } from "./namesakes.ts";

/** What stands in the item around a person's names. */
export interface Surroundings {
  /** Titles of this person and of the offices this person ever held. */
  readonly titles: readonly TitleOccurrence[];
  /** Context terms of this person. */
  readonly context: readonly Occurrence[];
}

/**
 * Which of the places that could name a person do: full names and distinctive surnames as they stand; a common surname
 * with a title beside it, or after the full name, or (unless it is a word too) with a context term in the item. When the item names
 * somebody else of that surname, a bare surname is read as the other's unless the person is named in full or with a title.
 */
export const believedPerson = (names: readonly AliasOccurrence[], person: Compiled, around: Surroundings): Believed[] => {
  const titled = (part: Part, token: number) => around.titles.some((t) => t.part === part && t.to === token);
  const others = names.filter((n) => bearerOf(n, person, titled) === "namesake");
  const own = names.filter((n) => !others.includes(n));
  const believed: Believed[] = [];
  const left: AliasOccurrence[] = [];
  for (const name of own) {
    const backed = around.titles.some((t) => beside(t, name));
    if (name.how === "misspelt" && !backed && around.context.length === 0) continue;
    const { form } = name.role;
    if (name.role.alias.weak !== true && (form === "full" || form === undefined)) believed.push({ occurrence: name, evidence: "name" });
    else if (backed) believed.push({ occurrence: name, evidence: "title" });
    else left.push(name);
  }
  const known = believed.length > 0;
  const confused = others.length > 0 && !known;
  for (const name of left) {
    const alone = name.role.form === "surname" && person.entity.person?.word === true;
    if (name.role.alias.weak !== true && !confused) believed.push({ occurrence: name, evidence: "name" });
    else if (known) believed.push({ occurrence: name, evidence: "surname" });
    else if (!alone && !confused && around.context.length > 0) believed.push({ occurrence: name, evidence: "context" });
  }
  return believed;
};

/** Organizations and topics: strong aliases as they stand, weak ones with a strong one or a context term in the item. */
export const believedThing = (names: readonly AliasOccurrence[], context: readonly Occurrence[]): Believed[] => {
  const strong = names.filter((n) => n.role.alias.weak !== true);
  const weak = names.filter((n) => n.role.alias.weak === true);
  const apart = (n: AliasOccurrence) => context.some((c) => c.part !== n.part || c.to <= n.from || n.to <= c.from);
  return [
    ...strong.map((occurrence): Believed => ({ occurrence, evidence: "name" })),
    ...weak.flatMap((occurrence): Believed[] => {
      if (strong.length > 0) return [{ occurrence, evidence: "surname" }];
      return apart(occurrence) ? [{ occurrence, evidence: "context" }] : [];
    }),
  ];
};
