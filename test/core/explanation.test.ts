import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Lang } from "../../lambdas/core/entity.ts";
import { compileMatcher } from "../../lambdas/core/matcher.ts";
import { watchlist } from "../../lambdas/data/watchlist.ts";
import { passages } from "../fixtures/passages.ts";

const matcher = compileMatcher(watchlist);
const explain = (summary: string, lang: Lang = "en", date = "2023-10-05", title = "") => matcher.explain({ title, summary, lang, date });
const vetoes = (...given: Parameters<typeof explain>) =>
  explain(...given).vetoed.map(({ entity, surface, veto, by }) => [entity, surface, veto, ...(by === undefined ? [] : [by])]);

describe("an explanation", () => {
  it("is of the very reading: same matches, every mention with its alias, steps that sum to the confidence", () => {
    const text = fc.tuple(fc.constantFrom(...passages), fc.constantFrom(...passages), fc.string({ unit: "binary", maxLength: 20 }));
    fc.assert(
      fc.property(text, fc.constantFrom("2023-10-05", "2025-06-01", "?"), ([a, b, noise], date) => {
        const item = { title: a.title ?? b.text, summary: `${a.text} ${noise} ${b.text}`, lang: a.lang, date };
        const { reading, why, vetoed } = matcher.explain(item);
        expect(reading).toEqual(matcher.read(item));
        expect([...why.keys()].toSorted()).toEqual(reading.found.map((f) => f.entity).toSorted());
        for (const { entity, confidence, evidence, mentions } of reading.found) {
          const told = why.get(entity);
          expect(told?.confidence.reduce((sum, { adds }) => sum + adds, 0)).toBeCloseTo(confidence, 2);
          expect(new Set(told?.mentions.map((m) => m.evidence))).toEqual(new Set(evidence));
          for (const { field, start, end, surface } of mentions)
            expect(told?.mentions).toContainEqual(expect.objectContaining({ field, start, end, surface }));
        }
        for (const { field, start, end, surface } of vetoed) expect(item[field].slice(start, end)).toBe(surface);
      }),
      { numRuns: 200 },
    );
  });

  it("says how a confidence adds up", () => {
    const { why } = explain("Attorney General Merrick Garland spoke. Garland left.", "en", "2023-10-05", "Garland speaks");
    expect(why.get("merrick-garland")).toEqual({
      mentions: [
        { field: "summary", start: 17, end: 32, surface: "Merrick Garland", alias: "Merrick Garland", evidence: "name" },
        {
          field: "summary",
          start: 17,
          end: 32,
          surface: "Merrick Garland",
          alias: "Merrick Garland",
          evidence: "title",
          by: "Attorney General",
        },
        { field: "title", start: 0, end: 7, surface: "Garland", alias: "Garland", evidence: "surname", by: "Merrick Garland" },
        { field: "summary", start: 40, end: 47, surface: "Garland", alias: "Garland", evidence: "surname", by: "Merrick Garland" },
      ],
      confidence: [
        { because: "name", adds: 0.88 },
        { because: "more mentions", adds: 0.06 },
        { because: "more kinds of evidence", adds: 0.08 },
        { because: "headline", adds: 0.02 },
        { because: "ceiling", adds: -0.05 },
      ],
    });
  });

  it.each<[string, Lang, readonly string[][]]>([
    [
      "The fire began in Garland, Texas, where Judy Garland slept.",
      "en",
      [
        ["merrick-garland", "Garland", "negative", "Garland, Texas"],
        ["merrick-garland", "Garland", "negative", "Judy Garland"],
      ],
    ],
    [
      "Hunter Biden came. Mr. Biden left.",
      "en",
      [
        ["joe-biden", "Biden", "namesake", "Hunter Biden"],
        ["joe-biden", "Biden", "after-namesake", "Biden"],
      ],
    ],
    ["Ayer ganó la votación Delia Rodríguez.", "es", [["rosa-icela-rodriguez", "Rodríguez", "namesake", "Delia Rodríguez"]]],
    ["Ganó ayer la de Rodríguez.", "es", [["rosa-icela-rodriguez", "Rodríguez", "no-evidence"]]],
    ["El alcalde abrió.", "es", [["luisa-maria-alcalde", "alcalde", "case", "alcalde"]]],
    ["Pintaron la casa blanca del pueblo.", "es", [["white-house", "casa blanca", "case"]]],
    ["Alejandro Mayorkaz cantó.", "es", [["alejandro-mayorkas", "Alejandro Mayorkaz", "misspelt"]]],
    ["El muro mide un metro.", "es", [["border-wall", "El muro", "no-evidence"]]],
    ["El Partido Republicano creció en Chile.", "es", [["republican-party", "Partido Republicano", "abroad", "CL"]]],
    [
      "Bird migration peaks; the migration lasts weeks.",
      "en",
      [
        ["migration", "migration", "negative", "Bird migration"],
        ["migration", "migration", "other-sense", "Bird migration"],
      ],
    ],
    ["The deputy U.S. Attorney General spoke.", "en", [["us-attorney-general", "U.S. Attorney General", "other-office", "deputy"]]],
    ["Ann Poe, the U.S. ambassador to Mexico, spoke.", "en", [["ken-salazar", "U.S. ambassador to Mexico", "named"]]],
    ["Habló la secretaria de Gobernación.", "es", [["mexico-segob", "secretaria de Gobernación", "accent"]]],
  ])("says what was vetoed and why: %s", (text, lang, expected) => {
    expect(vetoes(text, lang)).toEqual(expected);
  });

  it("says when the holder of an office is not known, and who it was if he is not on the watchlist", () => {
    const text = "The US ambassador to Mexico saw the bridge.";
    expect(vetoes(text, "en", "2019-01-15")).toEqual([["us-ambassador-to-mexico", "US ambassador to Mexico", "no-holder"]]);
    expect(vetoes("The U.S. Secretary of State spoke.", "en", "2018-02-02")).toEqual([
      ["us-secretary-of-state", "U.S. Secretary of State", "no-holder", "rex-tillerson"],
    ]);
  });

  it("says by which phrase an item looks back", () => {
    expect(explain("", "es", "2023-10-05", "Archivo: Blinken en Oaxaca").lookingBack).toBe("archivo");
    expect(explain("A year ago today, Blinken met the governor.").lookingBack).toBe("year ago today");
    expect(explain("Blinken met the governor.").lookingBack).toBeUndefined();
  });
});
