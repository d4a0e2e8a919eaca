import { describe, expect, it } from "vitest";
import { LONGEST_HOLE_MS, listeningTo, missedFrom } from "../../lambdas/core/ledger.ts";
import type { LedgerEntry } from "../../lambdas/core/ledger.ts";
import type { FeedState } from "../../lambdas/core/feed.ts";
import { aFeed, DAY, NOON } from "../contracts/rows.ts";

const iso = (at: number) => new Date(at).toISOString();

describe("a document that shares nothing with the one before", () => {
  it.each<[string, number | undefined, number | undefined, boolean, number | undefined]>([
    ["of a feed that was never heard is its first", undefined, undefined, false, undefined],
    ["leaves what came since the last good check in doubt", undefined, NOON - DAY, false, NOON - DAY],
    ["goes on with the hole of the one before", NOON - 9 * DAY, NOON - DAY, false, NOON - 9 * DAY],
    ["begins another row after a month", NOON - LONGEST_HOLE_MS - 1, NOON - DAY, false, NOON - DAY],
    ["is over with one that shares an item", NOON - 9 * DAY, NOON - DAY, true, undefined],
  ])("%s", (_, before, heardAt, overlaps, from) => {
    const state = before === undefined ? undefined : { missedFrom: before };
    expect(missedFrom(state, { overlaps, whole: false }, heardAt, NOON)).toBe(from);
  });
  it("does not believe the 304 before it, if it came only once no validators were sent", () => {
    const from = (state: Partial<FeedState>, whole: boolean) =>
      missedFrom({ readAt: NOON - 8 * DAY, ...state }, { overlaps: false, whole }, NOON - DAY, NOON);
    expect(from({ etag: '"1"' }, true)).toBe(NOON - 8 * DAY);
    expect(from({ lastModified: "yesterday" }, true)).toBe(NOON - 8 * DAY);
    expect(from({ etag: '"1"' }, false)).toBe(NOON - DAY);
    expect(from({}, true)).toBe(NOON - DAY);
  });
});

describe("listening to a feed", () => {
  const entry = (more: Partial<LedgerEntry> = {}): LedgerEntry => ({
    feed: aFeed("a"),
    heard: [{ since: NOON - 30 * DAY, at: NOON }],
    holes: [],
    ...more,
  });

  const frozen: FeedState = {
    feedId: "a",
    url: "https://old.example/rss",
    itemIds: [],
    health: "ok",
    failures: 0,
    intervalMinutes: 15,
    changedAt: 0,
    lastItemAt: NOON - 50 * DAY,
    spacing: DAY,
  };

  it("is nothing before it was heard", () => {
    expect(listeningTo(entry({ heard: [] }))).toBeUndefined();
  });

  it.each<[string, Partial<LedgerEntry>, object]>([
    ["began with its first good check", {}, { since: NOON - 30 * DAY, heardAt: NOON }],
    ["ends where it is removed", { removedAt: NOON + DAY }, { until: NOON + DAY }],
    ["ends with the last good check where a release switched it off", { feed: aFeed("a", { enabled: false }) }, { until: NOON }],
    [
      "pauses where a person switched it off",
      { feed: aFeed("a", { enabled: false, pauses: [{ from: iso(NOON - DAY) }] }) },
      { pauses: [{ from: NOON - DAY, to: Infinity }] },
    ],
    [
      "goes on after a pause",
      { feed: aFeed("a", { pauses: [{ from: iso(NOON - 2 * DAY), to: iso(NOON - DAY) }] }) },
      { pauses: [{ from: NOON - 2 * DAY, to: NOON - DAY }] },
    ],
    [
      "goes on at another address, and nothing was heard in between",
      {
        heard: [
          { since: NOON - DAY, at: NOON },
          { since: NOON - 90 * DAY, at: NOON - 22 * DAY },
        ],
      },
      { since: NOON - 90 * DAY, heardAt: NOON, holes: [{ from: NOON - 22 * DAY, to: NOON - DAY, why: "missed" }] },
    ],
    [
      "ended at the address that was left where the feed fell silent there",
      {
        heard: [
          { since: NOON - 20 * DAY, at: NOON },
          { since: NOON - 90 * DAY, at: NOON - 20 * DAY, state: frozen },
        ],
      },
      { holes: [{ from: NOON - 45 * DAY, to: NOON - 20 * DAY, why: "stale" }] },
    ],
  ])("%s", (_, more, listening) => {
    expect(listeningTo(entry(more))).toMatchObject(listening);
  });
});
