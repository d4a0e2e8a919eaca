import { DIGIT, DOT, END, LETTERS, MIXED, ODD, SOFT, UNKNOWN, foldWord, learnBlock } from "./letters.ts";
import { FACTOR_1, rollFirst } from "./lexicon.ts";
import { putPlain, readOdd } from "./odd-words.ts";
import { HASH, INITIALS, META, NONE, START, STOP, WIDTH, capsOf, foldOf } from "./word-arrays.ts";
import type { Arrays, Words } from "./word-arrays.ts";
import { GAP, UNSURE, gapIn } from "./word-gaps.ts";
import type { Gap } from "./word-gaps.ts";

/** One word of a text. `text.slice(start, end)` is what was written; `fold` is what is compared. */
export interface Token {
  readonly start: number;
  readonly end: number;
  readonly fold: string;
  readonly gap: Gap;
  /** 0 lower case, 1 Capitalised, 2 ALL CAPS (two letters or more). */
  readonly caps: 0 | 1 | 2;
}

// A module's own constants are compiled into its code, those of another module are loaded at each use.
const [width, factor, table, digit] = [WIDTH, FACTOR_1, LETTERS, DIGIT];

/** What a word must not have to be simply its letters one by one; after a full stop it may be the next letter of an initialism. */
const care = ODD | UNKNOWN | MIXED | (DOT & ~SOFT);
const separators = GAP | SOFT | UNSURE;

/** UTF-16 units that are read by the fast loop: several times the longest item. */
const WINDOW = 32_768;
const units = new Uint16Array(new ArrayBuffer(2 * WINDOW + 6));
const bytes = Buffer.from(units.buffer);
/** Stands after the text in the window: no word, but taken up with care as one. */
const [SPACE, SENTINEL] = [32, 0xd800];

/**
 * Where words are written: room for one a unit, of which only what is used takes memory. Four views of it, one for each number
 * of a word, have the same index and length, so that the loop below compares them once and adds nothing.
 */
const room = new ArrayBuffer(4 * WIDTH * (WINDOW + 4));
const viewFrom = (field: number): Int32Array<ArrayBuffer> => new Int32Array(room, 4 * field, WIDTH * (WINDOW + 3));
const starts = viewFrom(START);
const stops = viewFrom(STOP);
const hashes = viewFrom(HASH);
const metas = viewFrom(META);

const scratch: Arrays = { data: starts, size: 0, at: 0, gap: 0, odd: NONE, word: { start: 0, end: 0, hash: 0, bits: 0 } };

/**
 * Reads a text into arrays that the next call overwrites. Hashtags are split where the case changes (`#BidenHarris`), letters from
 * the digits that follow three or more of them (a lost space: `Salazar68`), and initialisms are one word (`U.S.`, `D. C.` is two).
 *
 * Nine words of ten are done by a loop that decides nothing: it multiplies, ORs and writes. What the OR then shows to be more than
 * its letters (a full stop before the word, an accent of its own, a digit among letters) is taken up again, with care.
 */
export const readWords = (text: string): Words => {
  const end = fillWindow(text);
  scratch.data = starts;
  scratch.size = 0;
  scratch.at = 0;
  scratch.gap = END;
  scratch.odd = NONE;
  while (scratch.at <= end && readPlain(end)) readCarefully(scratch, text);
  while (findWord(scratch, text)) readCarefully(scratch, text);
  const { data, size, odd } = scratch;
  return { text, count: size / width, data, odd };
};

/**
 * Reads on, up to a word that needs care (it may be several, or a letter of the word before), which it leaves at `scratch.word`;
 * false if that is no word but the end of the window. No processor guesses where a word ends, and a wrong guess costs as much as
 * reading five letters. So every letter does the work of a last one too, and the index of the word moves on by 0 or by its width.
 */
const readPlain = (end: number): boolean => {
  let { size, at, gap: bits } = scratch;
  let start = at;
  let rolled = 0;
  // All bits set or none: is the unit before a letter? Does a separator stand here? Does it end a word?
  let inWord = 0;
  for (;;) {
    const unit = table[units[at] as number] as number;
    const apart = unit >> 31;
    const ended = apart & inWord;
    const word = bits & ended;
    if (((word + digit) & care) !== 0) break;
    starts[size] = start;
    stops[size] = at;
    hashes[size] = rolled;
    metas[size] = bits;
    size = (size + (ended & width)) | 0;
    bits = (bits ^ word) | unit;
    inWord = ~apart;
    rolled = Math.imul(rolled ^ (unit & 0xffff), factor) & inWord;
    at = (at + 1) | 0;
    start = (start + ((at - start) & apart)) | 0;
  }
  scratch.size = size;
  look(start, at, rolled, bits);
  return at <= end;
};

/** Leaves a word, and the gap before it, to be read with care. */
const look = (start: number, end: number, hash: number, bits: number): void => {
  scratch.at = start;
  scratch.gap = bits & separators;
  scratch.word.start = start;
  scratch.word.end = end;
  scratch.word.hash = hash;
  scratch.word.bits = bits;
};

/** Leaves the next word of a text that is longer than the window to be read with care; false if there is none. */
const findWord = ({ at, gap }: Arrays, text: string): boolean => {
  let bits = gap;
  let start = at;
  while (start < text.length && (table[text.charCodeAt(start)] as number) < 0) bits |= table[text.charCodeAt(start++)] as number;
  let end = start;
  let rolled = 0;
  for (; end < text.length && (table[text.charCodeAt(end)] as number) >= 0; end++) {
    const unit = table[text.charCodeAt(end)] as number;
    bits |= unit;
    rolled = rollFirst(rolled, unit & 0xffff);
  }
  look(start, end, rolled, bits);
  return start < text.length;
};

/** Reads the word at `scratch.at`. Most are their letters after all; some are more, or several; and some letters the table learns only now. */
const readCarefully = (scratch: Arrays, text: string): void => {
  const { word } = scratch;
  const { start, end } = word;
  if ((word.bits & UNKNOWN) !== 0) {
    for (let at = start; at < end; at++) if (table[text.charCodeAt(at)] === UNKNOWN) learnBlock(text.charCodeAt(at));
    return;
  }
  if ((word.bits & ODD) !== 0 || (((word.bits + DIGIT) & MIXED) !== 0 && isDigit(text.charCodeAt(end - 1)))) {
    readOdd(scratch, text, end);
    return;
  }
  putPlain(scratch, text, word);
  scratch.at = end;
  scratch.gap = 0;
};

const isDigit = (code: number): boolean => code < 58 && code > 47;

/** Fills the window with the beginning of a text; tells how much of it that is. */
const fillWindow = (text: string): number => {
  bytes.write(text, 0, 2 * WINDOW, "utf16le");
  const end = Math.min(text.length, WINDOW);
  // A word that goes on behind the window is cut off by the sentinel, which thereby is a part of it.
  units[end] = text.length > WINDOW ? SENTINEL : SPACE;
  units[end + 1] = SENTINEL;
  units[end + 2] = SPACE;
  return end;
};

/** The words of a text, to keep; in an array of the caller's if it has room for them. */
export const wordsOf = (text: string, into?: Int32Array<ArrayBuffer>): Words => {
  const words = readWords(text);
  const size = words.count * WIDTH;
  if (into === undefined || into.length < size) return { ...words, data: words.data.slice(0, size) };
  into.set(words.data.subarray(0, size));
  return { ...words, data: into };
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
    this.gap = gapIn(words, index);
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
