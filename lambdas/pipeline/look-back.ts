import { DAY_MS } from "../core/gap.ts";
import type { Subscription } from "../core/subscription.ts";
import { selects } from "../core/subscription.ts";
import type { LookBack } from "../core/welcome-view.ts";
import { inParallel } from "./in-parallel.ts";
import type { Ears } from "./listening.ts";
import { heardBy } from "./listening.ts";
import type { MatchStore } from "./ports.ts";
import { lastSighting } from "./silence.ts";

/** So many entities are listed with their last sighting; the rest are counted. */
const LISTED = 40;

/** Entities whose logs are read at the same time. */
const AT_ONCE = 10;

/** What deliver reads to say who was last seen when, and what was heard. */
export type LookBackStore = Ears & Pick<MatchStore, "watchlist">;

/** Reads what is known for a subscription at `now` (epoch ms), of the world or of the sample, and how much of the last `days` days was heard. */
export const lookBack = async (subscription: Subscription, store: LookBackStore, now: number, days: number): Promise<LookBack> => {
  const sample = subscription.sample === true;
  const instant = new Date(now).toISOString();
  const [{ entities }, all, began] = await Promise.all([store.watchlist(), store.listening(), store.watchingSince()]);
  const listening = all.filter((one) => one.sample === sample);
  const watchingSince = began ?? instant;
  const chosen = entities.filter(({ id, kind, lists }) => selects(subscription.select, { entity: id, kind, lists }));
  const listed = chosen.slice(0, LISTED);
  const last = new Map<string, Awaited<ReturnType<typeof lastSighting>>>();
  await inParallel(listed, AT_ONCE, async ({ id }) => {
    last.set(id, await lastSighting(store, id, { at: instant, storyId: "", ...(!sample && { sample }) }, "any"));
  });
  const from = Math.max(now - days * DAY_MS, Date.parse(watchingSince));
  return {
    followed: listed.map((entity) => {
      const seen = last.get(entity.id);
      return { entity, ...(seen !== undefined && { last: seen }) };
    }),
    more: chosen.length - listed.length,
    watchingSince,
    feeds: listening.filter(({ until }) => until === undefined).length,
    days: Math.floor((now - from) / DAY_MS),
    heard: (await heardBy(listening, store, [], { from, to: now })).share,
  };
};
