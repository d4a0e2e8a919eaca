import type { Sentence } from "./match.ts";

/** Longest sentence shown; a longer one is cut around the mention. */
const LIMIT = 320;

/** A stop after these ends no sentence; nor does the last of an initialism, which is more often followed by its noun ("U.S. Secretary"). */
const ABBREVIATION = /(?:^|[\s(]|\p{Lu}\.)(?:\p{Lu}|EE|UU|Dr|Dra|Mr|Mrs|Ms|Sr|Sra|Jr|Lic|Gov|Sen|Rep|Gen|St|Prof|Lt|Col|No|vs)$/u;

/** What may end a sentence: a line break, or stops before anything but a small letter. */
const STOPS = /[.!?…]+["”’»)]*(?=\s+[^\s\p{Ll}])|\n/gu;

/** The sentences of a text, each from its start to its end. */
export interface Sentences {
  /** The first that is not blank. */
  readonly first: () => Bounds | undefined;
  /** That in which a place lies. */
  readonly around: (place: number) => Bounds | undefined;
}

type Bounds = readonly [start: number, end: number];

/** Where the sentences of a text begin and end: read on only as far as is asked, which is up to the last entity's first mention. */
export const sentencesOf = (text: string): Sentences => {
  const known: Bounds[] = [];
  let [start, at, isOver] = [0, 0, false];
  /** Reads on to the next stop; false at the end of the text. */
  const readOn = (): boolean => {
    if (isOver) return false;
    STOPS.lastIndex = at;
    const end = STOPS.exec(text);
    at = STOPS.lastIndex;
    isOver = end === null;
    if (end?.[0].startsWith(".") && ABBREVIATION.test(text.slice(Math.max(0, end.index - 6), end.index))) return true;
    const stop = end === null ? text.length : end.index + (end[0] === "\n" ? 0 : end[0].length);
    if (text.slice(start, stop).trim() !== "") known.push([start, stop]);
    start = stop;
    return true;
  };
  return {
    first: () => {
      while (known.length === 0) if (!readOn()) break;
      return known[0];
    },
    around: (place) => {
      while ((known.at(-1)?.[1] ?? 0) <= place) if (!readOn()) break;
      return known.find(([from, to]) => from <= place && place < to);
    },
  };
};

/** The sentence around a mention, trimmed, with the mention's place in it. */
export const sentenceAround = (text: string, sentences: Sentences, from: number, to: number): Sentence => {
  const [first, last] = sentences.around(from) ?? [0, text.length];
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
