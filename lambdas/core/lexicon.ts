/** Factors of the two hashes of a word, which are rolled unit by unit. */
export const FACTOR_1 = 0x85ebca6b | 0;
const FACTOR_2 = 0x9e3779b1 | 0;

/** The first hash of a folded word, 32 bits: what words are looked up by. */
export const firstHash = (fold: string): number => {
  let hash = 0;
  for (let at = 0; at < fold.length; at++) hash = rollFirst(hash, fold.charCodeAt(at));
  return hash;
};

/** The first hash of a folded word with another unit. */
export const rollFirst = (hash: number, unit: number): number => Math.imul(hash ^ unit, FACTOR_1);

/** The second hash of a folded word with another unit: independent of the first, and asked for only where the first has hit. */
export const rollSecond = (hash: number, unit: number): number => Math.imul(hash + unit, FACTOR_2);

/** A few classes of words, asked for by their hash: no string is made of a token to learn that it is a preposition. */
export interface Lexicon {
  /** Power of two many slots of two numbers: hash, classes (0 = free). */
  readonly slots: Int32Array;
  readonly shift: number;
}

/** `classes[i]` lists the words of class `1 << i`, folded; a word may be in several. */
export const lexiconOf = (...classes: readonly Iterable<string>[]): Lexicon => {
  const bits = new Map<number, number>();
  for (const [index, words] of classes.entries())
    for (const word of words) bits.set(firstHash(word), (bits.get(firstHash(word)) ?? 0) | (1 << index));
  const size = Math.max(3, Math.ceil(Math.log2(bits.size * 4 + 1)));
  const slots = new Int32Array(2 * 2 ** size);
  const shift = 32 - size;
  for (const [hash, value] of bits) {
    let slot = hash >>> shift;
    while (slots[2 * slot + 1] !== 0) slot = (slot + 1) & (2 ** size - 1);
    slots.set([hash, value], 2 * slot);
  }
  return { slots, shift };
};

/** The classes of the word with this hash, as bits; 0 when it is in none. A strange word has the hash of a listed one once in 2^32 times their number. */
export const classOf = ({ slots, shift }: Lexicon, hash: number): number => {
  let at = 2 * (hash >>> shift);
  for (;;) {
    const classes = slots[at + 1] as number;
    if (classes === 0 || slots[at] === hash) return classes;
    at += 2;
    if (at === slots.length) at = 0;
  }
};
