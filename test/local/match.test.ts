import { describe, expect, it } from "vitest";
import { matchCommand } from "../../local/commands/match.ts";

async function* stream(...chunks: (string | Uint8Array)[]): AsyncGenerator<string | Uint8Array> {
  yield* chunks;
}

const run = async (args: readonly string[], ...input: (string | Uint8Array)[]) => {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await matchCommand(args, { stdin: stream(...input), out: (text) => out.push(text), err: (text) => err.push(text) });
  return { code, out: out.join(""), err: err.join("") };
};

describe("vigia match", () => {
  it("says in a line each whom and what a text names", async () => {
    const { code, out } = await run([], "Secretary Blinken met Ken Salazar.\n");
    expect(code).toBe(0);
    expect(out).toMatch(/^0\.\d\d (?:certain|probable|possible) +antony-blinken \(official; title\): Blinken$/m);
    expect(out).toMatch(/ken-salazar/);
  });

  it("resolves a title on the day it is given", async () => {
    const text = "La titular de la SSPC habló.";
    expect((await run(["--date", "2023-10-05"], text)).out).toContain("rosa-icela-rodriguez");
    expect((await run(["--date", "2025-10-05"], text)).out).toContain("omar-garcia-harfuch");
    expect((await run([], text)).out).not.toContain("(official");
  });

  it("explains with the sentence and the countries", async () => {
    const { out } = await run(["--explain", "--lang", "es"], "Llovía en Puebla. Blinken salió.");
    expect(out).toContain("     Blinken salió.\n");
    expect(out).toContain("countries: MX US\n");
  });

  it("explains what counts, how the confidence adds up, and what does not count", async () => {
    const text = "Attorney General Garland spoke. Judy Garland sang. Archivists sang.";
    const { out } = await run(["--explain", "--lang", "en", "--date", "2023-10-05"], text);
    expect(out).toContain('     - Garland: title (Attorney General), alias "Garland"\n     = 0.80 title\n');
    expect(out).toContain('does not count:\n     - Garland, not merrick-garland: the watchlist excludes "Judy Garland"\n');
    const looking = await run(["--explain", "--lang", "en"], "A year ago today, Blinken met the governor.");
    expect(looking.out).toContain('; retrospective ("year ago today"): no sighting');
  });

  it("explains each JSON line", async () => {
    const document = { id: 1, text: "Blinken spoke. Hunter Biden left.", lang: "en", date: "2023-10-05" };
    const { out } = await run(["--jsonl", "--explain"], JSON.stringify(document));
    const [line] = out.trimEnd().split("\n");
    expect(JSON.parse(line ?? "")).toMatchObject({
      id: 1,
      matches: [
        {
          entity: "antony-blinken",
          why: {
            mentions: [{ field: "text", start: 0, end: 7, surface: "Blinken", alias: "Blinken", evidence: "name" }],
            confidence: [{ because: "name", adds: 0.88 }],
          },
        },
        { entity: "us-secretary-of-state" },
      ],
      vetoed: [{ entity: "joe-biden", field: "text", start: 22, end: 27, surface: "Biden", veto: "namesake", by: "Hunter Biden" }],
      retrospective: false,
    });
  });

  it("says so when nothing is named", async () => {
    expect(await run([], "It rained.")).toEqual({ code: 0, out: "Nothing of the watchlist is named.\n", err: "" });
  });

  it("answers each JSON line with one line, mentions in title and text at their offsets", async () => {
    const document = { id: 7, title: "Blinken viaja", text: "Lo recibió AMLO.", lang: "es", date: "2023-10-05" };
    const { code, out } = await run(["--jsonl"], `${JSON.stringify(document)}\n\n`, JSON.stringify({ id: "b", text: "It rained." }));
    expect(code).toBe(0);
    const [first, second] = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { id: unknown; matches: { entity: string; mentions: unknown }[] });
    expect(first?.id).toBe(7);
    expect(first?.matches.find((m) => m.entity === "andres-manuel-lopez-obrador")?.mentions).toEqual([
      { field: "text", start: 11, end: 15, surface: "AMLO" },
    ]);
    expect(first?.matches.find((m) => m.entity === "antony-blinken")?.mentions).toEqual([
      { field: "title", start: 0, end: 7, surface: "Blinken" },
    ]);
    expect(second).toEqual({ id: "b", matches: [] });
  });

  it("reads bytes, also when a character is split over two chunks", async () => {
    const bytes = new TextEncoder().encode(JSON.stringify({ id: 1, text: "Rosa Icela Rodríguez", lang: "es" }));
    const cut = bytes.indexOf(0xc3) + 1;
    const { out } = await run(["--jsonl"], bytes.slice(0, cut), bytes.slice(cut));
    expect(out).toContain("Rosa Icela Rodríguez");
  });

  it("tells which line is no document and answers the others", async () => {
    const { code, out, err } = await run(["--jsonl"], '{"id":1}\nnonsense\n{"id":3,"text":"Blinken"}');
    expect(code).toBe(2);
    expect(err.trimEnd().split("\n")).toEqual(["line 1: not a JSON document with a text", "line 2: not a JSON document with a text"]);
    expect(out).toContain('"id":3');
  });

  it.each([[["--wrong"]], [["--lang", "fr"]]])("refuses %j with the usage", async (args) => {
    const { code, err } = await run(args, "x");
    expect(code).toBe(2);
    expect(err).toContain("Usage: vigia match");
  });

  it("prints the usage on request", async () => {
    const { code, out } = await run(["--help"]);
    expect(code).toBe(0);
    expect(out).toContain("Usage: vigia match");
  });
});
