import type { Automaton, Hit } from "./automaton.ts";
import { hitsAt, numbered } from "./automaton.ts";
import type { Gap, Token } from "./text.ts";

const set = (words: string): ReadonlySet<string> => new Set(words.split(" "));

const AND = set("y e o u and or ni");
const OF = set("de del of in into on for a to sobre contra");
const ARTICLES = set("el la los las the un una a");
/** Adjectives that change nothing of what a crime or a ministry is, so a phrase is read through them. */
const TRANSPARENT = set(
  "illicit illegal illegally ilicito ilicita ilicitos ilicitas ilegal ilegales el la los las the their its su sus deadly dangerous lethal estas these this esta",
);

/**
 * Every pattern in a text, overlapping ones too, at word boundaries only. Beyond the plain walk it reads two shapes of
 * coordination that English and Spanish share out: a head with several objects ("departamentos de Estado, Justicia y
 * Seguridad Nacional") and several modifiers of one head ("drug, arms, and human trafficking").
 */
export const scan = (automaton: Automaton, tokens: readonly Token[], words = numbered(automaton, tokens)): Hit[] => {
  const hits: Hit[] = [];
  for (let from = 0; from < tokens.length; from++) {
    const first = automaton.step(0, words[from] ?? -1);
    if (first >= 0) walk({ automaton, tokens, words, hits }, { node: first, from, at: from + 1, gap: 0, how: "whole" });
  }
  hits.push(...sharedHeads(automaton, tokens, words));
  return hits;
};

interface Walk {
  readonly automaton: Automaton;
  readonly tokens: readonly Token[];
  readonly words: Int32Array;
  readonly hits: Hit[];
}

/** How far a walk got, and by what liberties. */
interface Step {
  readonly node: number;
  readonly from: number;
  /** The token after the last one read. */
  readonly at: number;
  readonly gap: Gap;
  readonly how: Hit["how"];
}

const walk = (w: Walk, step: Step): void => {
  w.hits.push(...hitsAt(w.automaton, step.node, step.from, step.at, step.gap, step.how));
  const last = w.tokens[step.at - 1];
  if (step.at - step.from > 1 && last !== undefined && OF.has(last.fold)) objects(w, step.node, step.at);
  const token = w.tokens[step.at];
  if (token === undefined || token.gap === 3) return;
  read(w, step, step.at, step.how);
  // Read through adjectives and articles, three at most: "tráfico ilegal de armas", "smuggling the illicit drugs".
  for (let at = step.at; at < step.at + 3; at++) {
    const skipped = w.tokens[at];
    if (skipped === undefined || skipped.gap > 1 || !TRANSPARENT.has(skipped.fold)) break;
    read(w, step, at + 1, step.how);
  }
  // "tráfico y consumo de drogas": another head stands between the head and its object.
  if (AND.has(token.fold) && token.gap < 2) {
    const at = step.at + (ARTICLES.has(w.tokens[step.at + 1]?.fold ?? "") ? 3 : 2);
    const preposition = w.tokens[at];
    if (preposition?.gap === 0 && OF.has(preposition.fold)) read(w, step, at, "shared");
  }
};

const read = (w: Walk, step: Step, at: number, how: Hit["how"]): void => {
  const token = w.tokens[at];
  if (token === undefined || (at > step.at && token.gap > 1)) return;
  const node = w.automaton.step(step.node, w.words[at] ?? -1);
  if (node >= 0) walk(w, { node, from: step.from, at: at + 1, gap: token.gap > step.gap ? token.gap : step.gap, how });
};

/** After "head of": each further member of the list is tried as the object of the same head. */
const objects = (w: Walk, head: number, start: number): void => {
  let at = start;
  for (let members = 0; members < 6; members++) {
    const next = nextMember(w.tokens, at);
    if (next === undefined) return;
    at = next;
    const open = skipLinks(w.tokens, at);
    at = open;
    let node = head;
    for (let i = open; i < w.tokens.length; i++) {
      const token = w.tokens[i];
      if (token === undefined || (i > open && token.gap > 1)) break;
      node = w.automaton.step(node, w.words[i] ?? -1);
      if (node < 0) break;
      w.hits.push(...hitsAt(w.automaton, node, open, i + 1, 0, "shared"));
    }
  }
};

/** The first word of the next list member: after a conjunction or comma at most four words on. */
const nextMember = (tokens: readonly Token[], from: number): number | undefined => {
  for (let at = from + 1; at < Math.min(from + 6, tokens.length); at++) {
    const token = tokens[at];
    if (token === undefined || token.gap === 3) return undefined;
    if (AND.has(token.fold)) return at + 1;
    if (token.gap === 2) return AND.has(token.fold) ? at + 1 : at;
  }
  return undefined;
};

const skipLinks = (tokens: readonly Token[], from: number): number => {
  let at = from;
  while (at - from < 3 && tokens[at] !== undefined) {
    const word = tokens[at]?.fold ?? "";
    if (!AND.has(word) && !OF.has(word) && !TRANSPARENT.has(word)) break;
    at += 1;
  }
  return at;
};

/** Modifiers that share the head after them: the pattern is two words, its second word stands at the end of the list. */
const sharedHeads = (automaton: Automaton, tokens: readonly Token[], words: Int32Array): Hit[] => {
  const hits: Hit[] = [];
  for (let head = 3; head < tokens.length; head++) {
    const word = words[head] ?? -1;
    if (word < 0 || (tokens[head]?.gap ?? 3) > 1) continue;
    let at = head - 1;
    for (let members = 0; members < 4; members++) {
      const previous = previousMember(tokens, at);
      if (previous === undefined) break;
      at = previous;
      const first = automaton.step(0, words[at] ?? -1);
      if (first < 0) continue;
      const node = automaton.step(first, word);
      if (node >= 0) hits.push(...hitsAt(automaton, node, at, at + 1, 0, "shared"));
    }
  }
  return hits;
};

const previousMember = (tokens: readonly Token[], from: number): number | undefined => {
  for (let at = from; at > Math.max(from - 3, 0); at--) {
    const token = tokens[at];
    if (token === undefined || token.gap === 3) return undefined;
    const before = tokens[at - 1];
    if (token.gap === 2) return at - 1;
    if (before !== undefined && AND.has(before.fold)) return before.gap === 3 || at < 2 ? undefined : at - 2;
  }
  return undefined;
};
