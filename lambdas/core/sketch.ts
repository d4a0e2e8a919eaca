import { hashNumber } from "./hash.ts";
import type { Item } from "./item.ts";
import type { Found } from "./match.ts";
import { SIGHTING_CONFIDENCE } from "./match.ts";
import { ownWords } from "./own-words.ts";
import { weightOf } from "./rarity.ts";
import type { Rarity } from "./rarity.ts";
import { readWords } from "./text.ts";
import { HASH, WIDTH } from "./word-arrays.ts";

/**
 * What is kept of a text to tell whether another one tells the same: never its words. Numbers of four bytes, little end first,
 * so that a row that carries it stays below 1 kB, the unit that a write is counted in.
 */
export interface Sketch {
  /** The pairs of neighbouring words: 28 bits of hash, 4 of weight. At most 680 bytes. */
  readonly pairs: Uint8Array;
  /** Whom it names: 31 bits of hash, and whether in headline or lead. At most 64 bytes. */
  readonly names: Uint8Array;
}

/** Pairs from the beginning of a text: some thousand characters, more than most feeds give. */
const PAIRS = 170;
const NAMES = 16;

/**
 * From this share on two texts may tell the same story. Measured on 582 labelled passages, together with ELSEWHERE: all 40 pairs
 * of copies and rewrites of one wire text reach it, and a dozen of 168,913 other pairs; at 0.3 four copies are lost, at 0.2 three
 * times as many others come in.
 */
const SAME_STORY = 0.24;

/**
 * The same share in what is left when the passage that agrees best is set aside: a long sentence, which many stories of a desk
 * may begin or end with. Two texts agree in more than one place.
 */
const ELSEWHERE = 0.1;
/** Pairs of a passage; of a text that has hardly more nothing is set aside. */
const [PASSAGE, HARDLY_MORE] = [24, 6];

/** The least that a text, and what is left of it, are taken to weigh (27 and four rare pairs): two words in common make no story. */
const [LEAST, LEAST_ELSEWHERE] = [300, 44];

/** The sketch of an item in which these entities were found. */
export const sketchOf = (item: Pick<Item, "title" | "summary" | "outlet">, found: readonly Found[], rarity: Rarity): Sketch => ({
  pairs: packed(pairsOf(ownWords(item), rarity)),
  names: packed(
    found
      .filter(isName)
      .slice(0, NAMES)
      .map((one) => (hashNumber(one.entity) & ~1) | (one.prominence === "passing" ? 0 : 1)),
  ),
});

/** People and organizations can be exchanged in a sentence, and it is another story; a topic is told by the words already. */
const isName = ({ kind, confidence }: Found): boolean =>
  (kind === "official" || kind === "organization") && confidence >= SIGHTING_CONFIDENCE;

/**
 * Do two texts tell the same story? They do if enough of the shorter one, weighed by rarity, stands in the other, and not in one
 * passage only; unless each names somebody in headline or lead whom the other does not name at all. Symmetric.
 */
export const isAlike = (a: Sketch, b: Sketch): boolean => aliking(a)(b);

/** The same of one text and many: what most of them share with it is too little, which is soon seen. */
export const aliking = (one: Sketch): ((other: Sketch) => boolean) => {
  const mine = numbers(one.pairs);
  const held = pairsIn(mine);
  const weight = total(mine);
  return (other) => {
    const others = numbers(other.pairs);
    let [all, agreeing] = [0, 0];
    for (const pair of others) {
      all += pair & 15;
      if (held.has(pair >>> 4)) agreeing += pair & 15;
    }
    if (agreeing < SAME_STORY * Math.max(LEAST, Math.min(weight, all))) return false;
    const [less, more] = weight <= all ? [mine, pairsIn(others)] : [others, held];
    return elsewhere(less, more) >= ELSEWHERE && !namesDiffer(one, other);
  };
};

/** How much of the lighter text stands in the other too, 0..1, outside of the passage that agrees best. */
const elsewhere = (less: Int32Array, more: ReadonlySet<number>): number => {
  if (less.length < PASSAGE + HARDLY_MORE) return 1;
  const common = less.map((pair) => (more.has(pair >>> 4) ? pair & 15 : 0));
  const from = bestPassage(common);
  const left = total(less) - total(less.subarray(from, from + PASSAGE));
  return (sum(common) - sum(common.subarray(from, from + PASSAGE))) / Math.max(LEAST_ELSEWHERE, left);
};

const pairsIn = (pairs: Int32Array): ReadonlySet<number> => {
  const held = new Set<number>();
  for (const pair of pairs) held.add(pair >>> 4);
  return held;
};

/** Where the passage with most in common begins. */
const bestPassage = (common: Int32Array): number => {
  let [best, from] = [0, 0];
  let here = 0;
  for (const [at, weight] of common.entries()) {
    here += weight - (common[at - PASSAGE] ?? 0);
    if (here > best) [best, from] = [here, Math.max(0, at - PASSAGE + 1)];
  }
  return from;
};

/** The `count` rarest pairs, by their hashes; of equally rare ones those with the smallest hash, so that copies choose alike. */
export const rarestPairs = ({ pairs }: Sketch, count: number): readonly number[] =>
  [...numbers(pairs)]
    .toSorted((a, b) => (b & 15) - (a & 15) || (a >>> 0) - (b >>> 0))
    .slice(0, count)
    .map((pair) => pair >>> 4);

const namesDiffer = (a: Sketch, b: Sketch): boolean => hasOneMore(a, b) && hasOneMore(b, a);

const hasOneMore = (a: Sketch, b: Sketch): boolean => {
  const known = new Set(Array.from(numbers(b.names), (name) => name & ~1));
  return numbers(a.names).some((name) => (name & 1) === 1 && !known.has(name & ~1));
};

const pairsOf = (text: string, rarity: Rarity): readonly number[] => {
  const { count, data } = readWords(text);
  const pairs = new Set<number>();
  for (let word = 0; word + 1 < count && pairs.size < PAIRS; word++) {
    const hash = pairHash(data[word * WIDTH + HASH] ?? 0, data[(word + 1) * WIDTH + HASH] ?? 0);
    pairs.add((hash & ~15) | weightOf(rarity, hash));
  }
  return [...pairs];
};

/** The hash of two neighbouring words, of their first hashes: 32 bits, the upper ones best mixed. */
export const pairHash = (first: number, second: number): number => {
  let hash = Math.imul(first ^ (first >>> 15), 0x2c1b3c6d) ^ second;
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return hash ^ (hash >>> 16);
};

const total = (pairs: Int32Array): number => {
  let weight = 0;
  for (const pair of pairs) weight += pair & 15;
  return weight;
};

const sum = (weights: Int32Array): number => {
  let all = 0;
  for (const weight of weights) all += weight;
  return all;
};

const packed = (numbers: readonly number[]): Uint8Array => new Uint8Array(Int32Array.from(numbers).buffer);

/** What comes from the table lies at any offset. */
const numbers = (bytes: Uint8Array): Int32Array =>
  bytes.byteOffset % 4 === 0 ? new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4) : numbers(new Uint8Array(bytes));
