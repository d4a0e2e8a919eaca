/**
 * What every UTF-16 unit is to a reader of words, as one table. A letter or digit has its folded unit in the low 16 bits and flags
 * above; a separator is negative and has one flag. No two flags share a bit, so whoever reads a word need only OR its entries and
 * those of the gap before it to know all about both. One load a unit replaces four regular expressions.
 */
export const LETTERS = new Int32Array(65_536);

export const DIGIT = 1 << 16;
export const ALPHA = 1 << 17;
/** No entry has this bit: `DIGIT` added to the OR of some sets it where both digits and other letters are among them. */
export const MIXED = 1 << 18;
/** Lower case would change it. */
export const UPPER = 1 << 19;
/** Upper case would change it. */
export const LOWER = 1 << 20;
/** Not ASCII. */
export const WIDE = 1 << 21;
/** Needs more than a table: a hash sign, surrogates, ligatures, digits of other scripts, and `Ã`, which may begin garbled UTF-8. */
export const ODD = 1 << 22;
/** Odd too: marks and invisible characters belong to the word they stand in (soft hyphen, joiners, word joiner, BOM). */
export const INVISIBLE = ODD | 1;

/** A space, or what stands for one: a name goes on after it. */
export const SOFT = 1 << 31;
export const HYPHEN = SOFT | (1 << 23);
/** A comma, quote, bracket, or anything else that is no letter. */
export const OTHER = SOFT | (1 << 24);
/** The end of a clause. */
export const END = SOFT | (1 << 25);
export const DOT = SOFT | (1 << 26);
export const NEWLINE = SOFT | (1 << 27);

/** Unicode knows 256 blocks of 256 units and a text uses two or three: each is filled when the first of its units is met. */
export const UNKNOWN = 1 << 28;
LETTERS.fill(UNKNOWN);

const WORD = /[\p{L}\p{N}]/u;
const MARK = /[\p{M}\u00AD\u200B-\u200F\u2060-\u2064\uFEFF]/u;
const DASH = /[-\u2010\u2011]/;
const SPACE = /[\s_'\u2018\u2019\u02BC\u00B4`]/u;
const CLAUSE = /[!?;:|\u2013\u2014\u2026\u2022\u00B7]/;
/** `Ã³` is the two bytes of `ó` read as Latin-1; so are all Spanish vowels and `ñ`. */
const GARBLED = /Ã[\u00A0-\u00BF]/g;
const TAIL = /[\u00A0-\u00BF]/;

/** Fills the block of a unit. */
export const learnBlock = (unit: number): void => {
  const first = unit & 0xff00;
  for (let code = first; code < first + 256; code++) LETTERS[code] = entryOf(code);
};

const entryOf = (code: number): number => {
  const char = String.fromCharCode(code);
  if (char === "#" || (code >= 0xd800 && code < 0xe000)) return ODD;
  if (!isWord(char)) return separatorOf(char);
  const value = foldChar(char);
  const number = /\p{N}/u.test(char);
  const upper = char !== char.toLowerCase();
  if (char === "Ã" || value.length !== 1 || upper !== /\p{Lu}/u.test(char) || (number && code > 127)) return ODD;
  const flags = (number ? DIGIT : ALPHA) | (upper ? UPPER : 0) | (char === char.toUpperCase() ? 0 : LOWER) | (code > 127 ? WIDE : 0);
  return value.charCodeAt(0) | flags;
};

/** The class of a character that is part of no word, whole code points too. */
export const separatorOf = (char: string): number => {
  if (char === "\n") return NEWLINE;
  // Before spaces: U+FEFF is both, and stands inside words.
  if (MARK.test(char)) return INVISIBLE;
  if (SPACE.test(char)) return SOFT;
  if (DASH.test(char)) return HYPHEN;
  if (char === ".") return DOT;
  return CLAUSE.test(char) ? END : OTHER;
};

/** The code point at a place, as a string; a lone surrogate is U+FFFD's equal in length and no letter. */
export const charAt = (text: string, at: number): string => String.fromCodePoint(text.codePointAt(at) ?? 0xfffd);

/** Is the code point a letter or digit that is left when it is folded? */
export const isWord = (char: string): boolean => {
  const code = char.charCodeAt(0);
  if (code < 128) return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
  return WORD.test(char) && foldChar(char) !== "";
};

/** Where the word that begins at a place ends, with the marks in and after it. */
export const wordEnd = (text: string, from: number): number => {
  let at = from;
  while (at < text.length) {
    const char = charAt(text, at);
    if (!isWord(char) && !MARK.test(char) && !(text[at - 1] === "Ã" && TAIL.test(char))) break;
    at += char.length;
  }
  return at;
};

/** One word as it is compared: compatibility forms, case, diacritics and marks are gone. Almost every word is plain ASCII, and then lower case is all there is to do. */
export const foldWord = (word: string): string => {
  if (/^[A-Za-z0-9]+$/.test(word)) return word.toLowerCase();
  let value = "";
  for (const char of word.replace(GARBLED, (pair) => String.fromCharCode(pair.charCodeAt(1) + 0x40))) value += foldChar(char);
  return value;
};

/** `UPPER` and `LOWER` of a word: has it a letter that lower case, one that upper case would change? */
export const caseOf = (word: string): number => (word === word.toLowerCase() ? 0 : UPPER) | (word === word.toUpperCase() ? 0 : LOWER);

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

// Every text ends before a space, so the first block is asked for by all.
learnBlock(0);
