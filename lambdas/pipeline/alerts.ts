import type { Alert, AlertMatch } from "../core/alert.ts";
import { everyAlertId, orderForReading, returnAlertId } from "../core/alert.ts";
import type { Entity } from "../core/entity.ts";
import type { Item } from "../core/item.ts";
import type { Match, Sighting } from "../core/match.ts";
import { claimReturn, counts, DAY_MS, daysBetween, isReturn } from "../core/reappearance.ts";
import type { StoryRef } from "../core/story.ts";
import type { Subscription } from "../core/subscription.ts";
import { wants } from "../core/subscription.ts";
import { handOver } from "./hand-over.ts";
import type { DeliverMessage } from "./messages.ts";
import type { Clock, ItemDecision, MatchStore, Outbox } from "./ports.ts";
import { lastSighting } from "./silence.ts";

export interface AlertDeps {
  readonly store: MatchStore;
  readonly deliver: Outbox<DeliverMessage>;
  readonly clock: Clock;
}

/** What one item brings: its story, and what it says itself, whatever other items of the story say. */
export interface Occasion {
  readonly item: Item;
  readonly story: ItemDecision;
  /** Stories that tell the same event. */
  readonly sameEvent: readonly StoryRef[];
  readonly matches: readonly Match[];
  readonly entities: ReadonlyMap<string, Entity>;
}

/** Alerts that are sent with one request. */
const SENT_AT_ONCE = 10;

/**
 * Raises one alert for each subscription that wants this item's matches, and hands them to `deliver`; returns how many. To
 * be called when the matches are written: of two workers with two stories, at least one then sees the other's.
 */
export const raiseAlerts = async (occasion: Occasion, deps: AlertDeps): Promise<number> => {
  const { store, clock } = deps;
  const since = (await store.watchingSince()) ?? new Date(clock()).toISOString();
  const context = { ...occasion, store, since, last: rememberLast(occasion.story, store) };
  let raised = 0;
  let unsent: Alert[] = [];
  for (const subscription of await store.activeSubscriptions()) {
    // What was seen before it began may be met again: a feed that was empty comes back with all it had.
    if (subscription.createdAt > occasion.item.seenAt) continue;
    const wanted = occasion.matches.filter((m) => wants(subscription, m));
    if (wanted.length === 0) continue;
    const told =
      subscription.trigger === "every" ? await firstTelling(wanted, subscription, context) : await returning(wanted, subscription, context);
    if (told.length === 0) continue;
    const alert = alertOf(told, subscription, occasion, clock());
    if (await store.putAlert(alert)) unsent.push(alert);
    if (unsent.length === SENT_AT_ONCE) raised += await send(unsent.splice(0), deps);
  }
  return raised + (await send(unsent, deps));
};

/** They are PENDING by now; what dies before it is noted is sent once more by the sweep. */
const send = (alerts: readonly Alert[], { store, deliver }: AlertDeps): Promise<number> =>
  handOver(alerts, deliver, (alert) => store.markDispatched(alert));

interface Context extends Occasion {
  readonly store: MatchStore;
  /** When Vigía began watching, ISO 8601 UTC. */
  readonly since: string;
  readonly last: (entity: string, prominence: Subscription["prominence"]) => Promise<Sighting | undefined>;
}

/** The last sightings before this story, each looked up once however many subscriptions ask. */
const rememberLast = (story: ItemDecision, store: MatchStore): Context["last"] => {
  const found = new Map<string, Promise<Sighting | undefined>>();
  return (entity, prominence) => {
    const key = `${prominence} ${entity}`;
    const known = found.get(key) ?? lastSighting(store, entity, story, prominence);
    found.set(key, known);
    return known;
  };
};

/**
 * All that is wanted, if the story was not told to this subscription before; but for whom an alert named that told the same
 * event. (Two stories of one event that are matched in the same moment may both be told whole: told twice, never lost.)
 */
const firstTelling = async (
  wanted: readonly Match[],
  { id }: Subscription,
  { store, story, sameEvent, entities }: Context,
): Promise<readonly AlertMatch[]> => {
  if ((await store.alertsOf(id, story.storyId)).length > 0) return [];
  const others = await Promise.all(sameEvent.map(({ storyId }) => store.alertsOf(id, storyId)));
  const named = new Set(others.flat().flatMap(({ told }) => told));
  return wanted.filter(({ entity }) => !named.has(entity)).map((m) => alertMatch(m, entities));
};

/** Which of the wanted matches are returns that this item's run may tell, and that no earlier alert told for this story. */
const returning = async (wanted: readonly Match[], subscription: Subscription, context: Context): Promise<readonly AlertMatch[]> => {
  const { story, entities, since, store } = context;
  const claimed: AlertMatch[] = [];
  for (const match of wanted) {
    if (!counts(match, subscription.prominence)) continue;
    const last = await context.last(match.entity, subscription.prominence);
    if (!(await claim(match.entity, last, subscription, context))) continue;
    const observed = Date.parse(since) <= Date.parse(story.at) - subscription.silenceDays * DAY_MS;
    const gap = { watchingSince: since, observed, ...(last !== undefined && { last, days: daysBetween(last.at, story.at) }) };
    claimed.push({ ...alertMatch(match, entities), gap });
  }
  if (claimed.length === 0) return [];
  const toldBefore = new Set((await store.alertsOf(subscription.id, story.storyId)).flatMap((a) => a.told));
  return claimed.filter((m) => !toldBefore.has(m.entity));
};

/**
 * Claims the return of an entity for a subscription. The claim names its story and item: dying just after it, the retry
 * meets its own claim and goes on, whatever the log says by then.
 */
const claim = async (
  entity: string,
  last: Sighting | undefined,
  { id, silenceDays }: Subscription,
  { item, story, store }: Context,
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
  told: readonly AlertMatch[],
  subscription: Subscription,
  { item, story, matches, entities }: Occasion,
  now: number,
): Alert => {
  const { id: subscriptionId, trigger, minConfidence } = subscription;
  const names = told.map((m) => m.entity).toSorted();
  // Beside who returns: who else is surely in the story.
  const beside = trigger === "every" ? [] : matches.filter((m) => m.confidence >= minConfidence && !names.includes(m.entity));
  const listed = [...told.toSorted(orderForReading), ...beside.map((m) => alertMatch(m, entities)).toSorted(orderForReading)];
  return {
    id: trigger === "every" ? everyAlertId(subscriptionId, story.storyId) : returnAlertId(subscriptionId, story.storyId, names),
    subscriptionId,
    trigger,
    storyId: story.storyId,
    createdAt: new Date(now).toISOString(),
    story: { title: item.title, outlet: item.outlet, lang: item.lang, at: story.at, ...(item.link !== undefined && { link: item.link }) },
    told: names,
    matches: listed.slice(0, LISTED),
    ...(listed.length > LISTED && { more: listed.length - LISTED }),
    ...(item.sample && { sample: true }),
  };
};
