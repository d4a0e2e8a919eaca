import type { Lang } from "./entity.ts";
import type { Field } from "./match.ts";
import type { Hit } from "./automaton.ts";
import type { Patterns, Role } from "./patterns.ts";
import { scan } from "./scan.ts";
import { misspellings } from "./misspelling.ts";
import type { Token } from "./text.ts";
import { tokenise } from "./text.ts";

/** A field of an item, folded once. */
export interface Part {
  readonly field: Field;
  readonly text: string;
  readonly lang: Lang;
  readonly tokens: readonly Token[];
  /** Case says nothing here: a Title Case or ALL CAPS text. */
  readonly capitalised: boolean;
}

/** A pattern in a part, with what it is there for; flags of language, case and accents are already judged. */
export interface Occurrence<R extends Role = Role> {
  readonly part: Part;
  readonly role: R;
  readonly from: number;
  readonly to: number;
  readonly how: Hit["how"];
}

/** Splits an item into its parts. */
export const partOf = (field: Field, text: string, lang: Lang): Part => {
  const tokens = tokenise(text);
  const long = tokens.filter((t) => t.fold.length > 3);
  return { field, text, lang, tokens, capitalised: long.length > 0 && long.filter((t) => t.caps > 0).length / long.length > 0.85 };
};

/** Everything of the watchlist that stands in a part. */
export const occurrences = (patterns: Patterns, part: Part): Occurrence[] => {
  const found: Occurrence[] = [];
  for (const hit of [...scan(patterns.automaton, part.tokens), ...misspellings(patterns, part.tokens)]) {
    const role = patterns.roles[hit.pattern];
    if (role === undefined || hit.gap > (role.role === "negative" ? 2 : 1)) continue;
    if (hit.how !== "whole" && role.role !== "alias") continue;
    const occurrence = { part, role, from: hit.from, to: hit.to, how: hit.how };
    if (flagsHold(occurrence, part.lang)) found.push(occurrence);
  }
  return found;
};

/** The text as written. */
export const surfaceOf = ({ part, from, to }: Pick<Occurrence, "part" | "from" | "to">): string =>
  part.text.slice(part.tokens[from]?.start ?? 0, part.tokens[to - 1]?.end ?? 0);

const flagsHold = (o: Occurrence, lang: Lang): boolean => {
  if (o.role.role === "place") {
    return (o.role.lang === undefined || o.role.lang === lang) && (!o.role.cased || allCapitals(o));
  }
  if (o.role.role !== "alias" && o.role.role !== "title") return true;
  const { alias } = o.role;
  if (alias.lang !== undefined && alias.lang !== lang) return false;
  if (alias.cased === true && !caseHolds(o, alias.text)) return false;
  if (o.how === "shared" && !sharedCaseHolds(o, alias.text)) return false;
  return alias.accented !== true || plain(surfaceOf(o)) === plain(alias.text);
};

const allCapitals = (o: Occurrence): boolean =>
  o.part.tokens.slice(o.from, o.to).every((t) => t.caps === 2 || (t.caps === 1 && t.fold.length === 1));

/** Each word at least as capital as the alias writes it; a Capitalised word may stand in capitals, an acronym may not be lowered. */
const caseHolds = (o: Occurrence, text: string): boolean => {
  const wanted = tokenise(text);
  return wanted.every((w, i) => {
    const caps = o.part.tokens[o.from + i]?.caps ?? 0;
    return caps >= w.caps || (w.caps === 2 && w.fold.length === 1);
  });
};

/** The member of a list that shares a head is the end of the alias, or its beginning: it keeps the alias's capitals. */
const sharedCaseHolds = (o: Occurrence, text: string): boolean => {
  const wanted = tokenise(text);
  const tail = wanted.slice(-(o.to - o.from));
  return tail.every((w, i) => (o.part.tokens[o.from + i]?.caps ?? 0) >= w.caps);
};

const plain = (text: string): string => text.normalize("NFC").toLowerCase();
