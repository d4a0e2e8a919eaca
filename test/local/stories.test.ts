import { describe, expect, it } from "vitest";
import { storiesCommand } from "../../local/commands/stories.ts";

async function* stream(text: string): AsyncGenerator<string> {
  yield* [text.slice(0, 100), text.slice(100)];
}

const run = async (args: readonly string[], lines: readonly unknown[] = []) => {
  const [out, err]: [string[], string[]] = [[], []];
  const input = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n");
  const code = await storiesCommand(args, { stdin: stream(input), out: (text) => out.push(text), err: (text) => err.push(text) });
  return { code, out: out.join(""), err: err.join("") };
};

const wire =
  "Antony Blinken opened the new crossing at Puerto Lindo on Tuesday, eleven days after the river took its northern ramp. Engineers laid a steel deck over forty barges while customs officers waited with nine hundred lorries.";
const other =
  "Farmers of the upper valley refused to sell a single orchid before the regatta, saying that the dike owed them three harvests. The guild of bakers sided with them and closed its ovens for the weekend.";

describe("vigia stories", () => {
  it("gives documents that tell one story one id, in the order they came", async () => {
    const { code, out } = await run(
      ["--jsonl"],
      [
        { id: 1, title: "Crossing reopens at Puerto Lindo", text: wire, lang: "en", date: "2026-03-01" },
        { id: "b", text: other },
        {
          id: 3,
          title: "At last, a bridge | La Ribera",
          text: `PUERTO LINDO (AP) — ${wire} Read more`,
          date: "2026-03-02",
          outlet: "La Ribera",
        },
        { id: 4, title: "Rubio opens a crossing", text: wire.replace("Antony Blinken", "Marco Rubio") },
      ],
    );
    expect(code).toBe(0);
    const answers = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { id: unknown; story: string });
    expect(answers.map(({ id }) => id)).toEqual([1, "b", 3, 4]);
    const [first, second, third, fourth] = answers.map(({ story }) => story);
    expect(third).toBe(first);
    // Other words; another person.
    expect(new Set([first, second, fourth]).size).toBe(3);
  });

  it("knows a page by its address, whatever stands on it", async () => {
    const pages = [
      { id: 1, text: wire, url: "https://gaceta.example/a?utm_source=x" },
      { id: 2, text: other, link: "http://gaceta.example/a" },
    ];
    const { out } = await run(["--jsonl"], pages);
    const stories = out.split("\n").map((line) => line.slice(line.indexOf("story")));
    expect(stories[0]).toBe(stories[1]);
  });

  it("tells which line is no document and answers the others", async () => {
    const { code, out, err } = await run(["--jsonl"], ['{"id":1}', "", "nonsense", { id: 3, text: wire }]);
    expect(code).toBe(2);
    expect(err).toBe("line 1: not a JSON document with a text\nline 3: not a JSON document with a text\n");
    expect(out).toContain('"id":3');
  });

  it.each([[[]], [["--wrong"]]])("refuses %j with the usage", async (args) => {
    const { code, err } = await run(args);
    expect(code).toBe(2);
    expect(err).toContain("Usage: vigia stories --jsonl");
  });

  it("prints the usage on request", async () => {
    expect(await run(["--help"])).toMatchObject({ code: 0, err: "" });
  });
});
