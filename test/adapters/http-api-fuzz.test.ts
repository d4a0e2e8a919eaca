import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Operation } from "../../lambdas/core/operation.ts";
import { operations } from "../../lambdas/core/operation.ts";
import { faultOf, servedApi } from "../fixtures/served-api.ts";

/** Values near what is asked for, and values far from it. */
const value = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.integer(),
  fc.double(),
  fc.constantFrom(null, true, {}, [], "2026-11-24", "antony-blinken", "https://127.0.0.1/", "ana@example.org", "es", "MX"),
  fc.array(fc.string({ maxLength: 10 }), { maxLength: 3 }),
);
const field = fc.oneof(
  fc.constantFrom(
    "limit",
    "cursor",
    "since",
    "minGap",
    "entity",
    "kind",
    "url",
    "outlet",
    "lang",
    "country",
    "enabled",
    "title",
    "summary",
    "date",
    "contact",
    "select",
    "__proto__",
    "constructor",
    "timezone",
    "floorSeconds",
    "id",
    "feeds",
    "alternates",
    "format",
  ),
  fc.string({ maxLength: 12 }),
);
const contact = fc.oneof(
  value,
  fc.record({ channel: fc.constantFrom("email", "webhook", "fax"), address: value, url: value }, { requiredKeys: [] }),
);
const body = fc.oneof(
  fc.json({ maxDepth: 6 }),
  fc.dictionary(field, value, { maxKeys: 6 }).map((object) => JSON.stringify(object)),
  fc
    .record({ select: fc.dictionary(fc.constantFrom("entities", "lists", "kinds"), value), contact })
    .map((object) => JSON.stringify(object)),
  fc.string({ unit: "binary", maxLength: 60 }),
);
const query = fc.array(
  fc.tuple(
    field,
    fc.oneof(fc.string({ unit: "binary", maxLength: 30 }), fc.constantFrom("1", "0", "-1", "2026-11-24T00:00:00Z", "eA", "MjAyNi0xMS0yNA")),
  ),
  { maxLength: 4 },
);
const operation: fc.Arbitrary<Operation> = fc.constantFrom(...Object.values(operations));
const id = fc.oneof(
  fc.string({ unit: "binary", minLength: 1, maxLength: 30 }),
  fc.constantFrom("ledger", "antony-blinken", "..", "%2e%2e", "a".repeat(300)),
);

describe("whatever is asked (A10, A11, T10)", () => {
  it("is answered with success or with a problem that blames the caller", { timeout: 60_000 }, async () => {
    const { app, desk, reported } = await servedApi();
    await fc.assert(
      fc.asyncProperty(operation, id, query, body, async (operation, id, query, body) => {
        const path = operation.path.replace("{id}", encodeURIComponent(id));
        const search = query.length === 0 ? "" : `?${new URLSearchParams(query)}`;
        const answer = await app.request(`/api/v1${path}${search}`, {
          method: operation.method.toUpperCase(),
          headers: { Authorization: `Bearer ${desk.keys.admin}`, "Content-Type": "application/json" },
          ...(operation.method !== "get" && operation.method !== "delete" && { body }),
        });
        expect(answer.status).toBeLessThan(500);
        // With ".." for an id the address is another operation's, or nobody's.
        const stays = new URL(`https://x.example${path}`).pathname === path;
        expect(stays || !answer.ok ? await faultOf(answer, operation) : undefined).toBeUndefined();
      }),
      { numRuns: 2_000 },
    );
    expect(reported).toEqual([]);
  });
});
