import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { storiesCommand } from "../../local/commands/stories.ts";
import { compileMatcher } from "../../lambdas/core/matcher.ts";
import { EVENT_MS, isDistinctive } from "../../lambdas/core/same-event.ts";
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

  it("that share two distinctive entities within 48 hours are linked, across languages too", async () => {
    const dated = passages.filter(({ date }) => !Number.isNaN(Date.parse(date)));
    const store = memoryStore(() => 0);
    await store.seed(watchlist.entities.map((body) => ({ prefix: "ENTITY" as const, id: body.id, body })));
    const matcher = compileMatcher(watchlist);
    const entities = new Map(watchlist.entities.map((entity) => [entity.id, entity]));
    const stories = new Map<string, string>();
    const named = new Map<string, readonly string[]>();
    for (const { id, url, outlet, date, lang, title = "", text } of dated) {
      const at = new Date(date).toISOString();
      const item = { id, feedId: id, link: url, outlet, lang, title, summary: text, published: at, seenAt: at, baseline: false };
      const deps = { store, rarity, matcher: async () => matcher, clock: () => Date.parse(date), deliver: async () => {} };
      stories.set(id, (await match({ item }, deps)).storyId ?? "");
      const { found, retrospective } = matcher.read({ title, summary: text, lang, date: at });
      const hints = found.filter((one) => isDistinctive(entities.get(one.entity), { ...one, retrospective }));
      named.set(
        id,
        hints.map(({ entity }) => entity),
      );
    }
    const shared = (a: Passage, b: Passage) => named.get(a.id)?.filter((entity) => named.get(b.id)?.includes(entity)).length ?? 0;
    const sharing = pairsOf(dated).filter(([a, b]) => shared(a, b) >= 2 && Math.abs(Date.parse(a.date) - Date.parse(b.date)) <= EVENT_MS);
    const apart: string[] = [];
    for (const [a, b] of sharing) {
      const [one, other] = [stories.get(a.id)!, stories.get(b.id)!];
      const links = (await store.story(one))?.sameEvent.map(({ storyId }) => storyId) ?? [];
      if (one !== other && !links.includes(other)) apart.push(`${a.id}/${b.id}`);
    }
    const events = sharing.filter(([a, b]) => a.event !== undefined || b.event !== undefined);
    console.log(
      `${sharing.length} pairs share two distinctive entities within 48 hours, ${events.length} of them with an item labelled as of an event,`,
      `${sharing.filter(([a, b]) => a.lang !== b.lang).length} in two languages; not linked: ${apart.join(" ") || "none"}`,
    );
    expect(events.length).toBeGreaterThan(0);
    expect(apart).toEqual([]);
  });
});
