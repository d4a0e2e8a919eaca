import type { Automaton } from "./automaton.ts";
import {
  beginsPair,
  endsPair,
  endsPhrase,
  goesOn,
  joinFirst,
  joinSecond,
  nextOf,
  phraseOf,
  prefixOf,
  samePhrase,
  startOf,
} from "./automaton.ts";
import { classOf, lexiconOf } from "./lexicon.ts";
import { HASH, WIDTH, secondOf } from "./word-arrays.ts";
import type { Words } from "./word-arrays.ts";
import { gapIn } from "./word-gaps.ts";
import type { Gap } from "./word-gaps.ts";

/** A pattern found: words `from`..`to` (exclusive), and the widest gap between them. */
export interface Hit {
  readonly pattern: number;
  readonly from: number;
  readonly to: number;
  readonly gap: Gap;
  /** Not written in one piece: the head was shared ("tráfico de drogas y armas"), or one letter is wrong. */
  readonly how: "whole" | "shared" | "misspelt";
}

// Own names for what another module exports: those are compiled into the loops below, the others loaded at each use.
const [width, hash] = [WIDTH, HASH];

const [AND, OF, ARTICLE, TRANSPARENT] = [1, 2, 4, 8];
/** Conjunctions, prepositions, articles; and adjectives that change nothing of what a crime or a ministry is, so a phrase is read through them. */
const SMALL_WORDS = lexiconOf(
  "y e o u and or ni".split(" "),
  "de del of in into on for a to sobre contra".split(" "),
  "el la los las the un una a".split(" "),
  "illicit illegal illegally ilicito ilicita ilicitos ilicitas ilegal ilegales el la los las the their its su sus deadly dangerous lethal estas these this esta".split(
    " ",
  ),
);

/**
 * Every pattern in a text, overlapping ones too, at word boundaries only. Beyond the plain walk it reads two shapes of
 * coordination that English and Spanish share out: a head with several objects ("departamentos de Estado, Justicia y
 * Seguridad Nacional") and several modifiers of one head ("drug, arms, and human trafficking").
 */
export const scan = (automaton: Automaton, words: Words): Hit[] => {
  const hits: Hit[] = [];
  const w: Walk = { automaton, words, hits };
  const { data, count } = words;
  for (let from = 0; from < count; from++) {
    const first = data[from * width + hash] as number;
    if (startOf(automaton, first) === 0) continue;
    const known = prefixOf(automaton, first);
    if (known !== 0) walk(w, { first, known, word: from, from, at: from + 1, gap: 0, how: "whole" });
  }
  sharedHeads(w);
  return hits;
};

interface Walk {
  readonly automaton: Automaton;
  readonly words: Words;
  readonly hits: Hit[];
}

/** The words read so far, as the automaton knows them. */
interface Prefix {
  readonly first: number;
  readonly known: number;
  /** Its last word, and what stands before that. */
  readonly word: number;
  readonly before?: Prefix;
}

/** How far a walk got, and by what liberties. */
interface Step extends Prefix {
  readonly from: number;
  /** The word after the last one read. */
  readonly at: number;
  readonly gap: Gap;
  readonly how: Hit["how"];
}

/** The gap before a word; before what is no word it is as wide as can be. */
const gapAt = (words: Words, at: number): Gap => (at < words.count ? gapIn(words, at) : 3);

const isA = ({ data, count }: Words, at: number, classes: number): boolean =>
  at < count && (classOf(SMALL_WORDS, data[at * width + hash] as number) & classes) !== 0;

/** The prefix with a word more, if a pattern begins so. */
const extend = ({ automaton, words }: Walk, before: Prefix, word: number): Prefix | undefined => {
  const first = joinFirst(before.first, words.data[word * width + hash] as number);
  if (before.before === undefined && !beginsPair(automaton, first)) return undefined;
  const known = prefixOf(automaton, first);
  return known === 0 ? undefined : { first, known, word, before };
};

const add = ({ automaton, words, hits }: Walk, prefix: Prefix, from: number, to: number, gap: Gap, how: Hit["how"]): void => {
  if (!endsPhrase(prefix.known)) return;
  const second = secondFor(words, prefix);
  for (let at = phraseOf(automaton, prefix.known, second); at >= 0; at = samePhrase(automaton, nextOf(automaton, at), second))
    hits.push({ pattern: at, from, to, gap, how });
};

