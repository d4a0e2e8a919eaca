import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstHash } from "../../lambdas/core/lexicon.ts";
import { RARE, rarityFrom, rarityText, weightOf } from "../../lambdas/core/rarity.ts";
import { pairHash } from "../../lambdas/core/sketch.ts";
import { rarity } from "../../lambdas/data/rarity.ts";

describe("rarityFrom", () => {
  it("reads what rarityText wrote, and takes every other pair for rare", () => {
    const hashes = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 2 ** 24 - 1 }), fc.integer({ min: 1, max: 8 })), {
      selector: ([hash]) => hash,
      maxLength: 200,
    });
    fc.assert(
      fc.property(hashes, fc.integer({ min: 0, max: 2 ** 24 - 1 }), (entries, other) => {
        const weights = new Map(entries);
        const table = rarityFrom(1, rarityText(weights));
        for (const [hash, weight] of weights) expect(weightOf(table, (hash << 8) | 0x5a)).toBe(weight);
        expect(weightOf(table, other << 8)).toBe(weights.get(other) ?? RARE);
      }),
    );
  });
});

describe("the shipped table", () => {
  const weight = (first: string, second: string) => weightOf(rarity, pairHash(firstHash(first), firstHash(second)));

  it("knows everyday pairs of both languages, and no others", () => {
    expect(weight("of", "the")).toBeLessThanOrEqual(2);
    expect(weight("white", "house")).toBeLessThanOrEqual(4);
    expect(weight("de", "la")).toBeLessThanOrEqual(3);
    expect(weight("quarry", "violin")).toBe(RARE);
  });
  it("is small: it is part of every cold start of match", () => {
    expect(readFileSync(join(import.meta.dirname, "../../lambdas/data/rarity.ts")).byteLength).toBeLessThanOrEqual(64_000);
    expect(rarity.hashes.length).toBeGreaterThan(10_000);
    expect(rarity.hashes.every((hash, n) => n === 0 || hash > rarity.hashes[n - 1]!)).toBe(true);
  });
});
