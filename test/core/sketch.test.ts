import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Found } from "../../lambdas/core/match.ts";
import { isAlike, rarestPairs, sketchOf } from "../../lambdas/core/sketch.ts";
import { rarity } from "../../lambdas/data/rarity.ts";

const names = (entity: string, more: Partial<Found> = {}): Found => ({
  entity,
  kind: "official",
  confidence: 0.9,
  evidence: ["name"],
  prominence: "headline",
  mentions: [],
  sentence: { text: "", start: 0, end: 0 },
  ...more,
});
const sketch = (summary: string, found: readonly Found[] = [], title = "") => sketchOf({ title, summary, outlet: "Gaceta" }, found, rarity);

const WORDS =
  "harbor lamp ferry quarry violin ledger meteor orchid turbine envelope glacier mosaic kettle saddle tunnel widow beehive anchor candle urn".split(
    " ",
  );
/** Texts of so many made-up words that two of them hardly have a pair in common. */
const text = (seed: number, count: number) =>
  Array.from({ length: count }, (_, n) => `${WORDS[(seed + n) % WORDS.length]}${(seed * 7919 + n * n * 31) % 9973}x`).join(" ");

describe("sketchOf", () => {
  it("is bounded, whatever the text and whoever is named", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 5000 }), fc.array(fc.string(), { maxLength: 60 }), (summary, ids) => {
        const { pairs, names: named } = sketch(
          summary,
          ids.map((id) => names(id)),
          summary.slice(0, 400),
        );
        expect(pairs.byteLength).toBeLessThanOrEqual(680);
        expect(named.byteLength).toBeLessThanOrEqual(64);
        expect(pairs.byteLength % 4).toBe(0);
      }),
    );
    expect(sketch(text(1, 4000)).pairs.byteLength).toBe(680);
    expect(
      sketch(
        "",
        Array.from({ length: 40 }, (_, n) => names(`e${n}`)),
      ).names.byteLength,
    ).toBe(64);
  });
  it("holds a pair once, and no pair that is one word", () => {
    expect(sketch("ferry ferry ferry ferry").pairs.byteLength).toBe(4);
    expect(sketch("ferry").pairs.byteLength).toBe(0);
    expect(sketch("").pairs.byteLength).toBe(0);
  });
  it("is the same for a copy in capitals, without accents, with another dateline and footer", () => {
    const plain = sketch("La Secretaría informó que los agentes revisaron el puente.");
    for (const copy of [
      "LA SECRETARÍA INFORMÓ QUE LOS AGENTES REVISARON EL PUENTE",
      "La Secretaria informo que los agentes revisaron el puente.",
      "TIJUANA, B.C. (EFE).- La Secretaría informó que los agentes revisaron el puente. Leer más",
    ])
      expect(sketch(copy)).toEqual(plain);
  });
});

describe("rarestPairs", () => {
  it("prefers what the news hardly ever say, and among those chooses alike in every order", () => {
    const everyday = "one of the men in the city of the north said that it was in the house";
    const rare = text(3, 30);
    const chosen = rarestPairs(sketch(`${everyday} ${rare}`), 8);
    expect(rarestPairs(sketch(`${rare}. ${everyday}`), 8).filter((pair) => chosen.includes(pair)).length).toBeGreaterThanOrEqual(7);
    const common = new Set(rarestPairs(sketch("of the in the"), 9));
    expect(chosen.filter((pair) => common.has(pair))).toEqual([]);
  });
});

describe("isAlike", () => {
  const story = text(1, 60);

  it("is symmetric, and so of a text and itself once it is long enough", () => {
    const words = fc.array(fc.constantFrom(...WORDS, "the", "of", "in", "de", "la"), { maxLength: 120 }).map((some) => some.join(" "));
    fc.assert(
      fc.property(words, words, (a, b) => {
        expect(isAlike(sketch(a), sketch(b))).toBe(isAlike(sketch(b), sketch(a)));
      }),
    );
    fc.assert(
      fc.property(fc.nat(5000), fc.integer({ min: 30, max: 300 }), (seed, count) =>
        isAlike(sketch(text(seed, count)), sketch(text(seed, count))),
      ),
    );
  });
  it("reads bytes at any offset, as the table gives them", () => {
    const one = sketch(story);
    const shifted = new Uint8Array(one.pairs.byteLength + 1);
    shifted.set(one.pairs, 1);
    expect(isAlike({ ...one, pairs: shifted.subarray(1) }, one)).toBe(true);
  });

  it("is so for a truncated copy, either way round", () => {
    const short = story.split(" ").slice(0, 30).join(" ");
    expect(isAlike(sketch(short), sketch(story))).toBe(true);
    expect(isAlike(sketch(story), sketch(short))).toBe(true);
  });
  it("is not so for two stories that one desk begins with the same sentence", () => {
    const lead = text(2, 20);
    expect(isAlike(sketch(`${lead} ${text(3, 40)}`, [], text(4, 9)), sketch(`${lead} ${text(5, 40)}`, [], text(6, 9)))).toBe(false);
    expect(isAlike(sketch(`${lead} ${text(3, 40)}`), sketch(`${lead} ${text(3, 40)}`))).toBe(true);
  });
  it("is not so for short texts that have a few words in common", () => {
    expect(
      isAlike(
        sketch("", [], "Weekly report on the northern quarries, number 12"),
        sketch("", [], "Weekly report on the northern quarries, number 13"),
      ),
    ).toBe(false);
    const headline = "Ferry owners sue harbor master over eleven mislaid brass lamps";
    expect(isAlike(sketch("", [], headline), sketch("", [], headline))).toBe(true);
  });
  it("is vetoed when each names somebody in headline or lead whom the other does not name", () => {
    const [ada, bob] = [[names("ada")], [names("bob")]];
    expect(isAlike(sketch(story, ada), sketch(story, bob))).toBe(false);
    expect(isAlike(sketch(story, [...ada, names("eva")]), sketch(story, [...bob, names("eva")]))).toBe(false);
  });
  it.each<[string, readonly Found[], readonly Found[]]>([
    ["one names nobody", [names("ada")], []],
    ["one names fewer", [names("ada"), names("bob")], [names("bob")]],
    [
      "the other names them too, in passing",
      [names("ada"), names("bob", { prominence: "passing" })],
      [names("bob"), names("ada", { prominence: "passing" })],
    ],
    ["who differs is named in passing", [names("ada", { prominence: "passing" })], [names("bob")]],
    ["who differs is a topic", [names("ada", { kind: "topic" })], [names("bob", { kind: "topic" })]],
    ["who differs is a doubtful guess", [names("ada", { confidence: 0.6 })], [names("bob")]],
  ])("is not vetoed when %s", (_, one, two) => {
    expect(isAlike(sketch(story, one), sketch(story, two))).toBe(true);
  });
});
