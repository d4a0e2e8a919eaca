import { LETTERS, LOWER, ODD, UPPER, WIDE, foldWord } from "./letters.ts";
import { classOf, rollSecond } from "./lexicon.ts";
import type { Lexicon } from "./lexicon.ts";

/**
 * The words of a text as numbers: {@link WIDTH} a word, at START, STOP, HASH, META. No object and no string is made for a word
 * until one is asked for, since most texts name nobody.
 */
export interface Words {
  readonly text: string;
  readonly count: number;
  readonly data: Int32Array;
  /** Folded words that are not simply their letters one by one (`U.S.`, `ﬁscal`, a decomposed accent), by index. */
  readonly odd: ReadonlyMap<number, string>;
}

export const WIDTH = 4;
export const START = 0;
export const STOP = 1;
export const HASH = 2;
/** What the entries of its letters (`letters.ts`) and of the gap before it have in common: their OR. */
export const META = 3;

export const NONE = new Map<number, string>();

/** A word that was looked at: where it stands, its hash if it is its letters one by one, and META of it and the gap before. */
export interface Looked {
  start: number;
  end: number;
  hash: number;
  bits: number;
}

/** Where words are written, and how far the reading of a text is. */
export interface Arrays {
  data: Int32Array<ArrayBuffer>;
  /** How much of `data` is taken. */
  size: number;
  /** Where the text is to be read on. */
  at: number;
  /** Bits of META: what was read of the gap before the next word. */
  gap: number;
  odd: Map<number, string>;
  /** The word at `at`, if it was looked at but not yet taken. */
  readonly word: Looked;
}

/** Adds a word, making room for as many again if there is none. */
export const put = (scratch: Arrays, start: number, stop: number, hash: number, meta: number): void => {
  const at = scratch.size;
  if (at === scratch.data.length) {
    const wider = new Int32Array(at * 2);
    wider.set(scratch.data);
    scratch.data = wider;
  }
  const { data } = scratch;
  data[at] = start;
  data[at + STOP] = stop;
  data[at + HASH] = hash;
  data[at + META] = meta;
  scratch.size = at + WIDTH;
};

/** META of an initialism, `U.S.`: the letters of the word have full stops between them. */
export const INITIALS = 1 << 29;

/** A word as it is compared. */
export const foldOf = ({ text, data, odd }: Words, index: number): string => {
  const at = index * WIDTH;
  const meta = data[at + META] ?? 0;
  if ((meta & ODD) !== 0) return odd.get(index) ?? "";
  const written = text.slice(data[at], data[at + STOP]);
  const word = (meta & INITIALS) === 0 ? written : written.replaceAll(".", "");
  return (meta & WIDE) === 0 ? word.toLowerCase() : foldWord(word);
};

/** The second hash of a word. */
export const secondOf = ({ text, data, odd }: Words, index: number): number => {
  const at = index * WIDTH;
  let hash = 0;
  if (((data[at + META] as number) & ODD) !== 0) {
    const value = odd.get(index) ?? "";
    for (let i = 0; i < value.length; i++) hash = rollSecond(hash, value.charCodeAt(i));
    return hash;
  }
  const stop = data[at + STOP] as number;
  for (let i = data[at] as number; i < stop; i++) {
    const unit = LETTERS[text.charCodeAt(i)] as number;
    if (unit > 0) hash = rollSecond(hash, unit & 0xffff);
  }
  return hash;
};

/** How a word is written: 0 without a capital, 1 with one, 2 in capitals (two letters or more). */
export const capsOf = ({ data }: Words, index: number): 0 | 1 | 2 => {
  const at = index * WIDTH;
  const meta = data[at + META] as number;
  if ((meta & UPPER) === 0) return 0;
  return (meta & LOWER) === 0 && (data[at + STOP] as number) - (data[at] as number) > 1 ? 2 : 1;
};

/** How many UTF-16 units a word has as it is compared. */
export const lengthOf = ({ data, odd }: Pick<Words, "data" | "odd">, index: number): number => {
  const at = index * WIDTH;
  const meta = data[at + META] as number;
  const long = (data[at + STOP] as number) - (data[at] as number);
  if ((meta & ODD) !== 0) return odd.get(index)?.length ?? 0;
  return (meta & INITIALS) === 0 ? long : Math.ceil(long / 2);
};

/** Has any word a capital? */
export const hasCapitals = ({ data, count }: Words): boolean => {
  for (let at = META; at < count * WIDTH; at += WIDTH) if (((data[at] as number) & UPPER) !== 0) return true;
  return false;
};

/** The words as if they were written in capitals, but for those of a lexicon. */
export const inCapitals = (words: Words, except: Lexicon): Words => {
  const data = words.data.slice(0, words.count * WIDTH);
  for (let at = 0; at < data.length; at += WIDTH) {
    if (classOf(except, data[at + HASH] as number) === 0) data[at + META] = ((data[at + META] as number) & ~LOWER) | UPPER;
  }
  return { ...words, data };
};
