import { describe, expect, it } from "vitest";
import { SIGHTING_CONFIDENCE } from "../../lambdas/core/match.ts";
import { compileMatcher } from "../../lambdas/core/matcher.ts";
import { watchlist } from "../../lambdas/data/watchlist.ts";
import type { Passage } from "../fixtures/passage.ts";
import { phenomena } from "../fixtures/passage.ts";
import { passages } from "../fixtures/passages.ts";

const matcher = compileMatcher(watchlist);
const judged = watchlist.entities.filter((e) => e.kind !== "office" && e.lists.includes("article"));
const ids = new Set(judged.map((e) => e.id));

const read = ({ title = "", text, lang, date = "2023-10-05" }: Passage) => matcher.read({ title, summary: text, lang, date }).found;
/** What is sure enough to be a sighting, of the article's people, organizations and topics. */
const named = (passage: Passage): string[] =>
  read(passage).flatMap((f) => (ids.has(f.entity) && f.confidence >= SIGHTING_CONFIDENCE ? [f.entity] : []));
const pointed = (passage: Passage): string[] =>
  read(passage).flatMap((f) => (f.kind === "official" && f.confidence < SIGHTING_CONFIDENCE ? [f.entity] : []));

describe("what a passage names, and nothing else", () => {
  it.each(passages.filter((p) => p.hard !== true))("$lang $class, $why: $text", (passage) => {
    const optional = passage.optional ?? [];
    expect(
      named(passage)
        .filter((id) => !optional.includes(id))
        .toSorted(),
    ).toEqual([...passage.names].toSorted());
  });

  it.each(passages.filter((p) => p.points !== undefined))("$lang $class points to $points: $text", (passage) => {
    expect(pointed(passage).toSorted()).toEqual(passage.points?.toSorted());
  });
});

describe("the suite", () => {
  it("is large enough, and labels only what is on the watchlist, and all of it", () => {
    const labelled = new Set(passages.flatMap((p) => p.names));
    expect([...labelled].filter((id) => !ids.has(id))).toEqual([]);
    expect([...ids].filter((id) => !labelled.has(id))).toEqual([]);
    expect(passages.length).toBeGreaterThanOrEqual(250);
    expect(new Set(passages.map((p) => `${p.title ?? ""}|${p.text}|${p.date ?? ""}|${p.lang}`)).size).toBe(passages.length);
  });

  it.each(Object.entries(phenomena).flatMap(([group, classes]) => classes.map((name) => [group, name] as const)))(
    "has passages of %s: %s",
    (_, name) => {
      expect(passages.filter((p) => p.class === name).length).toBeGreaterThanOrEqual(2);
    },
  );

  it("has few passages that are known not to be read right, and none of them is", () => {
    const right = passages.filter((p) => p.hard && named(p).toSorted().join() === [...p.names].toSorted().join());
    expect(right.map((p) => p.text)).toEqual([]);
    expect(passages.filter((p) => p.hard).length / passages.length).toBeLessThanOrEqual(0.02);
  });
});

/** Least F1 over the whole suite, the hard passages in it. */
const LEAST = { official: 0.985, organization: 0.97, topic: 0.97 } as const;
/** Of the passages that name nobody, at most this share may name somebody. */
const FALSE_ALARMS = 0.02;

describe("the score of the whole suite", () => {
  it.each(Object.entries(LEAST))("%s: F1 at least %d", (kind, least) => {
    const kindOf = new Map(judged.map((e) => [e.id, e.kind]));
    let [right, wrong, missed] = [0, 0, 0];
    for (const passage of passages) {
      const gold = new Set(passage.names.filter((id) => kindOf.get(id) === kind));
      const found = named(passage).filter((id) => kindOf.get(id) === kind && passage.optional?.includes(id) !== true);
      right += found.filter((id) => gold.has(id)).length;
      wrong += found.filter((id) => !gold.has(id)).length;
      missed += [...gold].filter((id) => !found.includes(id)).length;
    }
    expect(right).toBeGreaterThan(30);
    expect((2 * right) / (2 * right + wrong + missed)).toBeGreaterThanOrEqual(least);
  });

  it("look-alikes stay silent", () => {
    const nobody = passages.filter((p) => p.names.length === 0);
    expect(nobody.length).toBeGreaterThan(100);
    expect(nobody.filter((p) => named(p).length > 0).length / nobody.length).toBeLessThanOrEqual(FALSE_ALARMS);
  });
});
