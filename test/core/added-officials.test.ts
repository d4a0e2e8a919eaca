import { describe, expect, it } from "vitest";
import type { Entity, PersonName } from "../../lambdas/core/entity.ts";
import { compileMatcher } from "../../lambdas/core/matcher.ts";

/** Adding a person takes a name and an office: [id, name, title in English, title in Spanish, from, to]. */
const ADDED: readonly (readonly [string, PersonName, string, string, string, string])[] = [
  ["ebrard", { given: ["Marcelo"], surname: "Ebrard", maternal: "Casaubón" }, "Foreign Secretary", "canciller", "2018-12-01", "2023-06-12"],
  ["barcena", { given: ["Alicia"], surname: "Bárcena", maternal: "Ibarra" }, "Foreign Secretary", "canciller", "2023-07-04", "2024-10-01"],
  [
    "de-la-fuente",
    { given: ["Juan Ramón"], surname: "de la Fuente", maternal: "Ramírez" },
    "Foreign Secretary",
    "canciller",
    "2024-10-01",
    "2026-01-12",
  ],
  ["sanchez-cordero", { given: ["Olga"], surname: "Sánchez Cordero" }, "Interior Secretary", "secretaria", "2018-12-01", "2021-08-26"],
  [
    "adan-augusto",
    { given: ["Adán Augusto"], surname: "López", maternal: "Hernández" },
    "Interior Secretary",
    "secretario",
    "2021-08-26",
    "2023-06-16",
  ],
  [
    "durazo",
    { given: ["Alfonso"], surname: "Durazo", maternal: "Montaño" },
    "Security Secretary",
    "secretario",
    "2018-12-01",
    "2020-11-01",
  ],
  [
    "sandoval",
    { given: ["Luis Cresencio", "Luis"], surname: "Sandoval", maternal: "González" },
    "Defense Secretary",
    "general",
    "2018-12-01",
    "2024-10-01",
  ],
  [
    "ojeda",
    { given: ["José Rafael", "Rafael"], surname: "Ojeda", maternal: "Durán" },
    "Navy Secretary",
    "almirante",
    "2018-12-01",
    "2024-10-01",
  ],
  [
    "buenrostro",
    { given: ["Raquel"], surname: "Buenrostro", maternal: "Sánchez" },
    "Economy Secretary",
    "secretaria",
    "2022-10-07",
    "2024-10-01",
  ],
  [
    "clouthier",
    { given: ["Tatiana"], surname: "Clouthier", maternal: "Carrillo" },
    "Economy Secretary",
    "secretaria",
    "2021-01-04",
    "2022-10-06",
  ],
  ["harris", { given: ["Kamala"], surname: "Harris" }, "Vice President", "vicepresidenta", "2021-01-20", "2025-01-20"],
  ["yellen", { given: ["Janet"], middle: ["L"], surname: "Yellen" }, "Treasury Secretary", "secretaria", "2021-01-26", "2025-01-20"],
  ["sullivan", { given: ["Jake", "Jacob"], surname: "Sullivan" }, "National Security Adviser", "asesor", "2021-01-20", "2025-01-20"],
  [
    "austin",
    { given: ["Lloyd"], middle: ["James"], surname: "Austin", word: true },
    "Defense Secretary",
    "secretario",
    "2021-01-22",
    "2025-01-20",
  ],
  ["pompeo", { given: ["Mike", "Michael"], surname: "Pompeo" }, "Secretary of State", "secretario", "2018-04-26", "2021-01-20"],
  [
    "barr",
    { given: ["William", "Bill"], middle: ["P"], surname: "Barr" },
    "Attorney General",
    "fiscal general",
    "2019-02-14",
    "2020-12-23",
  ],
  ["nielsen", { given: ["Kirstjen"], surname: "Nielsen" }, "Homeland Security Secretary", "secretaria", "2017-12-06", "2019-04-10"],
  ["mcaleenan", { given: ["Kevin"], surname: "McAleenan" }, "Homeland Security Secretary", "secretario", "2019-04-10", "2019-11-13"],
  ["raimondo", { given: ["Gina"], surname: "Raimondo" }, "Commerce Secretary", "secretaria", "2021-03-03", "2025-01-20"],
  ["landau", { given: ["Christopher"], surname: "Landau" }, "Ambassador", "embajador", "2019-08-26", "2021-01-20"],
];

const blank = { lists: [], aliases: [], negatives: [], context: [] };
const people = ADDED.flatMap(([id, person, en, es, from, to]): Entity[] => [
  { ...blank, id, kind: "official", name: { en: id, es: id }, person, titles: [] },
  {
    ...blank,
    id: `${id}-office`,
    kind: "office",
    name: { en, es },
    titles: [
      { text: en, lang: "en", weak: true },
      { text: es, lang: "es", weak: true },
    ],
    tenures: [{ holder: id, from, to, source: "a test", verifiedUntil: to }],
  },
]);
const matcher = compileMatcher({ entities: people });
const named = (summary: string, lang: "en" | "es", date: string) =>
  matcher.read({ title: "", summary, lang, date }).found.map((f) => f.entity);
const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "");

describe.each(ADDED)("%s, added as data", (id, person, en, es, from, to) => {
  const full = `${person.given[0] ?? ""} ${person.surname}`;

  it("is found by name in both languages, with and without accents, in capitals, with the second surname", () => {
    const both = person.maternal === undefined ? full : `${full} ${person.maternal}`;
    for (const name of [full, plain(full), full.toUpperCase(), both, plain(both)]) {
      expect(named(`${name} arrived at noon.`, "en", from)).toEqual([id, `${id}-office`]);
      expect(named(`Al mediodía llegó ${name}.`, "es", from)).toEqual([id, `${id}-office`]);
    }
  });

  it("is found by title and surname, and the surname after the name", () => {
    expect(named(`${en} ${person.surname} arrived at noon.`, "en", from)).toContain(id);
    expect(named(`Al mediodía llegó ${es} ${person.surname}.`, "es", from)).toContain(id);
    const reading = matcher.read({ title: "", summary: `${full} arrived. Then ${person.surname} left.`, lang: "en", date: from });
    expect(reading.found.find((f) => f.entity === id)?.mentions).toHaveLength(2);
  });

  it("is not somebody else of that surname, nor the surname alone", () => {
    expect(named(`Ulises ${person.surname} arrived at noon.`, "en", from)).toEqual([]);
    expect(named(`Al mediodía llegó Ximena ${person.surname}.`, "es", from)).toEqual([]);
    expect(named(`They said ${person.surname} would come.`, "en", from)).toEqual([]);
  });

  it("stands for the office during the term only", () => {
    expect(named(`${full} arrived.`, "en", to)).toEqual([id]);
    expect(named(`${full} arrived.`, "en", "2010-01-01")).toEqual([id]);
  });
});
