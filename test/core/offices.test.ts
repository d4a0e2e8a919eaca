import { describe, expect, it } from "vitest";
import type { Lang } from "../../lambdas/core/entity.ts";
import { compileMatcher } from "../../lambdas/core/matcher.ts";
import { daysOf, held, holderAt, leftOffice } from "../../lambdas/core/offices.ts";
import { watchlist } from "../../lambdas/data/watchlist.ts";

const matcher = compileMatcher(watchlist);
const read = (summary: string, date: string, lang: Lang = "en") => matcher.read({ title: "", summary, lang, date }).found;
const evidence = (found: ReturnType<typeof read>, entity: string) => found.find((f) => f.entity === entity)?.evidence;

describe("tenures", () => {
  const office = {
    tenures: [
      { holder: "first", from: "2020-01-01", to: "2021-01-20", source: "a test", verifiedUntil: "2021-01-20" },
      { holder: "second", from: "2021-01-20", source: "a test", verifiedUntil: "2022-06-30" },
    ],
  };

  it.each<[string, string | undefined, string]>([
    ["2019-12-31", undefined, "before anyone"],
    ["2020-01-01", "first", "the first day"],
    ["2021-01-19", "first", "the last day"],
    ["2021-01-20", "second", "the day of the handover"],
    ["2022-06-30", "second", "the last verified day"],
    ["2022-07-01", undefined, "past what is verified"],
    ["2020", "first", "a year of one holder"],
    ["2021", undefined, "a year of two holders"],
    ["2021-01", undefined, "a month of two holders"],
    ["2021-02", "second", "a month of one holder"],
    ["2020-05-05T10:00:00Z", "first", "a timestamp"],
    ["", undefined, "no date"],
    ["yesterday", undefined, "no readable date"],
  ])("on %s: %s (%s)", (date: string, holder: string | undefined) => {
    expect(holderAt(office, date)).toBe(holder);
  });

  it("knows who held the office at some day of a date", () => {
    expect(held(office, "first", "2021")).toBe(true);
    expect(held(office, "second", "2021")).toBe(true);
    expect(held(office, "first", "2022")).toBe(false);
    expect(held(office, "first", "soon")).toBe(false);
    expect(daysOf("2023-10")).toEqual(["2023-10-01", "2023-10-31"]);
  });
});

describe("a title alone points to the holder at the item's date", () => {
  it.each([
    ["en", "The US ambassador to Mexico saw the bridge.", "us-ambassador-to-mexico", "2023-10-05", "ken-salazar"],
    ["en", "The US ambassador to Mexico saw the bridge.", "us-ambassador-to-mexico", "2025-07-01", "ronald-johnson"],
    ["es", "El embajador de EE.UU. en México habló.", "us-ambassador-to-mexico", "2022-02-02", "ken-salazar"],
    ["es", "El embajador de Estados Unidos en México habló.", "us-ambassador-to-mexico", "2025-12-02", "ronald-johnson"],
    ["es", "El secretario de Estado de EE.UU. habló.", "us-secretary-of-state", "2022-02-02", "antony-blinken"],
    ["es", "El secretario de Estado de EE.UU. habló.", "us-secretary-of-state", "2025-02-02", "marco-rubio"],
    ["es", "La presidenta de México habló.", "mexico-president", "2025-02-02", "claudia-sheinbaum"],
    ["es", "El presidente de México habló.", "mexico-president", "2020-02-02", "andres-manuel-lopez-obrador"],
    ["es", "La titular de la SSPC habló.", "mexico-sspc-secretary", "2023-02-02", "rosa-icela-rodriguez"],
    ["es", "La titular de la Segob habló.", "mexico-interior-secretary", "2023-12-02", "luisa-maria-alcalde"],
    ["es", "La titular de la Segob habló.", "mexico-interior-secretary", "2025-12-02", "rosa-icela-rodriguez"],
    ["es", "El fiscal general de la República habló en México.", "mexico-attorney-general", "2024-02-02", "alejandro-gertz-manero"],
    ["en", "The U.S. Attorney General spoke.", "us-attorney-general", "2022-02-02", "merrick-garland"],
    ["en", "The head of the White House spoke.", "us-president", "2023-10-05", "joe-biden"],
  ] as const)("%s %s (%s, %s): %s", (lang, text, office, date, holder) => {
    const found = read(text, date, lang);
    expect(evidence(found, office)).toEqual(["name"]);
    expect(evidence(found, holder)).toEqual(["office"]);
    expect(found.find((f) => f.entity === holder)?.confidence).toBeLessThan(0.7);
  });

  it.each([
    ["The US ambassador to Mexico saw the bridge.", "us-ambassador-to-mexico", "2026-11-24", "past what is verified"],
    ["The US ambassador to Mexico saw the bridge.", "us-ambassador-to-mexico", "2019-01-15", "nobody recorded"],
    ["The U.S. Secretary of State spoke.", "us-secretary-of-state", "2018-02-02", "a holder who is not on the watchlist"],
    ["The U.S. Secretary of State spoke.", "us-secretary-of-state", "", "no date"],
  ])("%s on %2$s is the office alone: %3$s", (text, office, date) => {
    const found = read(text, date);
    expect(found.map((f) => f.entity)).toContain(office);
    expect(found.filter((f) => f.kind === "official")).toEqual([]);
  });

  it.each([
    ["U.S. Secretary of State Rex Tillerson spoke.", "2022-02-02"],
    ["The former U.S. Secretary of State spoke.", "2022-02-02"],
    ["The deputy Homeland Security Secretary spoke.", "2022-02-02"],
    ["Ann Poe, the U.S. ambassador to Mexico, spoke.", "2022-02-02"],
    ["Ann Poe will be the next U.S. ambassador to Mexico.", "2022-02-02"],
  ])("points to nobody when it is somebody else's or another office: %s", (text, date) => {
    expect(read(text, date).filter((f) => f.kind === "official")).toEqual([]);
  });
});

