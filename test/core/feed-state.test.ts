import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FeedState } from "../../lambdas/core/feed.ts";
import { validatorsOf } from "../../lambdas/core/feed.ts";
import { heldBack, stateAfter } from "../../lambdas/core/feed-state.ts";
import { faultSentence, type Fault, healthOf } from "../../lambdas/core/health.ts";
import type { Check } from "../../lambdas/core/interval.ts";

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const now = Date.parse("2026-11-24T12:00:00Z");
const feed = { id: "example", url: "https://gaceta.example/rss", floorSeconds: 900 };

const headers = (fields: Record<string, string> = {}) => new Map(Object.entries(fields));
const document = (change: Partial<Extract<Check, { kind: "document" }>> = {}): Check => ({
  kind: "document",
  headers: headers({ etag: '"1"', "last-modified": "Tue, 24 Nov 2026 11:00:00 GMT" }),
  bodyHash: "h1",
  itemIds: ["a", "b"],
  itemTimes: ["2026-11-24T11:00:00.000Z", "2026-11-24T10:00:00.000Z"],
  ...change,
});
const unchanged = (fields: Record<string, string> = {}): Check => ({ kind: "unchanged", headers: headers(fields) });
const sameBody = (fields: Record<string, string> = {}): Check => ({ kind: "same-body", headers: headers(fields) });
const fault = (name: Fault): Check => ({ kind: "fault", fault: name });
const after = (...checks: readonly Check[]): FeedState => {
  let state: FeedState | undefined;
  for (const [n, check] of checks.entries()) state = stateAfter(feed, state, check, now + n * 30 * MINUTE);
  return state!;
};

describe("stateAfter", () => {
  it("keeps of a document what the next poll needs", () => {
    expect(after(document({ wishes: { minutes: 60 }, repaired: "an ampersand was not escaped" }))).toEqual({
      feedId: "example",
      url: "https://gaceta.example/rss",
      etag: '"1"',
      lastModified: "Tue, 24 Nov 2026 11:00:00 GMT",
      bodyHash: "h1",
      itemIds: ["a", "b"],
      health: "ok",
      repaired: "an ampersand was not escaped",
      failures: 0,
      intervalMinutes: 120,
      usualMinutes: 120,
      notBefore: now + 60 * MINUTE,
      wishes: { minutes: 60 },
      changedAt: now,
      lastItemAt: Date.parse("2026-11-24T11:00:00.000Z"),
    });
  });

  it("remembers as many items as are read of a document", () => {
    expect(after(document({ itemIds: Array.from({ length: 2500 }, String) })).itemIds).toHaveLength(2000);
  });

  it("is the very same object after an uneventful 304, and after the same bytes under the same validators", () => {
    const known = after(document());
    for (const check of [unchanged(), unchanged({ etag: '"1"' }), sameBody({ etag: '"1"', "last-modified": known.lastModified! })])
      expect(stateAfter(feed, known, check, now + DAY)).toBe(known);
  });

  it("takes new validators from a 304, and from the same bytes (F2, F3)", () => {
    const known = after(document());
    for (const check of [unchanged({ etag: '"2"' }), sameBody({ etag: '"2"' })]) {
      const next = stateAfter(feed, known, check, now + DAY);
      expect(validatorsOf(next, now + DAY)).toEqual({ etag: '"2"', lastModified: "Tue, 24 Nov 2026 11:00:00 GMT" });
      expect(next.itemIds).toEqual(known.itemIds);
    }
  });

  it("drops validators that a new document no longer carries", () => {
    expect(validatorsOf(after(document(), document({ headers: headers({ etag: '"2"' }), bodyHash: "h2" })), now)).toEqual({ etag: '"2"' });
  });

  it("keeps the old validators after a fault (F4), asks for the whole after an unreadable document, and never returns the broken one's", () => {
    const failing = after(document(), fault("timeout"));
    expect(failing).toMatchObject({ health: "failing", failures: 1, etag: '"1"', bodyHash: "h1", itemIds: ["a", "b"] });
    expect(validatorsOf(failing, now)).toHaveProperty("etag", '"1"');
    const broken = after(document(), fault("not-a-feed"));
    expect(broken).toMatchObject({ health: "not-a-feed", etag: '"1"' });
    expect(validatorsOf(broken, now)).toEqual({});
  });

  it("does not take a 304 for recovery when nobody could read what came before it", () => {
    const broken = after(document(), fault("not-a-feed"));
    expect(stateAfter(feed, broken, unchanged(), now + DAY)).toBe(broken);
    expect(stateAfter(feed, broken, document(), now + DAY)).toMatchObject({ health: "ok", failures: 0 });
  });

  it("takes a 304 for recovery after a network failure, at the usual pace", () => {
    const failing = after(document(), fault("timeout"), fault("timeout"), fault("dns"));
    expect(failing).toMatchObject({ failures: 3, fault: "dns" });
    const back = stateAfter(feed, failing, unchanged(), now + DAY);
    expect(back).toMatchObject({ health: "ok", failures: 0, intervalMinutes: 120 });
    expect(back).not.toHaveProperty("fault");
  });

  it("takes the same bytes for recovery, and writes that the doubt is over after eight days", () => {
    const broken = after(document(), fault("not-a-feed"));
    const same = sameBody({ etag: '"1"', "last-modified": broken.lastModified! });
    expect(stateAfter(feed, broken, same, now + DAY)).toMatchObject({ health: "ok", changedAt: now + DAY });
    const quiet = after(document());
    expect(stateAfter(feed, quiet, same, now + 9 * DAY)).toMatchObject({ changedAt: now + 9 * DAY });
  });

  it("says that a feed without items is empty, in words", () => {
    expect(after(document({ itemIds: [], itemTimes: [] }))).toMatchObject({
      health: "empty",
      failures: 0,
    });
  });

  it("keeps the newest item's time through a document without dates, and believes none from the future", () => {
    expect(after(document(), document({ itemTimes: [], bodyHash: "h2" })).lastItemAt).toBe(Date.parse("2026-11-24T11:00:00.000Z"));
    expect(after(document({ itemTimes: ["2030-01-01T00:00:00.000Z"] }))).not.toHaveProperty("lastItemAt");
  });

  it("counts failures and never gives up but on 410", () => {
    expect(after(...Array<Check>(50).fill(fault("http-500")))).toMatchObject({ failures: 50, health: "failing", intervalMinutes: 1440 });
    expect(after(document(), fault("http-410"))).toMatchObject({ health: "gone", fault: "http-410" });
  });

  it("is well again after any past and a good document, and stays small", () => {
    const any = fc.oneof(
      fc.constantFrom<Check>(
        document(),
        unchanged(),
        unchanged({ etag: '"9"' }),
        sameBody(),
        fault("timeout"),
        fault("not-a-feed"),
        fault("http-429"),
      ),
    );
    fc.assert(
      fc.property(fc.array(any, { maxLength: 30 }), (past) => {
        const state = after(...past, document());
        expect(state).toMatchObject({ health: "ok", failures: 0 });
        expect(state).not.toHaveProperty("fault");
        expect(JSON.stringify(state).length).toBeLessThan(2000);
      }),
    );
  });
});

