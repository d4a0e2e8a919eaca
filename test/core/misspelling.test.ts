import { describe, expect, it } from "vitest";
import type { Entity } from "../../lambdas/core/entity.ts";
import { misspellings } from "../../lambdas/core/misspelling.ts";
import { compilePatterns } from "../../lambdas/core/patterns.ts";
import { wordsOf } from "../../lambdas/core/text.ts";

const official = (given: string, surname: string): Entity => ({
  id: surname,
  kind: "official",
  name: { en: `${given} ${surname}`, es: `${given} ${surname}` },
  lists: [],
  person: { given: [given], surname, distinctive: true },
  aliases: [],
  negatives: [],
  context: [],
  titles: [],
});

const patterns = compilePatterns({ entities: [official("Alejandro", "Mayorkas")] });

describe("a full name with one letter wrong", () => {
  it.each([
    ["Alejando Mayorkas", "a letter lost"],
    ["Alejandro Mayorkkas", "a letter doubled"],
    ["Alejandro Mayorcas", "a letter changed"],
    ["Alejandro Mayokras", "two letters swapped"],
    ["ALEJANDRO MAYORCAS", "in capitals"],
  ])("%s is still the name: %s", (text) => {
    const words = wordsOf(`Then ${text} spoke.`);
    expect(misspellings(patterns, words).map(({ from, to, how }) => ({ from, to, how }))).toEqual([{ from: 1, to: 3, how: "misspelt" }]);
  });

  it.each(["Alejandro de la Fuemte", "Alejamdro de la Fuente"])("reaches over two particles: %s", (text) => {
    const hits = misspellings(compilePatterns({ entities: [official("Alejandro", "de la Fuente")] }), wordsOf(`Habló ${text} ayer.`));
    expect(hits.map(({ from, to }) => ({ from, to }))).toEqual([{ from: 1, to: 5 }]);
  });

  it.each([
    ["Alejandro Mayorkas", "the name itself is no misspelling"],
    ["Mayorcas", "a surname alone has too many neighbours"],
    ["Alejandro Mayocas Ruiz", "two letters wrong"],
    ["Alejandra Mayorkas", "another given name"],
    ["alejandro mayorcas", "not capitalised"],
  ])("%s is not: %s", (text) => {
    const mayorkas = misspellings(patterns, wordsOf(text)).filter((hit) => hit.to - hit.from === 2);
    expect(mayorkas).toEqual([]);
  });

  it("costs no more for each where a text has many words that are not simply their letters", () => {
    const words = wordsOf("Alejandro Mayorkaz ﬁ ﬂ ﬁ ﬂ ﬁ ﬂ ﬁ ﬂ ﬁ ﬂ ﬁ ﬂ ﬁ ﬂ. ".repeat(3000));
    const started = performance.now();
    expect(misspellings(patterns, words)).toHaveLength(3000);
    // Copying all of them for each took half a minute.
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
