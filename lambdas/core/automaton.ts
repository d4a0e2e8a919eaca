import { readWords } from "./text.ts";
import { FIRST, META, SECOND, STOP, WIDTH } from "./word-arrays.ts";
import type { Words } from "./word-arrays.ts";

/**
 * Phrases as five typed arrays, matched word by word. A text is mostly words that begin no phrase, so the first question must be
 * cheap: `starts` answers it with one byte. What is left is asked of `pairs`, one bit for the first two words, and only then of
 * a hash table of prefixes. An automaton over letters reads a state, and waits for memory, at every letter instead.
 */
export interface Automaton {
  /** By the first bits of a word's hash: 1 a phrase is this word, 2 a longer phrase begins with it. */
  readonly starts: Uint8Array;
  readonly startShift: number;
  /** One bit for the hash of every two words that begin a phrase. */
  readonly pairs: Uint32Array;
  readonly pairShift: number;
  /** One bit for the last word of every phrase of two words. */
  readonly seconds: Uint32Array;
  /** Pairs of (hash of a prefix, what is known of it: `LONGER`, or a phrase's number + 1 from bit 1); 0 is free. A slot is found by multiplication, so any size will do. */
  readonly prefixes: Int32Array;
  /** Second hash of each phrase: a hit is believed only if both agree, one false in 2^64. */
  readonly proofs: Int32Array;
  /** The next phrase of the same first hash, or -1: the same words listed again, or (one in 2^32) others. */
  readonly next: Int32Array;
}

/** A phrase found: `text.slice(start, end)` is what was written. */
export interface Place {
  readonly phrase: number;
  readonly start: number;
  readonly end: number;
}

const LONGER = 1;
const SEED = 0x3c6ef372;

/** The hash of a prefix with a word more. Both hashes of a phrase begin with those of its first word. */
export const joinFirst = (prefix: number, word: number): number => Math.imul(((prefix << 7) | (prefix >>> 25)) ^ word, 0x2c1b3c6d) ^ SEED;
/** The same for second hashes. */
export const joinSecond = (prefix: number, word: number): number => Math.imul(((prefix << 11) | (prefix >>> 21)) + word, 0x297a2d39) ^ SEED;

// Own names for what another module exports: those are compiled into the loops below, the others loaded at each use.
const [width, stop, hash, check, meta] = [WIDTH, STOP, FIRST, SECOND, META];

/** Compiles phrases: phrase i is `phrases[i]`, read as any text is. One without a word is found nowhere. */
export const compileAutomaton = (phrases: readonly string[]): Automaton => {
  const size = Math.max(64, phrases.length);
  const startBits = bitsFor(Math.max(4096, 2 * size));
  const pairBits = bitsFor(Math.max(8192, 8 * size));
  const table = newTable(2 * size);
  const startShift = 32 - startBits;
  const made = {
    starts: new Uint8Array(2 ** startBits),
    pairs: new Uint32Array(2 ** (pairBits - 5)),
    pairShift: 32 - pairBits,
    seconds: new Uint32Array(2 ** (pairBits - 5)),
    proofs: new Int32Array(phrases.length),
    next: new Int32Array(phrases.length).fill(-1),
  };
  for (let phrase = 0; phrase < phrases.length; phrase++) {
    const { count, data } = readWords(phrases[phrase] ?? "");
    if (count === 0) continue;
    let first = data[hash] ?? 0;
    let second = data[check] ?? 0;
    const start = first >>> startShift;
    made.starts[start] = (made.starts[start] ?? 0) | (count === 1 ? 1 : 2);
    for (let at = width; at < count * width; at += width) {
      addPrefix(table, first, LONGER);
      first = joinFirst(first, data[at + hash] ?? 0);
      second = joinSecond(second, data[at + check] ?? 0);
      if (at === width) setBit(made.pairs, first >>> made.pairShift);
    }
    if (count === 2) setBit(made.seconds, (data[width + hash] ?? 0) >>> made.pairShift);
    made.proofs[phrase] = second;
    const known = addPrefix(table, first, (phrase + 1) << 1) >> 1;
    if (known > 0) append(made.next, known - 1, phrase);
  }
  const starts = shrunk(made.starts);
  return { ...made, starts, startShift: 32 - bitsFor(starts.length), prefixes: compact(table) };
};

