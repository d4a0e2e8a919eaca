import { DOT, END, HYPHEN, LETTERS, NEWLINE, OTHER, SOFT, charAt, isWord } from "./letters.ts";
import { classOf, lexiconOf } from "./lexicon.ts";
import { HASH, META, STOP, WIDTH, lengthOf } from "./word-arrays.ts";
import type { Words } from "./word-arrays.ts";

/**
 * What stands before a token: a space (0), a hyphen (1), a comma, quote or bracket (2), or the end of a clause (3).
 * Names cross spaces and hyphens; lists cross commas; nothing crosses a 3.
 */
export type Gap = 0 | 1 | 2 | 3;

/** The bits of META that tell the gap. */
export const GAP = (HYPHEN | OTHER | END) & ~SOFT;
const GAP_SHIFT = 23;

/** The bits of META of what may end a clause: some full stops do, and two line breaks with nothing between them. */
export const UNSURE = (DOT | NEWLINE) & ~SOFT;

/** After these a full stop ends no sentence. */
const ABBREVIATIONS = lexiconOf(
  "dr dra mr mrs ms sr sra srta jr lic ing mtro mtra gov sen rep gen st ee uu prof lt col sec amb adm cmdr sgt no vs art".split(" "),
);

/** The gap before a word: the widest of what stands there. What is unsure is looked up in the text, as few words are ever asked. */
export const gapIn = (words: Words, index: number): Gap => {
  const at = index * WIDTH;
  const meta = words.data[at + META] as number;
  if ((meta & UNSURE) !== 0 && endsClause(words, index, words.data[at] as number)) return 3;
  return (32 - Math.clz32((meta & GAP) >>> GAP_SHIFT)) as Gap;
};

/** Does a full stop or an empty line in the gap before the word that is to be the `index`th end a clause? The word begins at `start`. */
export const endsClause = (words: Omit<Words, "count">, index: number, start: number): boolean => {
  const { text } = words;
  const none = start + 40;
  // The line break below, if nothing but blanks stands between; forty of them are no line that anybody left empty.
  let below = none;
  for (let at = start - 1; at >= 0; at--) {
    const code = text.charCodeAt(at);
    const unit = LETTERS[code] as number;
    if (unit >= 0) break;
    if (unit === NEWLINE) {
      if (below < at + 40) return true;
      below = at;
    } else {
      if (unit === DOT && !isWord(charAt(text, at + 1)) && endsSentence(words, index, at)) return true;
      if (!isBlank(code)) below = none;
    }
  }
  return false;
};

/** Space, tab and carriage return. */
const isBlank = (code: number): boolean => code === 32 || code === 9 || code === 13;

/** Does the full stop at a place, before a word, end a sentence? Not after an initial or abbreviation, nor inside `EE.UU.`. */
const endsSentence = (words: Omit<Words, "count">, index: number, at: number): boolean => {
  if (index === 0) return true;
  const before = (index - 1) * WIDTH;
  const end = words.data[before + STOP] as number;
  if (end !== at) return end < at;
  return lengthOf(words, index - 1) > 1 && classOf(ABBREVIATIONS, words.data[before + HASH] as number) === 0;
};
