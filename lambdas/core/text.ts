import { ALPHA, DIGIT, DOT, END, LETTERS, NEWLINE, ODD, SOFT, UNKNOWN, foldWord, learnBlock } from "./letters.ts";
import { FACTOR_1 } from "./lexicon.ts";
import { gapBefore, putPlain, readOdd } from "./odd-words.ts";
import { HASH, INITIALS, META, NONE, STOP, WIDTH, arraysFor, capsOf, foldOf, gapIn } from "./word-arrays.ts";
import type { Arrays, Gap, Words } from "./word-arrays.ts";

/** One word of a text. `text.slice(start, end)` is what was written; `fold` is what is compared. */
export interface Token {
  readonly start: number;
  readonly end: number;
  readonly fold: string;
  readonly gap: Gap;
  /** 0 lower case, 1 Capitalised, 2 ALL CAPS (two letters or more). */
  readonly caps: 0 | 1 | 2;
}

// A module's own constants are compiled into its code, those of another module are loaded at each use: a seventh of the time of the loop below.
const [width, stop, hash, meta, factor, table] = [WIDTH, STOP, HASH, META, FACTOR_1, LETTERS];

/** What a word, or the gap before it, must not have to be simply its letters one by one after a gap that is simply its widest separator. */
const care = ODD | UNKNOWN | DIGIT | ((DOT | NEWLINE) & ~SOFT);
const MIXED = ALPHA | DIGIT;

const shared = arraysFor(4096);
let bytes = Buffer.from(new ArrayBuffer(32_768));
let units = new Uint16Array(bytes.buffer);
/** The units of a longer text are let go after it is read (UTF-16 units); the arrays of words stay as wide as they once had to be. */
const KEPT = 1_000_000;

/**
 * Reads a text into arrays that the next call with the same ones overwrites. Hashtags are split where the case changes (`#BidenHarris`), letters from
 * the digits that follow three or more of them (a lost space: `Salazar68`), and initialisms are one word (`U.S.`, `D. C.` is two).
 *
 * Nine words of ten are done by the inner loop, which decides nothing: it multiplies, ORs and asks for the next unit. What the OR then
 * shows to be more than that (a full stop before the word, an accent of its own, a digit) is taken up again, with care.
 */
export const readWords = (text: string, scratch: Arrays = shared): Words => {
  const { length } = text;
  const from = unitsOf(text);
  scratch.size = 0;
  scratch.at = 0;
  scratch.gap = END;
  scratch.odd = NONE;
  while (readPlain(scratch, from, length)) readCarefully(scratch, text);
  const { data, size, odd } = scratch;
  return { text, count: size / width, data, odd };
};

/** Reads on, run of letters by run of letters, up to one that needs care (it may be several words, or a letter of the word before), which it leaves at `scratch.at`; false at the end of the text. It calls nothing: then all it knows stays in registers. */
const readPlain = (scratch: Arrays, from: Uint16Array, length: number): boolean => {
  const { data } = scratch;
  const room = data.length;
  let { size, at, gap } = scratch;
  while (at < length) {
    let unit = table[from[at] as number] as number;
    if (unit < 0) {
      gap |= unit;
      at++;
      continue;
    }
    const start = at;
    let bits = gap;
    let rolled = 0;
    // Two letters a turn: the end of a word is then guessed better, which is a tenth of the time.
    do {
      rolled = Math.imul(rolled ^ (unit & 0xffff), factor);
      bits |= unit;
      unit = table[from[++at] as number] as number;
      if (unit < 0) break;
      rolled = Math.imul(rolled ^ (unit & 0xffff), factor);
      bits |= unit;
      unit = table[from[++at] as number] as number;
    } while (unit >= 0);
    if ((bits & care) !== 0 || size === room) {
      scratch.size = size;
      scratch.at = start;
      scratch.gap = gap;
      scratch.word.start = start;
      scratch.word.end = at;
      scratch.word.hash = rolled;
      scratch.word.bits = bits;
      return true;
    }
    data[size] = start;
    data[size + stop] = at;
    data[size + hash] = rolled;
    data[size + meta] = bits;
    size += width;
    gap = unit;
    at++;
  }
  scratch.size = size;
  return false;
};

