import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { storiesCommand } from "../../local/commands/stories.ts";
import { itemTime } from "../../lambdas/core/story.ts";
import { compileMatcher } from "../../lambdas/core/matcher.ts";
import { isDistinctive } from "../../lambdas/core/same-event.ts";
import { rarity } from "../../lambdas/data/rarity.ts";
import { watchlist } from "../../lambdas/data/watchlist.ts";
import { match } from "../../lambdas/pipeline/match.ts";
import { memoryStore } from "../memory-store.ts";

/** Labelled passages of real news. They belong to their publishers, so they lie beside the project and never in it. */
const corpus = join(import.meta.dirname, "../../../shared/corpus");
const absent = !existsSync(join(corpus, "en-dev.jsonl"));
if (absent) console.log(`skipped: the labelled passages are not at ${join("..", "shared", "corpus")}`);

interface Passage {
  readonly id: string;
  readonly url: string;
  readonly outlet: string;
  readonly date: string;
  readonly lang: "en" | "es";
  readonly title?: string;
  readonly text: string;
  /** Near-duplicates of one wire text. */
  readonly group?: string;
  /** The same event in other words. */
  readonly event?: string;
}

const passages = absent
  ? []
  : ["en", "es"].flatMap((lang) =>
      readFileSync(join(corpus, `${lang}-dev.jsonl`), "utf8")
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Passage),
    );

const pairsOf = <T>(all: readonly T[]): readonly (readonly [T, T])[] =>
  all.flatMap((one, n) => all.slice(n + 1).map((other) => [one, other] as const));
const isPair =
  (kind: "group" | "event") =>
  ([a, b]: readonly [Passage, Passage]) =>
    a[kind] !== undefined && a[kind] === b[kind];

/** The story of each passage, as a person would learn it from `vigia stories --jsonl`. */
const storiesOf = async (some: readonly Passage[]): Promise<ReadonlyMap<string, string>> => {
  const lines: string[] = [];
  async function* stdin() {
    for (const passage of some) yield `${JSON.stringify(passage)}\n`;
  }
  await storiesCommand(["--jsonl"], { stdin: stdin(), out: (line) => lines.push(line), err: (text) => lines.push(text) });
  return new Map(lines.map((line) => JSON.parse(line) as { id: string; story: string }).map(({ id, story }) => [id, story]));
};

describe.skipIf(absent)("labelled passages", () => {
  it.each([
    ["in their order", passages],
    ["backwards", passages.toReversed()],
  ])("%s: copies of one wire text are one story, and hardly anything else", async (name, some) => {
    const stories = await storiesOf(some);
    const together = ([a, b]: readonly [Passage, Passage]) => stories.get(a.id) === stories.get(b.id);
    const pairs = pairsOf(some);
    const copies = pairs.filter(isPair("group"));
    const others = pairs.filter((pair) => !isPair("group")(pair) && !isPair("event")(pair));
    const [joined, mixed] = [copies.filter(together), others.filter(together)];
    const missing = copies.filter((pair) => !together(pair)).map(([a, b]) => `${a.id}/${b.id}`);
    console.log(
      `${name}: ${joined.length} of ${copies.length} pairs of copies joined, ${mixed.length} of ${others.length} others`,
      ...missing,
      `(${mixed.filter(([a, b]) => a.url === b.url).length} of them by their address)`,
    );
    expect(copies.length).toBeGreaterThanOrEqual(40);
    expect(joined.length).toBeGreaterThanOrEqual(0.95 * copies.length);
    expect(mixed.length).toBeLessThanOrEqual(0.01 * others.length);
    // Far below what is allowed; what must not be lost again.
    expect(mixed.length).toBeLessThanOrEqual(20);
  });

  it("of one event that share two distinctive entities are linked", async () => {
    const events = passages.filter(({ event }) => event !== undefined);
    const now = Date.parse("2023-10-07T00:00:00Z");
    const store = memoryStore(() => now);
    await store.seed(watchlist.entities.map((body) => ({ prefix: "ENTITY" as const, id: body.id, body })));
    const matcher = compileMatcher(watchlist);
    const entities = new Map(watchlist.entities.map((entity) => [entity.id, entity]));
    const stories = new Map<string, string | undefined>();
    const distinctive = new Map<string, ReadonlySet<string>>();
    for (const { id, url, outlet, date, lang, title = "", text } of events) {
      const item = {
        id,
        feedId: id,
        link: url,
        outlet,
        lang,
        title,
        summary: text,
        published: new Date(date).toISOString(),
        seenAt: new Date(date).toISOString(),
        baseline: false,
      };
      const outcome = await match({ item }, { store, rarity, matcher: async () => matcher, clock: () => now, deliver: async () => {} });
      stories.set(id, outcome.storyId);
      const { found, retrospective } = matcher.read({ title, summary: text, lang, date: itemTime(item) });
      distinctive.set(
        id,
        new Set(found.filter((f) => isDistinctive(entities.get(f.entity), { ...f, retrospective })).map((f) => f.entity)),
      );
    }
    const sharing = pairsOf(events).filter(
      ([a, b]) => (distinctive.get(a.id)?.intersection(distinctive.get(b.id) ?? new Set()).size ?? 0) >= 2,
    );
    const linked = await Promise.all(
      sharing.map(async ([a, b]) => {
        const [one, other] = [stories.get(a.id) ?? "", stories.get(b.id) ?? ""];
        return one === other || ((await store.story(one))?.sameEvent.some(({ storyId }) => storyId === other) ?? false);
      }),
    );
    const right = sharing.filter(isPair("event")).length;
    console.log(
      `${events.length} passages of events: ${sharing.length} pairs share two distinctive entities, ${right} of them of one event; ${linked.filter(Boolean).length} linked`,
    );
    expect(sharing.length).toBeGreaterThan(0);
    expect(linked.every(Boolean)).toBe(true);
  });
});
