import { describe, expect, it } from "vitest";
import { ownWords } from "../../lambdas/core/own-words.ts";

const own = (title: string, summary: string) => ownWords({ title, summary, outlet: "La Gaceta" }).split("\n");

describe("ownWords", () => {
  it.each([
    "Puente cerrado - La Gaceta",
    "Puente cerrado – LA GACETA",
    "Puente cerrado | La Gaceta",
    "Puente cerrado | Noticias de la Frontera",
  ])("takes the outlet from %j", (title) => {
    expect(own(title, "")[0]).toBe("Puente cerrado");
  });
  it.each([
    "Puente cerrado - otra vez",
    "Salazar - Blinken: la reunión",
    "La Gaceta",
    "¿Cerrado? | Lo que dicen todos los que cruzan el puente a diario",
  ])("leaves %j as it is", (title) => {
    expect(own(title, "")[0]).toBe(title);
  });
  it.each([
    "MEXICO CITY (AP) — The bridge closed.",
    "MEXICO CITY (AP) -- The bridge closed.",
    "EL PASO, Texas (Reuters) - The bridge closed.",
    "WASHINGTON, Oct 5 (Reuters) - The bridge closed.",
    "Ciudad de México, 5 oct (EFE).- The bridge closed.",
    "CIUDAD JUÁREZ, Chih._ The bridge closed.",
    "Ciudad de México— The bridge closed.",
    "(AFP) - The bridge closed.",
    "Bloomberg — The bridge closed.",
  ])("takes the dateline from %j", (summary) => {
    expect(own("t", summary)[1]).toBe("The bridge closed.");
  });
  it.each([
    "The bridge closed at noon.",
    "The U.S. embassy has warned its citizens — again.",
    "El puente, que abrió ayer, cerró.",
    "Well-known smugglers crossed.",
    "Al-Qaeda denied it.",
  ])("leaves %j as it is", (summary) => {
    expect(own("t", summary)[1]).toBe(summary);
  });
  it.each([
    "Cerró el puente. Leer más",
    "Cerró el puente. Seguir leyendo…",
    "Cerró el puente. Read more »",
    "Cerró el puente. The post Puente cerrado appeared first on La Gaceta.",
    "Cerró el puente. La entrada Puente cerrado se publicó primero en La Gaceta.",
  ])("takes the footer from %j", (summary) => {
    expect(own("t", summary)[1]?.trim()).toBe("Cerró el puente.");
  });
  it("leaves the same words in the middle of a text", () => {
    const summary = `Read more books, said the mayor. ${"He had read them all. ".repeat(20)}`;
    expect(own("t", summary)[1]).toBe(summary);
  });
  it("takes linear time, whatever it is given", () => {
    const started = performance.now();
    for (const piece of ["Aa ", "Aa, ", "(", "The post ", "A (", " | "]) own(piece.repeat(1500), piece.repeat(1500));
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
