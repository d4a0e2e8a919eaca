import { hashId } from "../core/hash.ts";
import type { Seed } from "../core/seed.ts";
import { feeds } from "./feeds.ts";
import { seedArticle } from "./seed-article.ts";
import { watchlist } from "./watchlist.ts";

/** Everything the first tick after a deploy writes. */
export const seed: Seed = {
  version: hashId(watchlist.entities, feeds(""), seedArticle),
  entities: watchlist.entities,
  feeds,
  article: seedArticle,
};
