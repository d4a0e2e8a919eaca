import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Entity, Watchlist } from "../../lambdas/core/entity.ts";
import { isSighting } from "../../lambdas/core/match.ts";
import type { Readable } from "../../lambdas/core/matcher.ts";
import { POSSIBLE_CONFIDENCE, compileMatcher } from "../../lambdas/core/matcher.ts";
import { watchlist } from "../../lambdas/data/watchlist.ts";

const matcher = compileMatcher(watchlist);
const item = (over: Partial<Readable>): Readable => ({ title: "", summary: "", lang: "en", date: "2023-10-05", ...over });

/** Texts made of the words that matter to the matcher, and of anything at all between them. */
const word = fc.constantFrom(
  ..."Antony Blinken Garland Alcalde alcalde Secretary of State the U.S. ambassador to Mexico Biden Hunter Rosa Icela Rodríguez tráfico de drogas y armas , . ; - ’s #BidenHarris fentanilo muro frontera SSPC FGR Casa Blanca".split(
    " ",
  ),
);
const text = fc
  .array(fc.oneof({ weight: 5, arbitrary: word }, { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) }), {
    maxLength: 60,
  })
  .map((words) => words.join(" "));
const readable: fc.Arbitrary<Readable> = fc.record({
  title: fc.oneof(text, fc.string({ unit: "binary", maxLength: 60 })),
  summary: fc.oneof(text, fc.string({ unit: "binary", maxLength: 400 })),
  lang: fc.constantFrom("en" as const, "es" as const),
  date: fc.constantFrom("2023-10-05", "2025-06-01T00:00:00.000Z", "2023", "", "?"),
});

