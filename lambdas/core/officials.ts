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
 * with a title beside it, or after the full name, or (unless it is a word too) with a context term in the item. A bare surname
 * means whoever bore it last: after `Hunter Biden` it is his, unless the person is named in full or with a title somewhere.
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
    const named = name.role.alias.weak !== true && (form === "full" || form === undefined);
    if (named) believed.push({ occurrence: name, evidence: "name" });
    if (backed) believed.push({ occurrence: name, evidence: "title" });
    if (!named && !backed) left.push(name);
  }
  const known = believed.length > 0;
  for (const name of left) {
    const alone = name.role.form === "surname" && person.entity.person?.word === true;
    const confused = !known && others.some((other) => before(other, name));
    if (name.role.alias.weak !== true && !confused) believed.push({ occurrence: name, evidence: "name" });
    else if (known) believed.push({ occurrence: name, evidence: "surname" });
    else if (!alone && !confused && around.context.length > 0) believed.push({ occurrence: name, evidence: "context" });
  }
  return believed;
};

/** Does the one stand earlier in the item than the other? The title comes first. */
const before = (a: Occurrence, b: Occurrence): boolean => (a.part === b.part ? a.from < b.from : a.part.field === "title");
