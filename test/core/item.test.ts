import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Feed } from "../../lambdas/core/feed.ts";
import { itemId, type RawEntry, sharedIdentities, toItem } from "../../lambdas/core/item.ts";

const feed: Feed = {
  id: "example",
  url: "https://news.example/feed",
  outlet: "El Ejemplo",
  lang: "es",
  country: "MX",
  kind: "media",
  timezone: "America/Mexico_City",
  enabled: true,
  alertSince: "2026-11-20T00:00:00Z",
  addedAt: "2026-11-20T00:00:00Z",
  floorSeconds: 900,
};
const seenAt = "2026-11-24T12:00:00.000Z";
const entry: RawEntry = {
  guid: "tag:news.example,2026:1",
  link: "https://www.news.example/2026/11/reunion?utm_source=rss",
  title: "Reunión de seguridad",
  summary: "Uno dos tres",
  author: "Ana",
  published: "2026-11-24T10:00:00.000Z",
};
const id = (change: Partial<RawEntry>) => itemId("example", { ...entry, ...change });
const item = (change: Partial<RawEntry> = {}, about: Partial<Feed> = {}, first = false) =>
  toItem({ ...entry, ...change }, { ...feed, ...about }, seenAt, first);

describe("itemId", () => {
  it.each<[string, Partial<RawEntry>]>([
    ["a new GUID scheme", { guid: "https://news.example/?p=1" }],
    ["another title", { title: "Reunión de seguridad (actualizada)" }],
    ["another day", { published: "2026-11-25T10:00:00.000Z" }],
    ["http for https", { link: "http://www.news.example/2026/11/reunion?utm_source=rss" }],
    ["other tracking", { link: "https://www.news.example/2026/11/reunion?utm_source=web&fbclid=x&at_medium=RSS" }],
    ["no tracking, no www, a slash, a fragment", { link: "https://news.example/2026/11/reunion/#top" }],
    ["its AMP page", { link: "https://amp.news.example/2026/11/reunion/amp/" }],
  ])("survives %s (F26)", (_, change) => {
    expect(id(change)).toBe(id({}));
  });

  it("tells apart what has another page, or another feed (F28)", () => {
    expect(id({ link: "https://www.news.example/2026/11/otra" })).not.toBe(id({}));
    expect(id({ link: "https://www.news.example/2026/11/reunion?id=2" })).not.toBe(id({}));
    expect(itemId("another", entry)).not.toBe(id({}));
  });

  it("goes by the GUID where there is no page, or only the front page", () => {
    const { link: _, ...unlinked } = entry;
    expect(itemId("example", unlinked)).toBe(itemId("example", { ...unlinked, title: "Otro" }));
    expect(itemId("example", unlinked)).not.toBe(itemId("example", { ...unlinked, guid: "2" }));
    const front = { link: "https://news.example/" };
    expect(id({ ...front, guid: "1" })).not.toBe(id({ ...front, guid: "2" }));
    expect(id({ ...front, guid: "http://news.example/?p=1" })).toBe(id({ ...front, guid: "https://www.news.example/?p=1" }));
  });

  it("goes by title and day where there is nothing else", () => {
    const bare = { title: "Reunión", published: "2026-11-24T10:00:00.000Z" };
    expect(itemId("example", bare)).toBe(itemId("example", { ...bare, guid: " ", published: "2026-11-24T22:00:00.000Z" }));
    expect(itemId("example", bare)).not.toBe(itemId("example", { ...bare, published: "2026-11-25T10:00:00.000Z" }));
    expect(itemId("example", bare)).not.toBe(itemId("example", { ...bare, title: "Otra" }));
  });
});

