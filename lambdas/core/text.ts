import { ALPHA, DIGIT, DOT, END, HYPHEN, INVISIBLE, LETTERS, LOWER, NEWLINE, ODD, OTHER, SOFT, UNKNOWN, UPPER, WIDE } from "./letters.ts";
import { capsOf, charAt, foldWord, isWord, learnBlock, separatorOf, wordEnd } from "./letters.ts";
import { SEED_1, SEED_2, classOf, firstHash, lexiconOf, secondHash } from "./lexicon.ts";
import type { Lexicon } from "./lexicon.ts";

/**
 * What stands before a token: a space (0), a hyphen (1), a comma, quote or bracket (2), or the end of a clause (3).
 * Names cross spaces and hyphens; lists cross commas; nothing crosses a 3.
 */
export type Gap = 0 | 1 | 2 | 3;

/** One word of a text. `text.slice(start, end)` is what was written; `fold` is what is compared. */
export interface Token {
  readonly start: number;
  readonly end: number;
  readonly fold: string;
  readonly gap: Gap;
  /** 0 lower case, 1 Capitalised, 2 ALL CAPS (two letters or more). */
  readonly caps: 0 | 1 | 2;
}

/**
 * The words of a text as numbers: {@link WIDTH} a word, at START, END, FIRST and SECOND (hash), META. No object and no string is made
 * for a word until one is asked for, since most texts name nobody.
 */
export interface Words {
  readonly text: string;
  readonly count: number;
  readonly data: Int32Array;
  /** Folded words that are not simply their letters one by one (`U.S.`, `ﬁscal`, a decomposed accent), by index. */
  readonly odd: ReadonlyMap<number, string>;
}

export const WIDTH = 5;
export const START = 0;
export const STOP = 1;
export const FIRST = 2;
export const SECOND = 3;
/** Gap in bits 0–1, then the flags below, and the length of the folded word from bit 8. */
export const META = 4;
/** The flags of letters, as many bits down: does the word begin with a capital, is a small letter in it, is it more than ASCII? */
const FLAGS = 16;
const IS_CAPITAL = UPPER >> FLAGS;
const HAS_SMALL = LOWER >> FLAGS;
const IS_WIDE = WIDE >> FLAGS;
const IS_ODD = 32;
/** `IS_CAPITAL` and `HAS_SMALL` of the three kinds of {@link Token.caps}. */
const CAPS = [HAS_SMALL, IS_CAPITAL | HAS_SMALL, IS_CAPITAL] as const;
/** Letters and digits in one word. */
const MIXED = ALPHA | DIGIT;

/** After these a full stop ends no sentence. */
const ABBREVIATIONS = lexiconOf(
  "dr dra mr mrs ms sr sra srta jr lic ing mtro mtra gov sen rep gen st ee uu prof lt col sec amb adm cmdr sgt no vs art".split(" "),
);

const NONE = new Map<number, string>();

/** The arrays that texts are read into, one after the other; what outlives the next call must be copied. */
const scratch = { data: new Int32Array(WIDTH * 4096), size: 0, gap: 0 as Gap, odd: NONE };
let bytes = Buffer.from(new ArrayBuffer(32_768));
let units = new Uint16Array(bytes.buffer);
/** A longer text is read, but its arrays are not kept (UTF-16 units). */
const KEPT = 1_000_000;

/**
 * Reads a text into arrays that the next call overwrites. Hashtags are split where the case changes (`#BidenHarris`), letters from
 * the digits that follow three or more of them (a lost space: `Salazar68`), and initialisms are one word (`U.S.`, `D. C.` is two).
 */
