import { describe, expect, it } from "vitest";
import { rarity } from "../../lambdas/data/rarity.ts";
import { storyOf } from "../../lambdas/pipeline/story-of.ts";
import type { StoryDeps } from "../../lambdas/pipeline/story-of.ts";
import { anItem, NOON } from "../contracts/rows.ts";
import { COPIES, press } from "../fixtures/press.ts";
import { memoryStore } from "../memory-store.ts";

const ITEMS = 10_000;

describe("the press of a busy month", { timeout: 60_000 }, () => {
  it("is put into its stories: F1 at least 0.97", async () => {
    const copies = press(1, ITEMS);
    const store = memoryStore(() => NOON);
    const given: string[] = [];
    for (const { item } of copies) given.push((await storyOf(item, [], { store, rarity })).storyId);

    const joined = pairsIn(given);
    const right = pairsIn(copies.map(({ story }, n) => `${story} ${given[n]}`));
    const precision = right / joined;
    const recall = right / pairsIn(copies.map(({ story }) => story));
    const f1 = (2 * precision * recall) / (precision + recall);
    const founders = new Map(copies.flatMap(({ story, how }, n) => (how === "original" ? [[story, given[n]]] : [])));
    const found = COPIES.map((how) => {
      const of = copies.flatMap((copy, n) => (copy.how === how ? [given[n] === founders.get(copy.story)] : []));
      return `${how} ${(of.filter(Boolean).length / of.length).toFixed(3)}`;
    });
    console.log(
      `${copies.length} items: P ${precision.toFixed(4)} R ${recall.toFixed(4)} F1 ${f1.toFixed(4)}; with their original: ${found.join(", ")}`,
    );
    expect(copies.length).toBeGreaterThanOrEqual(ITEMS);
    expect(f1).toBeGreaterThanOrEqual(0.97);
    expect(precision).toBeGreaterThanOrEqual(0.98);
  });
});

const pairsIn = (labels: readonly unknown[]): number =>
  [...Map.groupBy(labels, (label) => label).values()].reduce((pairs, { length }) => pairs + (length * (length - 1)) / 2, 0);

describe("storyOf", () => {
  const [first, second] = press(5, 40)
    .filter(({ how }) => how === "original")
    .map(({ item }) => item);
  /** Counts what a story costs: keys asked for and keys put. */
  const counted = () => {
    const store = memoryStore(() => NOON);
    const calls = { asked: 0, requests: 0, put: 0 };
    const counting: StoryDeps["store"] = {
      storiesHolding: (keys) => {
        calls.requests++;
        calls.asked += keys.length;
        return store.storiesHolding(keys);
      },
      holdStoryKey: (...args) => {
        calls.put++;
        return store.holdStoryKey(...args);
      },
    };
    return { store: counting, calls };
  };

  it("asks for at most 45 keys and puts at most 13, however many stories are open", async () => {
    const { store, calls } = counted();
    for (const { item } of press(6, 300)) {
      Object.assign(calls, { asked: 0, requests: 0, put: 0 });
      await storyOf(item, [], { store, rarity });
      // Who joins a story asks once more, which one stands for it.
      expect(calls.requests).toBeLessThanOrEqual(2);
      expect(calls.asked).toBeLessThanOrEqual(45);
      expect(calls.put).toBeLessThanOrEqual(13);
    }
  });

  it("decides the same when it is tried again, wherever the first try died", async () => {
    for (let after = 0; after < 14; after++) {
      const { store } = counted();
      let left = after;
      const dying: StoryDeps["store"] = {
        ...store,
        holdStoryKey: async (...args) => {
          if (left-- === 0) throw new Error("died");
          return store.holdStoryKey(...args);
        },
      };
      const other = await storyOf(second!, [], { store, rarity });
      const tried = await storyOf(first!, [], { store: dying, rarity }).catch(() => undefined);
      const again = await storyOf(first!, [], { store, rarity });
      expect(again.storyId).not.toBe(other.storyId);
      expect(tried ?? again).toEqual(again);
      expect(await storyOf({ ...first!, id: "copy", guid: "copy", link: "https://copy.example/1" }, [], { store, rarity })).toEqual(again);
    }
  });

  it("is found by the keys that it put before it knew", async () => {
    const { store } = counted();
    const copy = { ...first!, id: "copy", guid: "copy", link: "https://copy.example/1" };
    // The copy's worker has asked before anybody put anything, and goes on when the first has put all.
    const founded = await storyOf(first!, [], { store, rarity });
    const late: StoryDeps["store"] = {
      ...store,
      storiesHolding: async (keys) => (keys.length > 1 ? keys.map(() => undefined) : store.storiesHolding(keys)),
    };
    expect(await storyOf(copy, [], { store: late, rarity })).toEqual(founded);
    const samePage = anItem("same-page", { link: copy.link, feedId: "aggregator", title: "Another title", summary: "Other words." });
    expect(await storyOf(samePage, [], { store, rarity })).toEqual(founded);
  });
});
