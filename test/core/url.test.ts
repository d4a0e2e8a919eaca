import { describe, expect, it } from "vitest";
import { canonicalUrl } from "../../lambdas/core/url.ts";

describe("canonicalUrl", () => {
  it.each([
    ["https://news.example/a", "https://news.example/a"],
    ["http://WWW.News.Example:80/a/", "https://news.example/a"],
    ["https://m.news.example/a/index.html", "https://news.example/a"],
    ["https://news.example/a/amp", "https://news.example/a"],
    ["https://news.example/a#section", "https://news.example/a"],
    ["https://news.example/a?utm_source=x&utm_medium=y", "https://news.example/a"],
    ["https://news.example/a?b=2&a=1&gclid=z", "https://news.example/a?a=1&b=2"],
    ["https://news.example/a?_ga=2.1&yclid=1&pk_campaign=x&mtm_source=y&igsh=z", "https://news.example/a"],
    ["https://news.example/a;jsessionid=0A1B2C?b=1", "https://news.example/a?b=1"],
    ["https://news.example/a?PHPSESSID=0a1b2c", "https://news.example/a"],
    ["https://news.example/caf%c3%a9", "https://news.example/caf%C3%A9"],
    ["https://news.example:8080/a", "https://news.example:8080/a"],
    ["https://news.example/", "https://news.example"],
    [" tag:news.example,2026:1 ", "tag:news.example,2026:1"],
    ["no url", "no url"],
  ])("%s", (raw, canonical) => {
    expect(canonicalUrl(raw)).toBe(canonical);
    expect(canonicalUrl(canonical)).toBe(canonical);
  });

  it("keeps apart what is another page", () => {
    const pages = [
      "https://a.example/1",
      "https://a.example/2",
      "https://a.example/1?p=1",
      "https://b.example/1",
      "https://a.example/amplio",
    ];
    expect(new Set(pages.map(canonicalUrl)).size).toBe(pages.length);
  });
});