/** Reads the word at `scratch.at`. Most are their letters after all; some are more, or several; and some letters the table learns only now. */
const readCarefully = (scratch: Arrays, text: string): void => {
  const { word } = scratch;
  const { start, end } = word;
  if ((word.bits & UNKNOWN) !== 0) {
    for (let at = start; at < end; at++) if (table[text.charCodeAt(at)] === UNKNOWN) learnBlock(text.charCodeAt(at));
    return;
  }
  scratch.gap = gapBefore(scratch, text, start);
  if ((word.bits & ODD) !== 0 || ((word.bits & MIXED) === MIXED && isDigit(text.charCodeAt(end - 1)))) {
    while (scratch.at < end) readOdd(scratch, text);
    return;
  }
  putPlain(scratch, text, word);
  scratch.at = end;
  scratch.gap = 0;
};

const isDigit = (code: number): boolean => code < 58 && code > 47;

/** The text's units with a space after the last one, so that no word needs to look for the end. */
const unitsOf = (text: string): Uint16Array => {
  if (text.length >= units.length) {
    bytes = Buffer.from(new ArrayBuffer(4 * text.length + 2));
    units = new Uint16Array(bytes.buffer);
  }
  const filled = units;
  bytes.write(text, 0, "utf16le");
  filled[text.length] = 32;
  if (text.length > KEPT) {
    bytes = Buffer.from(new ArrayBuffer(32_768));
    units = new Uint16Array(bytes.buffer);
  }
  return filled;
};

/** The words of a text, to keep. */
export const wordsOf = (text: string): Words => {
  const words = readWords(text);
  return { ...words, data: words.data.slice(0, words.count * WIDTH) };
};

/** A word of a text, undefined outside of it. It is a copy, so it outlives the words; `fold` of an ordinary one is made when asked for. */
export const tokenAt = (words: Words, index: number): Token | undefined =>
  index >= 0 && index < words.count ? new LazyToken(words, index) : undefined;

/** The words `from`..`to` (exclusive) in order; none outside of the text. */
export const tokensIn = (words: Words, from: number, to: number): Token[] => {
  const tokens: Token[] = [];
  for (let index = Math.max(from, 0); index < Math.min(to, words.count); index++) tokens.push(new LazyToken(words, index));
  return tokens;
};

/** A class for its getter: rules look at the few words around a name, so most of a text's words are never folded. */
class LazyToken implements Token {
  readonly start: number;
  readonly end: number;
  readonly gap: Gap;
  readonly caps: Token["caps"];
  readonly #text: string;
  #fold: string | undefined;

  constructor(words: Words, index: number) {
    const at = index * WIDTH;
    const bits = words.data[at + META] ?? 0;
    this.start = words.data[at] ?? 0;
    this.end = words.data[at + STOP] ?? 0;
    this.gap = gapIn(bits);
    this.caps = capsOf(words, index);
    this.#text = words.text;
    if ((bits & (ODD | INITIALS)) !== 0) this.#fold = foldOf(words, index);
  }

  get fold(): string {
    return (this.#fold ??= foldWord(this.#text.slice(this.start, this.end)));
  }
}

/** The words of a text in order, folded once. */
export const tokenise = (text: string): Token[] => tokensIn(readWords(text), 0, Infinity);

/** A word or phrase as the matcher compares it. */
export const fold = (text: string): string =>
  tokenise(text)
    .map((t) => t.fold)
    .join(" ");

/** The first letters of a folded word, enough to join `migrante` and `migratorias`; short words have no stem. */
export const stem = (word: string): string | undefined => (word.length > 2 ? word.slice(0, 4) : undefined);
