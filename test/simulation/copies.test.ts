import { expect, it } from "vitest";
import type { MemoryStore } from "../memory-store.ts";
import { playCopies } from "./copies.ts";

const SEEDS = Number(process.env.SEEDS ?? 300);

/** What is wrong after each of so many plays. */
const wrongIn = async (plays: number, crashes: number, meddle?: (store: MemoryStore) => MemoryStore): Promise<readonly string[]> => {
  const wrong: string[] = [];
  for (let seed = 1; seed <= plays; seed++) {
    const { every, reappearance, stories, failures } = await playCopies({ seed, crashes, ...(meddle !== undefined && { meddle }) });
    const told = new Set(stories.values()).size;
    if (every.length !== 1 || reappearance.length !== 1 || told !== 1 || failures.length > 0)
      wrong.push(`SEED=${seed}: ${every.length} and ${reappearance.length} alerts, ${told} stories, ${failures.length} failures`);
  }
  return wrong;
};

it("tells five outlets' copies of one tick once, whoever dies when", { timeout: 120_000 }, async () => {
  expect(await wrongIn(SEEDS, 0)).toEqual([]);
  expect(await wrongIn(SEEDS, 0.02)).toEqual([]);
  expect((await playCopies({ seed: 1, crashes: 0.02 })).died).toBeGreaterThan(0);
});

it("finds keys that everybody may have", { timeout: 60_000 }, async () => {
  const claimless = (store: MemoryStore): MemoryStore => ({
    ...store,
    holdStoryKey: async (key, story) => {
      await store.holdStoryKey(key, story, "nobody");
      return story;
    },
  });
  expect((await wrongIn(40, 0, claimless)).length).toBeGreaterThan(0);
});

it("finds keys that stay with a story that came to nothing", { timeout: 60_000 }, async () => {
  const staying = (store: MemoryStore): MemoryStore => ({
    ...store,
    holdStoryKey: (key, story) => store.holdStoryKey(key, story, "nobody"),
  });
  expect((await wrongIn(40, 0, staying)).length).toBeGreaterThan(0);
});
