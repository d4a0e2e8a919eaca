import { describe, expect, it } from "vitest";
import { addressOf, FEED_SHARDS, hostOf, shardOf } from "../../lambdas/core/feed.ts";

describe("addressOf", () => {
  const url = "https://old.example/rss";
  const moved = { to: "https://new.example/rss", at: 0 };
  it("is where the feed moved to, unless a person pinned it (F15)", () => {
    expect(addressOf({ url }, undefined)).toBe(url);
    expect(addressOf({ url }, {})).toBe(url);
    expect(addressOf({ url }, { moved })).toBe(moved.to);
    expect(addressOf({ url, pinned: true }, { moved })).toBe(url);
  });
});

it("the root's dot makes neither another host nor another shard", () => {
  expect(["https://a.example./b", "http://a.example.:8080/b"].map(hostOf)).toEqual(["a.example", "a.example:8080"]);
  expect(shardOf("https://a.example./b")).toBe(shardOf("https://a.example/b"));
});

it("hostOf keeps the port, and takes what is no address as it is", () => {
  expect(["https://a.example/b", "http://a.example:8080/b", "no url"].map(hostOf)).toEqual(["a.example", "a.example:8080", "no url"]);
});

describe("shardOf", () => {
  it("keeps a host together and uses all shards", () => {
    expect(shardOf("https://news.example/a")).toBe(shardOf("http://news.example:8080/b?c"));
    const used = new Set(Array.from({ length: 100 }, (_, n) => shardOf(`https://host-${n}.example/`)));
    expect(used).toEqual(new Set(Array.from({ length: FEED_SHARDS }, (_, n) => n)));
    expect(shardOf("no url")).toBeLessThan(FEED_SHARDS);
  });
});
