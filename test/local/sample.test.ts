import Parser from "rss-parser";
import { describe, expect, it } from "vitest";
import { Feed } from "../../lambdas/core/feed.ts";
import { compileMatcher } from "../../lambdas/core/matcher.ts";
import { canonicalUrl } from "../../lambdas/core/url.ts";
import { sampleArchive } from "../../lambdas/data/sample-archive.ts";
import { sampleDay } from "../../lambdas/data/sample-day.ts";
import { sampleOutlets } from "../../lambdas/data/sample-outlets.ts";
import { watchlist } from "../../lambdas/data/watchlist.ts";
import { sampleDocument, sampleFeeds } from "../../local/sample.ts";
import { articleEntities, expectations } from "../fixtures/sample-expectations.ts";

const HOUR = 3_600_000;
const now = Date.parse("2026-11-24T15:30:00.000Z");
const all = [...sampleDay, ...sampleArchive];
const feeds = sampleFeeds("http://127.0.0.1:4321", now);
const [must, may] = [0, 1].map((n) => (slug: string) => (expectations[slug]?.split("|")[n] ?? "").split(" ").filter((id) => id !== "")) as [
  (slug: string) => string[],
  (slug: string) => string[],
];

describe("the sample's feeds", () => {
  it("are valid rows, marked as sample, with the news day alerting and the archive as baseline", () => {
    expect(feeds).toHaveLength(5);
    for (const feed of feeds) {
      expect(Feed.parse(feed)).toEqual(feed);
      expect(feed).toMatchObject({ sample: true, enabled: true, floorSeconds: 60, alertSince: "2026-11-23T15:30:00.000Z" });
      expect(feed.outlet).toMatch(/\((sample|muestra)\)$/);
    }
    expect(new Set(feeds.map((f) => f.lang))).toEqual(new Set(["en", "es"]));
  });

  it.each(sampleOutlets.map(({ id }) => id))("%s is a feed that rss-parser reads back word for word", async (id) => {
    const document = sampleDocument(id, now)!;
    const parsed = await new Parser().parseString(document);
    const mine = all.filter((item) => item.outlet === id);
    expect(parsed.title).toMatch(/\((sample|muestra)\)/);
    expect(parsed.items).toHaveLength(mine.length);
    for (const item of mine) {
      const entry = parsed.items.find(({ title }) => title === item.title)!;
      const link = new URL(entry.link!);
      expect(entry.contentSnippet ?? entry.summary).toBe(item.summary);
      expect(link.hostname).toMatch(/\.example$/);
      expect(link.pathname + link.search).toBe(item.path ?? `/${item.slug}`);
      expect(entry.guid ?? entry.id).toContain(item.slug);
      expect(now - Date.parse(entry.isoDate!)).toBeCloseTo(item.hours * HOUR, -4);
    }
    const dates = parsed.items.map((entry) => Date.parse(entry.isoDate!));
    expect(dates).toEqual(dates.toSorted((a, b) => b - a));
  });

  it("serve the same bytes each time, and nothing under another name", () => {
    for (const { url } of feeds) {
      const name = /^http:\/\/127\.0\.0\.1:4321\/sample\/([a-z]+)\.xml$/.exec(url)?.[1] ?? "";
      expect(sampleDocument(name, now)).toBe(sampleDocument(name, now));
      expect(sampleDocument(name, now)).toBeDefined();
    }
    expect(sampleDocument("other", now)).toBeUndefined();
    expect(sampleDocument("../ledger", now)).toBeUndefined();
  });
});

