import type { Gap, Token } from "./text.ts";

/** A pattern found: tokens `from`..`to` (exclusive), and the widest gap between them. */
export interface Hit {
  readonly pattern: number;
  readonly from: number;
  readonly to: number;
  readonly gap: Gap;
  /** Not written in one piece: the head was shared ("tráfico de drogas y armas"), or one letter is wrong. */
  readonly how: "whole" | "shared" | "misspelt";
}

/** Patterns as a tree of words. Node 0 is the root. */
export interface Automaton {
  /** The word's number, or -1 when no pattern has it. */
  word(fold: string): number;
  /** The node after reading a word, or -1. */
  step(node: number, word: number): number;
  /** The patterns that end at a node. */
  ends(node: number): readonly number[];
}

/** Builds the tree. `patterns[i]` is pattern i, a list of folded words; empty ones match nothing. */
export const compileAutomaton = (patterns: readonly (readonly string[])[]): Automaton => {
  const words = new Map<string, number>();
  const edges = new Map<number, number>();
  const ends: number[][] = [[]];
  for (const [index, pattern] of patterns.entries()) {
    if (pattern.length === 0) continue;
    let node = 0;
    for (const text of pattern) {
      let word = words.get(text);
      if (word === undefined) words.set(text, (word = words.size));
      const key = edge(node, word);
      let next = edges.get(key);
      if (next === undefined) {
        edges.set(key, (next = ends.length));
        ends.push([]);
      }
      node = next;
    }
    ends[node]?.push(index);
  }
  return {
    word: (text) => words.get(text) ?? -1,
    step: (node, word) => (word < 0 ? -1 : (edges.get(edge(node, word)) ?? -1)),
    ends: (node) => ends[node] ?? [],
  };
};

/** Nodes and words stay below 2^26, so the pair is an exact number. */
const edge = (node: number, word: number): number => node * 67_108_864 + word;

/** A found pattern, for callers that walk on their own. */
export const hitsAt = (automaton: Automaton, node: number, from: number, to: number, gap: Gap, how: Hit["how"]): Hit[] =>
  automaton.ends(node).map((pattern) => ({ pattern, from, to, gap, how }));

/** The words of a text as the automaton numbers them. */
export const numbered = (automaton: Automaton, tokens: readonly Token[]): Int32Array =>
  Int32Array.from(tokens, (t) => automaton.word(t.fold));
