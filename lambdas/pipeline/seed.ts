import { requestOf } from "../core/check.ts";
import type { Feed } from "../core/feed.ts";
import { FEED_SHARDS } from "../core/feed.ts";
import type { Seed } from "../core/seed.ts";
import { REMATCH_DELAY_SECONDS, storedSpan } from "../core/rematch.ts";
import type { MatchMessage } from "./messages.ts";
import type { Clock, Outbox, ScheduleStore, SeedRow } from "./ports.ts";

export interface SeedDeps {
  readonly store: ScheduleStore;
  readonly match: Outbox<MatchMessage>;
  readonly clock: Clock;
  readonly seed: Seed;
  readonly newSecret: () => string;
}

/**
 * Writes the shipped rows once a version; true if it did. People's edits and deletions stay. Who is new or recognised otherwise is
 * looked for in the stored items, but not by the first version, before which there are none.
 *
 * Dying anywhere, the next tick does it all again, to the same rows: the version is written last. What it changes is planned before
 * anything is written, since afterwards nobody can tell; so the retry sends and notes what the first try would have.
 */
export const plant = async ({ store, match, clock, seed, newSecret }: SeedDeps): Promise<boolean> => {
  const before = await store.seedVersion();
  if (before === seed.version) return false;
  const now = new Date(clock()).toISOString();
  await store.ensureAppSecret(newSecret());
  const entities = seed.entities.map((body): SeedRow => ({ prefix: "ENTITY", id: body.id, body }));
  const known = new Map((await allFeeds(store)).map((feed) => [feed.id, feed]));
  const feeds = seed.feeds(now).map((feed) => keepAge(feed, known.get(feed.id)));
  const rows = [...entities, ...feeds.map((body): SeedRow => ({ prefix: "FEED", id: body.id, body }))];
  const changed = await store.unseeded(rows);
  const plan = await store.planSeed({
    version: seed.version,
    at: now,
    entities: changed.filter(({ prefix }) => prefix === "ENTITY").map(({ id }) => id),
    rows: changed.length,
  });
  await store.seed(rows);
  await match([{ item: seed.article }]);
  if (before !== undefined && plan.entities.length > 0)
    await match(
      plan.entities.map((id) => ({ rematch: storedSpan(id, clock()) })),
      REMATCH_DELAY_SECONDS,
    );
  if (plan.rows > 0) await store.noteChange({ at: plan.at, kind: "matcher", id: plan.version, change: "shipped", rows: plan.rows });
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
