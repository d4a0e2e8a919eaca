import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ago, ahead, day, moment } from "../../dashboard/dates.ts";
import { feedWords } from "../../dashboard/feed-words.ts";
import { subscribeWords } from "../../dashboard/subscribe-words.ts";
import { words } from "../../dashboard/words.ts";
import { openApi } from "../../lambdas/core/openapi.ts";

/** What the OpenAPI file says of the feeds, as far as this test looks. */
interface Json {
  readonly content: {
    readonly "application/json": {
      readonly schema: {
        readonly properties: {
          readonly feeds: { readonly items: { readonly properties: { readonly health: { readonly enum: string[] } } } };
        };
      };
    };
  };
}

/** Every text of a language, by its path; functions are called with 2. */
const texts = (value: unknown, path = ""): [string, string][] => {
  if (typeof value === "function") return [[path, String((value as (...given: number[]) => unknown)(2, 1, 1))]];
  if (typeof value === "object" && value !== null) return Object.entries(value).flatMap(([key, inner]) => texts(inner, `${path}.${key}`));
  return typeof value === "string" ? [[path, value]] : [];
};

describe("words", () => {
  it("are said in Spanish wherever they are said in English", () => {
    const [en, es] = [new Map(texts(words.en)), new Map(texts(words.es))];
    // Alike in both languages, or about the language itself.
    const alike = new Set([".zoneNote", ".timeZone", ".kinds.official"]);
    const untranslated = [...en].filter(([path, text]) => !alike.has(path) && (es.get(path) ?? "") === text).map(([path]) => path);
    expect(untranslated).toEqual([".probable"]);
    expect([...en.keys()].filter((path) => !es.has(path))).toEqual([]);
  });

  it("of the feeds page too", () => {
    const [en, es] = [new Map(texts(feedWords.en)), new Map(texts(feedWords.es))];
    expect([...en].filter(([path, text]) => (es.get(path) ?? "") === text)).toEqual([]);
  });

  it("of the form to subscribe too", () => {
    const [en, es] = [new Map(texts(subscribeWords.en)), new Map(texts(subscribeWords.es))];
    expect([...en].filter(([path, text]) => (es.get(path) ?? "") === text)).toEqual([]);
  });

  it("name every health that the API knows, and no other", () => {
    const { paths } = openApi("https://vigia.example") as { paths: { "/feeds": { get: { responses: { 200: Json } } } } };
    const { schema } = paths["/feeds"].get.responses[200].content["application/json"];
    const healths = schema.properties.feeds.items.properties.health.enum;
    expect(healths).toContain("not-allowed");
    for (const { health } of Object.values(words)) expect(Object.keys(health).toSorted()).toEqual(healths.toSorted());
    const style = readFileSync(new URL("../../dashboard/style.css", import.meta.url), "utf8");
    expect(healths.filter((health) => !new RegExp(`\\.health-${health}\\b`).test(style))).toEqual([]);
  });

  it("count one and many", () => {
    expect([words.en.back(1), words.en.back(412)]).toEqual(["back after 1 day", "back after 412 days"]);
    expect([words.es.back(1), words.es.back(1145)]).toEqual(["vuelve tras 1 día", "vuelve tras 1,145 días"]);
  });
});

describe("dates", () => {
  const at = "2026-11-24T03:30:00.000Z";
  it("in Spanish are those of Mexico City, whatever the reader's zone", () => {
    expect(day(at, words.es)).toBe("23 nov 2026");
    expect(moment(at, words.es)).toMatch(/^23 nov 2026, 9:30\sp\.\s?m\.$/);
  });

  it.each([
    ["2026-11-24T03:29:30.000Z", "this minute", "este minuto"],
    ["2026-11-24T01:30:00.000Z", "2 hours ago", "hace 2 horas"],
    ["2026-11-23T01:30:00.000Z", "yesterday", "ayer"],
    ["2025-10-08T03:30:00.000Z", "last year", "el año pasado"],
    ["2026-11-24T09:30:00.000Z", "this minute", "este minuto"],
  ])("%s, seen from that day, is %s", (then, en, es) => {
    expect([ago(then, new Date(at), words.en), ago(then, new Date(at), words.es)]).toEqual([en, es]);
  });

  it.each([
    ["2026-11-24T05:30:00.000Z", "in 2 hours", "dentro de 2 horas"],
    ["2026-11-24T04:15:59.000Z", "in 45 minutes", "dentro de 45 minutos"],
    ["2026-11-24T01:30:00.000Z", "this minute", "este minuto"],
  ])("%s, awaited from that day, is %s", (then, en, es) => {
    expect([ahead(then, new Date(at), words.en), ahead(then, new Date(at), words.es)]).toEqual([en, es]);
  });
});
