import { requestOf } from "../core/check.ts";
import type { Feed } from "../core/feed.ts";
import { FEED_SHARDS } from "../core/feed.ts";
import type { Seed } from "../core/seed.ts";
import type { ItemMessage } from "./messages.ts";
import type { Clock, Outbox, ScheduleStore } from "./ports.ts";

export interface SeedDeps {
  readonly store: ScheduleStore;
  readonly match: Outbox<ItemMessage>;
  readonly clock: Clock;
  readonly seed: Seed;
  readonly newSecret: () => string;
}

/**
 * Writes the shipped rows once a version; true if it did. People's edits and deletions stay. Dying anywhere, the next
 * tick does it all again, to the same rows: the version is written last.
 */
export const plant = async ({ store, match, clock, seed, newSecret }: SeedDeps): Promise<boolean> => {
  if ((await store.seedVersion()) === seed.version) return false;
  const now = new Date(clock()).toISOString();
  await store.ensureAppSecret(newSecret());
  await store.seed(seed.entities.map((body) => ({ prefix: "ENTITY", id: body.id, body })));
  const known = new Map((await allFeeds(store)).map((feed) => [feed.id, feed]));
  const feeds = seed.feeds(now).map((feed) => keepAge(feed, known.get(feed.id)));
  await store.seed(feeds.map((body) => ({ prefix: "FEED", id: body.id, body })));
  await match([{ item: seed.article }]);
  await store.setSeedVersion(seed.version, now);
  return true;
};

const allFeeds = async (store: ScheduleStore): Promise<readonly Feed[]> =>
  (await Promise.all(Array.from({ length: FEED_SHARDS }, (_, shard) => store.feedsOf(shard)))).flat();

/**
 * A feed that was here before keeps its age: a newer `alertSince` would turn its news into baseline. At another address it
 * keeps only that; what it holds there by now is its past, as it is when a person moves it.
 */
const keepAge = (feed: Feed, known: Feed | undefined): Feed => {
  if (known === undefined) return feed;
  const isSame = requestOf(feed.url) === requestOf(known.url);
  return { ...feed, addedAt: known.addedAt, ...(isSame && { alertSince: known.alertSince }) };
};
