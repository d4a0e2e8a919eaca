import { describe, expect, it } from "vitest";
import { SIGHTING_CONFIDENCE } from "../../lambdas/core/match.ts";
import { compileMatcher } from "../../lambdas/core/matcher.ts";
import { watchlist } from "../../lambdas/data/watchlist.ts";
import { englishPassages } from "../fixtures/passages-en.ts";
import { spanishPassages } from "../fixtures/passages-es.ts";

const matcher = compileMatcher(watchlist);
const judged = new Set(watchlist.entities.filter((e) => e.kind !== "office" && e.lists.includes("article")).map((e) => e.id));

describe("what a passage names, and nothing else", () => {
  it.each([...englishPassages, ...spanishPassages])("$lang $why: $text", ({ lang, date = "2023-10-05", title = "", text, names }) => {
    const { found } = matcher.read({ title, summary: text, lang, date });
    const sure = found.filter((f) => judged.has(f.entity) && f.confidence >= SIGHTING_CONFIDENCE);
    expect(sure.map((f) => f.entity).toSorted()).toEqual([...names].toSorted());
  });

  it("labels only what is on the watchlist, and enough of it", () => {
    const passages = [...englishPassages, ...spanishPassages];
    const named = new Set(passages.flatMap((p) => p.names));
    expect([...named].filter((id) => !judged.has(id))).toEqual([]);
    expect([...judged].filter((id) => !named.has(id))).toEqual([]);
    expect(passages.length).toBeGreaterThanOrEqual(130);
  });
});
