/**
 * What stands before a token: a space (0), a hyphen (1), a comma, quote or bracket (2), or the end of a clause (3).
 * Names cross spaces and hyphens; lists cross commas; nothing crosses a 3.
 */
export type Gap = 0 | 1 | 2 | 3;

/** One word of a text. `text.slice(start, end)` is what was written; `fold` is what is compared. */
export interface Token {
  readonly start: number;
  readonly end: number;
  readonly fold: string;
  readonly gap: Gap;
  /** 0 lower case, 1 Capitalised, 2 ALL CAPS (two letters or more). */
  readonly caps: 0 | 1 | 2;
}

/** One letter or digit as it is compared: compatibility forms, case and diacritics are gone. */
const foldChar = (char: string): string => {
  const code = char.charCodeAt(0);
  if (code < 128) return char.toLowerCase();
  const known = folded.get(char);
  if (known !== undefined) return known;
  const value = char
    .normalize("NFKD")
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N}]/gu, "");
  if (folded.size < 4096) folded.set(char, value);
  return value;
};
const folded = new Map<string, string>();

const WORD = /[\p{L}\p{N}]/u;
/** Marks and invisible characters belong to the word they stand in: soft hyphen, joiners, word joiner, BOM. */
const INVISIBLE = /[\p{M}\u00AD\u200B-\u200F\u2060-\u2064\uFEFF]/u;
const HYPHEN = /[-\u2010\u2011]/;
const SOFT = /[\s_'\u2018\u2019\u02BC\u00B4`]/u;
/** `Ã³` is the two bytes of `ó` read as Latin-1; so are all Spanish vowels and `ñ`. */
const GARBLED = /Ã[\u00A0-\u00BF]/g;
const TAIL = /[\u00A0-\u00BF]/;
const END = /[!?;:|\u2013\u2014\u2026\u2022\u00B7]/;

/** After these a full stop ends no sentence. */
const ABBREVIATIONS = new Set(
  "dr dra mr mrs ms sr sra srta jr lic ing mtro mtra gov sen rep gen st ee uu prof lt col sec amb adm cmdr sgt no vs art".split(" "),
);

/**
 * The words of a text in order, folded once. Hashtags are split where the case changes (`#BidenHarris`), letters from
 * the digits that follow three or more of them (a lost space: `Salazar68`), and initialisms are one word (`U.S.`, `D. C.` is two).
 */
export const tokenise = (text: string): Token[] => {
  const tokens: Token[] = [];
  let gap: Gap = 3;
  let at = 0;
  while (at < text.length) {
    const char = charAt(text, at);
    if (!isWord(char)) {
      gap = widest(gap, gapOf(text, at, char, tokens.at(-1)));
      at += char.length;
      continue;
    }
    const end = wordEnd(text, at);
    const hashtag = at > 0 && text[at - 1] === "#";
    for (const [start, stop] of pieces(text, at, end, hashtag)) {
      push(tokens, text, start, stop, gap);
      gap = 0;
    }
    at = end;
    gap = 0;
  }
  return tokens;
};

/** A word or phrase as the matcher compares it. */
export const fold = (text: string): string =>
  tokenise(text)
    .map((t) => t.fold)
    .join(" ");

const charAt = (text: string, at: number): string => String.fromCodePoint(text.codePointAt(at) ?? 0xfffd);

const isWord = (char: string): boolean => {
  const code = char.charCodeAt(0);
  if (code < 128) return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
  return WORD.test(char) && foldChar(char) !== "";
};

const wordEnd = (text: string, from: number): number => {
  let at = from;
  while (at < text.length) {
    const char = charAt(text, at);
    if (!isWord(char) && !INVISIBLE.test(char) && !(text[at - 1] === "Ã" && TAIL.test(char))) break;
    at += char.length;
  }
  return at;
};

const pieces = (text: string, start: number, end: number, hashtag: boolean): [number, number][] => {
  const word = text.slice(start, end);
  if (!hashtag && !/\d$/.test(word)) return [[start, end]];
  const seam = hashtag ? /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{L})(?=\p{N})/gu : /(?<=^\p{L}{3,})(?=\p{N}+$)/gu;
  const cuts = [...word.matchAll(seam)].map((m) => start + m.index);
  const edges = [start, ...cuts, end];
  return edges.slice(1).map((edge, i) => [edges[i] ?? start, edge]);
};

const push = (tokens: Token[], text: string, start: number, end: number, gap: Gap): void => {
  const word = text.slice(start, end);
  const value = foldWord(word);
  if (value === "") return;
  const previous = tokens.at(-1);
  const initial = word.length === 1 && /\p{Lu}/u.test(word);
  const stop = initial && text[end] === "." ? end + 1 : end;
  if (initial && previous !== undefined && /^(?:\p{Lu}\.)+$/u.test(text.slice(previous.start, start))) {
    tokens[tokens.length - 1] = { ...previous, end: stop, fold: previous.fold + value, caps: 2 };
    return;
  }
  tokens.push({ start, end, fold: value, gap, caps: capsOf(word) });
};

/** Almost every word is plain ASCII, and then lower case is all there is to do. */
const foldWord = (word: string): string => {
  if (/^[A-Za-z0-9]+$/.test(word)) return word.toLowerCase();
  let value = "";
  for (const char of word.replace(GARBLED, (pair) => String.fromCharCode(pair.charCodeAt(1) + 0x40))) value += foldChar(char);
  return value;
};

const capsOf = (word: string): 0 | 1 | 2 => {
  const first = charAt(word, 0);
  if (first === first.toLowerCase()) return 0;
  return word.length > 1 && word === word.toUpperCase() ? 2 : 1;
};

const gapOf = (text: string, at: number, char: string, before: Token | undefined): Gap => {
  if (char === "\n") return /^\n[ \t\r]*\n/.test(text.slice(at, at + 40)) ? 3 : 0;
  if (SOFT.test(char) || INVISIBLE.test(char)) return 0;
  if (HYPHEN.test(char)) return 1;
  if (char === ".") return stops(text, at, before) ? 3 : 0;
  return END.test(char) ? 3 : 2;
};

/** Does this full stop end a sentence? Not after an initial or abbreviation, nor inside `EE.UU.`. */
const stops = (text: string, at: number, before: Token | undefined): boolean => {
  if (at + 1 < text.length && isWord(charAt(text, at + 1))) return false;
  if (before === undefined) return true;
  if (before.end !== at) return before.end < at;
  return before.fold.length > 1 && !ABBREVIATIONS.has(before.fold);
};

const widest = (a: Gap, b: Gap): Gap => (a > b ? a : b);
