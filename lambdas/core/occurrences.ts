import type { Lang } from "./entity.ts";
import type { Field } from "./match.ts";
import type { Patterns, Role } from "./patterns.ts";
import type { Hit } from "./scan.ts";
import { scan } from "./scan.ts";
import { misspellings } from "./misspelling.ts";
import type { Token } from "./text.ts";
import type { Words } from "./word-arrays.ts";
import { tokensOf, wordsOf } from "./text.ts";
import { FIRST, META, SECOND, STOP, WIDTH, capsIn, foldOf, lengthIn } from "./word-arrays.ts";

/** A field of an item, folded once. */
export interface Part {
  readonly field: Field;
  readonly text: string;
  readonly lang: Lang;
  readonly words: Words;
  /** The same words as objects, made when somebody asks: of most items nobody does. */
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

/** One field of an item. */
export const partOf = (field: Field, text: string, lang: Lang, words: Words = wordsOf(text)): Part =>
  partFrom({ field, text, lang, words, capitalised: areCapitalised(words) });

/** A part with its tokens to be made. */
export const partFrom = (part: Omit<Part, "tokens">): Part => new LazyPart(part);

/** A class for its getter: one written into each object would make every part a shape of its own, and every access a search. */
class LazyPart implements Part {
  readonly field: Field;
  readonly text: string;
  readonly lang: Lang;
  readonly words: Words;
  readonly capitalised: boolean;
  #tokens: readonly Token[] | undefined;

  constructor({ field, text, lang, words, capitalised }: Omit<Part, "tokens">) {
    this.field = field;
    this.text = text;
    this.lang = lang;
    this.words = words;
    this.capitalised = capitalised;
  }

  get tokens(): readonly Token[] {
    return (this.#tokens ??= tokensOf(this.words));
  }
}

/** Nearly every word that is longer than a preposition has a capital. */
const areCapitalised = ({ data, count }: Words): boolean => {
  let [long, capitals] = [0, 0];
  for (let at = META; at < count * WIDTH; at += WIDTH) {
    const meta = data[at] ?? 0;
    if (lengthIn(meta) <= 3) continue;
    long++;
    if (capsIn(meta) > 0) capitals++;
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
export const surfaceOf = ({ part, from, to }: Pick<Occurrence, "part" | "from" | "to">): string =>
  part.text.slice(part.words.data[from * WIDTH], part.words.data[(to - 1) * WIDTH + STOP]);

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
    if (there >= 0 && capsIn(metaOf(part.words, there)) < capsIn(metaOf(asked, at))) return false;
  }
  return true;
};
const listedWords = new WeakMap<Role, Words>();

const metaOf = ({ data }: Words, at: number): number => data[at * WIDTH + META] ?? 0;

/** Where `from`..`to` the word stands that is word `at` of `asked`; -1 if nowhere. */
const sameWord = ({ data }: Words, from: number, to: number, asked: Words, at: number): number => {
  const [first, second] = [asked.data[at * WIDTH + FIRST], asked.data[at * WIDTH + SECOND]];
  for (let there = from; there < to; there++)
    if (data[there * WIDTH + FIRST] === first && data[there * WIDTH + SECOND] === second) return there;
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
