import type { Alert } from "../core/alert.ts";
import { retractionOf } from "../core/alert.ts";
import type { Match } from "../core/match.ts";
import { held, leftOffice } from "../core/offices.ts";
import { counts, pairId } from "../core/reappearance.ts";
import type { StoryRef } from "../core/story.ts";
import type { Subscription } from "../core/subscription.ts";
import { prominenceFor } from "../core/subscription.ts";
import { alertMatch, send } from "./alerts.ts";
import { inParallel } from "./in-parallel.ts";
import { forget, pagesAfter } from "./last-seen.ts";
import { listener } from "./listening.ts";
import { LONGEST_WAY } from "./match.ts";
import type { MatchOutcome } from "./match.ts";
import type { RejectMessage } from "./messages.ts";
import type { MatchStore } from "./ports.ts";
import type { RematchDeps } from "./rematch.ts";
import { correct, retractTold } from "./returns.ts";
import { lastSighting, matchIn } from "./silence.ts";

/** Subscriptions that are looked at together. */
const AT_ONCE = 20;

/**
 * Takes a match back for everyone, as an operator says: from log and counts; from what later matches know as the sighting before
 * them; from what was told as a return, which may have hidden another that is told now; and with one correction to each
 * subscription that was alerted of it. An office that is there only through its holder goes along.
 *
 * The mark comes first. Whoever matches an item of the story sees it when it writes its match or claims its return, whoever
 * delivers sees it before it sends, and what was written before the mark is found here. All of it may be repeated: dying anywhere,
 * the retry finds the mark, takes out what is still in, and puts the corrections that are missing; those that are PENDING are sent
 * by the sweep.
 */
export const reject = async ({ reject: { rejectedAt, ...place } }: RejectMessage, deps: RematchDeps): Promise<MatchOutcome> => {
  const { store, clock } = deps;
  const { entity, storyId, at } = place;
  const rejected = await store.retractMatch(place, rejectedAt);
  if (rejected === undefined) return { storyId, entities: [], alerts: 0 };
  await store.uncountStory(entity, at, storyId);
  await forget(store, rejected, listener(store, rejected.sample === true, new Date(clock()).toISOString()));

  const corrections: Alert[] = [];
  const entities = new Map((await store.watchlist()).entities.map((one) => [one.id, one]));
  const left = leftOffice([...entities.values()], at);
  // Those who pause are told when they come back.
  await inParallel(await store.standingSubscriptions(), AT_ONCE, async (subscription) => {
    if (subscription.trigger === "reappearance") await retractReturn(rejected, subscription, left.has(entity), deps);
    const alerted = (await store.alertsOf(subscription.id, storyId)).find(({ told }) => told.includes(entity));
    if (alerted === undefined) return;
    const correction = retractionOf(alerted, alertMatch(rejected, entities), rejected.retracted ?? rejectedAt);
    if ((await store.putAlert(correction)) === undefined) corrections.push(correction);
  });
  let alerts = await send(corrections, deps);
  await lookForHidden(rejected, deps);
  for (const office of [...entities.values()].filter((one) => held(one, entity, at)).map(({ id }) => id))
    if (await isByHolder(office, place, store)) alerts += (await reject({ reject: { ...place, entity: office, rejectedAt } }, deps)).alerts;
  return { storyId, entities: [], alerts };
};

/** Is an office in the story only because its holder is named there? Then it goes with its holder. */
const isByHolder = async (office: string, story: StoryRef, store: MatchStore): Promise<boolean> =>
  (await matchIn(store, office, story))?.evidence.every((evidence) => evidence === "holder") ?? false;

/** Takes the return back from what the subscription was told. One that it seemed to correct may be corrected by another sighting. */
const retractReturn = async (
  { entity, storyId, sample }: Match,
  subscription: Subscription,
  isFormer: boolean,
  { store }: RematchDeps,
): Promise<void> => {
  const { together } = subscription.select;
  const key = together?.includes(entity) ? pairId(together) : entity;
  for (const freed of await retractTold(store, subscription.id, key, storyId)) {
    if (key !== entity) continue;
    const last = await lastSighting(store, entity, { ...freed, sample: sample === true }, prominenceFor(subscription, isFormer));
    if (last !== undefined) await correct(store, subscription.id, key, last);
  }
};

/**
 * Has all sightings of the entity that may still be news looked at once more, before the rejected one and after it: its claim stood
 * in the way of both. One message each, so that no run has more to do than a message allows.
 */
const lookForHidden = async ({ entity, storyId }: Match, { store, clock, match }: RematchDeps): Promise<void> => {
  const from = { at: new Date(clock() - LONGEST_WAY).toISOString(), storyId: "" };
  for await (const page of pagesAfter(store, entity, from)) {
    const sightings = page.filter((one) => one.storyId !== storyId && counts(one, "any") && !one.baseline);
    const kept = await store.keptItems(sightings.map(({ itemId }) => itemId));
    if (kept.length > 0) await match(kept.map(({ item }) => ({ item, again: { entity, storyId } })));
  }
};
