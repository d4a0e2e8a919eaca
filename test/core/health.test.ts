import { describe, expect, it } from "vitest";
import type { Fault } from "../../lambdas/core/health.ts";
import { healthOf, reasonOf } from "../../lambdas/core/health.ts";

const faults: readonly Fault[] = [
  "http-401",
  "http-403",
  "http-404",
  "http-410",
  "http-429",
  "http-451",
  "http-500",
  "http-503",
  "timeout",
  "connection",
  "tls",
  "dns",
  "redirect",
  "address-not-allowed",
  "too-large",
  "empty-body",
  "not-a-feed",
  "too-deep",
  "no-items-parsed",
  "internal",
];

describe("why a feed is not well", () => {
  it.each(faults)("%s: a sentence in each language", (fault) => {
    const reason = reasonOf({ health: healthOf(fault), fault });
    expect([reason?.en, reason?.es]).toEqual([expect.stringMatching(/^[A-Z].{10,}\.$/), expect.stringMatching(/^[A-ZÁÉ].{10,}\.$/)]);
    expect(reason?.es).not.toBe(reason?.en);
  });

  it("says that a readable feed without items has none, and nothing where all is well", () => {
    expect(reasonOf({ health: "empty" })).toEqual({ en: expect.stringContaining("no items"), es: expect.stringContaining("elementos") });
    expect([reasonOf({ health: "ok" }), reasonOf({ health: "new" })]).toEqual([undefined, undefined]);
  });
});
