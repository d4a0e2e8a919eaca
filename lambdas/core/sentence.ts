import type { Sentence } from "./match.ts";

/** Longest sentence shown; a longer one is cut around the mention. */
const LIMIT = 320;

/** A stop after these ends no sentence; nor does the last of an initialism, which is more often followed by its noun ("U.S. Secretary"). */
const ABBREVIATION = /(?:^|[\s(]|\p{Lu}\.)(?:\p{Lu}|EE|UU|Dr|Dra|Mr|Mrs|Ms|Sr|Sra|Jr|Lic|Gov|Sen|Rep|Gen|St|Prof|Lt|Col|No|vs)$/u;

/** Start and end of each sentence. */
export type Bounds = readonly (readonly [number, number])[];

/** Where the sentences of a text begin and end, in order. A line break ends one too; a stop before a small letter does not. */
export const sentenceBounds = (text: string): Bounds => {
  const bounds: [number, number][] = [];
  let start = 0;
  for (const end of text.matchAll(/[.!?…]+["”’»)]*(?=\s+[^\s\p{Ll}])|\n/gu)) {
    if (end[0].startsWith(".") && ABBREVIATION.test(text.slice(Math.max(0, end.index - 6), end.index))) continue;
    const stop = end.index + (end[0] === "\n" ? 0 : end[0].length);
    if (text.slice(start, stop).trim() !== "") bounds.push([start, stop]);
    start = stop;
  }
  if (text.slice(start).trim() !== "") bounds.push([start, text.length]);
  return bounds;
};

/** The sentence around a mention, trimmed, with the mention's place in it. */
export const sentenceAround = (text: string, bounds: Bounds, from: number, to: number): Sentence => {
  const [first, last] = bounds.find(([start, end]) => start <= from && from < end) ?? [0, text.length];
  let start = first + (/^\s*/.exec(text.slice(first, from))?.[0].length ?? 0);
  let end = Math.max(last, to);
  if (end - start > LIMIT) {
    const room = Math.max(0, LIMIT - (to - from));
    start = Math.max(start, wordStart(text, from - Math.floor(room / 2)));
    end = Math.max(to, Math.min(end, start + LIMIT));
  }
  const shown = text.slice(start, end).trimEnd();
  return { text: shown, start: from - start, end: to - start };
};

/** The first start of a word at or after a place. */
const wordStart = (text: string, at: number): number => {
  const space = text.indexOf(" ", at);
  return space < 0 ? at : space + 1;
};
