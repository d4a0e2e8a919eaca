import type { Alert, AlertMatch } from "../core/alert.ts";
import { everyAlertId, orderForReading, returnAlertId } from "../core/alert.ts";
import type { Entity } from "../core/entity.ts";
import type { Item } from "../core/item.ts";
import type { Match, Sighting } from "../core/match.ts";
import { claimReturn, counts, DAY_MS, daysBetween, isReturn } from "../core/reappearance.ts";
import type { Subscription } from "../core/subscription.ts";
import { wants } from "../core/subscription.ts";
import type { DeliverMessage } from "./messages.ts";
import type { Clock, ItemDecision, MatchStore, Outbox } from "./ports.ts";
import { lastSighting } from "./silence.ts";

export interface AlertDeps {
  readonly store: MatchStore;
  readonly deliver: Outbox<DeliverMessage>;
  readonly clock: Clock;
}

/**
 * Raises one alert for each subscription that wants this item's matches, and hands each to `deliver`.
 * Returns how many were put or still waited.
 */
export const raiseAlerts = async (
  item: Item,
  story: ItemDecision,
  matches: readonly Match[],
  entities: ReadonlyMap<string, Entity>,
  deps: AlertDeps,
): Promise<number> => {
  const { store, clock } = deps;
  const watchingSince = (await store.watchingSince()) ?? new Date(clock()).toISOString();
  let raised = 0;
  for (const subscription of await store.activeSubscriptions()) {
    const wanted = matches.filter((m) => wants(subscription, m));
    if (wanted.length === 0) continue;
    const told =
      subscription.trigger === "every"
        ? wanted.map((m) => alertMatch(m, entities))
        : await returning(item, story, wanted, entities, subscription, watchingSince, store);
    if (told.length === 0) continue;
    const rest =
      subscription.trigger === "every" ? [] : matches.filter((m) => isBeside(m, told, subscription)).map((m) => alertMatch(m, entities));
    const alert = alertOf(item, story, told, rest, subscription, clock());
    // Put first, send second, take out of the outbox last: dying in between leaves a PENDING row that the sweep sends again.
    if (!(await store.putAlert(alert))) continue;
    await deps.deliver([{ subscriptionId: subscription.id, deliveryId: alert.id }]);
    await store.markDispatched(alert);
    raised++;
  }
  return raised;
};

/** Does the match belong beside those told: surely in the story, though not returning? */
const isBeside = (match: Match, told: readonly AlertMatch[], { minConfidence }: Subscription): boolean =>
  match.confidence >= minConfidence && told.every((m) => m.entity !== match.entity);

/** Which of the wanted matches are returns that this item's run may tell, and that no earlier alert told for this story. */
const returning = async (
  item: Item,
  story: ItemDecision,
  wanted: readonly Match[],
  entities: ReadonlyMap<string, Entity>,
  subscription: Subscription,
  watchingSince: string,
  store: MatchStore,
): Promise<readonly AlertMatch[]> => {
  const claimed: AlertMatch[] = [];
  for (const match of wanted) {
    if (!counts(match, subscription.prominence)) continue;
    // Read after the match was written: of two workers with two stories, at least one sees the other's.
    const last = await lastSighting(store, match.entity, story, subscription.prominence);
    if (!(await claim(item, story, match.entity, last, subscription, store))) continue;
    const observed = Date.parse(watchingSince) <= Date.parse(story.at) - subscription.silenceDays * DAY_MS;
    const gap = { watchingSince, observed, ...(last !== undefined && { last, days: daysBetween(last.at, story.at) }) };
    claimed.push({ ...alertMatch(match, entities), gap });
  }
  if (claimed.length === 0) return [];
  const earlier = await store.alertsOf(subscription.id, story.storyId);
  const toldBefore = new Set(earlier.filter((a) => a.trigger === "reappearance").flatMap((a) => a.told));
  return claimed.filter((m) => !toldBefore.has(m.entity));
};

/**
 * Claims the return of an entity for a subscription. The claim names its story and item: dying just after it, the retry
 * meets its own claim and goes on, whatever the log says by then.
 */
const claim = async (
  item: Item,
  story: ItemDecision,
  entity: string,
  last: Sighting | undefined,
  { id, silenceDays }: Subscription,
  store: MatchStore,
): Promise<boolean> => {
  for (let attempt = 0; attempt < 10; attempt++) {
    const told = await store.told(id, entity);
    const claimed = claimReturn(told, { at: story.at, storyId: story.storyId, itemId: item.id }, silenceDays);
    if (claimed.kind === "own") return true;
    if (claimed.kind === "refused" || !isReturn(story.at, last, silenceDays)) return false;
    if (await store.saveTold(id, entity, claimed.told)) return true;
  }
  throw new Error(`told ${id} ${entity}: ten writers in a row were faster`);
};

const alertMatch = (match: Match, entities: ReadonlyMap<string, Entity>): AlertMatch => {
  const { entity, kind, confidence, evidence, prominence, sentence, title, outlet, link, lang, at } = match;
  const name = entities.get(entity)?.name ?? { en: entity, es: entity };
  return { entity, name, kind, confidence, evidence, prominence, sentence, title, outlet, lang, at, ...(link !== undefined && { link }) };
};

/** How many entities an alert lists; the rest are counted in `more`, so that a payload stays below 20 kB (W16). */
const LISTED = 20;

const alertOf = (
  item: Item,
  story: ItemDecision,
  told: readonly AlertMatch[],
  rest: readonly AlertMatch[],
  subscription: Subscription,
  now: number,
): Alert => {
  const entities = told.map((m) => m.entity).toSorted();
  const listed = [...told.toSorted(orderForReading), ...rest.toSorted(orderForReading)];
  return {
    id:
      subscription.trigger === "every"
        ? everyAlertId(subscription.id, story.storyId)
        : returnAlertId(subscription.id, story.storyId, entities),
    subscriptionId: subscription.id,
    trigger: subscription.trigger,
    storyId: story.storyId,
    createdAt: new Date(now).toISOString(),
    story: { title: item.title, outlet: item.outlet, lang: item.lang, at: story.at, ...(item.link !== undefined && { link: item.link }) },
    told: entities,
    matches: listed.slice(0, LISTED),
    ...(listed.length > LISTED && { more: listed.length - LISTED }),
    ...(item.sample && { sample: true }),
  };
};
