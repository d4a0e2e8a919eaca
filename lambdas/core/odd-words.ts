import { END, HYPHEN, LETTERS, ODD, OTHER, SOFT, capsOf, charAt, foldWord, isWord, separatorOf, wordEnd } from "./letters.ts";
import { classOf, firstHash, lexiconOf, secondHash } from "./lexicon.ts";
import { CAPS, FIRST, IS_ODD, META, NONE, SECOND, STOP, WIDTH, foldOf, grow } from "./word-arrays.ts";
import type { Arrays, Gap } from "./word-arrays.ts";

/** After these a full stop ends no sentence. */
const ABBREVIATIONS = lexiconOf(
  "dr dra mr mrs ms sr sra srta jr lic ing mtro mtra gov sen rep gen st ee uu prof lt col sec amb adm cmdr sgt no vs art".split(" "),
);

/** Reads one word or separator that the table alone does not decide, and tells where it ends. */
export const careful = (scratch: Arrays, text: string, start: number): number => {
  const char = charAt(text, start);
  const end = start + char.length;
  if (isWord(char)) return word(scratch, text, start, false);
  scratch.gap = widest(scratch.gap, gapOf(char));
  return char === "#" && end < text.length && isWord(charAt(text, end)) ? word(scratch, text, end, true) : end;
};

const word = (scratch: Arrays, text: string, start: number, hashtag: boolean): number => {
  const end = wordEnd(text, start);
  for (const [from, to] of pieces(text, start, end, hashtag)) {
    push(scratch, text, from, to);
    scratch.gap = 0;
  }
  return end;
};

const pieces = (text: string, start: number, end: number, hashtag: boolean): [number, number][] => {
  const word = text.slice(start, end);
  if (!hashtag && !/\d$/.test(word)) return [[start, end]];
  const seam = hashtag ? /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{L})(?=\p{N})/gu : /(?<=^\p{L}{3,})(?=\p{N}+$)/gu;
  const cuts = [...word.matchAll(seam)].map((m) => start + m.index);
  const edges = [start, ...cuts, end];
  return edges.slice(1).map((edge, i) => [edges[i] ?? start, edge]);
};

const push = (scratch: Arrays, text: string, start: number, end: number): void => {
  const word = text.slice(start, end);
  const value = foldWord(word);
  if (value === "") return;
  const initial = word.length === 1 && /\p{Lu}/u.test(word);
  const stop = initial && text[end] === "." ? end + 1 : end;
  const last = scratch.size - WIDTH;
  if (initial && last >= 0 && /^(?:\p{Lu}\.)+$/u.test(text.slice(scratch.data[last], start))) {
    const before = { text, count: scratch.size / WIDTH, data: scratch.data, odd: scratch.odd };
    put(
      scratch,
      last,
      scratch.data[last] ?? 0,
      stop,
      foldOf(before, last / WIDTH) + value,
      ((scratch.data[last + META] ?? 0) & 3) | CAPS[2],
    );
    return;
  }
  if (scratch.size + WIDTH > scratch.data.length) grow(scratch);
  scratch.size += WIDTH;
  put(scratch, scratch.size - WIDTH, start, end, value, scratch.gap | CAPS[capsOf(word)]);
};

const put = (scratch: Arrays, at: number, start: number, end: number, value: string, meta: number): void => {
  scratch.odd = scratch.odd === NONE ? new Map() : scratch.odd;
  scratch.odd.set(at / WIDTH, value);
  scratch.data.set([start, end, firstHash(value), secondHash(value), meta | IS_ODD | (value.length << 8)], at);
};

/** What stands there is a hash sign or a whole code point: neither a line break nor a full stop. */
const gapOf = (char: string): Gap => {
  const kind = separatorOf(char);
  return kind === HYPHEN ? 1 : kind === OTHER ? 2 : kind === END ? 3 : 0;
};

/** Is the line after this line break empty? Forty spaces are no line that anybody left empty. */
export const emptyLine = (text: string, at: number): boolean => {
  let next = at + 1;
  while (next < at + 40 && BLANK.has(text.charCodeAt(next))) next++;
  return next < at + 40 && text.charCodeAt(next) === 10;
};
/** Space, tab and carriage return. */
const BLANK = new Set([32, 9, 13]);

/** Does this full stop end a sentence? Not after an initial or abbreviation, nor inside `EE.UU.`. */
export const stops = (scratch: Arrays, text: string, at: number): boolean => {
  const { data, size } = scratch;
  const next = at + 1 < text.length ? (LETTERS[text.charCodeAt(at + 1)] ?? 0) : SOFT;
  if (next > 0 || (next <= ODD && isWord(charAt(text, at + 1)))) return false;
  if (size === 0) return true;
  const last = size - WIDTH;
  const end = data[last + STOP] ?? 0;
  if (end !== at) return end < at;
  return (data[last + META] ?? 0) >> 8 > 1 && classOf(ABBREVIATIONS, data[last + FIRST] ?? 0, data[last + SECOND] ?? 0) === 0;
};

const widest = (a: Gap, b: Gap): Gap => (a > b ? a : b);
