import type { Alert } from "../core/alert.ts";
import { retractionOf } from "../core/alert.ts";
import type { Match } from "../core/match.ts";
import { pairId } from "../core/reappearance.ts";
import type { Subscription } from "../core/subscription.ts";
import { alertMatch, send } from "./alerts.ts";
import { inParallel } from "./in-parallel.ts";
import { forget, laterThan } from "./last-seen.ts";
import { listener } from "./listening.ts";
import { LONGEST_WAY, match } from "./match.ts";
import type { MatchDeps, MatchOutcome } from "./match.ts";
import type { RejectMessage } from "./messages.ts";
import { retractTold } from "./returns.ts";

/** Subscriptions that are looked at together. */
const AT_ONCE = 20;

/**
 * Takes a match back for everyone, as an operator says: from log and counts; from what later matches know as the sighting before
 * them; from what was told as a return, which may have hidden another that is told now; and with one correction to each
 * subscription that was alerted of it.
 *
 * The mark comes first. Whoever matches an item of the story sees it when it writes its match, whoever delivers sees it before it
 * sends, and what was written before the mark is found here. All of it may be repeated: dying anywhere, the retry finds the mark,
 * takes out what is still in, and puts the corrections that are missing; those that are PENDING are sent by the sweep.
 */
export const reject = async ({ reject: place }: RejectMessage, deps: MatchDeps): Promise<MatchOutcome> => {
  const { store, clock } = deps;
  const { entity, storyId, at } = place;
  const rejected = await store.retractMatch(place, place.by);
  if (rejected === undefined) return { storyId, entities: [], alerts: 0 };
  await store.uncountStory(entity, at, storyId);
  await forget(store, rejected, listener(store, rejected.sample === true, new Date(clock()).toISOString()));

  const corrections: Alert[] = [];
  const names = new Map((await store.watchlist()).entities.map((one) => [one.id, one]));
  await inParallel(await store.activeSubscriptions(), AT_ONCE, async (subscription) => {
    await retractTold(store, subscription.id, keyOf(entity, subscription), storyId);
    const told = (await store.alertsOf(subscription.id, storyId)).find((alert) => alert.told.includes(entity));
    if (told === undefined) return;
    const correction = retractionOf(told, alertMatch(rejected, names), rejected.retracted ?? place.by);
    if ((await store.putAlert(correction)) === undefined) corrections.push(correction);
  });
  const sent = await send(corrections, deps);
  return { storyId, entities: [], alerts: sent + (await tellHidden(rejected, deps)) };
};

/** Under which key the subscription was told of the entity: its own, or that of the two it follows together. */
const keyOf = (entity: string, { select: { together } }: Subscription): string => (together?.includes(entity) ? pairId(together) : entity);

/** Matches the items of later sightings once more, as far back as news may be told: one that was hidden is a return now. */
const tellHidden = async (rejected: Match, deps: MatchDeps): Promise<number> => {
  const { store, clock } = deps;
  let alerts = 0;
  for (const later of await laterThan(store, rejected)) {
    const item = await store.storedItem(later.itemId);
    if (item !== undefined && clock() - Date.parse(item.seenAt) <= LONGEST_WAY) alerts += (await match({ item }, deps)).alerts;
  }
  return alerts;
};
