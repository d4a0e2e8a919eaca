import { describe, expect, it } from "vitest";
import { checkId, type FeedCheck, reasonOfCheck, requestOf } from "../../lambdas/core/check.ts";

describe("an address", () => {
  it("is the same in every spelling that asks for the same document", () => {
    const id = checkId("https://news.example/rss");
    for (const same of ["https://NEWS.example:443/rss", "https://news.example/x/../rss#top"]) expect(checkId(same)).toBe(id);
    for (const other of ["http://news.example/rss", "https://news.example/rss?", "https://news.example/rss/"])
      expect(checkId(other)).not.toBe(id);
    expect(requestOf("https://a.example./b#c")).toBe("https://a.example/b");
    expect(requestOf("no address")).toBe("no address");
  });
});

describe("why a look found no feed", () => {
  const check: FeedCheck = { id: "x", url: "https://news.example/", askedAt: 0, notBefore: 900_000 };
  const feed = { items: 1, archive: false, suggested: { kind: "media", timezone: "UTC" } } as const;
  it.each<[string, Partial<FeedCheck>, string | undefined]>([
    ["a fault", { fault: "http-404" }, "The address does not exist any more (404)."],
    ["a page", { fault: "not-a-feed" }, "The server answered with something that is no feed, such as a web page."],
    ["a page that names one", { fault: "not-a-feed", offers: [{ url: "a" }] }, "This is a web page. It names one feed."],
    ["a page that names two", { fault: "not-a-feed", offers: [{ url: "a" }, { url: "b" }] }, "This is a web page. It names 2 feeds."],
    ["a host without time", { unasked: true }, "This server is being asked for its other feeds just now. Try again in a minute."],
    ["it found one", { feed }, undefined],
    ["it waits", {}, undefined],
  ])("%s", (_, change, said) => {
    expect(reasonOfCheck({ ...check, ...change })?.en).toBe(said);
    expect(reasonOfCheck({ ...check, ...change })?.es).not.toBe(said ?? "");
  });
});
