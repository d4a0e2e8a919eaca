import { LONGER, addPrefix, compact, newTable, slotOf } from "./prefix-table.ts";
import { readWords } from "./text.ts";
import { HASH, STOP, WIDTH, secondOf } from "./word-arrays.ts";
import type { Words } from "./word-arrays.ts";
import { gapIn } from "./word-gaps.ts";

/**
 * Phrases as five typed arrays, matched word by word. A text is mostly words that begin no phrase, so the first question must be
 * cheap: `starts` answers it with two bits. What is left is asked of `pairs`, one bit for the first two words, and only then of
 * a hash table of prefixes. An automaton over letters reads a state, and waits for memory, at every letter instead.
 */
export interface Automaton {
  /** Two bits for the first bits of a word's hash: 1 a phrase is this word, 2 a longer phrase begins with it. */
  readonly starts: Uint32Array;
  readonly startShift: number;
  /** One bit for the hash of every two words that begin a phrase. */
  readonly pairs: Uint32Array;
  readonly pairShift: number;
  /** One bit for the last word of every phrase of two words. */
  readonly seconds: Uint32Array;
  /** What is known of every prefix (`prefix-table.ts`). */
  readonly prefixes: Int32Array;
  /** Second hash of each phrase: a hit is believed only if both agree, one false in 2^64. */
  readonly proofs: Int32Array;
  /** The next phrase of the same first hash, or -1: the same words listed again, or (one in 2^32) others. Empty where there is none. */
  readonly next: Int32Array;
}

/** A phrase found: `text.slice(start, end)` is what was written. */
export interface Place {
  readonly phrase: number;
  readonly start: number;
  readonly end: number;
}

const SEED = 0x3c6ef372;

/** The hash of a prefix with a word more. Both hashes of a phrase begin with those of its first word. */
export const joinFirst = (prefix: number, word: number): number => Math.imul(((prefix << 7) | (prefix >>> 25)) ^ word, 0x2c1b3c6d) ^ SEED;
/** The same for second hashes. */
export const joinSecond = (prefix: number, word: number): number => Math.imul(((prefix << 11) | (prefix >>> 21)) + word, 0x297a2d39) ^ SEED;

/** The second hash of the words `from`..`to` (exclusive). */
const secondFrom = (words: Words, from: number, to: number): number => {
  let second = secondOf(words, from);
  for (let at = from + 1; at < to; at++) second = joinSecond(second, secondOf(words, at));
  return second;
};

// Own names for what another module exports: those are compiled into the loops below, the others loaded at each use.
const [width, stop, hash] = [WIDTH, STOP, HASH];

/** Compiles phrases: phrase i is `phrases[i]`, read as any text is. One without a word is found nowhere. */
export const compileAutomaton = (phrases: readonly string[]): Automaton => {
  const size = Math.max(64, phrases.length);
  const begun = new Uint8Array(2 ** bitsFor(16 * size));
  const pairBits = bitsFor(16 * size);
  const table = newTable(2 * size);
  const begunShift = 32 - bitsFor(begun.length);
  let next = new Int32Array(0);
  const made = {
    pairs: new Uint32Array(2 ** (pairBits - 5)),
    pairShift: 32 - pairBits,
    seconds: new Uint32Array(2 ** (pairBits - 5)),
    proofs: new Int32Array(phrases.length),
  };
  for (let phrase = 0; phrase < phrases.length; phrase++) {
    const words = readWords(phrases[phrase] ?? "");
    const { count, data } = words;
    if (count === 0) continue;
    let first = data[hash] ?? 0;
    const start = first >>> begunShift;
    begun[start] = (begun[start] ?? 0) | (count === 1 ? 1 : 2);
    for (let at = width; at < count * width; at += width) {
      addPrefix(table, first, LONGER);
      first = joinFirst(first, data[at + hash] ?? 0);
      if (at === width) setBit(made.pairs, first >>> made.pairShift);
    }
    if (count === 2) setBit(made.seconds, (data[width + hash] ?? 0) >>> made.pairShift);
    made.proofs[phrase] = secondFrom(words, 0, count);
    const known = addPrefix(table, first, (phrase + 1) << 1) >> 1;
    if (known > 0) {
      if (next.length === 0) next = new Int32Array(phrases.length).fill(-1);
      append(next, known - 1, phrase);
    }
  }
  const starts = packed(begun);
  return { ...made, next, starts, startShift: 32 - bitsFor(16 * starts.length), prefixes: compact(table) };
};

/** Two bits for each of as many entries as leave one in 64 set: names share their first words, and a small table stays near the processor. */
const packed = (begun: Uint8Array): Uint32Array => {
  let used = 0;
  for (const one of begun) if (one !== 0) used++;
  const size = Math.min(begun.length, 2 ** bitsFor(Math.max(1024, 64 * used)));
  const shift = bitsFor(begun.length) - bitsFor(size);
  const starts = new Uint32Array(size / 16);
  for (let at = 0; at < begun.length; at++) {
    const kind = begun[at] as number;
    if (kind === 0) continue;
    const entry = at >>> shift;
    starts[entry >>> 4] = (starts[entry >>> 4] as number) | (kind << (2 * (entry & 15)));
  }
  return starts;
};

/** Phrases of the same words stand in the order in which they are listed. */
const append = (next: Int32Array, head: number, phrase: number): void => {
  let last = head;
  while ((next[last] ?? -1) >= 0) last = next[last] ?? -1;
  next[last] = phrase;
};

