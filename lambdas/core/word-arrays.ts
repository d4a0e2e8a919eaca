import { LOWER, UPPER, WIDE, foldWord } from "./letters.ts";
import { classOf } from "./lexicon.ts";
import type { Lexicon } from "./lexicon.ts";

/**
 * What stands before a token: a space (0), a hyphen (1), a comma, quote or bracket (2), or the end of a clause (3).
 * Names cross spaces and hyphens; lists cross commas; nothing crosses a 3.
 */
export type Gap = 0 | 1 | 2 | 3;

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
export const FLAGS = 16;
const IS_CAPITAL = UPPER >> FLAGS;
const HAS_SMALL = LOWER >> FLAGS;
const IS_WIDE = WIDE >> FLAGS;
export const IS_ODD = 32;
/** `IS_CAPITAL` and `HAS_SMALL` of the three kinds of `Token.caps`. */
export const CAPS = [HAS_SMALL, IS_CAPITAL | HAS_SMALL, IS_CAPITAL] as const;

export const NONE = new Map<number, string>();

/** Arrays that texts are read into, one after the other. */
export interface Arrays {
  data: Int32Array<ArrayBuffer>;
  size: number;
  gap: Gap;
  odd: Map<number, string>;
}

/** Arrays of one's own, for who reads many texts and keeps none. */
export const arraysFor = (words: number): Arrays => ({ data: new Int32Array(WIDTH * words), size: 0, gap: 3, odd: NONE });

/** Makes room for as many words again. */
export const grow = (scratch: Arrays): Int32Array<ArrayBuffer> => {
  const wider = new Int32Array(scratch.data.length * 2);
  wider.set(scratch.data);
  return (scratch.data = wider);
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
export const capsIn = (meta: number): 0 | 1 | 2 => ((meta & IS_CAPITAL) === 0 ? 0 : (meta & HAS_SMALL) === 0 ? 2 : 1);

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