/** Who held the office on each day; undefined where nobody is recorded or verified: then the office stands alone. */
const HELD: readonly (readonly [
  office: string,
  texts: readonly (readonly [Lang, string])[],
  holders: Readonly<Record<string, string | undefined>>,
])[] = [
  [
    "us-ambassador-to-mexico",
    [
      ["en", "The US ambassador to Mexico toured a port."],
      ["en", "A port was toured by the United States Ambassador to Mexico."],
      ["es", "El embajador de EE.UU. en México recorrió un puerto."],
      ["es", "El embajador de Estados Unidos en México recorrió un puerto."],
    ],
    {
      "2019-03-01": undefined,
      "2019-10-10": "christopher-landau",
      "2021-03-01": undefined,
      "2022-06-01": "ken-salazar",
      "2024-12-01": "ken-salazar",
      "2025-03-01": undefined,
      "2025-08-01": "ronald-johnson",
      "2026-11-24": undefined,
    },
  ],
  [
    "us-secretary-of-state",
    [
      ["es", "El secretario de Estado de EE.UU. tomó un avión."],
      ["es", "El secretario de Estado de EE. UU. tomó un avión."],
      ["es", "Tomó un avión el secretario de Estado estadounidense."],
      ["en", "The U.S. Secretary of State took a plane."],
    ],
    {
      "2019-05-05": "mike-pompeo",
      "2020-12-31": "mike-pompeo",
      "2021-01-23": undefined,
      "2023-10-05": "antony-blinken",
      "2025-01-19": "antony-blinken",
      "2025-06-01": "marco-rubio",
      "2026-06-01": undefined,
    },
  ],
  [
    "mexico-president",
    [
      ["es", "La presidenta de México inauguró un puente."],
      ["es", "El presidente de México inauguró un puente."],
      ["en", "The Mexican president opened a bridge."],
    ],
    {
      "2019-02-02": "andres-manuel-lopez-obrador",
      "2021-06-06": "andres-manuel-lopez-obrador",
      "2024-09-30": "andres-manuel-lopez-obrador",
      "2024-10-01": "claudia-sheinbaum",
      "2025-07-01": "claudia-sheinbaum",
      "2026-02-01": "claudia-sheinbaum",
      "2026-11-24": undefined,
    },
  ],
  [
    "mexico-attorney-general",
    [
      ["es", "El fiscal general de la República leyó un informe."],
      ["es", "La titular de la FGR leyó un informe."],
      ["en", "The Mexican Attorney General read a report."],
    ],
    {
      "2019-01-10": undefined,
      "2019-06-01": "alejandro-gertz-manero",
      "2023-10-05": "alejandro-gertz-manero",
      "2025-11-27": "alejandro-gertz-manero",
      "2025-12-05": "ernestina-godoy",
      "2026-02-01": "ernestina-godoy",
      "2026-11-24": undefined,
    },
  ],
  [
    "us-attorney-general",
    [
      ["es", "El fiscal general de EE.UU. leyó un informe."],
      ["es", "La fiscal general de Estados Unidos leyó un informe."],
      ["en", "The U.S. Attorney General read a report."],
    ],
    {
      "2019-01-20": undefined,
      "2019-06-01": "william-barr",
      "2021-02-01": undefined,
      "2022-02-02": "merrick-garland",
      "2025-06-01": "pam-bondi",
      "2026-05-01": "todd-blanche",
      "2026-11-24": undefined,
    },
  ],
];

