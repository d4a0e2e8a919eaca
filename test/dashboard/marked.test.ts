import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pieces } from "../../dashboard/marked.tsx";

describe("pieces", () => {
  it.each([
    ["nothing marked", "plain text", [], [["plain text", false]]],
    [
      "one place",
      "see Blinken now",
      [[4, 11]],
      [
        ["see ", false],
        ["Blinken", true],
        [" now", false],
      ],
    ],
    [
      "two places in any order",
      "a b c",
      [
        [4, 5],
        [0, 1],
      ],
      [
        ["a", true],
        [" b ", false],
        ["c", true],
      ],
    ],
    [
      "places that overlap or touch become one",
      "abcdef",
      [
        [0, 3],
        [2, 4],
        [4, 5],
      ],
      [
        ["abcde", true],
        ["f", false],
      ],
    ],
    [
      "what lies outside is cut",
      "abc",
      [
        [2, 99],
        [50, 60],
      ],
      [
        ["ab", false],
        ["c", true],
      ],
    ],
    ["the empty text", "", [[0, 0]], []],
  ] as const)("%s", (_, text, ranges, expected) => {
    expect(
      pieces(
        text,
        ranges.map(([start, end]) => ({ start, end })),
      ).map((piece) => [piece.text, piece.marked]),
    ).toEqual(expected);
  });

  it("together are always the text, and never two alike in a row", () => {
    const range = fc.tuple(fc.nat(40), fc.nat(40)).map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }));
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), fc.array(range, { maxLength: 6 }), (text, ranges) => {
        const cut = pieces(text, ranges);
        expect(cut.map((piece) => piece.text).join("")).toBe(text);
        expect(cut.some((piece, index) => piece.marked === cut[index + 1]?.marked)).toBe(false);
      }),
    );
  });
});
