import * as z from "zod/mini";
import { describe, expect, it } from "vitest";
import type { Match } from "../../lambdas/core/match.ts";
import { NewSubscription, selects, prominenceFor, wants } from "../../lambdas/core/subscription.ts";
import type { Subscription } from "../../lambdas/core/subscription.ts";

const blinken = { entity: "antony-blinken", kind: "official", lists: ["article"] } as const;

describe("selects", () => {
  it.each([
    [{ entities: ["antony-blinken"] }, true],
    [{ entities: ["joe-biden"] }, false],
    [{ lists: ["article"] }, true],
    [{ lists: ["successors"] }, false],
    [{ kinds: ["official"] as const }, true],
    [{ kinds: ["topic"] as const, entities: ["antony-blinken"] }, true],
    [{ kinds: ["topic"] as const }, false],
  ])("%j", (select, expected) => {
    expect(selects(select as Subscription["select"], blinken)).toBe(expected);
  });
});

describe("wants", () => {
  const subscription = { select: { lists: ["article"] }, minConfidence: 0.7, prominence: "any" } as unknown as Subscription;
  const match = { ...blinken, confidence: 0.9, prominence: "passing", retrospective: false } as unknown as Match;
  it.each([
    ["a plain match", {}, {}, true],
    ["an unsure match", {}, { confidence: 0.5 }, false],
    ["an unsure match, for one who wants all", { minConfidence: 0.4 }, { confidence: 0.5 }, true],
    ["a look back", {}, { retrospective: true }, false],
    ["a passing mention, for one who wants leads", { prominence: "headline-or-lead" }, {}, false],
  ] as const)("%s", (_, choice, change, expected) => {
    const wanted = { ...subscription, ...choice } as Subscription;
    expect(wants(wanted, { ...match, ...change }, prominenceFor(wanted, false))).toBe(expected);
  });
});

describe("prominenceFor", () => {
  it.each([
    ["who left office", {}, true, "headline-or-lead"],
    ["who did not", {}, false, "any"],
    ["who left office, for one who chose", { prominence: "any" }, true, "any"],
    ["who did not, for one who chose", { prominence: "headline-or-lead" }, false, "headline-or-lead"],
    ["who left office, for one who wants every story", { trigger: "every" }, true, "any"],
  ] as const)("%s", (_, choice, left, expected) => {
    expect(prominenceFor({ trigger: "reappearance", ...choice }, left)).toBe(expected);
  });
});

describe("NewSubscription", () => {
  const good = { select: { lists: ["article"] }, contact: { channel: "email", address: "a@b.example" } };
  it("takes two entities together", () => {
    expect(z.parse(NewSubscription, { ...good, select: { together: ["ada", "bob"] } }).select).toEqual({ together: ["ada", "bob"] });
  });
  it("fills in what DESIGN says", () => {
    expect(z.parse(NewSubscription, good)).toMatchObject({ trigger: "reappearance", silenceDays: 30, lang: "en" });
  });
  it.each([
    ["nothing selected", { ...good, select: {} }],
    ["an unknown field", { ...good, colour: "red" }],
    ["a silence of no days", { ...good, silenceDays: 0 }],
    ["a silence of half a day", { ...good, silenceDays: 0.5 }],
    ["no contact", { select: good.select }],
    ["an unknown channel", { ...good, contact: { channel: "fax", number: "1" } }],
    ["one entity together with nobody", { ...good, select: { together: ["ada"] } }],
    ["an entity together with itself", { ...good, select: { together: ["ada", "ada"] } }],
    ["three together", { ...good, select: { together: ["ada", "bob", "eva"] } }],
    ["two together, and a list", { ...good, select: { together: ["ada", "bob"], lists: ["article"] } }],
    ["a cadence that is none", { ...good, cadence: "hourly" }],
    ["an hour that no day has", { ...good, at: 24 }],
    ["a zone that is none", { ...good, timezone: "America/Atlantis" }],
    ["quiet hours without a beginning", { ...good, quietHours: { to: 7 } }],
    ["quiet hours that never end", { ...good, quietHours: { from: 7, to: 7 } }],
    ["an id that is none", { ...good, select: { entities: ["Antony Blinken"] } }],
  ])("refuses %s", (_, body) => {
    expect(z.safeParse(NewSubscription, body).success).toBe(false);
  });
});
