import { ALPHA, DIGIT, DOT, END, HYPHEN, INVISIBLE, LETTERS, LOWER, NEWLINE, ODD, OTHER, SOFT, UNKNOWN, UPPER, WIDE } from "./letters.ts";
import { capsOf, charAt, foldWord, isWord, learnBlock, separatorOf, wordEnd } from "./letters.ts";
import { FACTOR_1, FACTOR_2, SEED_1, SEED_2, classOf, firstHash, lexiconOf, secondHash } from "./lexicon.ts";

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
/** Gap in bits 0–1, caps in bits 2–3, then the two flags, and the length of the folded word from bit 8. */
export const META = 4;
const IS_ODD = 16;
const IS_WIDE = 32;

/** After these a full stop ends no sentence. */
const ABBREVIATIONS = lexiconOf(
  "dr dra mr mrs ms sr sra srta jr lic ing mtro mtra gov sen rep gen st ee uu prof lt col sec amb adm cmdr sgt no vs art".split(" "),
);

const NONE: ReadonlyMap<number, string> = new Map();

/** The arrays that texts are read into, one after the other; what outlives the next call must be copied. */
const scratch = { data: new Int32Array(WIDTH * 4096), size: 0, odd: NONE as Map<number, string> };

/**
 * Reads a text into arrays that the next call overwrites. Hashtags are split where the case changes (`#BidenHarris`), letters from
 * the digits that follow three or more of them (a lost space: `Salazar68`), and initialisms are one word (`U.S.`, `D. C.` is two).
 */
export const readWords = (text: string): Words => {
  const { length } = text;
  scratch.size = 0;
  if (scratch.odd.size > 0) scratch.odd = NONE as Map<number, string>;
  let { data } = scratch;
  let size = 0;
  let gap = 3;
  let at = 0;
  while (at < length) {
    let unit = LETTERS[text.charCodeAt(at)] as number;
    if (unit === SOFT) {
      at++;
      continue;
    }
    const start = at;
    if (unit > 0) {
      const head = unit;
      let bits = 0;
      let first = SEED_1;
      let second = SEED_2;
      do {
        first = Math.imul(first ^ (unit & 0xffff), FACTOR_1);
        second = Math.imul(second + (unit & 0xffff), FACTOR_2);
        bits |= unit;
        at++;
        unit = at < length ? (LETTERS[text.charCodeAt(at)] as number) : SOFT;
      } while (unit > 0);
      const initial = at - start === 1 && (head & UPPER) !== 0;
      const mixed = (bits & (DIGIT | ALPHA)) === (DIGIT | ALPHA);
      if (unit > INVISIBLE && !initial && !mixed && (start === 0 || text.charCodeAt(start - 1) !== 35)) {
        if (size + WIDTH > data.length) data = grow();
        data[size] = start;
        data[size + STOP] = at;
        data[size + FIRST] = first;
        data[size + SECOND] = second;
        const caps = (head & UPPER) === 0 ? 0 : at - start > 1 && (bits & LOWER) === 0 ? 8 : 4;
        data[size + META] = gap | caps | ((bits & WIDE) === 0 ? 0 : IS_WIDE) | ((at - start) << 8);
        size += WIDTH;
        gap = 0;
        continue;
      }
    } else if (unit > NEWLINE) {
      if (unit !== DOT) gap = Math.max(gap, -unit);
      else if (gap < 3) {
        scratch.size = size;
        if (stops(text, at)) gap = 3;
      }
      at++;
      continue;
    }
    if (unit === UNKNOWN) {
      learnBlock(text.charCodeAt(at));
      at = start;
      continue;
    }
    scratch.size = size;
    at = careful(text, start, gap as Gap);
    ({ size, data } = scratch);
    gap = rest;
  }
  return { text, count: size / WIDTH, data, odd: scratch.odd };
};

/** The gap after what {@link careful} read. */
let rest: Gap = 0;

const grow = (): Int32Array => {
  const wider = new Int32Array(scratch.data.length * 2);
  wider.set(scratch.data);
  return (scratch.data = wider);
};

/** Reads one word or separator that the table alone does not decide, and tells where it ends. */
const careful = (text: string, start: number, gap: Gap): number => {
  const char = charAt(text, start);
  if (!isWord(char)) {
    rest = widest(gap, gapOf(text, start, char));
    return start + char.length;
  }
  const end = wordEnd(text, start);
  const hashtag = start > 0 && text[start - 1] === "#";
  let before = gap;
  for (const [from, to] of pieces(text, start, end, hashtag)) {
    push(text, from, to, before);
    before = 0;
  }
  rest = 0;
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

const push = (text: string, start: number, end: number, gap: Gap): void => {
  const word = text.slice(start, end);
  const value = foldWord(word);
  if (value === "") return;
  const initial = word.length === 1 && /\p{Lu}/u.test(word);
  const stop = initial && text[end] === "." ? end + 1 : end;
  const last = scratch.size - WIDTH;
  if (initial && last >= 0 && /^(?:\p{Lu}\.)+$/u.test(text.slice(scratch.data[last], start))) {
    const before = { text, count: scratch.size / WIDTH, data: scratch.data, odd: scratch.odd };
    put(last, scratch.data[last] ?? 0, stop, foldOf(before, last / WIDTH) + value, ((scratch.data[last + META] ?? 0) & 3) | 8);
    return;
  }
  if (scratch.size + WIDTH > scratch.data.length) grow();
  scratch.size += WIDTH;
  put(scratch.size - WIDTH, start, end, value, gap | (capsOf(word) << 2));
};

const put = (at: number, start: number, end: number, value: string, meta: number): void => {
  if (scratch.odd === NONE) scratch.odd = new Map();
  scratch.odd.set(at / WIDTH, value);
  scratch.data.set([start, end, firstHash(value), secondHash(value), meta | IS_ODD | (value.length << 8)], at);
};

const gapOf = (text: string, at: number, char: string): Gap => {
  switch (separatorOf(char)) {
    case NEWLINE:
      return /^\n[ \t\r]*\n/.test(text.slice(at, at + 40)) ? 3 : 0;
    case HYPHEN:
      return 1;
    case OTHER:
      return 2;
    case END:
      return 3;
    case DOT:
      return stops(text, at) ? 3 : 0;
    default:
      return 0;
  }
};

/** Does this full stop end a sentence? Not after an initial or abbreviation, nor inside `EE.UU.`. */
const stops = (text: string, at: number): boolean => {
  const { data, size } = scratch;
  if (at + 1 < text.length && isWord(charAt(text, at + 1))) return false;
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
      caps: ((meta >> 2) & 3) as Token["caps"],
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
