import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesOf, compileAutomaton, findPhrases } from "../../lambdas/core/automaton.ts";
import { classOf, firstHash, lexiconOf, rollSecond } from "../../lambdas/core/lexicon.ts";
import { scan } from "../../lambdas/core/scan.ts";
import { readWords, wordsOf } from "../../lambdas/core/text.ts";
import { HASH, WIDTH, foldOf, lengthOf, secondOf } from "../../lambdas/core/word-arrays.ts";

const VOCABULARY =
  "Peña Nieto María José Núñez frontera border drug Salazar López Obrador año straße Güemes the para El Paso Ciudad Juárez".split(" ");

/** One word as somebody might write it. */
const written = fc.tuple(fc.constantFrom(...VOCABULARY), fc.nat(5)).map(([word, how]) => {
  const hyphenated = `${word.slice(0, 2)}\u00AD${word.slice(2)}`;
  return (
    [word, word.toUpperCase(), word.toLowerCase(), word.normalize("NFD"), word.normalize("NFD").toUpperCase(), hyphenated][how] ?? word
  );
});
const SOFT = [" ", "  ", "\u00A0", "-", "\n", "\u2019", " \u200B"];
const HARD = [", ", ". ", "; ", " 😀 ", " (", "\n\n", "! "];
const gap = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...SOFT) }, { weight: 1, arbitrary: fc.constantFrom(...HARD) });
const text = fc.array(fc.tuple(written, gap), { maxLength: 25 }).map((pieces) => pieces.flat().join(""));
const aliases = fc.array(
  fc.array(fc.constantFrom(...VOCABULARY), { minLength: 1, maxLength: 4 }).map((words) => words.join(" ")),
  { maxLength: 12 },
);

interface Unit {
  readonly letter: string;
  readonly start: number;
  end: number;
}

/** The text letter by letter as it is compared, slowly and without any table: ` ` joins words, `|` parts them. */
const plainly = (from: string): Unit[] => {
  const units: Unit[] = [];
  let at = 0;
  for (const char of from) {
    const [start, end] = [at, at + char.length];
    at = end;
    const last = units.at(-1);
    if (/[\p{M}\u00AD\u200B]/u.test(char)) {
      if (last !== undefined && /[^ |]/.test(last.letter)) last.end = end;
    } else if (/[\p{L}\p{N}]/u.test(char)) {
      for (const letter of char.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "")) units.push({ letter, start, end });
    } else {
      const soft = /[\s\u2019-]/.test(char) && from.slice(start, start + 2) !== "\n\n";
      if (last?.letter === " " || last?.letter === "|") units[units.length - 1] = { ...last, letter: soft ? last.letter : "|" };
      else units.push({ letter: soft ? " " : "|", start, end });
    }
  }
  return units;
};

/** Every alias at every offset; then those that begin first, and of these the longest. */
const naive = (phrases: readonly string[], from: string): string[] => {
  const units = plainly(from);
  const letters = units.map(({ letter }) => letter);
  const folded = phrases.map((phrase) => plainly(phrase).map(({ letter }) => letter));
  const isEdge = (at: number) => /[ |]/.test(letters[at] ?? " ");
  const found: string[] = [];
  for (let at = 0; at < units.length;) {
    const fits = folded.filter(
      (alias) => isEdge(at - 1) && isEdge(at + alias.length) && alias.every((letter, i) => letters[at + i] === letter),
    );
    const long = Math.max(0, ...fits.map((alias) => alias.length));
    if (long > 0) found.push(`${units[at]?.start}-${units[at + long - 1]?.end} ${letters.slice(at, at + long).join("")}`);
    at += Math.max(1, long);
  }
  return found;
};

const found = (phrases: readonly string[], from: string): string[] =>
  findPhrases(compileAutomaton(phrases), from).map(({ phrase, start, end }) => {
    const words = readWords(phrases[phrase] ?? "");
    return `${start}-${end} ${Array.from({ length: words.count }, (_, i) => foldOf(words, i)).join(" ")}`;
  });

describe("finding phrases", () => {
  it("agrees with trying every alias at every offset of any text", () => {
    fc.assert(
      fc.property(aliases, text, (phrases, from) => {
        expect(found(phrases, from)).toEqual(naive(phrases, from));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ["Ciudad\u00A0Juárez", ["Ciudad\u00A0Juárez"], "a no-break space"],
    ["CIUDAD JUAREZ", ["CIUDAD JUAREZ"], "capitals without accents"],
    ["ciudad, Juárez", [], "not over a comma"],
    ["Ciudad Juárezes", [], "not inside a word"],
    ["El Paso del Norte", ["El Paso del Norte"], "the longest"],
    ["El Paso del Sur", ["El Paso"], "a shorter one, where the longest ends otherwise"],
    ["El Paso El Paso", ["El Paso", "El Paso"], "one after the other"],
  ])("%s → %j: %s", (from, expected) => {
    const places = findPhrases(compileAutomaton(["Ciudad Juárez", "El Paso", "El Paso del Norte"]), from);
    expect(places.map(({ start, end }) => from.slice(start, end))).toEqual(expected);
  });

  it("keeps every phrase of a list of many, also those that share all their words", () => {
    const letters = (n: number) => n.toString(26).replace(/\d/g, (digit) => "qrstuvwxyz"[Number(digit)] ?? "");
    const phrases = Array.from({ length: 20_000 }, (_, i) => `${letters(i % 5000)} ${letters(i % 150)}`);
    const automaton = compileAutomaton(phrases);
    for (let i = 0; i < phrases.length; i += 97) {
      const same = phrases.flatMap((phrase, index) => (phrase === phrases[i] ? [index] : []));
      const hits = scan(automaton, wordsOf(phrases[i] ?? "")).filter((hit) => hit.to - hit.from === 2);
      expect(hits.map((hit) => hit.pattern)).toEqual(same);
    }
  });

  it("takes at most 40 bytes a phrase, once there are many", () => {
    const phrases = Array.from({ length: 10_000 }, (_, i) => `given${"abcdefghij"[i % 10]} family${i}x second${i % 7}x`);
    expect(bytesOf(compileAutomaton(phrases)) / phrases.length).toBeLessThanOrEqual(40);
  });
});

describe("words as numbers", () => {
  it("carry the hashes and the length of what they fold to, whatever the text", () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: "binary", maxLength: 200 })), (from) => {
        const words = wordsOf(from);
        for (let index = 0; index < words.count; index++) {
          const value = foldOf(words, index);
          const second = Array.from({ length: value.length }, (_, i) => value.charCodeAt(i)).reduce(rollSecond, 0);
          expect([words.data[index * WIDTH + HASH], secondOf(words, index)]).toEqual([firstHash(value), second]);
          expect(lengthOf(words, index)).toBe(value.length);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("are known to a lexicon by their hash, and no others", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "ñ", "z"), maxLength: 6 });
    fc.assert(
      fc.property(fc.uniqueArray(word, { maxLength: 60 }), fc.uniqueArray(word, { maxLength: 60 }), word, (some, others, asked) => {
        const classes = (some.includes(asked) ? 1 : 0) | (others.includes(asked) ? 2 : 0);
        expect(classOf(lexiconOf(some, others), firstHash(asked))).toBe(classes);
      }),
      { numRuns: 500 },
    );
  });
});