describe("reading any item", () => {
  it("gives mentions that are exactly what stands there, at word boundaries", () => {
    fc.assert(
      fc.property(readable, (made) => {
        for (const { mentions, sentence } of matcher.read(made).found) {
          expect(mentions.length).toBeGreaterThan(0);
          for (const { field, start, end, surface } of mentions) {
            expect(made[field].slice(start, end)).toBe(surface);
            expect(surface).not.toBe("");
            expect(made[field].slice(start - 1, start)).not.toMatch(/^[A-Za-z]$/);
            expect(made[field].slice(end, end + 1)).not.toMatch(/^[A-Za-z]$/);
          }
          expect(sentence.text.slice(sentence.start, sentence.end)).toBe(mentions[0]?.surface);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("gives each entity once, graded between possible and short of certainty, in order of appearance", () => {
    fc.assert(
      fc.property(readable, (made) => {
        const { found } = matcher.read(made);
        expect(new Set(found.map((f) => f.entity)).size).toBe(found.length);
        for (const { confidence, mentions, evidence } of found) {
          expect(confidence).toBeGreaterThanOrEqual(POSSIBLE_CONFIDENCE);
          expect(confidence).toBeLessThan(1);
          expect(evidence.length).toBeGreaterThan(0);
          const places = mentions.map((m) => (m.field === "title" ? 0 : 1e6) + m.start);
          expect(places).toEqual(places.toSorted((a, b) => a - b));
        }
      }),
      { numRuns: 200 },
    );
  });

  it("gives the same reading again, from the same or a new matcher, whatever the order of the watchlist", () => {
    const other = compileMatcher({ entities: watchlist.entities.toReversed() });
    const byId = (found: readonly { entity: string }[]) => found.toSorted((a, b) => (a.entity < b.entity ? -1 : 1));
    fc.assert(
      fc.property(readable, (made) => {
        const reading = matcher.read(made);
        expect(matcher.read(made)).toEqual(reading);
        const again = other.read(made);
        expect(byId(again.found)).toEqual(byId(reading.found));
        expect(again.countries).toEqual(reading.countries);
      }),
      { numRuns: 150 },
    );
  });
});

/** Anything a string can hold, halves of surrogate pairs too. */
const units = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 }).map((codes) => String.fromCharCode(...codes));
const names = ["Antony Blinken", "López Obrador", "fentanilo", "Casa Blanca", "SSPC", "#BidenHarris", "tráfico de drogas y armas"];

describe("reading what is hardly a text", () => {
  it("any UTF-16 units at all: mentions are what stands there, and asking again changes nothing", () => {
    const wild = fc
      .array(fc.oneof(units, fc.constantFrom(...names, "\ud800", "\udc00", "\u0301", "\u2060", "Ã³")), { maxLength: 12 })
      .map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(wild, wild, (title, summary) => {
        const made = item({ title, summary, lang: "es" });
        const reading = matcher.read(made);
        expect(matcher.read(made)).toEqual(reading);
        for (const { field, start, end, surface } of reading.found.flatMap((f) => f.mentions)) {
          expect(surface).not.toBe("");
          expect(made[field].slice(start, end)).toBe(surface);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("a name within longer words of any script is no name", () => {
    const letters = fc.stringMatching(/^[a-zñßéжλ漢]{2,4}$/);
    const entityOf = new Map([
      ["Mayorkas", "alejandro-mayorkas"],
      ["Antony Blinken", "antony-blinken"],
      ["fentanilo", "fentanyl"],
      ["SSPC", "mexico-sspc"],
      ["Partido Republicano", "republican-party"],
    ]);
    fc.assert(
      fc.property(fc.constantFrom(...entityOf.keys()), letters, letters, (name, before, after) => {
        const found = (summary: string) => matcher.read(item({ summary, lang: "es" })).found.map((f) => f.entity);
        expect(found(`Dijo ayer ${name} que no.`)).toContain(entityOf.get(name));
        expect(found(`Dijo ayer ${before}${name}${after} que no.`)).not.toContain(entityOf.get(name));
      }),
      { numRuns: 200 },
    );
  });

  it("the order of rows, and of aliases in a row, makes no difference", () => {
    const rows = fc.shuffledSubarray([...watchlist.entities], { minLength: watchlist.entities.length });
    const turned = (entity: Entity): Entity => ({
      ...entity,
      aliases: entity.aliases.toReversed(),
      titles: entity.titles.toReversed(),
      negatives: entity.negatives.toReversed(),
      context: entity.context.toReversed(),
    });
    const sorted = (from: typeof matcher, made: Readable) => {
      const { found, ...rest } = from.read(made);
      return { ...rest, found: found.toSorted((a, b) => (a.entity < b.entity ? -1 : 1)) };
    };
    fc.assert(
      fc.property(rows, fc.array(readable, { minLength: 15, maxLength: 15 }), (entities, items) => {
        const other = compileMatcher({ entities: entities.map(turned) });
        for (const made of items) expect(sorted(other, made)).toEqual(sorted(matcher, made));
      }),
      { numRuns: 12 },
    );
  });
});

describe("what else a reading says", () => {
  it("prominence: headline, lead, passing", () => {
    const { found } = matcher.read(item({ title: "Blinken in Oaxaca", summary: "Merrick Garland came too. Then Ken Salazar left." }));
    const prominence = Object.fromEntries(found.map((f) => [f.entity, f.prominence]));
    expect(prominence["antony-blinken"]).toBe("headline");
    expect(prominence["merrick-garland"]).toBe("lead");
    expect(prominence["ken-salazar"]).toBe("passing");
  });

  it("the sentence of the first mention", () => {
    const { found } = matcher.read(
      item({ summary: "It rained in the U.S. capital. Then Dr. Blinken left, at 3.30 p.m. sharp. Nobody minded." }),
    );
    expect(found[0]?.sentence.text).toBe("Then Dr. Blinken left, at 3.30 p.m. sharp.");
  });

  it.each(["The U.S. Secretary of State, Antony Blinken, spoke.", "El D.F. Sur recibió a Antony Blinken."])(
    "an initialism does not end a sentence: %s",
    (summary) => {
      const [found] = matcher.read(item({ summary })).found;
      expect(found?.sentence.text).toBe(summary);
      expect(found?.prominence).toBe("lead");
    },
  );

  it("a sentence without end is cut around the mention", () => {
    const long = `${"very ".repeat(200)}Blinken ${"long ".repeat(200)}`;
    const sentence = matcher.read(item({ summary: long })).found[0]?.sentence;
    expect(sentence?.text.length).toBeLessThanOrEqual(320);
    expect(sentence?.text.slice(sentence.start, sentence.end)).toBe("Blinken");
  });

  it.each([
    ["A year ago today, Blinken met the governor.", "", "en"],
    ["", "Blinken and the treaty, 20 years later", "en"],
    ["", "Hace cinco años: la visita de Blinken", "es"],
    ["Un día como hoy llegó Blinken.", "", "es"],
    ["", "Obituary: an interpreter who served Blinken", "en"],
  ] as const)("looks back: %s%s", (summary, title, lang) => {
    const reading = matcher.read(item({ summary, title, lang }));
    expect(reading.retrospective).toBe(true);
    expect(isSighting({ ...reading, confidence: 0.9, evidence: ["name"] })).toBe(false);
  });

  it.each([
    ["Archivo: Blinken en Oaxaca", "es"],
    ["Blinken y el tren | Hemeroteca", "es"],
    ["Efemérides: 5 de octubre", "es"],
    ["Jane Poe, who taught Blinken to row: Obituary", "en"],
  ] as const)("a label says that it looks back: %s", (title, lang) => {
    expect(matcher.read(item({ title, lang })).retrospective).toBe(true);
  });

  it.each([
    ["Gobernación inaugura un archivo digital", "es"],
    ["Archivo General de la Nación estrena sala con Blinken", "es"],
    ["Blinken visita la hemeroteca nacional", "es"],
    ["A Kahlo retrospective opens and Blinken attends", "en"],
    ["Archive of a Blinken speech stolen", "en"],
  ] as const)("the same word in a sentence is news: %s", (title, lang) => {
    expect(matcher.read(item({ title, lang })).retrospective).toBe(false);
  });

  it.each(["Blinken said that prices fell a year ago.", "Blinken, que asumió hace dos años, viajó."])(
    "does not look back: %s",
    (summary) => {
      expect(matcher.read(item({ summary })).retrospective).toBe(false);
    },
  );

  it("the countries of the places named, and those its officials stand for", () => {
    expect(matcher.read(item({ summary: "From Tijuana to New Mexico by bus, then Belarus." })).countries).toEqual(["BY", "MX", "US"]);
    expect(matcher.read(item({ summary: "Alejandro Gertz Manero spoke." })).countries).toEqual(["MX"]);
    expect(matcher.read(item({ summary: "Tell us about it.", lang: "en" })).countries).toEqual([]);
    expect(matcher.read(item({ summary: "Viajó a EU.", lang: "es" })).countries).toEqual(["US"]);
    expect(matcher.read(item({ summary: "He flew to the EU.", lang: "en" })).countries).toEqual([]);
  });

  it("more evidence gives more confidence", () => {
    const confidence = (summary: string) =>
      matcher.read(item({ summary })).found.find((f) => f.entity === "merrick-garland")?.confidence ?? 0;
    const [none, title, full, more] = [
      "Garland spoke.",
      "Attorney General Garland spoke.",
      "Merrick Garland spoke.",
      "Attorney General Merrick Garland spoke.",
    ].map(confidence);
    expect(none).toBe(0);
    expect(title).toBeGreaterThanOrEqual(0.7);
    expect(full).toBeGreaterThan(title ?? 1);
    expect(more).toBeGreaterThan(full ?? 1);
  });
});

describe("a text without one capital", () => {
  const named = (summary: string, lang: "en" | "es", title = "") => matcher.read(item({ summary, lang, title })).found.map((f) => f.entity);

  it("is read like one in capitals: case tells nothing in either", () => {
    expect(named("the white house and dhs answered blinken late", "en")).toEqual(
      expect.arrayContaining(["white-house", "us-homeland-security", "antony-blinken"]),
    );
    expect(named("la fgr y la sspc respondieron a gertz manero", "es")).toEqual(
      expect.arrayContaining(["mexico-fgr", "mexico-sspc", "alejandro-gertz-manero"]),
    );
  });

  it.each([
    ["el alcalde de toluca abrió el obrador temprano", "es"],
    ["garlands hung near judy garland in every window", "en"],
    ["hunter biden appeared in court again today", "en"],
    ["tell us about the dean and the ice rink", "en"],
  ] as const)("still names no one where nobody is named: %s", (text, lang) => {
    expect(named(text, lang)).toEqual([]);
    expect(matcher.read(item({ summary: text, lang })).countries).toEqual([]);
  });

  it("one capital anywhere shows that its writer uses them", () => {
    expect(named("compraron una casa blanca junto al lago", "es", "Vecinos")).toEqual([]);
    expect(named("the fgr and the white house", "en", "Two words")).toEqual([]);
  });
});

describe("a person added as data", () => {
  const official = (id: string, person: NonNullable<Entity["person"]>): Entity => ({
    id,
    kind: "official",
    name: { en: id, es: id },
    lists: [],
    person,
    aliases: [],
    negatives: [],
    context: [],
    titles: [],
  });
  const list: Watchlist = {
    entities: [
      official("ebrard", { given: ["Marcelo"], surname: "Ebrard", maternal: "Casaubón", distinctive: true }),
      official("moctezuma", { given: ["Esteban"], surname: "Moctezuma", maternal: "Barragán" }),
      official("doe", { given: ["Janet"], middle: ["L"], surname: "Yellen", distinctive: true }),
    ],
  };
  const small = compileMatcher(list);

  it.each([
    ["Marcelo Ebrard Casaubon spoke.", ["ebrard"]],
    ["Ebrard, a former mayor, spoke.", ["ebrard"]],
    ["Lucía Ebrard spoke.", []],
    ["Moctezuma was an emperor.", []],
    ["Esteban Moctezuma spoke, and Moctezuma left.", ["moctezuma"]],
    ["JANET L. YELLEN spoke.", ["doe"]],
  ])("%s", (summary, ids) => {
    expect(small.read(item({ summary })).found.map((f) => f.entity)).toEqual(ids);
  });
});
