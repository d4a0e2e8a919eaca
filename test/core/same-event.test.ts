import { describe, expect, it } from "vitest";
import { isDistinctive, tellingSameEvent } from "../../lambdas/core/same-event.ts";
import { watchlist } from "../../lambdas/data/watchlist.ts";
import { aMatch, anEntity, DAY, NOON } from "../contracts/rows.ts";

const at = (ms: number) => new Date(NOON + ms).toISOString();
const story = { storyId: "mine", at: at(0) };
const named = (storyId: string, ms: number, more = {}) => aMatch({ storyId, at: at(ms), ...more });

describe("isDistinctive", () => {
  it("is a person or an organization that is surely named and not in the news every day", () => {
    expect(isDistinctive(anEntity("ada"), aMatch())).toBe(true);
    expect(isDistinctive(anEntity("guild", { kind: "organization" }), aMatch())).toBe(true);
    expect(isDistinctive(anEntity("ada", { everyday: true }), aMatch())).toBe(false);
    for (const kind of ["topic", "office"] as const) expect(isDistinctive(anEntity("x", { kind }), aMatch())).toBe(false);
    expect(isDistinctive(anEntity("ada"), aMatch({ confidence: 0.6 }))).toBe(false);
    expect(isDistinctive(anEntity("ada"), aMatch({ retrospective: true }))).toBe(false);
    expect(isDistinctive(undefined, aMatch())).toBe(false);
  });
  it("leaves out presidents and ministries of the shipped watchlist", () => {
    const everyday = watchlist.entities.filter((entity) => entity.everyday === true).map(({ id }) => id);
    expect(everyday).toEqual(
      expect.arrayContaining(["joe-biden", "donald-trump", "claudia-sheinbaum", "andres-manuel-lopez-obrador", "white-house"]),
    );
    expect(everyday).not.toContain("antony-blinken");
  });
});

describe("tellingSameEvent", () => {
  it("takes stories that name two of the entities within 48 hours, and not the story itself", () => {
    const logs = [
      [named("mine", 0), named("both", DAY), named("one", DAY), named("late", 2 * DAY + 1), named("edge", -2 * DAY)],
      [named("mine", 0), named("both", DAY), named("late", 2 * DAY + 1), named("edge", -2 * DAY)],
    ];
    expect(tellingSameEvent(story, logs).map(({ storyId }) => storyId)).toEqual(["both", "edge"]);
  });
  it("takes no story for its look back, nor for naming one of them twice", () => {
    const once = [named("other", 1), named("other", 1)];
    expect(tellingSameEvent(story, [once, []])).toEqual([]);
    expect(tellingSameEvent(story, [[named("other", 1)], [named("other", 1, { retrospective: true })]])).toEqual([]);
  });
  it("takes the ten nearest", () => {
    const log = Array.from({ length: 30 }, (_, n) => named(`s${n}`, (n - 15) * 60_000));
    const linked = tellingSameEvent(story, [log, log]);
    expect(linked).toHaveLength(10);
    expect(linked.slice(0, 3).map(({ storyId }) => storyId)).toEqual(["s15", "s14", "s16"]);
  });
});
