import { AhoCorasick as DoubleArray } from "@monyone/aho-corasick/fast";
import ModernAhoCorasick from "modern-ahocorasick";
import { bytesOf, compileAutomaton, findPhrases } from "../lambdas/core/automaton.ts";
import { fold } from "../lambdas/core/text.ts";
import { folded } from "./folded.ts";

/** A place in the original text. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** One way to find names: built from aliases, asked for the whole words that begin first and are longest. */
export interface Contender {
  readonly name: string;
  /** More aliases than this it cannot be given in reasonable time. */
  readonly limit: number;
  build(aliases: readonly string[]): { find(text: string): readonly Range[]; readonly bytes?: number };
}

export const contenders: readonly Contender[] = [
  {
    name: "Vigía",
    limit: Infinity,
    build: (aliases) => {
      const automaton = compileAutomaton(aliases);
      return { find: (text) => findPhrases(automaton, text), bytes: bytesOf(automaton) };
    },
  },
  {
    name: "modern-ahocorasick",
    limit: Infinity,
    build: (aliases) => {
      const matcher = new ModernAhoCorasick(aliases.map(fold));
      return { find: onFolded((text) => matcher.search(text)) };
    },
  },
  {
    name: "@monyone/aho-corasick/fast",
    // At 100,000 its build takes minutes.
    limit: 10_000,
    build: (aliases) => {
      const matcher = new DoubleArray(aliases.map(fold));
      return { find: onFolded((text) => matcher.matchInText(text).map(({ begin, end }) => ({ start: begin, end }))) };
    },
  },
  {
    name: "one RegExp",
    limit: Infinity,
    build: (aliases) => {
      const expression = expressionOf(aliases);
      expression.test("");
      return { find: onFolded((text) => rangesOf(expression, text)) };
    },
  },
  {
    name: "a RegExp per entity",
    // Five aliases each; at 100,000 one item takes seconds.
    limit: 10_000,
    build: (aliases) => {
      const groups = Array.from({ length: Math.ceil(aliases.length / 5) }, (_, i) => expressionOf(aliases.slice(5 * i, 5 * i + 5)));
      return { find: onFolded((text) => groups.flatMap((expression) => rangesOf(expression, text))) };
    },
  },
];

/** The longest first, so that the first that matches is the longest; folded aliases hold letters and spaces only. */
const expressionOf = (aliases: readonly string[]): RegExp => {
  const choices = aliases.map(fold).toSorted((a, b) => b.length - a.length);
  return new RegExp(`(?<![^ \\n])(?:${choices.join("|")})(?![^ \\n])`, "g");
};

const rangesOf = (expression: RegExp, text: string): Range[] => {
  const ranges: Range[] = [];
  expression.lastIndex = 0;
  for (let found = expression.exec(text); found !== null; found = expression.exec(text))
    ranges.push({ start: found.index, end: expression.lastIndex });
  return ranges;
};

/** The same work for all who read letters: fold, search, whole words, leftmost-longest, and where that stood in the original. */
const onFolded =
  (search: (text: string) => readonly Range[]) =>
  (original: string): Range[] => {
    const { text, from } = folded(original);
    const whole = search(text).filter(({ start, end }) => isGap(text, start - 1) && isGap(text, end));
    const ranges: Range[] = [];
    let last = 0;
    for (const { start, end } of whole.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
      if (start < last) continue;
      ranges.push({ start: from[start] ?? 0, end: (from[end - 1] ?? 0) + 1 });
      last = end;
    }
    return ranges;
  };

const isGap = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  return code === 32 || code === 10 || Number.isNaN(code);
};
