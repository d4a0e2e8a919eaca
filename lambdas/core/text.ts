import { ALPHA, DIGIT, DOT, INVISIBLE, LETTERS, LOWER, NEWLINE, SOFT, UNKNOWN, UPPER, WIDE, foldWord, learnBlock } from "./letters.ts";
import { FACTOR_1, FACTOR_2, SEED_1, SEED_2 } from "./lexicon.ts";
import { careful, emptyLine, stops } from "./odd-words.ts";
import { FIRST, FLAGS, IS_ODD, META, NONE, SECOND, STOP, WIDTH, arraysFor, capsIn, grow } from "./word-arrays.ts";
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
const [upper, lower, wide, invisible, dot, newline, soft] = [UPPER, LOWER, WIDE, INVISIBLE, DOT, NEWLINE, SOFT];
const [width, stop, hash, check, meta, flags] = [WIDTH, STOP, FIRST, SECOND, META, FLAGS];
const [seed1, seed2, factor1, factor2] = [SEED_1, SEED_2, FACTOR_1, FACTOR_2];

const shared = arraysFor(4096);
/** Letters and digits in one word. */
const MIXED = ALPHA | DIGIT;
let bytes = Buffer.from(new ArrayBuffer(32_768));
let units = new Uint16Array(bytes.buffer);
/** A longer text is read, but its arrays are not kept (UTF-16 units). */
const KEPT = 1_000_000;

/**
 * Reads a text into arrays that the next call with the same ones overwrites. Hashtags are split where the case changes (`#BidenHarris`), letters from
 * the digits that follow three or more of them (a lost space: `Salazar68`), and initialisms are one word (`U.S.`, `D. C.` is two).
 */
export const readWords = (text: string, scratch: Arrays = shared): Words => {
  const { length } = text;
  const table = LETTERS;
  const from = unitsOf(text);
  scratch.odd = NONE;
  let { data } = scratch;
  let size = 0;
  let gap = 3;
  let at = 0;
  while (at < length) {
    let unit = table[from[at] as number] as number;
    const start = at;
    if (unit > 0) {
      const capital = unit & upper;
      let bits = 0;
      let first = seed1;
      let second = seed2;
      do {
        first = Math.imul(first ^ (unit & 0xffff), factor1);
        second = Math.imul(second + (unit & 0xffff), factor2);
        bits |= unit;
        unit = table[from[++at] as number] as number;
      } while (unit > 0);
      const long = at - start;
      if (unit > invisible && (bits & MIXED) !== MIXED && (long > 1 || from[start - 1] !== 46)) {
        if (size === data.length) data = grow(scratch);
        data[size] = start;
        data[size + stop] = at;
        data[size + hash] = first;
        data[size + check] = second;
        data[size + meta] = gap | ((capital | ((bits | (long === 1 ? lower : 0)) & (lower | wide))) >> flags) | (long << 8);
        size += width;
        gap = 0;
        // Most words end at a space, and most spaces before the next word.
        if (unit === soft) at++;
        continue;
      }
    } else if (unit > dot) {
      if (gap < -unit) gap = -unit;
      at++;
      continue;
    } else if (unit >= invisible) {
      scratch.size = size;
      if (gap < 3 && ((unit === dot && stops(scratch, text, at)) || (unit === newline && emptyLine(text, at)))) gap = 3;
      at++;
      continue;
    }
    if (unit === UNKNOWN) {
      learnBlock(from[at] as number);
      at = start;
      continue;
    }
    scratch.size = size;
    scratch.gap = gap as Gap;
    at = careful(scratch, text, start);
    ({ size, data, gap } = scratch);
  }
  return { text, count: size / width, data, odd: scratch.odd };
};

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

/** The words of a text in order, as objects. */
export const tokensOf = (words: Words): Token[] => {
  const { text, data, count, odd } = words;
  const tokens: Token[] = [];
  for (let at = 0; at < count * WIDTH; at += WIDTH) {
    const bits = data[at + META] ?? 0;
    const known = (bits & IS_ODD) === 0 ? undefined : odd.get(at / WIDTH);
    tokens.push(new LazyToken(text, data[at] ?? 0, data[at + STOP] ?? 0, bits, known));
  }
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

  constructor(text: string, start: number, end: number, bits: number, fold: string | undefined) {
    this.start = start;
    this.end = end;
    this.gap = (bits & 3) as Gap;
    this.caps = capsIn(bits);
    this.#text = text;
    this.#fold = fold;
  }

  get fold(): string {
    return (this.#fold ??= foldWord(this.#text.slice(this.start, this.end)));
  }
}

/** The words of a text in order, folded once. */
export const tokenise = (text: string): Token[] => tokensOf(readWords(text));

/** A word or phrase as the matcher compares it. */
export const fold = (text: string): string =>
  tokenise(text)
    .map((t) => t.fold)
    .join(" ");
