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
  const { role } = o;
  if (role.role === "place") return (role.lang === undefined || role.lang === lang) && (!role.cased || caseHolds(o, role.text));
  if (role.role !== "alias" && role.role !== "title") return true;
  const { alias } = role;
  if (alias.lang !== undefined && alias.lang !== lang) return false;
  if (o.how === "shared" && role.role === "alias" && role.form !== undefined && !pairs(o)) return false;
  if ((alias.cased === true || o.how === "shared") && !caseHolds(o, alias.text)) return false;
  return alias.accented !== true || plain(surfaceOf(o)) === plain(alias.text);
};

/** Each word that stands there at least as capital as it is listed: `CASA BLANCA` is the Casa Blanca, `casa blanca` any white house. */
const caseHolds = ({ part, from, to }: Occurrence, listed: string): boolean => {
  const there = part.tokens.slice(from, to);
  return tokenise(listed).every((word) => (there.find((t) => t.fold === word.fold)?.caps ?? 2) >= word.caps);
};

/** People share a surname in pairs only: "Joe and Jill Biden", but no one in "Ken, Ana and Juan Salazar". */
const pairs = ({ part, to }: Occurrence): boolean => /^(?:and|y|e)$/.test(part.tokens[to]?.fold ?? "");

/** Its letters with their accents: `EE.UU.` and `EE. UU.` are written alike. */
const plain = (text: string): string =>
  text
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
