import type { Feed } from "../../lambdas/core/feed.ts";
import type { Found } from "../../lambdas/core/match.ts";
import type { Matcher } from "../../lambdas/core/matcher.ts";

/** What is followed from `start` (epoch ms) on. */
export const makeFeeds = (start: number): readonly Feed[] =>
  ["one", "two", "three"].map((id) => ({
    id,
    url: `https://${id}.example/${id}`,
    outlet: `Outlet ${id}`,
    lang: "en",
    country: "US",
    kind: "media",
    timezone: "UTC",
    enabled: true,
    alertSince: new Date(start).toISOString(),
    addedAt: new Date(start).toISOString(),
    floorSeconds: 900,
  }));

/** A topic on the article's list. */
export const makeEntity = (id: string) => ({
  id,
  kind: "topic" as const,
  name: { en: id, es: id },
  lists: ["article"],
  aliases: [],
  negatives: [],
  context: [],
  titles: [],
});

/** The item that names all on the list, long ago. */
export const oldArticle = {
  id: "old",
  feedId: "seed-article",
  outlet: "Archive",
  lang: "en" as const,
  title: "The article #alpha #beta #gamma",
  summary: "",
  published: "2023-10-05T00:00:00.000Z",
  seenAt: "2023-10-05T00:00:00.000Z",
  baseline: true,
};

/** Finds `#alpha` and the like. The real matcher has its own tests; here only what is done with its answer counts. */
export const tagMatcher: Matcher = {
  read: ({ title }) => ({
    retrospective: false,
    countries: [],
    found: [...title.matchAll(/#(\w+)/g)].map(({ 0: surface, 1: entity, index: start }): Found => {
      const end = start + surface.length;
      return {
        entity: entity ?? "",
        kind: "topic",
        // Outlets differ in how much they say; all of it is enough for everybody.
        confidence: title.includes("Outlet one") ? 0.95 : 0.8,
        evidence: ["name"],
        prominence: title.includes("Outlet two") ? "headline" : "lead",
        mentions: [{ field: "title", start, end, surface }],
        sentence: { text: title, start, end },
      };
    }),
  }),
};
