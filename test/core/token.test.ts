import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkToken, makeToken } from "../../lambdas/core/token.ts";

const secret = "an installation's secret";

describe("makeToken", () => {
  it("is 256 bits in base64url, and the same every time", () => {
    expect(makeToken(secret, "confirm", "sub-1")).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(makeToken(secret, "confirm", "sub-1")).toBe(makeToken(secret, "confirm", "sub-1"));
  });

  it("depends on secret, purpose and subscription", () => {
    const all = [
      makeToken(secret, "confirm", "a"),
      makeToken(secret, "unsubscribe", "a"),
      makeToken(secret, "confirm", "b"),
      makeToken("other", "confirm", "a"),
    ];
    expect(new Set(all).size).toBe(4);
  });
});

describe("checkToken", () => {
  it("takes what makeToken made, and nothing made for another purpose (E3)", () => {
    const token = makeToken(secret, "confirm", "sub-1");
    expect(checkToken(secret, "confirm", "sub-1", token)).toBe(true);
    expect(checkToken(secret, "unsubscribe", "sub-1", token)).toBe(false);
    expect(checkToken(secret, "confirm", "sub-2", token)).toBe(false);
  });

  it("refuses any other text, whatever its length", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (token) => {
        expect(checkToken(secret, "confirm", "sub-1", token)).toBe(false);
      }),
    );
  });
});
