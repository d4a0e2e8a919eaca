import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allows, checkKey, makeKey, parseKey } from "../../lambdas/core/api-key.ts";
import type { ApiKey } from "../../lambdas/core/api-key.ts";

const bytes = fc.uint8Array({ minLength: 38, maxLength: 38 });
const about = { scopes: ["read"], label: "test", createdAt: "2026-11-01T00:00:00.000Z" } as const;
const now = "2026-11-24T00:00:00.000Z";

describe("makeKey", () => {
  it("gives a text whose parts are found again, whatever the bytes", () => {
    fc.assert(
      fc.property(bytes, (random) => {
        const { key, text } = makeKey(random, about);
        const parts = parseKey(text);
        expect(parts?.id).toBe(key.id);
        expect(checkKey(key, parts!.secret, now)).toBe(true);
      }),
    );
  });

  it("stores no secret", () => {
    const { key, text } = makeKey(new Uint8Array(38).fill(7), about);
    const secret = parseKey(text)!.secret;
    expect(JSON.stringify(key)).not.toContain(secret);
    expect(key.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it("refuses too little randomness", () => expect(() => makeKey(new Uint8Array(16), about)).toThrow(RangeError));
});

describe("checkKey", () => {
  const { key, text } = makeKey(new Uint8Array(38).fill(7), about);
  const { secret } = parseKey(text)!;

  it.each<[string, ApiKey | undefined, string, boolean]>([
    ["the right secret", key, secret, true],
    ["another secret", key, "A".repeat(43), false],
    ["an unknown key", undefined, secret, false],
    ["an expired key", { ...key, expiresAt: now }, secret, false],
    ["a key that expires later", { ...key, expiresAt: "2026-11-24T00:00:00.001Z" }, secret, true],
    ["a damaged row", { ...key, hash: "" }, secret, false],
  ])("%s", (_, stored, given, verdict) => expect(checkKey(stored, given, now)).toBe(verdict));
});

describe("parseKey", () => {
  it.each(["", "vigia_", "vigia_short_x", `vigia_${"a".repeat(8)}_${"b".repeat(42)}`, `xvigia_aaaaaaaa_${"b".repeat(43)}`])(
    "%s is no key",
    (text) => expect(parseKey(text)).toBeUndefined(),
  );
});

describe("allows", () => {
  it.each([
    [["read"], "read", true],
    [["read"], "write", false],
    [["write"], "read", true],
    [["write"], "admin", false],
    [["admin"], "write", true],
    [[], "read", false],
  ] as const)("%j for %s: %s", (held, wanted, verdict) => expect(allows({ scopes: held }, wanted)).toBe(verdict));
});