const bitsFor = (size: number): number => Math.ceil(Math.log2(size));

const setBit = (bits: Uint32Array, at: number): void => {
  bits[at >>> 5] = (bits[at >>> 5] ?? 0) | (1 << (at & 31));
};

const hasBit = (bits: Uint32Array, at: number): boolean => (((bits[at >>> 5] as number) >>> (at & 31)) & 1) === 1;

/** Does a phrase begin with this word, and is it all of one? 0 no, 1 it is one, 2 it begins one, 3 both. Rarely more than is true, never less. */
export const startOf = ({ starts, startShift }: Automaton, word: number): number => twoBits(starts, word >>> startShift);

const twoBits = (bits: Uint32Array, at: number): number => ((bits[at >>> 4] as number) >>> (2 * (at & 15))) & 3;

/** Can a phrase begin with these two words, given the hash of both? */
export const beginsPair = (a: Automaton, first: number): boolean => hasBit(a.pairs, first >>> a.pairShift);

/** Can the word be the second and last of a phrase? */
export const endsPair = (a: Automaton, word: number): boolean => hasBit(a.seconds, word >>> a.pairShift);

/** What is known of a prefix: 0 nothing, so no phrase begins so; otherwise for {@link phraseOf}. */
export const prefixOf = (a: Automaton, first: number): number => a.prefixes[slotOf(a.prefixes, first) + 1] as number;

/** Does a longer phrase begin with the prefix of which this is known? */
export const goesOn = (known: number): boolean => (known & LONGER) !== 0;

/** Does a phrase end with it, if its second hash proves it? */
export const endsPhrase = (known: number): boolean => known > LONGER;

/** The first phrase that ends with this prefix, -1 if there is none; `next` has others (see {@link samePhrase}). */
export const phraseOf = (a: Automaton, known: number, second: number): number => samePhrase(a, (known >> 1) - 1, second);

/** The phrase, or the first after it in its chain, that the second hash proves; -1 if there is none. */
export const samePhrase = (a: Automaton, from: number, second: number): number => {
  let phrase = from;
  while (phrase >= 0 && a.proofs[phrase] !== second) phrase = nextOf(a, phrase);
  return phrase;
};

/** The phrase after this one in its chain, -1 if there is none. */
export const nextOf = ({ next }: Automaton, phrase: number): number => (next.length === 0 ? -1 : (next[phrase] as number));

/** How many bytes the arrays take. */
export const bytesOf = (a: Automaton): number =>
  [a.starts, a.pairs, a.seconds, a.prefixes, a.proofs, a.next].reduce((sum, array) => sum + array.byteLength, 0);

/**
 * The phrases in a text, whole words only, that do not overlap: the one that begins first, and of those the longest. Case, accents
 * and what joins two words do not count; a comma or the end of a clause is never crossed.
 */
export const findPhrases = (a: Automaton, text: string): readonly Place[] => {
  const words = readWords(text);
  const { data, count } = words;
  const end = count * width;
  let places: Place[] | undefined;
  for (let from = nextStart(a, data, 0, end); from < end; from = nextStart(a, data, from + width, end)) {
    const last = longest(a, words, from, startOf(a, data[from + hash] as number));
    if (last < 0) continue;
    const place = { phrase: longestPhrase, start: data[from] as number, end: data[last + stop] as number };
    if (places === undefined) places = [place];
    else places.push(place);
    from = last;
  }
  return places ?? NOWHERE;
};
const NOWHERE: readonly Place[] = Object.freeze([]);

/** The next word that may begin a phrase. It calls nothing, as most texts pass through it from end to end. */
const nextStart = ({ starts, startShift, pairs, pairShift }: Automaton, data: Int32Array, from: number, end: number): number => {
  for (let at = from; at < end; at += width) {
    const word = data[at + hash] as number;
    const start = twoBits(starts, word >>> startShift);
    if (start === 0) continue;
    // Nine of ten that are left are the first word of some phrase and go on otherwise.
    if (start !== 2 || (at + width < end && hasBit(pairs, joinFirst(word, data[at + width + hash] as number) >>> pairShift))) return at;
  }
  return end;
};

let longestPhrase = -1;

/** The last word (as an index of `data`) of the longest phrase that begins at `from`, or -1. */
const longest = (a: Automaton, words: Words, from: number, start: number): number => {
  const { data, count } = words;
  const end = count * width;
  let first = data[from + hash] as number;
  let found = -1;
  if ((start & 1) === 1 && proven(a, prefixOf(a, first), words, from, from)) found = from;
  if (start < 2) return found;
  for (let at = from + width; at < end && gapIn(words, at / width) < 2; at += width) {
    first = joinFirst(first, data[at + hash] as number);
    if (at === from + width && !hasBit(a.pairs, first >>> a.pairShift)) break;
    const known = prefixOf(a, first);
    if (known === 0) break;
    if (proven(a, known, words, from, at)) found = at;
    if (!goesOn(known)) break;
  }
  return found;
};

/** Is a phrase known that ends with this prefix, and do the words (indices of `data`) have its second hash too? Then it is the longest so far. */
const proven = (a: Automaton, known: number, words: Words, from: number, last: number): boolean => {
  if (!endsPhrase(known)) return false;
  const phrase = phraseOf(a, known, secondFrom(words, from / width, last / width + 1));
  if (phrase < 0) return false;
  longestPhrase = phrase;
  return true;
};
