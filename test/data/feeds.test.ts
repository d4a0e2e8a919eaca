import { describe, expect, it } from "vitest";
import { judgeUrl } from "../../lambdas/core/address.ts";
import { requestOf } from "../../lambdas/core/check.ts";
import { Feed } from "../../lambdas/core/feed.ts";
import { feeds } from "../../lambdas/data/feeds.ts";

const addedAt = "2026-11-24T00:00:00.000Z";
const catalog = feeds(addedAt);
const count = (fits: (feed: Feed) => boolean) => catalog.filter(fits).length;

describe("the catalog", () => {
  it.each(catalog)("$id is a feed that may be polled", (feed) => {
    expect(Feed.parse(feed)).toEqual(feed);
    expect(judgeUrl(feed.url, "feed", false).allowed).toBe(true);
    expect(new Intl.DateTimeFormat("en", { timeZone: feed.timezone }).resolvedOptions().timeZone).toBeTruthy();
    expect(feed).toMatchObject({ addedAt, alertSince: addedAt, floorSeconds: 900 });
  });

  it("names each feed and address once", () => {
    expect(new Set(catalog.map(({ id }) => id)).size).toBe(catalog.length);
    expect(new Set(catalog.map(({ url }) => url)).size).toBe(catalog.length);
  });

  it("knows other addresses of some, none of which is another feed's", () => {
    const others = catalog.flatMap(({ alternates = [] }) => alternates);
    expect(others.length).toBeGreaterThanOrEqual(5);
    expect(others.filter((url) => !judgeUrl(url, "feed", false).allowed)).toEqual([]);
    const requests = [...catalog.map(({ url }) => url), ...others].map(requestOf);
    expect(new Set(requests).size).toBe(requests.length);
  });

  it("covers both languages and all kinds", () => {
    expect(catalog.length).toBeGreaterThanOrEqual(35);
    for (const kind of ["government", "media", "research", "aggregator"])
      expect(count((feed) => feed.kind === kind)).toBeGreaterThanOrEqual(3);
    expect(count(({ lang, enabled }) => enabled && lang === "es")).toBeGreaterThanOrEqual(10);
    expect(count(({ lang, enabled }) => enabled && lang === "en")).toBeGreaterThanOrEqual(15);
  });

  it("has on what was checked, and says of the rest why it is off", () => {
    const on = catalog.filter(({ enabled }) => enabled);
    expect(on.filter(({ verified, note }) => verified === undefined && note === undefined)).toEqual([]);
    const off = catalog.filter(({ enabled }) => !enabled);
    expect(off.filter(({ note }) => !/^Off: .{20,}/.test(note ?? ""))).toEqual([]);
  });

  it("ships what refuses an honest User-Agent off, and knows the seed article's feed", () => {
    for (const feed of catalog.filter(({ url }) => url.includes("//www.state.gov/"))) expect(feed.enabled).toBe(false);
    expect(catalog.find(({ id }) => id === "seed-article")).toMatchObject({ outlet: "teleSUR English", enabled: false });
  });
});
