import { describe, expect, it } from "vitest";
import { Entity } from "../../lambdas/core/entity.ts";
import { SIGHTING_CONFIDENCE } from "../../lambdas/core/match.ts";
import { compileMatcher } from "../../lambdas/core/matcher.ts";
import { fold } from "../../lambdas/core/text.ts";
import { seedArticle } from "../../lambdas/data/seed-article.ts";
import { watchlist } from "../../lambdas/data/watchlist.ts";

const { entities } = watchlist;
const ofKind = (kind: string, list = "article") => entities.filter((e) => e.kind === kind && e.lists.includes(list));

/** Beyond this an entity and its rows would come near DynamoDB's limits (DESIGN: no item above 100 kB). */
const ROW_BYTES = 60_000;

describe("the watchlist that ships", () => {
  it("holds the article's people, offices, organizations and topics, and today's holders", () => {
    expect(ofKind("official")).toHaveLength(11);
    expect(ofKind("organization")).toHaveLength(7);
    expect(ofKind("topic")).toHaveLength(13);
    expect(ofKind("office").length).toBeGreaterThanOrEqual(11);
    expect(ofKind("official", "successors").length).toBeGreaterThanOrEqual(6);
    expect(new Set(entities.map((e) => e.id)).size).toBe(entities.length);
  });

  it.each(entities.map((e) => [e.id, e] as const))("%s fits the schema and a row", (_, entity) => {
    expect(Entity.safeParse(entity).error).toBeUndefined();
    expect(JSON.stringify(entity).length).toBeLessThan(ROW_BYTES);
  });

  it.each(entities.map((e) => [e.id, e] as const))(
    "%s lists nothing twice and nothing that no text could match",
    (_, { aliases, titles, negatives, context }) => {
      const seen = (texts: readonly string[]) => texts.filter((t, i) => texts.indexOf(t) !== i);
      const key = ({ text, lang }: { text: string; lang?: string | undefined }) => `${text.toLowerCase()} ${lang ?? ""}`;
      expect(seen(aliases.map(key))).toEqual([]);
      expect(seen(titles.map(key))).toEqual([]);
      expect([...aliases, ...titles].map((a) => fold(a.text)).filter((t) => t === "")).toEqual([]);
      expect([...negatives, ...context].map(fold).filter((t) => t === "")).toEqual([]);
    },
  );

  it.each(ofKind("office").map((e) => [e.id, e] as const))(
    "%s: tenures follow each other and say where they are from",
    (_, { tenures = [] }) => {
      expect(tenures.length).toBeGreaterThan(0);
      for (const [i, tenure] of tenures.entries()) {
        expect(tenure.source).not.toBe("");
        expect(tenure.verifiedUntil >= tenure.from).toBe(true);
        const next = tenures[i + 1];
        expect(next === undefined || (tenure.to ?? "9999") <= next.from).toBe(true);
      }
    },
  );

  it("every successor holds an office of the article, and every person of it held one", () => {
    const holders = new Set(entities.flatMap((e) => (e.tenures ?? []).map((t) => t.holder)));
    expect(entities.filter((e) => e.kind === "official" && !holders.has(e.id))).toEqual([]);
  });
});

describe("the article is sighting zero", () => {
  const { found, retrospective } = compileMatcher(watchlist).read({ ...seedArticle, date: seedArticle.published ?? "" });

  it.each(entities.filter((e) => e.lists.includes("article")).map((e) => e.id))("names %s", (id) => {
    expect(found.find((f) => f.entity === id)?.confidence ?? 0).toBeGreaterThanOrEqual(SIGHTING_CONFIDENCE);
  });

  it("is an ordinary old item", () => {
    expect(retrospective).toBe(false);
    expect(seedArticle.baseline).toBe(true);
    expect(seedArticle.published?.slice(0, 10)).toBe("2023-10-05");
    expect(seedArticle.title.length).toBeLessThanOrEqual(500);
    expect(seedArticle.summary.length).toBeLessThanOrEqual(4000);
  });

  it("names no one of the other list", () => {
    const others = new Set(entities.filter((e) => !e.lists.includes("article")).map((e) => e.id));
    expect(found.filter((f) => others.has(f.entity))).toEqual([]);
  });
});
