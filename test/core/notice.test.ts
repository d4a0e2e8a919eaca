import { describe, expect, it } from "vitest";
import type { FeedState } from "../../lambdas/core/feed.ts";
import { noticesOf } from "../../lambdas/core/notice.ts";

const feed = { id: "gaceta", outlet: "Gaceta del Golfo" };
const state = (more: Partial<FeedState> = {}): FeedState => ({
  feedId: "gaceta",
  url: "https://gaceta.example/rss",
  itemIds: [],
  health: "ok",
  failures: 0,
  intervalMinutes: 60,
  changedAt: 0,
  ...more,
});
const untold = state({ health: "failing", fault: "timeout", failures: 3 });
const silent = { ...untold, told: true as const };
const moved = { to: "https://new.example/rss", at: 7 };
const events = (before: FeedState | undefined, after: FeedState) => noticesOf(feed, before, after).map(({ event }) => event);

describe("the operator is told", () => {
  it("that a feed is silent, with the reason, until it is known that this was told; and that it is back", () => {
    expect(noticesOf(feed, state({ failures: 2 }), untold)).toEqual([
      { feedId: "gaceta", outlet: "Gaceta del Golfo", event: "silent", fault: "timeout", failures: 3 },
    ]);
    expect(events(undefined, untold)).toEqual(["silent"]);
    expect(events(untold, { ...untold, failures: 4 })).toEqual(["silent"]);
    expect(events(silent, { ...silent, failures: 4 })).toEqual([]);
    expect(events(silent, state())).toEqual(["back"]);
    // Perhaps it was told: who did it died.
    expect(events(untold, state())).toEqual(["back"]);
    expect(events(state({ fault: "dns", failures: 2 }), state())).toEqual([]);
    expect(events(state(), state())).toEqual([]);
  });

  it("once that a feed is asked elsewhere, and where (F15)", () => {
    expect(noticesOf(feed, state(), state({ moved }))).toMatchObject([{ event: "moved", to: moved.to }]);
    expect(events(state({ moved }), state({ moved }))).toEqual([]);
    expect(events(state({ moved }), state({ moved: { to: "https://newer.example/", at: 9 } }))).toEqual(["moved"]);
    expect(events(silent, state({ moved }))).toEqual(["back", "moved"]);
  });
});