describe("the sample's news", () => {
  it("has a day within the last twelve hours, and an archive of two years behind it", () => {
    expect(sampleDay.length).toBeGreaterThanOrEqual(28);
    expect(sampleArchive.length).toBeGreaterThanOrEqual(30);
    for (const { hours } of sampleDay) expect(hours > 0 && hours < 12).toBe(true);
    for (const { hours } of sampleArchive) expect(hours).toBeGreaterThan(24);
    expect(Math.max(...sampleArchive.map(({ hours }) => hours))).toBeGreaterThan(720 * 24);
    expect(new Set(all.map(({ slug }) => slug)).size).toBe(all.length);
  });

  it("exercises every entity of the article, on the day and in the archive", () => {
    const named = (items: typeof all) => new Set(items.flatMap(({ slug }) => must(slug)));
    expect([...named([...sampleDay])].toSorted()).toEqual(articleEntities.toSorted());
    expect([...named([...sampleArchive])].toSorted()).toEqual(articleEntities.toSorted());
    expect(Object.keys(expectations).toSorted()).toEqual(all.map(({ slug }) => slug).toSorted());
  });

  it("brings back after more than 30 days exactly these, with these gaps", () => {
    const gaps = articleEntities.map((id) => {
      const seen = (items: readonly { slug: string; hours: number }[]) =>
        items.filter((i) => must(i.slug).includes(id)).map((i) => i.hours);
      const onDay = seen(sampleDay.filter(({ slug }) => slug !== "year-ago-bridge"));
      return onDay.length === 0 ? [] : ([[id, Math.floor((Math.min(...seen(sampleArchive)) - Math.max(...onDay)) / 24)]] as const);
    });
    expect(Object.fromEntries(gaps.flat().filter(([, days]) => days >= 30))).toEqual({
      "brian-nichols": 412,
      "liz-sherwood-randall": 377,
      "alejandro-gertz-manero": 203,
      "high-level-security-dialogue": 96,
      "addiction-treatment": 64,
    });
  });

  it("re-issues one page under a second GUID and a tracking parameter", () => {
    const links = sampleDay
      .filter(({ slug }) => slug.startsWith("nichols-forum"))
      .map((i) => canonicalUrl(`https://x.example${i.path ?? `/${i.slug}`}`));
    expect(links).toEqual(["https://x.example/nichols-forum", "https://x.example/nichols-forum"]);
  });
});

describe("the matcher on the sample", () => {
  const matcher = compileMatcher(watchlist);
  const lang = (item: (typeof all)[number]) => sampleOutlets.find(({ id }) => id === item.outlet)!.lang;
  const reading = (item: (typeof all)[number]) =>
    matcher.read({ title: item.title, summary: item.summary, lang: lang(item), date: new Date(now - item.hours * HOUR).toISOString() });

  it.each(all.map((item) => [item.slug, item] as const))("finds in %s exactly who and what it names", (slug, item) => {
    const found = reading(item)
      .found.map(({ entity }) => entity)
      .filter((id) => articleEntities.includes(id));
    expect(found.filter((id) => !may(slug).includes(id)).toSorted()).toEqual(must(slug).toSorted());
  });

  it("brings back nobody else after 30 days, office or other, whatever points to them", () => {
    const sightings = all.flatMap((item) => {
      const { found, retrospective } = reading(item);
      return retrospective ? [] : found.filter((f) => f.confidence >= 0.7).map((f) => ({ id: f.entity, hours: item.hours }));
    });
    const back = [...Map.groupBy(sightings, ({ id }) => id)].filter(([, seen]) => {
      const [onDay, before] = [seen.filter((s) => s.hours <= 24), seen.filter((s) => s.hours > 24)];
      const gapHours = Math.min(Infinity, ...before.map((s) => s.hours)) - Math.max(...onDay.map((s) => s.hours));
      return onDay.length > 0 && gapHours >= 30 * 24;
    });
    expect(back.map(([id]) => id).toSorted()).toEqual(
      ["addiction-treatment", "alejandro-gertz-manero", "brian-nichols", "high-level-security-dialogue", "liz-sherwood-randall"].toSorted(),
    );
  });

  it("knows the retrospective from the news", () => {
    expect(all.filter((item) => reading(item).retrospective).map(({ slug }) => slug)).toEqual(["year-ago-bridge"]);
  });
});
