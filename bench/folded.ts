import { DOT, HYPHEN, INVISIBLE, LETTERS, ODD, SOFT, UNKNOWN, learnBlock } from "../lambdas/core/letters.ts";

/** A text as matchers of letters need it: folded, one space between words, a line break where a name may not go on. */
export interface Folded {
  readonly text: string;
  /** Where each unit stood in the original. */
  readonly from: Int32Array;
}

let room = 65_536;
let bytes = Buffer.alloc(room);
let wide = new Uint16Array(room);
let from = new Int32Array(room);

/**
 * Folds a text in one pass over a table, as fast as we know how: a slow fold would make every peer look slow. What it returns
 * holds until the next call. Simpler than the matcher's own reading: initials stay apart (`u s`), hashtags are not split.
 */
export const folded = (text: string): Folded => {
  const { length } = text;
  if (length + 2 > room) {
    room = 2 * length + 2;
    bytes = Buffer.alloc(room);
    wide = new Uint16Array(room);
    from = new Int32Array(room);
  }
  const [table, out, out16, origin] = [LETTERS, bytes, wide, from];
  let size = 0;
  let all = 0;
  let wordStart = 0;
  for (let at = 0; at < length; at++) {
    let unit = table[text.charCodeAt(at)] as number;
    if (unit === UNKNOWN) {
      learnBlock(text.charCodeAt(at));
      unit = table[text.charCodeAt(at)] as number;
    }
    if (unit > 0 && unit < ODD) {
      const letter = unit & 0xffff;
      all |= letter;
      out[size] = letter;
      out16[size] = letter;
      origin[size++] = at;
      continue;
    }
    if (unit === INVISIBLE) continue;
    const soft = unit === SOFT || unit === HYPHEN || (unit === DOT && !ends(text, at, size - wordStart)) || isLineBreak(text, at);
    const last = size === 0 ? 10 : (out16[size - 1] as number);
    if (soft && (last === 32 || last === 10)) continue;
    if (!soft && last === 32) size--;
    else if (last === 10) continue;
    out[size] = soft ? 32 : 10;
    out16[size] = soft ? 32 : 10;
    origin[size++] = at;
    wordStart = size;
  }
  return { text: all < 256 ? bytes.toString("latin1", 0, size) : String.fromCharCode(...out16.subarray(0, size)), from };
};

/** A full stop goes on after one letter, a short word that is an abbreviation as a rule, or before a letter. */
const ends = (text: string, at: number, long: number): boolean =>
  (LETTERS[text.charCodeAt(at + 1)] ?? SOFT) < 0 &&
  (long > 3 || (long > 1 && !/^(?:dr|dra|mr|mrs|ms|sr|sra|st|ee|uu|gov|sen|rep|gen|lt|col|no|vs|jr)$/i.test(text.slice(at - long, at))));

const isLineBreak = (text: string, at: number): boolean => text.charCodeAt(at) === 10 && text.charCodeAt(at + 1) !== 10;