/** The second hash of a prefix's words, which need not stand together. */
const secondFor = (words: Words, { word, before }: Prefix): number =>
  before === undefined ? secondOf(words, word) : joinSecond(secondFor(words, before), secondOf(words, word));

const walk = (w: Walk, step: Step): void => {
  const { words } = w;
  add(w, step, step.from, step.at, step.gap, step.how);
  if (!goesOn(step.known)) return;
  if (step.at - step.from > 1 && isA(words, step.at - 1, OF)) objects(w, step, step.at);
  const gap = gapAt(words, step.at);
  if (gap === 3) return;
  read(w, step, step.at, step.how);
  // Read through adjectives and articles, three at most: "tráfico ilegal de armas", "smuggling the illicit drugs".
  for (let at = step.at; at < step.at + 3; at++) {
    if (gapAt(words, at) > 1 || !isA(words, at, TRANSPARENT)) break;
    read(w, step, at + 1, step.how);
  }
  // "tráfico y consumo de drogas": another head stands between the head and its object.
  if (gap < 2 && isA(words, step.at, AND)) {
    const at = step.at + (isA(words, step.at + 1, ARTICLE) ? 3 : 2);
    if (gapAt(words, at) === 0 && isA(words, at, OF)) read(w, step, at, "shared");
  }
};

const read = (w: Walk, step: Step, at: number, how: Hit["how"]): void => {
  if (at >= w.words.count) return;
  const gap = gapAt(w.words, at);
  if (at > step.at && gap > 1) return;
  const next = extend(w, step, at);
  if (next !== undefined) walk(w, { ...next, from: step.from, at: at + 1, gap: gap > step.gap ? gap : step.gap, how });
};

/** After "head of": each further member of the list is tried as the object of the same head. */
const objects = (w: Walk, head: Prefix, start: number): void => {
  const { words } = w;
  let at = start;
  for (let members = 0; members < 6; members++) {
    const next = nextMember(words, at);
    if (next === undefined) return;
    at = skipLinks(words, next);
    let prefix: Prefix | undefined = head;
    for (let i = at; i < words.count; i++) {
      if (i > at && gapAt(words, i) > 1) break;
      prefix = extend(w, prefix, i);
      if (prefix === undefined) break;
      add(w, prefix, at, i + 1, 0, "shared");
    }
  }
};

/** The first word of the next list member: after a conjunction or comma at most four words on. */
const nextMember = (words: Words, from: number): number | undefined => {
  for (let at = from + 1; at < from + 6; at++) {
    const gap = gapAt(words, at);
    if (gap === 3) return undefined;
    if (isA(words, at, AND)) return at + 1;
    if (gap === 2) return at;
  }
  return undefined;
};

const skipLinks = (words: Words, from: number): number => {
  let at = from;
  while (at - from < 3 && isA(words, at, AND | OF | TRANSPARENT)) at += 1;
  return at;
};

/** Modifiers that share the head after them: the pattern is two words, its second word stands at the end of the list. */
const sharedHeads = (w: Walk): void => {
  const { automaton, words } = w;
  const { data, count } = words;
  for (let head = 3; head < count; head++) {
    if (!endsPair(automaton, data[head * width + hash] as number) || gapAt(words, head) > 1) continue;
    let at = head - 1;
    for (let members = 0; members < 4; members++) {
      const previous = previousMember(words, at);
      if (previous === undefined) break;
      at = previous;
      const first = data[at * width + hash] as number;
      if (startOf(automaton, first) < 2) continue;
      const pair = extend(w, { first, known: 0, word: at }, head);
      if (pair !== undefined) add(w, pair, at, at + 1, 0, "shared");
    }
  }
};

const previousMember = (words: Words, from: number): number | undefined => {
  for (let at = from; at > from - 3 && at > 0; at--) {
    const gap = gapAt(words, at);
    if (gap === 3) return undefined;
    if (gap === 2) return at - 1;
    if (isA(words, at - 1, AND)) return gapAt(words, at - 1) === 3 || at < 2 ? undefined : at - 2;
  }
  return undefined;
};
