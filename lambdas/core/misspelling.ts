import { isGivenName } from "./given-names.ts";
import { ODD, UPPER } from "./letters.ts";
import { classOf, firstHash } from "./lexicon.ts";
import type { Patterns } from "./patterns.ts";
import { isFullName } from "./patterns.ts";
import type { Hit } from "./scan.ts";
import { scan } from "./scan.ts";
import { HASH, META, STOP, WIDTH, foldOf } from "./word-arrays.ts";
import type { Words } from "./word-arrays.ts";

// Own names for what another module exports: those are compiled into the loops below, the others loaded at each use.
const [width, hash, stop, meta, upper] = [WIDTH, HASH, STOP, META, UPPER];

/** Shorter words have too many neighbours one letter away. */
const SHORTEST = 6;

interface Neighbours {
  /** Every name word with one letter left out, and itself, to the word meant. */
  readonly meant: ReadonlyMap<string, string>;
  /** The name words by their first letter: a word that none of them is one letter off needs no variants made. */
  readonly byLetter: ReadonlyMap<string, readonly string[]>;
}

const cache = new WeakMap<Patterns, Neighbours>();

/**
 * Full names of which one long word is one letter off: a letter lost, doubled, added or changed (`Alejando Mayorkas`).
 * The other words must be exact, and the wrong word must be capitalised and mean nothing else here.
 */
export const misspellings = (patterns: Patterns, words: Words): Hit[] => {
  const near = neighbours(patterns);
  const hits: Hit[] = [];
  const { names, strange } = capitalised(patterns, words);
  for (const at of strange) {
    // The other words of the name are exact, and two particles may lie between (`Ramón de la Fuente`). Almost no word passes, and the rest is dear.
    if (!names.some((name) => Math.abs(name - at) <= 3)) continue;
    const written = foldOf(words, at);
    const meant = isGivenName(written) ? undefined : correction(near, written);
    if (meant === undefined) continue;
    const start = Math.max(0, at - 4);
    for (const hit of scan(patterns.automaton, corrected(words, start, at, meant))) {
      const role = patterns.roles[hit.pattern];
      if (!isFullName(role) || hit.how !== "whole") continue;
      if (start + hit.from <= at && at < start + hit.to) hits.push({ ...hit, from: start + hit.from, to: start + hit.to, how: "misspelt" });
    }
  }
  return hits;
};

/** Eight words around a word, with another in its place. */
const corrected = (words: Words, start: number, at: number, meant: string): Words => {
  const data = words.data.slice(start * width, Math.min(at + 4, words.count) * width);
  const odd = new Map<number, string>();
  for (let index = start; index < start + data.length / width; index++) {
    const fold = words.odd.get(index);
    if (fold !== undefined) odd.set(index - start, fold);
  }
  data[(at - start) * width + hash] = firstHash(meant);
  data[(at - start) * width + meta] = (data[(at - start) * width + meta] ?? 0) | ODD;
  odd.set(at - start, meant);
  return { text: words.text, count: data.length / width, data, odd };
};

/** Where capitalised words of full names stand, and long ones that are in no pattern at all. */
const capitalised = ({ vocabulary }: Patterns, { data, count }: Words): { readonly names: number[]; readonly strange: number[] } => {
  const names: number[] = [];
  const strange: number[] = [];
  for (let at = 0; at < count; at++) {
    const row = at * width;
    if (((data[row + meta] as number) & upper) === 0) continue;
    const classes = classOf(vocabulary, data[row + hash] as number);
    if ((classes & 2) !== 0) names.push(at);
    else if (classes === 0 && (data[row + stop] as number) - (data[row] as number) >= SHORTEST - 1) strange.push(at);
  }
  return { names, strange };
};

const neighbours = (patterns: Patterns): Neighbours => {
  const known = cache.get(patterns);
  if (known !== undefined) return known;
  const map = new Map<string, string>();
  for (const role of patterns.roles) {
    if (role.role !== "alias" || !isFullName(role)) continue;
    for (const word of role.alias.text.split(/[\s-]+/).map((w) => w.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase())) {
      if (word.length < SHORTEST) continue;
      for (const form of [word, ...shortened(word)]) map.set(form, word);
    }
  }
  const made = { meant: map, byLetter: Map.groupBy(new Set(map.values()), (word) => word.slice(0, 1)) };
  cache.set(patterns, made);
  return made;
};

const shortened = (word: string): string[] => Array.from(word, (_, i) => word.slice(0, i) + word.slice(i + 1));

const correction = (near: Neighbours, word: string): string | undefined => {
  const alike = near.byLetter.get(word.slice(0, 1)) ?? [];
  if (!alike.some((name) => Math.abs(name.length - word.length) < 2 && oneOff(name, word))) return undefined;
  for (const form of [word, ...shortened(word)]) {
    const meant = near.meant.get(form);
    if (meant !== undefined && oneOff(meant, word)) return meant;
  }
  return undefined;
};

/** One letter lost, added or changed, or two neighbours swapped; the first letter stands. */
const oneOff = (a: string, b: string): boolean => {
  if (a === b || a[0] !== b[0]) return false;
  let head = 0;
  while (head < a.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < Math.min(a.length, b.length) - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const [x, y] = [a.slice(head, a.length - tail), b.slice(head, b.length - tail)];
  return (x.length <= 1 && y.length <= 1) || (x.length === 2 && y.length === 2 && x[0] === y[1] && x[1] === y[0]);
};
