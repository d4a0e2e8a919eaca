import { DIGIT, END, LETTERS, ODD, UNKNOWN, UPPER, caseOf, charAt, foldWord, isWord, separatorOf, wordEnd } from "./letters.ts";
import { firstHash, rollFirst } from "./lexicon.ts";
import { HASH, INITIALS, META, NONE, STOP, WIDTH, put } from "./word-arrays.ts";
import type { Arrays, Looked } from "./word-arrays.ts";
import { GAP, UNSURE, endsClause } from "./word-gaps.ts";

/** Reads on up to a place what the table alone does not decide. What was read of the gap before it is decided first. */
export const readOdd = (scratch: Arrays, text: string, end: number): void => {
  const { data, size, odd, at, gap } = scratch;
  scratch.gap = (gap & UNSURE) !== 0 && endsClause({ text, data, odd }, size / WIDTH, at) ? END & GAP : gap & GAP;
  while (scratch.at < end) readPiece(scratch, text);
};

/** Reads one word or separator at `scratch.at` that the table alone does not decide. */
const readPiece = (scratch: Arrays, text: string): void => {
  const char = charAt(text, scratch.at);
  if (isWord(char)) {
    readWord(scratch, text, false);
    return;
  }
  scratch.at += char.length;
  scratch.gap |= separatorOf(char) & GAP;
  if (char === "#" && scratch.at < text.length && isWord(charAt(text, scratch.at))) readWord(scratch, text, true);
};

const readWord = (scratch: Arrays, text: string, hashtag: boolean): void => {
  const start = scratch.at;
  scratch.at = wordEnd(text, start);
  for (const [from, to] of pieces(text, start, scratch.at, hashtag)) {
    push(scratch, text, from, to);
    scratch.gap = 0;
  }
};

const pieces = (text: string, start: number, end: number, hashtag: boolean): [number, number][] => {
  const word = text.slice(start, end);
  if (!hashtag && !/\d$/.test(word)) return [[start, end]];
  const cuts = (hashtag ? [...word.matchAll(/(?<=\p{Ll})(?=\p{Lu})|(?<=\p{L})(?=\p{N})/gu)].map((m) => m.index) : lostSpace(word)).map(
    (at) => start + at,
  );
  const edges = [start, ...cuts, end];
  return edges.slice(1).map((edge, i) => [edges[i] ?? start, edge]);
};

/** Between three letters or more and the digits that end the word. */
const lostSpace = (word: string): number[] => {
  const letters = /^(\p{L}{3,})\p{N}+$/u.exec(word)?.[1];
  return letters === undefined ? [] : [letters.length];
};

const push = (scratch: Arrays, text: string, start: number, end: number): void => {
  let bits = 0;
  let hash = 0;
  for (let at = start; at < end; at++) {
    const unit = LETTERS[text.charCodeAt(at)] as number;
    bits |= unit;
    hash = rollFirst(hash, unit & 0xffff);
  }
  // What stood beside it is odd, the word is not: "🇺🇸U.S.", "#U.S.".
  if ((bits & (ODD | UNKNOWN)) === 0) {
    putPlain(scratch, text, { start, end, hash, bits });
    return;
  }
  const word = text.slice(start, end);
  const value = foldWord(word);
  if (value === "") return;
  scratch.odd = scratch.odd === NONE ? new Map() : scratch.odd;
  scratch.odd.set(scratch.size / WIDTH, value);
  put(scratch, start, end, firstHash(value), scratch.gap | caseOf(word) | ODD);
};

/** Takes a word that is its letters one by one, `bits` their entries' OR: the next letter of an initialism, or a word of its own. */
export const putPlain = (scratch: Arrays, text: string, { start, end, hash, bits }: Readonly<Looked>): void => {
  if (end - start === 1 && (bits & UPPER) !== 0 && isInitial(scratch, text, start)) {
    joinInitial(scratch, text, end);
    return;
  }
  put(scratch, start, end, hash, (bits & ~GAP) | (scratch.gap & GAP));
};

/** Is the letter that stands there, after a full stop, the next of an initialism: `S` in `U.S.`? */
const isInitial = ({ data, size }: Arrays, text: string, start: number): boolean => {
  if (size === 0 || text[start - 1] !== ".") return false;
  const last = size - WIDTH;
  const to = data[last + STOP] as number;
  const bits = data[last + META] as number;
  if ((bits & INITIALS) !== 0) return to === start;
  return to === start - 1 && to - (data[last] as number) === 1 && (bits & (UPPER | ODD | DIGIT)) === UPPER;
};

/** Makes the letter before `end`, and the full stop after it, part of the word before. */
const joinInitial = ({ data, size }: Arrays, text: string, end: number): void => {
  const last = size - WIDTH;
  const letter = LETTERS[text.charCodeAt(end - 1)] as number;
  data[last + STOP] = text[end] === "." ? end + 1 : end;
  data[last + HASH] = rollFirst(data[last + HASH] ?? 0, letter & 0xffff);
  data[last + META] = (data[last + META] ?? 0) | INITIALS | letter;
};
