import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MatchAnswer } from "../../lambdas/core/answer.ts";
import { matchesCsv, readCsv, toCsv } from "../../lambdas/core/csv.ts";
import { withoutDirections } from "../../lambdas/core/plain-name.ts";
import { aMatch } from "../contracts/rows.ts";

/** The cell that the outlet's name becomes. */
const outletCell = (outlet: string): string => {
  const [header = "", row = ""] = matchesCsv([{ ...aMatch({ outlet, title: "x" }), name: { en: "Ada", es: "Ada" } } as MatchAnswer])
    .slice(1)
    .split(/\r\n/);
  return row.split(",")[header.split(",").indexOf("outlet")] ?? "";
};

describe("a cell of the table", () => {
  it.each([
    ["=1+1"],
    ["+1"],
    ["-1"],
    ["@SUM(A1)"],
    [" =1+1"],
    ["\uFEFF=1+1"],
    ["\u200B=1+1"],
    ["\u00A0=1+1"],
    ["\u2060\u200B =1+1"],
    ["\u0000=1+1"],
    ["＝1+1"],
    ["＋1"],
    ["－1"],
    ["＠SUM(A1)"],
    ["\u200B＝1+1"],
    ["\t1"],
    ["\u115F=1+1"],
    ["\u3164=1+1"],
    ["\uFFA0\uFE0F=1+1"],
    ["\u2800=1+1"],
  ])("%j gets an apostrophe in front", (outlet) => {
    expect(outletCell(outlet)).toBe(`'${outlet}`);
  });

  it.each([["Gaceta"], ["1+1"], ["a=b"], ["…"], ["\u200BGaceta"], ["¿=?"]])("%j stays as it is", (outlet) => {
    expect(outletCell(outlet)).toBe(outlet);
  });

  it.each([
    ["x;=1+1", "x;'=1+1"],
    ["x; \u3164@SUM(A1);y", "x;' \u3164@SUM(A1);y"],
    ["x\t+1", "x\t'+1"],
    ["=1;-1", "'=1;'-1"],
    [";＝1", ";'＝1"],
    ["x;'=1", "x;''=1"],
    ["x; y = z", "x; y = z"],
    ["x;y\tz-", "x;y\tz-"],
  ])("%j is %j where semicolons or tabs divide cells as well", (outlet, written) => {
    expect(outletCell(outlet)).toBe(written);
  });

  it("hides no formula behind a line break or the quotes that a cell is written with", () => {
    expect(toCsv(["a"], [["x\n=1"], ['x;"=1"']])).toBe(`\uFEFFa\r\n"x\n'=1"\r\n"x;'""=1"""\r\n`);
  });

  it("turns no direction, and hides no formula behind one", () => {
    expect(outletCell("a\u202Eb\u2066c\u2069d\u202A")).toBe("abcd");
    expect(outletCell("\u202E=1+1")).toBe("'=1+1");
  });

  it("does not touch numbers", () => {
    const csv = matchesCsv([{ ...aMatch({ gapDays: -1 }), name: { en: "Ada", es: "Ada" } } as MatchAnswer]);
    expect(csv).toContain(",-1,");
  });
});

describe("a table that is read", () => {
  it("is what was written, whatever its cells hold", () => {
    const cell = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.string({ unit: fc.constantFrom("'", '"', ",", ";", "=", "+", "a", " ", "\r", "\n", "\t", "\uFEFF", "\u3164") }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { maxLength: 5 }), (rows) => {
        const plain = rows.map((row) => row.map(withoutDirections));
        expect(readCsv(toCsv(["a", "b", "c"], rows))).toEqual([["a", "b", "c"], ...plain]);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each<[string, string, readonly (readonly string[])[]]>([
    ["line feeds alone", "a,b\n1,2\n", [["a", "b"], ["1", "2"]]], // prettier-ignore
    ["carriage returns alone, and no end", "a,b\r1,2", [["a", "b"], ["1", "2"]]], // prettier-ignore
    ["semicolons", "\uFEFFa;b\r\n1,5;2\r\n", [["a", "b"], ["1,5", "2"]]], // prettier-ignore
    ["tabs", "a\tb\n1,5;2\t3\n", [["a", "b"], ["1,5;2", "3"]]], // prettier-ignore
    ["a line that says what divides", "\uFEFFsep=;\r\na,x;b\r\n1;2\r\n", [["a,x", "b"], ["1", "2"]]], // prettier-ignore
    ["a line that says tabs", "sep=\t\na\tb,c\n", [["a", "b,c"]]],
    ["a bar that divides", "sep=|\na|b\n", [["a", "b"]]],
    ["empty lines", "a,b\n\n1,2\n\n", [["a", "b"], ["1", "2"]]], // prettier-ignore
    ["a quote that nobody closes", 'a\n"1,2\n3', [["a"], ["1,2\n3"]]],
    ["a quote in the middle", 'a\n1"2"3', [["a"], ["123"]]],
    ["nothing", "", []],
  ])("takes %s", (_, text, rows) => {
    expect(readCsv(text)).toEqual(rows);
  });

  it("is read and written in linear time", () => {
    for (const text of [
      '"'.repeat(1_000_000),
      `${'""'.repeat(500_000)}x`,
      ",".repeat(1_000_000),
      `"${"a".repeat(1_000_000)}`,
      ";'".repeat(200_000),
    ]) {
      const began = performance.now();
      readCsv(text);
      toCsv(["a"], [[text]]);
      expect(performance.now() - began).toBeLessThan(5000); // A quadratic step takes minutes; the rest is for a busy machine.
    }
  });
});