describe("heldBack", () => {
  it("makes another feed of the host wait, and writes nothing if it waits already (F13)", () => {
    const known = after(document());
    const held = heldBack(feed, known, now + 2 * DAY, now + MINUTE);
    expect(held).toEqual({ ...known, notBefore: now + 2 * DAY, changedAt: now + MINUTE });
    expect(heldBack(feed, held, now + DAY, now)).toBe(held);
    expect(heldBack(feed, undefined, now + DAY, now)).toMatchObject({ feedId: feed.id, health: "new", notBefore: now + DAY });
  });
});

describe("faults", () => {
  it.each<[Fault, string]>([
    ["http-401", "blocked"],
    ["http-403", "blocked"],
    ["http-404", "failing"],
    ["http-410", "gone"],
    ["http-429", "failing"],
    ["http-451", "blocked"],
    ["http-500", "failing"],
    ["http-503", "failing"],
    ["http-418", "failing"],
    ["timeout", "failing"],
    ["connection", "failing"],
    ["tls", "failing"],
    ["dns", "failing"],
    ["redirect", "failing"],
    ["address-not-allowed", "not-allowed"],
    ["too-large", "too-large"],
    ["empty-body", "not-a-feed"],
    ["not-a-feed", "not-a-feed"],
    ["too-deep", "not-a-feed"],
    ["no-items-parsed", "not-a-feed"],
  ])("%s is %s, and a sentence in both languages", (name, health) => {
    expect(healthOf(name)).toBe(health);
    const { en, es } = faultSentence(name);
    expect(en).toMatch(/^[A-Z].{10,}\.$/);
    expect(es).toMatch(/^[A-Z].{10,}\.$/);
    expect(es).not.toBe(en);
  });

  it("names a status that has no sentence of its own", () => {
    expect(faultSentence("http-418").en).toContain("418");
  });
});
