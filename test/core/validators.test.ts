import { describe, expect, it } from "vitest";
import type { FeedState } from "../../lambdas/core/feed.ts";
import { validatorsOf } from "../../lambdas/core/validators.ts";

const DAY = 86_400_000;
const start = Date.parse("2026-11-24T00:00:00Z");
const lastModified = "Wed, 21 Oct 2015 07:28:00 GMT";

const state = (change: Partial<FeedState> = {}): FeedState => ({
  feedId: "example",
  url: "https://gaceta.example/rss",
  itemIds: [],
  readAt: start,
  health: "ok",
  failures: 0,
  intervalMinutes: 60,
  changedAt: start,
  ...change,
});

describe("validatorsOf", () => {
  it("sends what came, and nothing else (F1, F5)", () => {
    expect(validatorsOf(undefined, start)).toEqual({});
    expect(validatorsOf(state(), start)).toEqual({});
    expect(validatorsOf(state({ etag: 'W/"a,b"', lastModified }), start)).toEqual({ etag: 'W/"a,b"', lastModified });
    expect(validatorsOf(state({ lastModified }), start)).toEqual({ lastModified });
    expect(validatorsOf(state({ etag: "no-quotes" }), start)).toEqual({ etag: "no-quotes" });
  });

  it.each(["Tue, 19 Jan 2038 03:14:07 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "Sun, 31 Dec 1989 23:59:59 GMT", "yesterday"])(
    "does not send back a clock that is wrong (F6): %s",
    (wrong) => {
      expect(validatorsOf(state({ etag: "x", lastModified: wrong }), start)).toEqual({ etag: "x" });
    },
  );

  it.each(["Mon, 01 Jan 1990 00:00:00 GMT", "Thu, 31 Dec 2037 23:59:59 GMT"])("sends back a clock that may be right (F6): %s", (right) => {
    expect(validatorsOf(state({ lastModified: right }), start)).toEqual({ lastModified: right });
  });

  it("asks for the whole document after eight days of nothing but 304, whatever else was written meanwhile (F6)", () => {
    const known = state({ etag: "x", changedAt: start + 7 * DAY });
    expect(validatorsOf(known, start + 8 * DAY)).toEqual({ etag: "x" });
    expect(validatorsOf(known, start + 8 * DAY + 1)).toEqual({});
  });

  it("asks for it 24 hours after the last time at the earliest (F6)", () => {
    const known = state({ etag: "x", wholeAt: start + 9 * DAY });
    expect(validatorsOf(known, start + 10 * DAY - 1)).toEqual({ etag: "x" });
    expect(validatorsOf(known, start + 10 * DAY)).toEqual({});
  });

  it("asks for it when a 304 followed a fault, and to see what a permanent redirect leads to; not after a fault as such (F1)", () => {
    expect(validatorsOf(state({ etag: "x", health: "not-a-feed", fault: "not-a-feed" }), start)).toEqual({ etag: "x" });
    expect(validatorsOf(state({ etag: "x", fault: "timeout", unread: true }), start)).toEqual({});
    expect(validatorsOf(state({ etag: "x", fault: "timeout", unread: true, wholeAt: start - 1 }), start)).toEqual({ etag: "x" });
    const redirect = { to: "https://new.example/rss", since: start, times: 1, read: false };
    expect(validatorsOf(state({ etag: "x", redirect }), start)).toEqual({});
    expect(validatorsOf(state({ etag: "x", redirect: { ...redirect, read: true } }), start)).toEqual({ etag: "x" });
  });
});
