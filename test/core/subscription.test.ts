import * as z from "zod/mini";
import { describe, expect, it } from "vitest";
import type { Match } from "../../lambdas/core/match.ts";
import { NewSubscription, selects, wants } from "../../lambdas/core/subscription.ts";
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
    expect(wants({ ...subscription, ...choice }, { ...match, ...change })).toBe(expected);
  });
});

describe("NewSubscription", () => {
  const good = { select: { lists: ["article"] }, contact: { channel: "email", address: "a@b.example" } };
  it("fills in what DESIGN says", () => {
    expect(z.parse(NewSubscription, good)).toMatchObject({ trigger: "reappearance", silenceDays: 30, prominence: "any", lang: "en" });
  });
  it.each([
    ["nothing selected", { ...good, select: {} }],
    ["an unknown field", { ...good, colour: "red" }],
    ["a silence of no days", { ...good, silenceDays: 0 }],
    ["a silence of half a day", { ...good, silenceDays: 0.5 }],
    ["no contact", { select: good.select }],
    ["an unknown channel", { ...good, contact: { channel: "fax", number: "1" } }],
    ["an id that is none", { ...good, select: { entities: ["Antony Blinken"] } }],
  ])("refuses %s", (_, body) => {
    expect(z.safeParse(NewSubscription, body).success).toBe(false);
  });
});
