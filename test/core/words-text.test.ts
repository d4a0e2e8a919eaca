import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clip, day, excerpt, listed, moment, oneLine, whole } from "../../lambdas/core/words-text.ts";

describe("oneLine", () => {
  it.each([
    ["López Obrador\r\nBcc: evil@example.com", "López Obrador Bcc: evil@example.com"],
    ["title\nX-Injected: 1", "title X-Injected: 1"],
    ["title\u2028X", "title X"],
    ["title\u0000", "title"],
    ["title\u0085X", "title X"],
    ["a\r\n\r\n<html>", "a <html>"],
    ["\u202eevil\u202c", "evil"],
  ])("puts %j on one line (E5)", (raw, line) => expect(oneLine(raw)).toBe(line));
});

describe("clip", () => {
  it("cuts at a word, within the limit, and leaves short texts alone", () => {
    expect(clip("short", 10)).toBe("short");
    expect(clip("one two three four", 15)).toBe("one two three…");
  });
  it("never cuts a character in two", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 2, max: 40 }), (text, limit) => {
        const cut = clip(text, limit);
        expect(cut.length).toBeLessThanOrEqual(limit);
        expect(cut.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe("excerpt", () => {
  it("keeps the surface marked, whatever is cut around it", () => {
    const part = fc.string({ unit: "binary", maxLength: 300 });
    fc.assert(
      fc.property(part, fc.string({ minLength: 1, maxLength: 200 }), part, fc.integer({ min: 100, max: 400 }), (a, b, c, limit) => {
        const { text, start, end } = excerpt({ text: a + b + c, start: a.length, end: a.length + b.length }, limit);
        expect(text.length).toBeLessThanOrEqual(limit);
        expect(text.slice(start, end)).toBe(clip(b, limit - 40));
        expect(text.isWellFormed()).toBe(true);
      }),
    );
  });
  it("shows both sides of a name in a long sentence", () => {
    const text = `${"before ".repeat(60)}Brian Nichols${" after".repeat(60)}`;
    const { text: cut, start, end } = excerpt({ text, start: 420, end: 433 }, 120);
    expect(cut.slice(start, end)).toBe("Brian Nichols");
    expect(cut).toMatch(/^…before .* Brian Nichols after.* after…$/);
  });
});

describe("days", () => {
  it("are written as each language does", () => {
    expect(day("2023-10-05T17:00:00Z", "en")).toBe("5 Oct 2023");
    expect(day("2023-10-05T17:00:00.000Z", "es")).toBe("5 oct 2023");
    expect(day("2026-09-01T12:00:00Z", "en")).toBe("1 Sep 2026");
    expect(day("2026-09-01T12:00:00Z", "es")).toBe("1 sep 2026");
  });
  it("are the reader's: UTC in English, Mexico City in Spanish", () => {
    expect(moment("2026-11-24T03:30:00Z", "en")).toBe("24 Nov 2026, 03:30 UTC");
    expect(moment("2026-11-24T03:30:00Z", "es")).toBe("23 nov 2026, 21:30 (hora de CDMX)");
    expect(moment("2026-11-24T06:05:00Z", "es")).toBe("24 nov 2026, 00:05 (hora de CDMX)");
  });
  it("do not move a date that came without a time", () => {
    expect(day("2023-10-05T00:00:00.000Z", "es")).toBe("5 oct 2023");
    expect(moment("2023-10-05T00:00:00Z", "es")).toBe("5 oct 2023");
  });
});

describe("lists and numbers", () => {
  it("join the last with the right word", () => {
    expect(listed(["a"], "en")).toBe("a");
    expect(listed(["a", "b", "c"], "en")).toBe("a, b and c");
    expect(listed(["Ana", "Luis"], "es")).toBe("Ana y Luis");
    expect(listed(["Ana", "Iván"], "es")).toBe("Ana e Iván");
    expect(listed(["Ana", "Hilda"], "es")).toBe("Ana e Hilda");
    expect(listed(["cobre", "hierro"], "es")).toBe("cobre y hierro");
  });
  it("mark thousands", () => {
    expect([1, 412, 1234, 1234567].map(whole)).toEqual(["1", "412", "1,234", "1,234,567"]);
  });
});
