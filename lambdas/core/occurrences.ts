import type { Lang } from "./entity.ts";
import type { Field, Mention } from "./match.ts";
import type { Patterns, Role } from "./patterns.ts";
import type { Hit } from "./scan.ts";
import { scan } from "./scan.ts";
import { misspellings } from "./misspelling.ts";
import type { Words } from "./word-arrays.ts";
import { wordsOf } from "./text.ts";
import { ODD, UPPER } from "./letters.ts";
import { HASH, INITIALS, META, STOP, WIDTH, capsOf, foldOf, lengthOf } from "./word-arrays.ts";

// Own names for what another module exports: those are compiled into loops, the others loaded at each use.
const [width, stop, meta, upper] = [WIDTH, STOP, META, UPPER];
/** Of a word whose letters may be fewer than it takes room for. */
const notAsWritten = ODD | INITIALS;

/** A field of an item, folded once. */
export interface Part {
  readonly field: Field;
  readonly text: string;
  readonly lang: Lang;
  readonly words: Words;
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

/** One field of an item. */
export const partOf = (field: Field, text: string, lang: Lang, words: Words = wordsOf(text)): Part => ({
  field,
  text,
  lang,
  words,
  capitalised: areCapitalised(words),
});

/** Nearly every word that is longer than a preposition has a capital. */
const areCapitalised = (words: Words): boolean => {
  const { data, count } = words;
  let long = 0;
  let capitals = 0;
  for (let at = 0; at < count * width; at += width) {
    const bits = data[at + meta] as number;
    if ((data[at + stop] as number) - (data[at] as number) <= 3) continue;
    // "U.S." is no long word: it has two letters.
    if ((bits & notAsWritten) !== 0 && lengthOf(words, at / width) <= 3) continue;
    long++;
    if ((bits & upper) !== 0) capitals++;
  }
  return long > 0 && capitals / long > 0.85;
};

/** Everything of the watchlist that stands in a part. */
export const occurrences = (patterns: Patterns, part: Part): Occurrence[] => {
  const found: Occurrence[] = [];
  for (const hit of [...scan(patterns.automaton, part.words), ...misspellings(patterns, part.words)]) {
    const role = patterns.roles[hit.pattern];
    if (role === undefined || hit.gap > (role.role === "negative" ? 2 : 1)) continue;
    if (hit.how !== "whole" && role.role !== "alias") continue;
    const occurrence = { part, role, from: hit.from, to: hit.to, how: hit.how };
    if (flagsHold(occurrence, part.lang)) found.push(occurrence);
  }
  return found;
};

/** The text as written. */
export const surfaceOf = (o: Pick<Occurrence, "part" | "from" | "to">): string => mentionOf(o).surface;

/** Where it stands in the field: `text.slice(start, end) === surface`. */
export const mentionOf = ({ part, from, to }: Pick<Occurrence, "part" | "from" | "to">): Mention => {
  const start = part.words.data[from * WIDTH] ?? 0;
  const end = part.words.data[(to - 1) * WIDTH + STOP] ?? 0;
  return { field: part.field, start, end, surface: part.text.slice(start, end) };
};

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
const caseHolds = ({ part, role, from, to }: Occurrence, listed: string): boolean => {
  let asked = listedWords.get(role);
  if (asked === undefined) listedWords.set(role, (asked = wordsOf(listed)));
  for (let at = 0; at < asked.count; at++) {
    const there = sameWord(part.words, from, to, asked, at);
    if (there >= 0 && capsOf(part.words, there) < capsOf(asked, at)) return false;
  }
  return true;
};
const listedWords = new WeakMap<Role, Words>();

/** Where `from`..`to` the word stands that is word `at` of `asked`; -1 if nowhere. */
const sameWord = ({ data }: Words, from: number, to: number, asked: Words, at: number): number => {
  const hash = asked.data[at * WIDTH + HASH];
  for (let there = from; there < to; there++) if (data[there * WIDTH + HASH] === hash) return there;
  return -1;
};

/** People share a surname in pairs only: "Joe and Jill Biden", but no one in "Ken, Ana and Juan Salazar". */
const pairs = ({ part, to }: Occurrence): boolean => to < part.words.count && /^(?:and|y|e)$/.test(foldOf(part.words, to));

/** Its letters with their accents: `EE.UU.` and `EE. UU.` are written alike. */
const plain = (text: string): string =>
  text
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