describe("toItem", () => {
  it("is the entry with its feed's outlet, language and id", () => {
    expect(item()).toEqual({
      id: id({}),
      feedId: "example",
      outlet: "El Ejemplo",
      lang: "es",
      guid: entry.guid,
      link: entry.link,
      title: entry.title,
      summary: entry.summary,
      author: "Ana",
      published: entry.published,
      seenAt,
      baseline: false,
    });
  });

  it.each<[string, Partial<RawEntry>, Partial<Feed>, boolean, boolean]>([
    ["news since alertSince", {}, {}, true, false],
    ["older than alertSince", { published: "2026-11-19T23:59:59.000Z" }, {}, false, true],
    ["exactly at alertSince, however it is written", { published: "2026-11-20T00:00:00.000Z" }, {}, false, false],
    ["dated in the future: seen now", { published: "2030-01-01T00:00:00.000Z" }, { alertSince: "2026-11-25T00:00:00Z" }, false, true],
    ["six days old when first seen", { published: "2026-11-18T12:00:00.000Z" }, { alertSince: "2023-01-01T00:00:00Z" }, true, false],
    [
      "eight days old when first seen (F27)",
      { published: "2026-11-16T12:00:00.000Z" },
      { alertSince: "2023-01-01T00:00:00Z" },
      false,
      true,
    ],
    ["older than its feed's last time off", {}, { revivedAt: "2026-11-24T11:00:00Z" }, false, true],
    ["newer than its feed's last time off", {}, { revivedAt: "2026-11-24T09:00:00Z" }, false, false],
  ])("baseline: %s", (_, change, about, first, baseline) => {
    expect(item(change, about, first).baseline).toBe(baseline);
  });

  it("takes what has no date for baseline on the first fetch, and for news later", () => {
    const { published: _, ...undated } = entry;
    expect(toItem(undated, feed, seenAt, true).baseline).toBe(true);
    expect(toItem(undated, feed, seenAt, false).baseline).toBe(false);
  });

  it("gives an aggregator's item to its outlet, without the outlet's name behind the title", () => {
    const found = { title: "Blinken visits Mexico - Reuters", source: "Reuters" };
    expect(item(found, { kind: "aggregator" })).toMatchObject({ outlet: "Reuters", title: "Blinken visits Mexico" });
    expect(item(found)).toMatchObject({ outlet: "El Ejemplo", title: "Blinken visits Mexico - Reuters" });
    expect(item({ title: "Reuters", source: "Reuters" }, { kind: "aggregator" }).title).toBe("Reuters");
  });

  it("shows the first words of what has no title", () => {
    expect(item({ title: "" }).title).toBe("Uno dos tres");
    expect(item({ title: "", summary: "palabra ".repeat(100) }).title.length).toBeLessThanOrEqual(120);
  });

  it("marks the sample", () => {
    expect(item({}, { sample: true }).sample).toBe(true);
    expect(item()).not.toHaveProperty("sample");
  });

  it("stays below 20 kB and well-formed, whatever the entry holds (Q8)", () => {
    const text = (max: number) =>
      fc.oneof(
        fc.string({ unit: "binary", maxLength: 50 }),
        fc.string({ unit: "binary", maxLength: 50 }).map((s) => s.repeat(max)),
      );
    const anyEntry = fc.record({ title: text(1000), summary: text(1000), guid: text(500), author: text(500), source: text(500) });
    const judge = (raw: RawEntry) => {
      const found = toItem({ ...raw, link: `https://news.example/${"x".repeat(1900)}` }, { ...feed, kind: "aggregator" }, seenAt, true);
      expect(new TextEncoder().encode(JSON.stringify(found)).length).toBeLessThan(20_000);
      expect(found.title.length).toBeLessThanOrEqual(500);
      expect(found.summary.length).toBeLessThanOrEqual(4000);
      expect((found.title + found.summary + found.outlet).isWellFormed()).toBe(true);
    };
    fc.assert(fc.property(anyEntry, judge), { numRuns: 300 });
    for (const unit of ["界", '"', "\u0001", "🇲🇽"])
      judge({ title: unit.repeat(9000), summary: unit.repeat(9000), guid: unit.repeat(9000), author: unit.repeat(9000) });
  });
});

describe("sharedIdentities (F28)", () => {
  const one = (title: string, more: Partial<RawEntry> = {}): RawEntry => ({ title, summary: "", ...more });
  const of = (entries: readonly RawEntry[]) => entries.map(sharedIdentities(entries));
  it.each<[string, readonly RawEntry[], readonly (readonly string[])[]]>([
    [
      "one live page, told apart by GUID",
      [one("A", { link: "https://o.example/live#1", guid: "1" }), one("B", { link: "https://o.example/live#2", guid: "2" })],
      [["link"], ["link"]],
    ],
    [
      "one live page without GUIDs",
      [one("A", { link: "https://o.example/live" }), one("B", { link: "https://o.example/live" })],
      [["link"], ["link"]],
    ],
    [
      "one GUID for different pages",
      [one("A", { link: "https://o.example/1", guid: "x" }), one("B", { link: "https://o.example/2", guid: "x" })],
      [["guid"], ["guid"]],
    ],
    [
      "one article twice",
      [one("A", { link: "https://o.example/1", guid: "x" }), one("A", { link: "https://o.example/1", guid: "x" })],
      [[], []],
    ],
    [
      "one article twice, its title edited",
      [one("A", { link: "https://o.example/1", guid: "x" }), one("B", { link: "https://o.example/1", guid: "x" })],
      [[], []],
    ],
    [
      "different articles",
      [one("A", { link: "https://o.example/1", guid: "1" }), one("B", { link: "https://o.example/2", guid: "2" })],
      [[], []],
    ],
  ])("%s", (_, entries, expected) => {
    expect(of(entries)).toEqual(expected);
  });
  it("keeps every entry of a live page an item of its own", () => {
    const entries = [1, 2, 3].map((n) => one(`Update ${n}`, { link: `https://o.example/live#${n}` }));
    const shared = sharedIdentities(entries);
    expect(new Set(entries.map((entry) => itemId("feed", entry, shared(entry)))).size).toBe(3);
  });
});
