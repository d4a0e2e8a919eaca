import type { AliasOccurrence, Believed } from "./evidence.ts";
import { overlap } from "./evidence.ts";
import type { Recorder } from "./explanation.ts";
import type { Occurrence } from "./occurrences.ts";
import { stem, tokensIn } from "./text.ts";

/** What stands in the item around the names of an organization or topic. */
interface Sense {
  readonly context: readonly Occurrence[];
  /** Phrases by which the item uses the entity's words in another sense. */
  readonly negatives: readonly Occurrence[];
}

/**
 * Which of the places that could name an organization or topic do: strong aliases as they stand, weak ones with a strong
 * one or a context term in the item. A word keeps its sense through a text (Gale, Church and Yarowsky 1992, "one sense per
 * discourse"), so where a negative uses it in another sense ("aves migratorias"), one-word and weak aliases of the same stem are left out;
 * and all of them where the negative has none of the entity's words (`own`, as stems) but names the other subject ("especies de aves").
 */
export const believedThing = (
  names: readonly AliasOccurrence[],
  own: ReadonlySet<string>,
  { context, negatives }: Sense,
  { refuse }: Pick<Recorder, "refuse">,
): Believed[] => {
  const stems = new Set(negatives.flatMap(stemsOf));
  const marked = negatives.find((n) => stemsOf(n).every((s) => !own.has(s)));
  const kept = names.filter((n) => {
    const other = ambiguous(n) && (marked !== undefined || stemsOf(n).some((s) => stems.has(s)));
    if (other) refuse(n, "other-sense", marked ?? negatives.find((m) => stemsOf(m).some((s) => stemsOf(n).includes(s))));
    return !other;
  });
  const strong = kept.find((n) => n.role.alias.weak !== true);
  const apart = context.find((c) => !names.some((n) => overlap(n, c)));
  return kept.flatMap((occurrence): Believed[] => {
    if (occurrence.role.alias.weak !== true) return [{ occurrence, evidence: "name" }];
    if (strong !== undefined) return [{ occurrence, evidence: "surname", by: strong }];
    if (apart !== undefined) return [{ occurrence, evidence: "context", by: apart }];
    refuse(occurrence, "no-evidence");
    return [];
  });
};

const stemsOf = ({ part, from, to }: Occurrence): string[] => tokensIn(part.words, from, to).flatMap((t) => stem(t.fold) ?? []);

const ambiguous = (n: AliasOccurrence): boolean => n.role.alias.weak === true || n.to - n.from === 1;
