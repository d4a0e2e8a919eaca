import { expect, it } from "vitest";
import { suggest } from "../../lambdas/core/suggestion.ts";

const of = (change: Partial<Parameters<typeof suggest>[0]>) => suggest({ url: "https://news.example/rss", texts: [], ...change });

it.each<[string, Partial<Parameters<typeof suggest>[0]>, object]>([
  ["the language and country that a document says", { language: "es-MX" }, { lang: "es", country: "MX", timezone: "America/Mexico_City" }],
  ["with an underscore", { language: "en_US" }, { lang: "en", country: "US" }],
  ["a language alone", { language: "es" }, { lang: "es" }],
  ["its address before its language", { url: "https://diario.mx/feed", language: "es-es" }, { country: "MX" }],
  ["a government", { url: "https://www.dea.gov/rss.xml" }, { kind: "government", country: "US" }],
  ["a government of Mexico", { url: "https://www.gob.mx/sre/rss" }, { kind: "government", country: "MX" }],
  ["a name that only ends like one", { url: "https://notgov/rss" }, { kind: "media" }],
  ["what the document calls itself", { title: "  Gaceta\u202E\n del Golfo " }, { outlet: "Gaceta del Golfo" }],
])("takes %s", (_, change, expected) => {
  expect(of(change)).toMatchObject(expected);
});

it("reads the language off the texts where the document says none", () => {
  const es = "El secretario de Seguridad habló de la frontera con los gobernadores y por la tarde se reunió con el embajador";
  const en = "The secretary of security spoke to the governors at the border and in the afternoon met with the ambassador";
  expect(of({ texts: [es, es] }).lang).toBe("es");
  expect(of({ texts: [en, en] }).lang).toBe("en");
  expect(of({ texts: [en, es] })).not.toHaveProperty("lang");
  expect(of({ language: "fr", texts: ["Le ministre parle"] })).not.toHaveProperty("lang");
});

it("leaves out what nothing tells", () => {
  expect(of({})).toEqual({ kind: "media", timezone: "UTC" });
  expect(of({ title: "\u200b" })).toEqual({ kind: "media", timezone: "UTC" });
  expect(of({ title: "x".repeat(500) }).outlet).toHaveLength(120);
});
