import { describe, expect, it } from "vitest";
import type { AlertMatch } from "../../lambdas/core/alert.ts";
import { alertId, orderForReading } from "../../lambdas/core/alert.ts";

describe("alert ids", () => {
  it("are the same for the same occasion and differ otherwise", () => {
    const ids = [alertId("sub", "story", 0), alertId("sub", "story", 1), alertId("sub", "other", 0), alertId("other", "story", 0)];
    expect(new Set(ids).size).toBe(ids.length);
    expect(alertId("sub", "story", 1)).toBe(ids[1]);
  });
  it("can stand in a webhook-id: no full stop (Standard Webhooks)", () => {
    for (let n = 0; n < 50; n++) expect(alertId("sub", "story", n)).toMatch(/^[\w-]{22}$/);
  });
});

describe("orderForReading", () => {
  const one = (entity: string, change: object) => ({ entity, prominence: "passing", confidence: 0.8, ...change }) as unknown as AlertMatch;
  const gap = (days?: number) => ({ gap: { watchingSince: "", observed: false, ...(days !== undefined && { days }) } });
  it("puts never seen before the longest silence, then the headline, then the surest", () => {
    const shuffled = [
      one("sure", { confidence: 0.9 }),
      one("headline", { prominence: "headline" }),
      one("short", gap(31)),
      one("long", gap(412)),
      one("first", gap()),
      one("doubtful", {}),
    ];
    expect(shuffled.toSorted(orderForReading).map((m) => m.entity)).toEqual(["first", "long", "short", "headline", "sure", "doubtful"]);
  });
});
