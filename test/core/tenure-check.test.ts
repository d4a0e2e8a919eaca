import { describe, expect, it } from "vitest";
import type { Entity, Tenure } from "../../lambdas/core/entity.ts";
import { checkTenures } from "../../lambdas/core/tenure-check.ts";
import { watchlist } from "../../lambdas/data/watchlist.ts";

const held = (holder: string, from: string, to: string | undefined, verifiedUntil = to ?? from): Tenure => ({
  holder,
  from,
  source: "a test",
  verifiedUntil,
  ...(to === undefined ? {} : { to }),
});
const office = (...tenures: Tenure[]): Entity => ({
  id: "office",
  kind: "office",
  name: { en: "Office", es: "Cargo" },
  lists: [],
  aliases: [],
  negatives: [],
  context: [],
  titles: [],
  tenures,
});
const found = (day: string, ...tenures: Tenure[]) => checkTenures([office(...tenures)], day).map(({ office: _, ...finding }) => finding);

const first = held("first", "2020-01-01", "2021-01-20");
const second = held("second", "2021-01-20", undefined, "2022-06-30");

describe("what a person must look up about an office", () => {
  it("nothing while its holder is known", () => {
    expect(found("2020-06-01", first, second)).toEqual([]);
    expect(found("2022-06-30", first, second)).toEqual([]);
  });

  it("who holds it past what is verified", () => {
    expect(found("2022-07-01", first, second)).toEqual([
      { problem: "unverified", holders: ["second"], days: ["2022-06-30", "2022-07-01"], act: true },
    ]);
  });

  it("who holds it after the last one's end, before the first one, and when nobody is recorded", () => {
    expect(found("2021-01-20", first)).toEqual([{ problem: "vacant", holders: ["first"], days: ["2021-01-20", "2021-01-20"], act: true }]);
    expect(found("2019-01-01", first)).toEqual([{ problem: "vacant", holders: [], days: ["2019-01-01", "2019-01-01"], act: true }]);
    expect(found("2019-01-01")).toEqual([{ problem: "vacant", holders: [], days: ["2019-01-01", "2019-01-01"], act: true }]);
  });

  it("which of two people it was, in whatever order they are listed", () => {
    const early = held("second", "2021-01-10", "2022-01-01");
    const overlap = { problem: "overlap", holders: ["first", "second"], days: ["2021-01-10", "2021-01-20"], act: true };
    expect(found("2021-06-01", first, early)).toEqual([overlap]);
    expect(found("2021-06-01", early, first)).toEqual([overlap]);
  });

  it("which of two people it was when the former has no end", () => {
    const endless = held("first", "2020-01-01", undefined, "2020-05-01");
    expect(found("2021-06-01", endless, second)).toEqual([
      { problem: "overlap", holders: ["first", "second"], days: ["2021-01-20", "2020-05-01"], act: true },
    ]);
  });

  it("but a gap needs nobody", () => {
    const later = held("second", "2021-02-02", undefined, "2022-06-30");
    expect(found("2021-06-01", first, later)).toEqual([
      { problem: "gap", holders: ["first", "second"], days: ["2021-01-20", "2021-02-02"], act: false },
    ]);
  });

  it("and people, organizations and topics have no tenures", () => {
    expect(checkTenures([{ ...office(), kind: "official" }], "2020-01-01")).toEqual([]);
  });
});

describe("the offices that ship", () => {
  it("overlap nowhere, and had known holders on the article's day", () => {
    expect(checkTenures(watchlist.entities, "2023-10-05").filter((f) => f.act)).toEqual([]);
  });
});
