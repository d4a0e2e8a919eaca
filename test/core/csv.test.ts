import { describe, expect, it } from "vitest";
import type { MatchAnswer } from "../../lambdas/core/answer.ts";
import { matchesCsv } from "../../lambdas/core/csv.ts";
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
  ])("%j gets an apostrophe in front", (outlet) => {
    expect(outletCell(outlet)).toBe(`'${outlet}`);
  });

  it.each([["Gaceta"], ["1+1"], ["a=b"], ["…"], ["\u200BGaceta"], ["¿=?"]])("%j stays as it is", (outlet) => {
    expect(outletCell(outlet)).toBe(outlet);
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
