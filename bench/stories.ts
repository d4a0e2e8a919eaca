/** `npm run bench:stories`: what it costs to tell which story an item belongs to; prints it and writes `stories.md`. */
import { writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import type { KeyedStory } from "../lambdas/core/story.ts";
import { rarity } from "../lambdas/data/rarity.ts";
import type { StoryDeps } from "../lambdas/pipeline/story-of.ts";
import { storyOf } from "../lambdas/pipeline/story-of.ts";
import { documents } from "./documents.ts";
import { median } from "./measure.ts";

/** Items between two lines of the table. */
const STEP = 5000;
const ROUNDS = 3;

/** What the items of one step cost, on average. */
interface Cost {
  readonly open: number;
  readonly microseconds: number;
  /** Other stories that hold a key which was asked for: each is compared with, at most 40. */
  readonly compared: number;
  readonly asked: number;
  readonly put: number;
  readonly founded: number;
}

const { source, all } = documents(45_000);

/** All items one after the other, in memory: the time is that of the decision alone, without the table's. */
const play = async (): Promise<readonly Cost[]> => {
  const rows = new Map<string, KeyedStory>();
  const stories = new Set<string>();
  let [asked, put, compared, inStore] = [0, 0, 0, 0];
  /** The time of the Map that stands for the table is not that of the decision. */
  const outside = <Value>(act: () => Value): Value => {
    const started = performance.now();
    const value = act();
    inStore += performance.now() - started;
    return value;
  };
  const store: StoryDeps["store"] = {
    storiesHolding: async (keys) => {
      asked += keys.length;
      return outside(() => {
        const held = keys.map((key) => rows.get(key));
        compared += new Set(held.flatMap((story) => story?.storyId ?? [])).size;
        return held;
      });
    },
    holdStoryKey: async (key, story) => {
      put++;
      return outside(() => {
        const holder = rows.get(key);
        if (holder !== undefined) return holder;
        rows.set(key, story);
        return story;
      });
    },
  };
  const costs: Cost[] = [];
  for (let from = 0; from + STEP <= all.length; from += STEP) {
    const open = stories.size;
    [asked, put, compared, inStore] = [0, 0, 0, 0];
    const started = performance.now();
    for (const [n, { title, text }] of all.slice(from, from + STEP).entries()) {
      const id = `item-${from + n}`;
      const link = `https://press.example/${id}`;
      const item = {
        id,
        feedId: id,
        link,
        outlet: "",
        lang: "en" as const,
        title,
        summary: text,
        seenAt: "2026-03-01T12:00:00.000Z",
        baseline: false,
      };
      stories.add((await storyOf(item, [], { store, rarity })).storyId);
    }
    const microseconds = ((performance.now() - started - inStore) * 1000) / STEP;
    costs.push({
      open,
      microseconds,
      compared: compared / STEP,
      asked: asked / STEP,
      put: put / STEP,
      founded: (stories.size - open) / STEP,
    });
  }
  return costs;
};

const rounds: (readonly Cost[])[] = [];
for (let round = 0; round < ROUNDS; round++) rounds.push(await play());
const costs = rounds[0]!.map((cost, n) => ({ ...cost, microseconds: median(rounds.map((round) => round[n]!.microseconds)) }));
const first = costs[1] ?? costs[0]!;
const last = costs.at(-1)!;

const report = `# Telling stories apart

Made by \`npm run bench:stories\`; times of one machine, so what counts is that they do not grow.

- Machine: ${cpus()[0]?.model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 1e9)} GB; Node ${process.version}, ${process.platform} ${process.arch}
- Items: ${all.length} (${source}), each with an address of its own; medians of ${ROUNDS} rounds. The time is that of the decision, not of the table; an item is compared with at most 40 stories, however many are open.
- Keys asked for are read with one BatchGet, a read unit each; a key that is put is a write unit, which costs five times as much. Only items that matched come here.

**With ${last.open} open stories an item costs ${last.microseconds.toFixed(0)} µs, with ${first.open} it costs ${first.microseconds.toFixed(0)} µs: ${(last.microseconds / first.microseconds).toFixed(2)}×.**

| open stories | µs an item | compared with | keys asked | keys put | founded one |
|---|---|---|---|---|---|
${costs.map(({ open, microseconds, compared, asked, put, founded }) => `| ${open} | ${microseconds.toFixed(0)} | ${compared.toFixed(1)} | ${asked.toFixed(1)} | ${put.toFixed(1)} | ${(100 * founded).toFixed(1)} % |`).join("\n")}
`;
writeFileSync(join(import.meta.dirname, "stories.md"), report);
console.log(report);
