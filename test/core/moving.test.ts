import { describe, expect, it } from "vitest";
import type { FeedState } from "../../lambdas/core/feed.ts";
import { stateAfter, SILENT_AFTER } from "../../lambdas/core/feed-state.ts";
import type { Check } from "../../lambdas/core/interval.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const start = Date.parse("2026-11-24T12:00:00Z");
const feed = { id: "gaceta", url: "https://old.example/rss", floorSeconds: 900 };
const to = "https://new.example/rss";
const headers = new Map([["etag", '"1"']]);

const document = (moved?: string, body = "h"): Check => ({
  kind: "document",
  headers,
  bodyHash: body,
  itemIds: ["a"],
  itemTimes: [],
  ...(moved !== undefined && { moved }),
});
const unchanged = (moved?: string): Check => ({ kind: "unchanged", headers, ...(moved !== undefined && { moved }) });
const fault = (name: "timeout" | "not-a-feed" | "http-410"): Check => ({ kind: "fault", fault: name });

const repeated = (n: number, check: Check): readonly Check[] => Array.from({ length: n }, () => check);

/** What is known after these checks, half a day apart. */
const after = (checks: readonly Check[], about: { pinned?: true } = {}, apart = DAY / 2): FeedState => {
  let state: FeedState | undefined;
  for (const [n, check] of checks.entries()) state = stateAfter({ ...feed, ...about }, state, check, start + n * apart);
  return state!;
};

describe("a permanent redirect (F15)", () => {
  it("is believed when it was met three times over a day, always to the same address", () => {
    expect(after([document(), document(to), document(to)])).not.toHaveProperty("moved");
    const moved = after([document(), document(to), document(to), document(to)]);
    expect(moved).toMatchObject({ url: feed.url, moved: { to, at: start + 1.5 * DAY }, itemIds: ["a"], bodyHash: "h" });
    expect(moved).not.toHaveProperty("redirect");
  });

  it("is not believed before the day is over, however often it was met", () => {
    const often = repeated(20, document(to));
    expect(after(often, {}, HOUR)).not.toHaveProperty("moved");
    expect(after([...often, ...repeated(5, document(to))], {}, HOUR)).toHaveProperty("moved");
  });

  it.each<[string, readonly Check[]]>([
    ["a redirect elsewhere", [document("https://portal.example/")]],
    ["an answer at the old address", [document()]],
    ["a 304 at the old address", [unchanged()]],
  ])("starts anew after %s", (_, between) => {
    expect(after([document(to), document(to), ...between, document(to), document(to)])).not.toHaveProperty("moved");
  });

  it("is neither believed nor forgotten for a fault: a captive portal is no feed", () => {
    expect(after([document(), ...repeated(30, { ...fault("not-a-feed"), moved: "https://portal.example/" })])).not.toHaveProperty("moved");
    expect(after([document(to), fault("timeout"), document(to), document(to)])).toHaveProperty("moved");
  });

  it("needs a document that was read there: until then it is asked for as a whole", () => {
    const waiting = after([document(), unchanged(to), unchanged(to), unchanged(to), unchanged(to)]);
    expect(waiting).toMatchObject({ redirect: { to, times: 3, read: false } });
    expect(waiting).not.toHaveProperty("moved");
    expect(stateAfter(feed, waiting, document(to), start + 3 * DAY)).toHaveProperty("moved.to", to);
  });

  it("costs no write once it is counted, until it is believed", () => {
    const counted = after([document(to), document(to), document(to)], {}, HOUR);
    expect(stateAfter(feed, counted, unchanged(to), start + 4 * HOUR)).toBe(counted);
  });

  it("moves nothing that a person has pinned", () => {
    expect(after(repeated(9, document(to)), { pinned: true })).not.toHaveProperty("redirect");
    const moved = after([document(), document(to), document(to), document(to)]);
    expect(stateAfter({ ...feed, pinned: true }, moved, document(to, "h2"), start + 3 * DAY)).toHaveProperty("moved.to", to);
  });

  it("leads on from where it led", () => {
    const further = "https://newer.example/rss";
    const moved = after([document(to), document(to), document(to), document(), document(further), document(further), document(further)]);
    expect(moved).toMatchObject({ url: feed.url, moved: { to: further } });
  });

  it("is taken back when the feed stays silent where it moved to, but not when it is gone there", () => {
    const moves = [document(to), document(to), document(to)];
    const silent = (n: number) => after([...moves, ...repeated(n, fault("timeout"))]);
    expect(silent(SILENT_AFTER - 1)).toHaveProperty("moved.to", to);
    expect(silent(SILENT_AFTER)).not.toHaveProperty("moved");
    expect(after([...moves, fault("http-410")])).toMatchObject({ health: "gone", moved: { to } });
  });
});