export const readWords = (text: string): Words => {
  const { length } = text;
  // Locals, because a constant of another module is loaded anew at each use; FACTOR_1 and FACTOR_2 as literals, which the processor needs no register for.
  const table = LETTERS;
  const from = unitsOf(text);
  const factor1 = 0x85ebca6b | 0;
  const factor2 = 0x9e3779b1 | 0;
  scratch.odd = NONE;
  let { data } = scratch;
  let size = 0;
  let gap = 3;
  let at = 0;
  while (at < length) {
    let unit = table[from[at] as number] as number;
    const start = at;
    if (unit > 0) {
      const capital = unit & UPPER;
      let bits = 0;
      let first = SEED_1;
      let second = SEED_2;
      do {
        first = Math.imul(first ^ (unit & 0xffff), factor1);
        second = Math.imul(second + (unit & 0xffff), factor2);
        bits |= unit;
        unit = table[from[++at] as number] as number;
      } while (unit > 0);
      const long = at - start;
      if (unit > INVISIBLE && (bits & MIXED) !== MIXED && (long > 1 || from[start - 1] !== 46)) {
        if (size === data.length) data = grow();
        data[size] = start;
        data[size + STOP] = at;
        data[size + FIRST] = first;
        data[size + SECOND] = second;
        data[size + META] = gap | ((capital | ((bits | (long === 1 ? LOWER : 0)) & (LOWER | WIDE))) >> FLAGS) | (long << 8);
        size += WIDTH;
        gap = 0;
        // Most words end at a space, and most spaces before the next word.
        if (unit === SOFT) at++;
        continue;
      }
    } else if (unit > DOT) {
      if (gap < -unit) gap = -unit;
      at++;
      continue;
    } else if (unit >= INVISIBLE) {
      scratch.size = size;
      if (gap < 3 && ((unit === DOT && stops(text, at)) || (unit === NEWLINE && emptyLine(text, at)))) gap = 3;
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
    at = careful(text, start);
    ({ size, data, gap } = scratch);
  }
  return { text, count: size / WIDTH, data, odd: scratch.odd };
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

const grow = (): Int32Array<ArrayBuffer> => {
  const wider = new Int32Array(scratch.data.length * 2);
  wider.set(scratch.data);
  return (scratch.data = wider);
};

/** Reads one word or separator that the table alone does not decide, and tells where it ends. */
const careful = (text: string, start: number): number => {
  const char = charAt(text, start);
  const end = start + char.length;
  if (isWord(char)) return word(text, start, false);
  scratch.gap = widest(scratch.gap, gapOf(char));
  return char === "#" && end < text.length && isWord(charAt(text, end)) ? word(text, end, true) : end;
};

const word = (text: string, start: number, hashtag: boolean): number => {
  const end = wordEnd(text, start);
  for (const [from, to] of pieces(text, start, end, hashtag)) {
    push(text, from, to);
    scratch.gap = 0;
  }
  return end;
};

const pieces = (text: string, start: number, end: number, hashtag: boolean): [number, number][] => {
  const word = text.slice(start, end);
  if (!hashtag && !/\d$/.test(word)) return [[start, end]];
  const seam = hashtag ? /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{L})(?=\p{N})/gu : /(?<=^\p{L}{3,})(?=\p{N}+$)/gu;
  const cuts = [...word.matchAll(seam)].map((m) => start + m.index);
  const edges = [start, ...cuts, end];
  return edges.slice(1).map((edge, i) => [edges[i] ?? start, edge]);
};

const push = (text: string, start: number, end: number): void => {
  const word = text.slice(start, end);
  const value = foldWord(word);
  if (value === "") return;
  const initial = word.length === 1 && /\p{Lu}/u.test(word);
  const stop = initial && text[end] === "." ? end + 1 : end;
  const last = scratch.size - WIDTH;
  if (initial && last >= 0 && /^(?:\p{Lu}\.)+$/u.test(text.slice(scratch.data[last], start))) {
    const before = { text, count: scratch.size / WIDTH, data: scratch.data, odd: scratch.odd };
    put(last, scratch.data[last] ?? 0, stop, foldOf(before, last / WIDTH) + value, ((scratch.data[last + META] ?? 0) & 3) | CAPS[2]);
    return;
  }
  if (scratch.size + WIDTH > scratch.data.length) grow();
  scratch.size += WIDTH;
  put(scratch.size - WIDTH, start, end, value, scratch.gap | CAPS[capsOf(word)]);
};

const put = (at: number, start: number, end: number, value: string, meta: number): void => {
  scratch.odd = scratch.odd === NONE ? new Map() : scratch.odd;
  scratch.odd.set(at / WIDTH, value);
  scratch.data.set([start, end, firstHash(value), secondHash(value), meta | IS_ODD | (value.length << 8)], at);
};

/** What stands there is a hash sign or a whole code point: neither a line break nor a full stop. */
const gapOf = (char: string): Gap => {
  const kind = separatorOf(char);
  return kind === HYPHEN ? 1 : kind === OTHER ? 2 : kind === END ? 3 : 0;
};

/** Is the line after this line break empty? Forty spaces are no line that anybody left empty. */
const emptyLine = (text: string, at: number): boolean => {
  let next = at + 1;
  while (next < at + 40 && BLANK.has(text.charCodeAt(next))) next++;
  return next < at + 40 && text.charCodeAt(next) === 10;
};
/** Space, tab and carriage return. */
const BLANK = new Set([32, 9, 13]);

/** Does this full stop end a sentence? Not after an initial or abbreviation, nor inside `EE.UU.`. */
const stops = (text: string, at: number): boolean => {
  const { data, size } = scratch;
  const next = at + 1 < text.length ? (LETTERS[text.charCodeAt(at + 1)] ?? 0) : SOFT;
  if (next > 0 || (next <= ODD && isWord(charAt(text, at + 1)))) return false;
  if (size === 0) return true;
  const last = size - WIDTH;
  const end = data[last + STOP] ?? 0;
  if (end !== at) return end < at;
  return (data[last + META] ?? 0) >> 8 > 1 && classOf(ABBREVIATIONS, data[last + FIRST] ?? 0, data[last + SECOND] ?? 0) === 0;
};

const widest = (a: Gap, b: Gap): Gap => (a > b ? a : b);

/** The words of a text, to keep. */
export const wordsOf = (text: string): Words => {
  const words = readWords(text);
  return { ...words, data: words.data.slice(0, words.count * WIDTH) };
};

/** A word as it is compared. */
export const foldOf = ({ text, data, odd }: Words, index: number): string => {
  const at = index * WIDTH;
  const meta = data[at + META] ?? 0;
  if ((meta & IS_ODD) !== 0) return odd.get(index) ?? "";
  const word = text.slice(data[at], data[at + STOP]);
  return (meta & IS_WIDE) === 0 ? word.toLowerCase() : foldWord(word);
};

/** How a word is written, from its META. */
export const capsIn = (meta: number): Token["caps"] => ((meta & IS_CAPITAL) === 0 ? 0 : (meta & HAS_SMALL) === 0 ? 2 : 1);

/** How many UTF-16 units a word has as it is compared, from its META. */
export const lengthIn = (meta: number): number => meta >> 8;

/** Does any word begin with a capital? */
export const hasCapitals = ({ data, count }: Words): boolean => {
  for (let at = META; at < count * WIDTH; at += WIDTH) if (((data[at] ?? 0) & IS_CAPITAL) !== 0) return true;
  return false;
};

/** The words as if they were written in capitals, but for those of a lexicon. */
export const inCapitals = (words: Words, except: Lexicon): Words => {
  const data = words.data.slice(0, words.count * WIDTH);
  for (let at = 0; at < data.length; at += WIDTH) {
    if (classOf(except, data[at + FIRST] ?? 0, data[at + SECOND] ?? 0) === 0)
      data[at + META] = ((data[at + META] ?? 0) & ~HAS_SMALL) | IS_CAPITAL;
  }
  return { ...words, data };
};

/** The words of a text in order, as objects. */
export const tokensOf = (words: Words): Token[] => {
  const { data, count } = words;
  const tokens: Token[] = [];
  for (let index = 0; index < count; index++) {
    const at = index * WIDTH;
    const meta = data[at + META] ?? 0;
    tokens.push({
      start: data[at] ?? 0,
      end: data[at + STOP] ?? 0,
      fold: foldOf(words, index),
      gap: (meta & 3) as Gap,
      caps: capsIn(meta),
    });
  }
  return tokens;
};

/** The words of a text in order, folded once. */
export const tokenise = (text: string): Token[] => tokensOf(readWords(text));

/** A word or phrase as the matcher compares it. */
export const fold = (text: string): string =>
  tokenise(text)
    .map((t) => t.fold)
    .join(" ");
