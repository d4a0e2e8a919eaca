import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileAutomaton } from "../../lambdas/core/automaton.ts";
import { scan } from "../../lambdas/core/scan.ts";
import { tokenise, wordsOf } from "../../lambdas/core/text.ts";

const found = (text: string, ...phrases: string[]) =>
  scan(compileAutomaton(phrases), wordsOf(text)).map((hit) => `${phrases[hit.pattern]}${hit.how === "whole" ? "" : ` (${hit.how})`}`);

describe("scanning", () => {
  it.each([
    ["ken salazar met ken", ["ken salazar"], "whole words in order"],
    ["kenneth salazars", [], "no match inside a word"],
    ["Ken\nSalazar", ["ken salazar"], "over a line break"],
    ["Ken. Salazar", [], "not over the end of a sentence"],
  ])("%s → %j: %s", (text, expected) => {
    expect(found(text, "ken salazar")).toEqual(expected);
  });

  it.each([
    ["tráfico de armas", ["tráfico de armas"], "the phrase itself"],
    ["tráfico ilegal de armas", ["tráfico de armas"], "read through an adjective"],
    ["tráfico de las ilícitas armas", ["tráfico de armas"], "read through two"],
    ["tráfico de drogas y armas", ["tráfico de armas (shared)"], "a second object"],
    ["tráfico de personas, drogas y de armas", ["tráfico de armas (shared)"], "a third object with its preposition"],
    ["tráfico y venta de armas", ["tráfico de armas (shared)"], "a second head"],
    ["tráfico de drogas. Las armas", [], "not over the end of a sentence"],
    ["tráfico aéreo y armas", [], "a head without the preposition"],
  ])("%s → %j: %s", (text, expected) => {
    expect(found(text, "tráfico de armas")).toEqual(expected);
  });

  it.each([
    ["drug, arms, and human trafficking", ["arms trafficking (shared)"], "modifiers before a shared head"],
    ["arms and drug trafficking", ["arms trafficking (shared)"], "two of them"],
    ["arms. Human trafficking", [], "not over the end of a sentence"],
    ["up in arms over drug trafficking", [], "not without a conjunction"],
  ])("%s → %j: %s", (text, expected) => {
    expect(found(text, "arms trafficking")).toEqual(expected);
  });

  it("agrees with trying every pattern at every place", () => {
    const word = fc.constantFrom("uno", "dos", "tres", "cuatro");
    const phrase = fc.array(word, { minLength: 1, maxLength: 3 });
    const texts = fc.array(fc.tuple(word, fc.constantFrom(" ", "  ", "-", ". ", "\n")), { maxLength: 30 });
    fc.assert(
      fc.property(fc.array(phrase, { maxLength: 8 }), texts, (patterns, pieces) => {
        const text = pieces.flat().join("");
        const tokens = tokenise(text);
        const naive = tokens.flatMap((_, from) =>
          patterns.flatMap((pattern, index) => {
            const there = tokens.slice(from, from + pattern.length);
            const same =
              there.length === pattern.length && pattern.every((w, i) => there[i]?.fold === w && (i === 0 || there[i]?.gap !== 3));
            return same ? [`${index} at ${from}`] : [];
          }),
        );
        const hits = scan(compileAutomaton(patterns.map((words) => words.join(" "))), wordsOf(text)).map(
          (hit) => `${hit.pattern} at ${hit.from}`,
        );
        expect(hits.toSorted()).toEqual(naive.toSorted());
      }),
      { numRuns: 300 },
    );
  });
});
