import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FeedState } from "../../lambdas/core/feed.ts";
import { currentState, isHeard, isSilent, SILENT_AFTER, stateAfter } from "../../lambdas/core/feed-state.ts";
import { faultSentence, type Fault, healthOf } from "../../lambdas/core/health.ts";
import type { Check } from "../../lambdas/core/interval.ts";
import { validatorsOf } from "../../lambdas/core/validators.ts";
import { marksOf } from "../../lambdas/core/recognise.ts";

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
      readAt: now,
      health: "ok",
      repaired: "an ampersand was not escaped",
      failures: 0,
      intervalMinutes: 120,
      pace: 120,
      notBefore: now + 60 * MINUTE,
      wishes: { minutes: 60 },
      robots: { at: now, refuses: false },
      changedAt: now,
      lastItemAt: Date.parse("2026-11-24T11:00:00.000Z"),
      spacing: expect.any(Number) as number,
    });
  });

  it("stays below 100 kB, however many items a document has", () => {
    const items = Array.from({ length: 2000 }, (_, n) => ({ id: `${n}`.padStart(22, "0"), feedId: "example", title: `${n}` }));
    const state = after(document({ itemIds: items.map(({ id }) => id), marks: marksOf(items) }));
    expect(Buffer.byteLength(JSON.stringify(state))).toBeLessThan(100_000);
  });

  it("stays below 100 kB, whatever a server sends: else it could not be stored, and nothing would back off", () => {
    const items = Array.from({ length: 2500 }, (_, n) => ({ id: `${n}`.padStart(22, "0"), feedId: "example", title: `${n}` }));
    const long = (n: number) => `https://gaceta.example/${n}?${"x".repeat(2000 - 25)}`;
    const headersOf = (length: number) => headers({ etag: `"${"e".repeat(length - 2)}"`, "last-modified": "m".repeat(length) });
    const known = { ...document({ itemIds: items.map(({ id }) => id), marks: marksOf(items.slice(0, 2000)), archive: long(0) }) };
    const met = { ...unchanged(), moved: long(1) };
    const worst = [
      { ...known, headers: headersOf(1000), moved: long(1) },
      met,
      ...Array.from({ length: 50 }, (): Check => ({ ...met, headers: headersOf(90_000) })),
      { ...unchanged(), moved: long(2) },
      { ...fault("not-a-feed"), offers: Array.from({ length: 20 }, (_, n) => ({ url: long(n), title: "t".repeat(120) })) },
    ] as const;
    const state = after(...worst);
    expect(state).toMatchObject({ failures: 1, moved: { to: long(1) }, redirect: { to: long(2) } });
    expect([state.etag?.length, state.lastModified?.length, state.offers?.length]).toEqual([1000, 1000, 2]);
    expect(JSON.stringify(state).length).toBeLessThan(99_000);
    expect(after({ ...met, moved: `${long(1)}x` })).not.toHaveProperty("redirect");
  });

  it("sends no validator longer than a thousand characters", () => {
    const headersOf = (length: number) => headers({ etag: "e".repeat(length), "last-modified": "Tue, 24 Nov 2026 11:00:00 GMT" });
    expect(validatorsOf(after(document({ headers: headersOf(1000) })), now)).toHaveProperty("etag");
    expect(validatorsOf(after(document({ headers: headersOf(1001) })), now)).toEqual({ lastModified: "Tue, 24 Nov 2026 11:00:00 GMT" });
  });

  it("remembers the first thousand ids of a document", () => {
    expect(after(document({ itemIds: Array.from({ length: 2500 }, String) })).itemIds).toHaveLength(1000);
  });

  it("remembers marks over a document without items: what comes back is no news", () => {
    const { itemIds, marks } = after(document({ marks: "marks-1" }), document({ bodyHash: "h2", itemIds: [], itemTimes: [] }));
    expect([itemIds, marks]).toEqual([[], "marks-1"]);
    expect(after(document({ marks: "marks-1" }), document({ bodyHash: "h2", marks: "marks-2" })).marks).toBe("marks-2");
  });

  it("is the very same object after an uneventful 304, and after the same bytes under the same validators", () => {
    const known = after(document());
    for (const check of [unchanged(), unchanged({ etag: '"1"' }), sameBody({ etag: '"1"', "last-modified": known.lastModified! })])
      expect(stateAfter(feed, known, check, now + DAY / 2)).toBe(known);
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

  it("keeps the old validators after any fault, and never returns a broken document's (F4)", () => {
    for (const name of ["timeout", "not-a-feed", "too-large", "internal"] as const) {
      const failing = after(document(), fault(name));
      expect(failing).toMatchObject({ fault: name, failures: 1, etag: '"1"', bodyHash: "h1", itemIds: ["a", "b"] });
      expect(validatorsOf(failing, now)).toHaveProperty("etag", '"1"');
    }
  });

  it("does not take a 304 for recovery: it wants the whole document, and stays what it was until that is read", () => {
    for (const name of ["timeout", "not-a-feed"] as const) {
      const failing = after(document(), fault(name), fault(name));
      const at = now + 2 * DAY;
      const answered = stateAfter(feed, failing, unchanged({ etag: '"1"' }), at);
      expect(answered).toEqual({ ...failing, unread: true, changedAt: at });
      expect(validatorsOf(answered, at)).toEqual({});
      // Once is enough to write.
      expect(stateAfter(feed, answered, unchanged({ etag: '"1"' }), at + MINUTE)).toBe(answered);
      expect(stateAfter(feed, answered, fault("dns"), at + MINUTE)).not.toHaveProperty("unread");
      for (const read of [document(), sameBody({ etag: '"1"' })]) {
        const well = stateAfter(feed, answered, read, at + MINUTE);
        expect(well).toMatchObject({ health: "ok", failures: 0, readAt: at + MINUTE });
        for (const gone of ["fault", "unread"]) expect(well).not.toHaveProperty(gone);
      }
    }
  });

  it("remembers when the whole document was asked for (F6)", () => {
    const known = stateAfter(feed, undefined, { ...document(), whole: true }, now);
    expect(known.wholeAt).toBe(now);
    const asked = stateAfter(feed, known, { ...fault("http-503"), whole: true }, now + 9 * DAY);
    expect(validatorsOf(asked, now + 9 * DAY + MINUTE)).toEqual({ etag: '"1"', lastModified: known.lastModified });
    expect(validatorsOf(asked, now + 10 * DAY)).toEqual({});
  });

  it("writes once a day that the same document was read again, so that nobody is doubted for it (F6)", () => {
    const known = after(document());
    const same = sameBody({ etag: '"1"', "last-modified": known.lastModified! });
    expect(stateAfter(feed, known, same, now + DAY - 1)).toBe(known);
    const again = stateAfter(feed, known, same, now + DAY);
    expect(again).toEqual({ ...known, readAt: now + DAY, changedAt: now + DAY });
    // What is written for another reason says when it was read as well.
    expect(stateAfter(feed, known, sameBody({ etag: '"2"' }), now + MINUTE)).toMatchObject({ etag: '"2"', readAt: now + MINUTE });
  });

  it("says that a feed without items is empty, in words", () => {
    expect(after(document({ itemIds: [], itemTimes: [] }))).toMatchObject({
      health: "empty",
      failures: 0,
    });
  });

  it("says that a feed is undated whose items have no date, or none that has come", () => {
    for (const itemTimes of [[], ["2030-01-01T00:00:00.000Z"]]) {
      const undated = after(document(), document({ itemTimes, bodyHash: "h2" }));
      expect(undated).toMatchObject({ health: "undated", failures: 0 });
      expect(undated).not.toHaveProperty("lastItemAt");
      // The same again after a fault is still undated.
      const failing = stateAfter(feed, undated, fault("timeout"), now);
      expect(stateAfter(feed, failing, sameBody(), now)).toMatchObject({ health: "undated" });
    }
  });

  it("counts failures and never gives up but on 410 (F17)", () => {
    expect(after(...Array<Check>(50).fill(fault("http-500")))).toMatchObject({ failures: 50, health: "failing", intervalMinutes: 30 });
    expect(after(document(), fault("http-410"))).toMatchObject({ health: "gone", fault: "http-410" });
  });

  it("is silent after three failures in a row, and at once where nothing more is asked, until a document is read", () => {
    const failing = (n: number) => after(document(), ...Array<Check>(n).fill(fault("http-500")));
    expect([undefined, failing(0), failing(SILENT_AFTER - 1), failing(SILENT_AFTER)].map(isSilent)).toEqual([false, false, false, true]);
    for (const name of ["http-410", "robots"] as const) expect(isSilent(after(document(), fault(name)))).toBe(true);
    const told = { ...failing(SILENT_AFTER), told: true as const };
    const answered = stateAfter(feed, told, unchanged(), now + DAY);
    expect(isSilent(answered)).toBe(true);
    expect(answered).toHaveProperty("told", true);
    const back = stateAfter(feed, answered, document(), now + 2 * DAY);
    expect(isSilent(back)).toBe(false);
    expect(back).not.toHaveProperty("told");
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

describe("currentState", () => {
  const known = after(document());
  it("is forgotten with another address, or when a person turned the feed on again", () => {
    expect(currentState(feed, known)).toBe(known);
    expect(currentState({ url: "https://other.example/rss" }, known)).toBeUndefined();
    expect(currentState({ ...feed, revivedAt: new Date(now + 1).toISOString() }, known)).toBeUndefined();
    expect(currentState({ ...feed, revivedAt: new Date(now - 1).toISOString() }, known)).toBe(known);
  });
  it("is kept when the feed is given the address to which it moved (F15)", () => {
    const moved = { ...known, moved: { to: "https://new.example/rss", at: now } };
    expect(currentState({ url: moved.moved.to }, moved)).toBe(moved);
    expect(stateAfter({ ...feed, url: moved.moved.to }, moved, fault("timeout"), now)).toMatchObject({
      url: moved.moved.to,
      itemIds: ["a", "b"],
    });
  });
});

describe("isHeard", () => {
  it("is true of a document, of the same again and of a 304, but not of a 304 after what nobody could read", () => {
    const heard = (check: Check, ...before: readonly Check[]) => isHeard(check, after(document(), ...before, check));
    expect([document(), sameBody(), unchanged()].map((check) => heard(check))).toEqual([true, true, true]);
    expect(heard(fault("timeout"))).toBe(false);
    expect([document(), sameBody(), unchanged()].map((check) => heard(check, fault("timeout")))).toEqual([true, true, true]);
    expect([document(), sameBody(), unchanged()].map((check) => heard(check, fault("not-a-feed")))).toEqual([true, true, false]);
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
    ["internal", "failing"],
    ["robots", "blocked"],
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