describe.each(HELD)("%s from 2019 to 2026", (office, texts, holders) => {
  const cases = texts.flatMap(([lang, text]) => Object.entries(holders).map(([date, holder]) => [text, date, holder, lang] as const));

  it.each(cases)("%s (%s): %s", (text, date, holder, lang) => {
    const found = read(text, date, lang);
    expect(evidence(found, office)).toContain("name");
    expect(found.filter((f) => f.kind === "official").map((f) => f.entity)).toEqual(holder === undefined ? [] : [holder]);
  });

  const known = Object.entries(holders).flatMap(([date, holder]) => (holder === undefined ? [] : [[holder, date] as const]));
  it.each(known)("%s, named on %s, is the office and nobody before", (holder, date) => {
    const { name } = watchlist.entities.find((e) => e.id === holder) ?? { name: { en: "", es: "" } };
    const title = watchlist.entities.find((e) => e.id === office)?.titles.find((t) => t.weak !== true)?.text ?? "";
    for (const text of [`${name.en} spoke at noon.`, `${title} ${name.en} spoke at noon.`]) {
      // A name that others share counts with its title only.
      if (!text.startsWith(title) && watchlist.entities.find((e) => e.id === holder)?.person?.shared === true) continue;
      const found = read(text, date);
      expect(evidence(found, office)).toContain("holder");
      expect(found.filter((f) => f.kind === "official").map((f) => f.entity)).toEqual([holder]);
    }
  });
});

it.each(["2019-06-01", "2021-02-01", "2023-10-05", "2025-06-01", "2026-02-01"])(
  "a bare fiscal general may be of any country or state, and points to nobody (%s)",
  (date) => {
    expect(read("El fiscal general leyó un informe.", date, "es")).toEqual([]);
    expect(read("The attorney general read a report.", date)).toEqual([]);
  },
);

describe("an office is matched by its holder's name", () => {
  it("during the term, and not before or after it", () => {
    const text = "Antony Blinken spoke.";
    expect(evidence(read(text, "2023-10-05"), "us-secretary-of-state")).toEqual(["holder"]);
    expect(evidence(read(text, "2020-10-05"), "us-secretary-of-state")).toBeUndefined();
    expect(evidence(read(text, "2025-10-05"), "us-secretary-of-state")).toBeUndefined();
  });

  it("past what is verified only if the item says that the last known holder still holds it", () => {
    const titled = read("Secretary of State Marco Rubio spoke.", "2026-11-24");
    expect(evidence(titled, "us-secretary-of-state")).toEqual(["holder"]);
    expect(evidence(read("Marco Rubio spoke.", "2026-11-24"), "us-secretary-of-state")).toBeUndefined();
    expect(evidence(read("Former Secretary of State Marco Rubio spoke.", "2026-11-24"), "us-secretary-of-state")).toBeUndefined();
    expect(evidence(read("Secretary of State Antony Blinken spoke.", "2026-11-24"), "us-secretary-of-state")).toBeUndefined();
  });

  it("and never the predecessor by the successor", () => {
    const found = read("Secretary of State Marco Rubio arrived.", "2025-10-05");
    expect(evidence(found, "us-secretary-of-state")).toEqual(["holder"]);
    expect(evidence(found, "antony-blinken")).toBeUndefined();
  });
});

describe("who left office", () => {
  const on = (date: string) => leftOffice(watchlist.entities, date);

  it("is who held one and holds none any more", () => {
    expect(on("2026-11-24").has("brian-nichols")).toBe(true);
    expect(on("2026-11-24").has("antony-blinken")).toBe(true);
    expect(on("2023-10-05").has("antony-blinken")).toBe(false);
  });
  it("is nobody who went on to another office, or whose term has no known end", () => {
    const offices = [
      { tenures: [{ holder: "ada", from: "2020-01-01", to: "2024-01-01", source: "a test", verifiedUntil: "2024-01-01" }] },
      { tenures: [{ holder: "ada", from: "2024-10-01", source: "a test", verifiedUntil: "2025-01-01" }] },
    ];
    expect([...leftOffice(offices, "2024-05-05")]).toEqual(["ada"]);
    expect([...leftOffice(offices, "2026-05-05T10:00:00Z")]).toEqual([]);
    expect([...leftOffice(offices, "2019-05-05")]).toEqual([]);
  });
});
