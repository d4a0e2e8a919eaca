/** Seeds and factors of the two hashes of a word. They are rolled unit by unit, each on its own, so that the processor does both at once. */
export const SEED_1 = 0x811c9dc5 | 0;
export const SEED_2 = 0x2545f491;
export const FACTOR_1 = 0x85ebca6b | 0;
export const FACTOR_2 = 0x9e3779b1 | 0;

/** The first hash of a folded word, 32 bits; {@link secondHash} is independent of it. */
export const firstHash = (fold: string): number => {
  let hash = SEED_1;
  for (let at = 0; at < fold.length; at++) hash = Math.imul(hash ^ fold.charCodeAt(at), FACTOR_1);
  return hash;
};

/** The second hash of a folded word. Two words that agree in both are the same but for 1 pair in 2^60 or so. */
export const secondHash = (fold: string): number => {
  let hash = SEED_2;
  for (let at = 0; at < fold.length; at++) hash = Math.imul(hash + fold.charCodeAt(at), FACTOR_2);
  return hash;
};

/** A few classes of words, asked for by hashes: no string is made of a token to learn that it is a preposition. */
export interface Lexicon {
  /** Power of two many slots of three numbers: first hash, second hash, classes (0 = free). */
  readonly slots: Int32Array;
  readonly shift: number;
}

/** `classes[i]` lists the words of class `1 << i`, folded, with spaces between; a word may be in several. */
export const lexiconOf = (...classes: readonly Iterable<string>[]): Lexicon => {
  const bits = new Map<string, number>();
  for (const [index, words] of classes.entries()) for (const word of words) bits.set(word, (bits.get(word) ?? 0) | (1 << index));
  const size = Math.max(3, Math.ceil(Math.log2(bits.size * 4 + 1)));
  const slots = new Int32Array(3 * 2 ** size);
  const shift = 32 - size;
  for (const [word, value] of bits) {
    const first = firstHash(word);
    let slot = first >>> shift;
    while (slots[3 * slot + 2] !== 0) slot = (slot + 1) & (2 ** size - 1);
    slots.set([first, secondHash(word), value], 3 * slot);
  }
  return { slots, shift };
};

/** The classes of the word with these hashes, as bits; 0 when it is in none. */
export const classOf = ({ slots, shift }: Lexicon, first: number, second: number): number => {
  let at = 3 * (first >>> shift);
  for (;;) {
    const classes = slots[at + 2] ?? 0;
    if (classes === 0 || (slots[at] === first && slots[at + 1] === second)) return classes;
    at += 3;
    if (at === slots.length) at = 0;
  }
};
