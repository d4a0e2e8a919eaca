import type { AliasOccurrence, Believed, TitleOccurrence } from "./evidence.ts";
import { beside } from "./evidence.ts";
import type { Occurrence, Part } from "./occurrences.ts";
import type { Compiled } from "./patterns.ts";
import type { Recorder } from "./explanation.ts";
import { strangerIn } from "./namesakes.ts";

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
export const believedPerson = (
  names: readonly AliasOccurrence[],
  person: Compiled,
  around: Surroundings,
  { refuse }: Pick<Recorder, "refuse">,
): Believed[] => {
  const titled = (part: Part, token: number) => around.titles.some((t) => t.part === part && t.to === token);
  const others: AliasOccurrence[] = [];
  const believed: Believed[] = [];
  const left: AliasOccurrence[] = [];
  for (const name of names) {
    const stranger = strangerIn(name, person, titled);
    if (stranger !== undefined) {
      others.push(name);
      refuse(name, stranger.veto, stranger.by);
      continue;
    }
    const title = around.titles.find((t) => beside(t, name));
    if (name.how === "misspelt" && title === undefined && around.context.length === 0) {
      refuse(name, "misspelt");
      continue;
    }
    const { form } = name.role;
    const named = name.role.alias.weak !== true && (form === "full" || form === undefined);
    if (named) believed.push({ occurrence: name, evidence: "name" });
    if (title !== undefined) believed.push({ occurrence: name, evidence: "title", by: title });
    if (!named && title === undefined) left.push(name);
  }
  const [known] = believed;
  const [context] = around.context;
  for (const name of left) {
    const alone = name.role.form === "surname" && person.entity.person?.word === true;
    const other = known === undefined ? others.find((o) => before(o, name)) : undefined;
    if (name.role.alias.weak !== true && other === undefined) believed.push({ occurrence: name, evidence: "name" });
    else if (known !== undefined) believed.push({ occurrence: name, evidence: "surname", by: known.occurrence });
    else if (other !== undefined) refuse(name, "after-namesake", other);
    else if (!alone && context !== undefined) believed.push({ occurrence: name, evidence: "context", by: context });
    else refuse(name, "no-evidence");
  }
  return believed;
};

/** Does the one stand earlier in the item than the other? The title comes first. */
const before = (a: Occurrence, b: Occurrence): boolean => (a.part === b.part ? a.from < b.from : a.part.field === "title");
