import { describe, expect, it } from "vitest";
import type { FeedState } from "../../lambdas/core/feed.ts";
import type { Fault } from "../../lambdas/core/health.ts";
import { healthOf, healths, isUnreadable, reasonOf, shownHealth } from "../../lambdas/core/health.ts";

const faults: readonly Fault[] = [
  "http-401",
  "http-403",
  "http-404",
  "http-410",
  "http-429",
  "http-451",
  "http-500",
  "http-503",
  "timeout",
  "connection",
  "tls",
  "dns",
  "redirect",
  "address-not-allowed",
  "too-large",
  "empty-body",
  "not-a-feed",
  "too-deep",
  "no-items-parsed",
  "internal",
  "http-304",
  "robots",
];

const sentence = [expect.stringMatching(/^[A-Z].{10,}\.$/), expect.stringMatching(/^[A-ZÁÉ].{10,}\.$/)];

describe("a feed's health in words", () => {
  it.each(healths)("%s: a sentence in each language", (health) => {
    const { en, es } = reasonOf(health);
    expect([en, es]).toEqual(sentence);
    expect(es).not.toBe(en);
  });

  it("is another one for each", () => {
    for (const lang of ["en", "es"] as const) expect(new Set(healths.map((health) => reasonOf(health)[lang])).size).toBe(healths.length);
  });

  it.each(faults)("says what went wrong: %s", (fault) => {
    const { en, es } = reasonOf(healthOf(fault), { fault });
    expect([en, es]).toEqual(sentence);
    expect(es).not.toBe(en);
  });

  it("says that an answer is no recovery while nothing was read", () => {
    const { en, es } = reasonOf("failing", { fault: "http-503", unread: true });
    expect(en).toMatch(/\(503\)\. It answers again, but/);
    expect(es).toMatch(/\(503\)\. Responde otra vez, pero/);
  });
});

describe("a feed's health", () => {
  const HOUR = 3_600_000;
  const readAt = Date.parse("2026-11-24T12:00:00Z");
  const feed = { url: "https://gaceta.example/rss" };
  const state: FeedState = {
    feedId: "gaceta",
    url: feed.url,
    itemIds: ["a"],
    health: "ok",
    failures: 0,
    intervalMinutes: 60,
    readAt,
    changedAt: readAt,
    lastItemAt: readAt - HOUR,
    spacing: 2 * HOUR,
  };
  it("is new, ok, then unchanged, and in the end stale", () => {
    expect(shownHealth(feed, undefined)).toBe("new");
    expect(shownHealth(feed, state, readAt - 1)).toBe("ok");
    expect(shownHealth(feed, state, readAt + HOUR)).toBe("unchanged");
    expect(shownHealth(feed, state, readAt + 9 * HOUR)).toBe("unchanged");
    expect(shownHealth(feed, state, readAt + 9 * HOUR + 1)).toBe("stale");
  });
  it("is moved while it is asked elsewhere, unless it is stale there or pinned", () => {
    const moved = { ...state, moved: { to: "https://new.example/rss", at: readAt } };
    expect(shownHealth(feed, moved, readAt + HOUR)).toBe("moved");
    expect(shownHealth(feed, moved, readAt + 10 * HOUR)).toBe("stale");
    expect(shownHealth({ ...feed, pinned: true }, moved, readAt + HOUR)).toBe("unchanged");
    expect(shownHealth({ url: moved.moved.to }, moved, readAt + HOUR)).toBe("unchanged");
  });
  it.each(["empty", "undated", "failing", "blocked", "gone", "not-a-feed"] as const)("stays %s, whatever the time", (health) => {
    expect(shownHealth(feed, { ...state, health }, readAt + 100 * HOUR)).toBe(health);
  });
});

it("a document came, and could not be read, in some faults and not in others", () => {
  expect(faults.filter(isUnreadable)).toEqual(["too-large", "empty-body", "not-a-feed", "too-deep", "no-items-parsed", "internal"]);
});
