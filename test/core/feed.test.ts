import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FeedState } from "../../lambdas/core/feed.ts";
import { FEED_SHARDS, isDue, shardOf, validatorsOf } from "../../lambdas/core/feed.ts";
import { LADDER } from "../../lambdas/core/interval.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const start = Date.parse("2026-11-24T00:00:00Z");

const feed = { id: "example", enabled: true };
const state = (change: Partial<FeedState> = {}): FeedState => ({
  feedId: feed.id,
  url: "https://gaceta.example/rss",
  itemIds: [],
  health: "ok",
  failures: 0,
  intervalMinutes: 60,
  changedAt: start,
  ...change,
});

/** The minutes of a span at which the feed is due, if a tick runs every minute. */
const dueIn = (days: number, known: FeedState, one = feed) => {
  const due: number[] = [];
  for (let at = start; at < start + days * DAY; at += MINUTE) if (isDue(one, known, at - MINUTE, at)) due.push(at);
  return due;
};

describe("isDue", () => {
  it("is true at once for a feed that was never polled, and never for one that is off or gone", () => {
    expect(isDue(feed, undefined, start, start + MINUTE)).toBe(true);
    expect(isDue({ ...feed, enabled: false }, undefined, start, start + MINUTE)).toBe(false);
    expect(dueIn(2, state({ health: "gone" }))).toEqual([]);
  });

  it.each(LADDER)("comes once in %d minutes, evenly", (intervalMinutes) => {
    const due = dueIn(2, state({ intervalMinutes }));
    expect(due).toHaveLength((2 * 1440) / intervalMinutes);
    expect(new Set(due.map((at) => (at / MINUTE) % intervalMinutes)).size).toBe(1);
  });

  it("keeps its slot when the interval changes: the slots of each rung lie on those of the one below", () => {
    for (const [n, wide] of LADDER.slice(1).entries()) {
      const narrow = new Set(dueIn(2, state({ intervalMinutes: LADDER[n] ?? 1 })));
      expect(dueIn(2, state({ intervalMinutes: wide })).filter((at) => !narrow.has(at))).toEqual([]);
    }
  });

  it("spreads feeds over the minutes of the hour (F19)", () => {
    const minutes = Array<number>(60).fill(0);
    for (let n = 0; n < 200; n++)
      for (const at of dueIn(1, state({ intervalMinutes: 60 }), { id: `feed-${n}`, enabled: true })) minutes[(at / MINUTE) % 60]! += 1;
    expect(Math.max(...minutes)).toBeLessThanOrEqual((3 * 200 * 24) / 60);
  });

  it("is due in exactly one of two spans that meet, however ticks are missed", () => {
    fc.assert(
      fc.property(fc.constantFrom(...LADDER), fc.nat(5000), fc.nat(5000), (intervalMinutes, a, b) => {
        const known = state({ intervalMinutes });
        const [from, middle, to] = [start, start + a * MINUTE, start + (a + b) * MINUTE];
        expect(isDue(feed, known, from, to)).toBe(isDue(feed, known, from, middle) || isDue(feed, known, middle, to));
      }),
    );
  });

  it("waits for notBefore", () => {
    const notBefore = start + 10 * HOUR + 30 * MINUTE;
    const all = dueIn(1, state());
    expect(all).toHaveLength(24);
    expect(dueIn(1, state({ notBefore }))).toEqual(all.filter((at) => at >= notBefore));
  });

  it("leaves out the hours that the publisher has closed, at its own minute (F11)", () => {
    const skipHours = [0, 1, 2, 3, 4, 5];
    for (const intervalMinutes of [15, 60, 480, 1440]) {
      const due = dueIn(4, state({ intervalMinutes, wishes: { skipHours } }));
      expect(due.length).toBeGreaterThanOrEqual(3);
      expect(due.filter((at) => skipHours.includes(new Date(at).getUTCHours()))).toEqual([]);
      expect(new Set(due.map((at) => (at / MINUTE) % Math.min(intervalMinutes, 60))).size).toBe(1);
    }
  });

  it("puts a closed day off by a day at most", () => {
    const due = dueIn(14, state({ intervalMinutes: 1440, wishes: { skipDays: [0, 6] } }));
    expect(due.length).toBeGreaterThanOrEqual(10);
    expect(due.filter((at) => new Date(at).getUTCDay() === 6)).toEqual([]);
  });
});

describe("validatorsOf", () => {
  const lastModified = "Wed, 21 Oct 2015 07:28:00 GMT";
  it("sends what came, and nothing else (F1, F5)", () => {
    expect(validatorsOf(undefined, start)).toEqual({});
    expect(validatorsOf(state(), start)).toEqual({});
    expect(validatorsOf(state({ etag: 'W/"a,b"', lastModified }), start)).toEqual({ etag: 'W/"a,b"', lastModified });
    expect(validatorsOf(state({ lastModified }), start)).toEqual({ lastModified });
  });

  it.each(["Tue, 19 Jan 2038 03:14:07 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "yesterday"])(
    "does not send back a clock that is wrong: %s",
    (wrong) => {
      expect(validatorsOf(state({ etag: "x", lastModified: wrong }), start)).toEqual({ etag: "x" });
    },
  );

  it("asks for the whole document after eight days of nothing but 304, and after one that nobody could read (F6)", () => {
    const known = state({ etag: "x", changedAt: start });
    expect(validatorsOf(known, start + 8 * DAY)).toEqual({ etag: "x" });
    expect(validatorsOf(known, start + 8 * DAY + 1)).toEqual({});
    expect(validatorsOf({ ...known, health: "not-a-feed" }, start)).toEqual({});
    expect(validatorsOf({ ...known, health: "failing" }, start)).toEqual({ etag: "x" });
  });
});

describe("shardOf", () => {
  it("keeps a host together and uses all shards", () => {
    expect(shardOf("https://news.example/a")).toBe(shardOf("http://news.example:8080/b?c"));
    const used = new Set(Array.from({ length: 100 }, (_, n) => shardOf(`https://host-${n}.example/`)));
    expect(used).toEqual(new Set(Array.from({ length: FEED_SHARDS }, (_, n) => n)));
    expect(shardOf("no url")).toBeLessThan(FEED_SHARDS);
  });
});