/** Half the size as long as one byte in sixteen at most would be set: names share their first words, and a small table stays near the processor. */
const shrunk = (starts: Uint8Array): Uint8Array => {
  const used = starts.reduce((sum, one) => sum + (one === 0 ? 0 : 1), 0);
  let small = starts;
  while (small.length > 4096 && small.length / 2 >= 16 * used) {
    const whole = small;
    small = new Uint8Array(whole.length / 2).map((_, at) => (whole[2 * at] ?? 0) | (whole[2 * at + 1] ?? 0));
  }
  return small;
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

interface Table {
  slots: Int32Array;
  used: number;
}

const newTable = (size: number): Table => ({ slots: new Int32Array(2 * size), used: 0 });

/** Adds what is known of a prefix; tells what was known before. A phrase that is known stays the head of its chain. */
const addPrefix = (table: Table, hash: number, known: number): number => {
  if (table.used * 5 > table.slots.length * 2) rehash(table, Math.ceil(table.slots.length * 0.75));
  const { slots } = table;
  const at = slotOf(slots, hash);
  const before = slots[at + 1] ?? 0;
  if (before === 0) table.used++;
  slots[at] = hash;
  slots[at + 1] = before < 2 ? before | known : before | (known & LONGER);
  return before;
};

const rehash = (table: Table, size: number): void => {
  const { slots } = table;
  table.slots = new Int32Array(2 * size);
  for (let at = 0; at < slots.length; at += 2) {
    if (slots[at + 1] === 0) continue;
    const to = slotOf(table.slots, slots[at] ?? 0);
    table.slots[to] = slots[at] ?? 0;
    table.slots[to + 1] = slots[at + 1] ?? 0;
  }
};

/** At most a third of the slots stays free, more would be memory for nothing. */
const compact = (table: Table): Int32Array => {
  if (table.used * 3 < table.slots.length) rehash(table, Math.ceil(table.used * 1.4) + 1);
  return table.slots;
};

/** The slot (an even index) of a prefix, or the free one where it would be. */
const slotOf = (slots: Int32Array, hash: number): number => {
  let at = 2 * Math.trunc((hash >>> 0) * (slots.length / 8_589_934_592));
  while (slots[at + 1] !== 0 && slots[at] !== hash) {
    at += 2;
    if (at === slots.length) at = 0;
  }
  return at;
};

/** Does a phrase begin with this word, and is it all of one? 0 no, 1 it is one, 2 it begins one, 3 both. Rarely more than is true, never less. */
export const startOf = (a: Automaton, word: number): number => a.starts[word >>> a.startShift] as number;

/** Can the word be the second and last of a phrase? */
export const endsPair = (a: Automaton, word: number): boolean => hasBit(a.seconds, word >>> a.pairShift);

/** What is known of a prefix: 0 nothing, so no phrase begins so; otherwise for {@link phraseOf}. */
export const prefixOf = (a: Automaton, first: number): number => a.prefixes[slotOf(a.prefixes, first) + 1] as number;

/** The first phrase that ends with this prefix, -1 if there is none; `next` has others (see {@link samePhrase}). */
export const phraseOf = (a: Automaton, known: number, second: number): number => samePhrase(a, (known >> 1) - 1, second);

/** The phrase, or the first after it in its chain, that the second hash proves; -1 if there is none. */
export const samePhrase = (a: Automaton, from: number, second: number): number => {
  let phrase = from;
  while (phrase >= 0 && a.proofs[phrase] !== second) phrase = a.next[phrase] as number;
  return phrase;
};

/** How many bytes the arrays take. */
export const bytesOf = (a: Automaton): number =>
  [a.starts, a.pairs, a.seconds, a.prefixes, a.proofs, a.next].reduce((sum, array) => sum + array.byteLength, 0);

/**
 * The phrases in a text, whole words only, that do not overlap: the one that begins first, and of those the longest. Case, accents
 * and what joins two words do not count; a comma or the end of a clause is never crossed.
 */
export const findPhrases = (a: Automaton, text: string): Place[] => {
  const words = readWords(text);
  const { data } = words;
  const { starts, startShift } = a;
  const end = words.count * width;
  const places: Place[] = [];
  for (let from = 0; from < end; from += width) {
    const start = starts[(data[from + hash] as number) >>> startShift] as number;
    if (start === 0) continue;
    const last = longest(a, words, from, start);
    if (last < 0) continue;
    places.push({ phrase: longestPhrase, start: data[from] as number, end: data[last + stop] as number });
    from = last;
  }
  return places;
};

let longestPhrase = -1;

/** The last word (as an index of `data`) of the longest phrase that begins at `from`, or -1. */
const longest = (a: Automaton, { data, count }: Words, from: number, start: number): number => {
  let first = data[from + hash] as number;
  let second = data[from + check] as number;
  let found = -1;
  if ((start & 1) === 1) {
    const phrase = phraseOf(a, prefixOf(a, first), second);
    if (phrase >= 0) {
      longestPhrase = phrase;
      found = from;
    }
  }
  if (start < 2) return found;
  const end = count * width;
  for (let at = from + width; at < end && ((data[at + meta] as number) & 3) < 2; at += width) {
    first = joinFirst(first, data[at + hash] as number);
    if (at === from + width && !hasBit(a.pairs, first >>> a.pairShift)) break;
    second = joinSecond(second, data[at + check] as number);
    const known = prefixOf(a, first);
    if (known === 0) break;
    const phrase = phraseOf(a, known, second);
    if (phrase >= 0) {
      longestPhrase = phrase;
      found = at;
    }
    if ((known & LONGER) === 0) break;
  }
  return found;
};
