import { compileMatcher } from "../lambdas/core/matcher.ts";
import type { Matcher } from "../lambdas/core/matcher.ts";
import type { KeyedStory } from "../lambdas/core/story.ts";
import { itemTime } from "../lambdas/core/story.ts";
import { rarity } from "../lambdas/data/rarity.ts";
import { watchlist } from "../lambdas/data/watchlist.ts";
import type { StoryDeps } from "../lambdas/pipeline/story-of.ts";
import { storyOf } from "../lambdas/pipeline/story-of.ts";
import type { TextDocument } from "./text-matches.ts";
import { itemOf } from "./text-matches.ts";

/** Tells one document after the other which story it belongs to: a story is called by the id that its founder would give it. */
export const storyTeller = (): ((document: TextDocument, number: number) => Promise<string>) => {
  const matcher: Matcher = compileMatcher(watchlist);
  const store = storyKeysInMemory();
  return async (document, number) => {
    const { title, summary, lang, date } = itemOf(document);
    const item = {
      // Two lines are two items, whatever they hold.
      id: `line-${number}`,
      feedId: `line-${number}`,
      outlet: document.outlet,
      lang,
      title,
      summary,
      ...(document.link !== undefined && { link: document.link }),
      seenAt: Number.isNaN(Date.parse(date)) ? new Date(0).toISOString() : new Date(date).toISOString(),
      baseline: false,
    };
    const { found } = matcher.read({ title, summary, lang, date: itemTime(item) });
    return (await storyOf(item, found, { store, rarity })).storyId;
  };
};

/** As the table holds them, for as long as the command runs. */
const storyKeysInMemory = (): StoryDeps["store"] => {
  const rows = new Map<string, KeyedStory>();
  return {
    storiesHolding: async (keys) => keys.map((key) => rows.get(key)),
    holdStoryKey: async (key, story) => {
      const holder = rows.get(key);
      if (holder !== undefined) return holder;
      rows.set(key, story);
      return story;
    },
  };
};
