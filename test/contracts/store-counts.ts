import { expect, it } from "vitest";
import { countIn } from "../../lambdas/core/counts.ts";
import { MINUTE, NOON } from "./rows.ts";
import type { Bench } from "./store.ts";

const HOUR = 60 * MINUTE;
const at = (ms: number) => new Date(NOON + ms).toISOString();
const many = (count: number) => Array.from({ length: count }, (_, n) => ({ id: `item ${n}`, at: at(MINUTE) }));

export const countContract = (open: () => Promise<Bench>): void => {
  it("counts a story once in the hour of its entity, however often it is counted", async () => {
    const { store } = await open();
    for (const [ms, story] of [
      [0, "s1"],
      [1, "s1"],
      [59 * MINUTE, "s2"],
      [HOUR, "s3"],
      [-1, "s4"],
    ] as const)
      // prettier-ignore
      await store.countStory("marcelo-ebrard", at(ms), story);
    await store.countStory("ken-salazar", at(0), "s1");
    const counted = await store.storiesCounted("marcelo-ebrard", at(0), at(HOUR));
    expect([...counted].map(([hour, set]) => [hour, set.size])).toEqual([["2026-11-24T12", 2]]);
    const [other] = (await store.storiesCounted("ken-salazar", at(0), at(HOUR))).values();
    expect([...(other ?? [])].every((story) => counted.get("2026-11-24T12")?.has(story))).toBe(true);
    expect(countIn(await store.storiesCounted("marcelo-ebrard", at(-HOUR), at(2 * HOUR)), NOON - HOUR, NOON + 2 * HOUR)).toBe(4);
    expect(await store.storiesCounted("alicia-barcena", at(-HOUR), at(HOUR))).toEqual(new Map());
  });

  it("takes a story out again, whichever part it is in, and however often", async () => {
    const { store } = await open();
    for (const story of ["s1", "s2"]) await store.countStory("ken-salazar", at(0), story);
    const size = async () => (await store.storiesCounted("ken-salazar", at(0), at(HOUR))).get("2026-11-24T12")?.size ?? 0;
    for (let n = 0; n < 2; n++) await store.uncountStory("ken-salazar", at(5), "s1");
    expect(await size()).toBe(1);
    await store.uncountStory("ken-salazar", at(0), "s2");
    await store.uncountStory("ken-salazar", at(HOUR), "s2");
    expect(await size()).toBe(0);
    await store.countStory("ken-salazar", at(0), "s2");
    expect(await size()).toBe(1);
  });

  it("counts the items of all shards together, each once, and more than one row can hold", async () => {
    const { store } = await open();
    await store.countItems([{ id: "a", at: at(0) }, { id: "b", at: at(0) }, { id: "c", at: at(HOUR) }], 0); // prettier-ignore
    await store.countItems([{ id: "b", at: at(0) }, { id: "d", at: at(0) }], 3); // prettier-ignore
    const counted = await store.itemsCounted(at(0), at(2 * HOUR));
    expect(["2026-11-24T12", "2026-11-24T13"].map((hour) => counted.get(hour)?.size)).toEqual([3, 1]);
    for (let from = 0; from < 9_000; from += 1_500) await store.countItems(many(9_000).slice(from, from + 1_500), 1);
    // What is counted again lands in another row by now, and is still the same.
    await store.countItems(many(9_000).slice(0, 1_500), 1);
    expect((await store.itemsCounted(at(0), at(HOUR))).get("2026-11-24T12")?.size).toBe(9_003);
  });
};
