import type { Alert, AlertMatch } from "../core/alert.ts";
import { alertId, BESIDE, orderForReading } from "../core/alert.ts";
import type { Entity } from "../core/entity.ts";
import type { Item } from "../core/item.ts";
import { isNotThis } from "../core/not-this.ts";
import type { Match } from "../core/match.ts";
import type { StoryRef } from "../core/story.ts";
import type { Following, Subscription } from "../core/subscription.ts";
import { wants } from "../core/subscription.ts";
import { handOver } from "./hand-over.ts";
import { inParallel } from "./in-parallel.ts";
import type { DeliverMessage, Hidden } from "./messages.ts";
import { once } from "./once.ts";
import type { Clock, MatchStore, Outbox } from "./ports.ts";
import { returnsFor } from "./returns.ts";
import type { Occasion as ReturnOccasion } from "./returns.ts";

export interface AlertDeps {
  readonly store: MatchStore;
  readonly deliver: Outbox<DeliverMessage>;
  readonly clock: Clock;
}

/** What one item brings: its story, and what it says itself, whatever other items of the story say. */
export interface Occasion extends ReturnOccasion {
  readonly item: Item;
  readonly store: MatchStore;
  /** Stories that tell the same event. */
  readonly sameEvent: readonly StoryRef[];
  readonly matches: readonly Match[];
  readonly entities: ReadonlyMap<string, Entity>;
  /** The item was matched before: only what the rejected match may have hid is told. */
  readonly again?: Hidden;
}

/** Alerts that are sent with one request. */
const SENT_AT_ONCE = 10;

/**
 * Subscriptions that are looked at together. Ten thousand then take less than half of the step's time, and no more writes a second
 * than a new table takes (`bench/fanout.md`).
 */
const AT_ONCE = 10;

/**
 * Raises one alert for each subscription that wants this item's matches, and hands them to `deliver`; returns how many. To
 * be called when the matches are written: of two workers with two stories, at least one then sees the other's. Holds a few alerts at
 * a time, however many subscribe. Dying in the middle, the retry finds the alerts that are there and raises the others; what was put
 * and not sent is sent by the sweep.
 */
export const raiseAlerts = async (occasion: Occasion, deps: AlertDeps): Promise<number> => {
  const { store, clock } = deps;
  const returns = returnsFor(occasion);
  const retracted = once((storyId: string) => store.retractedIn(storyId));
  let raised = 0;
  const unsent: Alert[] = [];
  // Sent last: when the first of them is mailed, those of the same mailbox are there to be told along with it.
  const shared: Alert[] = [];
  const subscriptions = await store.activeSubscriptions();
  const neighbours = neighboursAmong(subscriptions);
  await inParallel(subscriptions, AT_ONCE, async (subscription) => {
    const alert = await alertFor(subscription, occasion, { returns, retracted, neighbours, now: clock() });
    if (alert !== undefined) (alert.beside === undefined ? unsent : shared).push(alert);
    if (unsent.length < SENT_AT_ONCE) return;
    const sent = await send(unsent.splice(0), deps);
    raised += sent;
  });
  return raised + (await send([...unsent, ...shared], deps));
};

/** Which other subscriptions go to a mailbox of this one. The hashes may be of an address that was changed: `deliver` compares addresses. */
const neighboursAmong = (subscriptions: readonly Following[]): ((subscription: Following) => readonly string[]) => {
  let inMailbox: Map<string, string[]> | undefined;
  const byMailbox = (): Map<string, string[]> => {
    const all = new Map<string, string[]>();
    for (const { id, mailboxes = [] } of subscriptions)
      for (const mailbox of mailboxes) all.set(mailbox, [...(all.get(mailbox) ?? []), id]);
    return all;
  };
  return ({ id, mailboxes = [] }) => {
    if (mailboxes.length === 0) return [];
    // Most items concern nobody.
    inMailbox ??= byMailbox();
    return [...new Set(mailboxes.flatMap((mailbox) => inMailbox?.get(mailbox) ?? []))].filter((other) => other !== id).slice(0, BESIDE);
  };
};

/** What one item's run asks once, however many subscribe; and when it asks, epoch ms. */
interface Shared {
  readonly returns: ReturnType<typeof returnsFor>;
  readonly retracted: Retracted;
  readonly neighbours: (subscription: Following) => readonly string[];
  readonly now: number;
}

/** Puts the alert that this item brings a subscription, if it wants one and has none of it yet. */
const alertFor = async (
  subscription: Following,
  occasion: Occasion,
  { returns, retracted, neighbours, now }: Shared,
): Promise<Alert | undefined> => {
  const { store, prominence, item } = occasion;
  // What was seen before it began may be met again: a feed that was empty comes back with all it had.
  if (subscription.createdAt > item.seenAt) return undefined;
  let wanted = wantedBy(subscription, occasion).filter((m) => wants(subscription, m, prominence(m.entity, subscription)));
  if (wanted.length > 0) {
    // Read when there is something to tell: what a reader said of one match holds from the next item on.
    const said = await store.notThis(subscription.id);
    wanted = wanted.filter((match) => !isNotThis(said, match));
  }
  if (wanted.length < (subscription.select.together?.length ?? 1)) return undefined;
  const told =
    subscription.trigger === "every"
      ? await firstTelling(wanted, subscription, occasion, retracted)
      : (await returns(wanted, subscription)).map(({ match, gap }) => ({ ...alertMatch(match, occasion.entities), gap }));
  const beside = told.length === 0 ? [] : neighbours(subscription);
  return putNext(told, { subscription, beside }, occasion, now, retracted);
};

/** Sends alerts that are PENDING by now; what dies before it is noted is sent once more by the sweep. Returns how many. */
export const send = (alerts: readonly Alert[], { store, deliver }: AlertDeps): Promise<number> =>
  handOver(alerts, deliver, (alert) => store.markDispatched(alert));

/**
 * What of an item may concern a subscription. Where it is looked at once more: whoever was rejected elsewhere, and whom the
 * subscription follows beside; of every story, only what tells the same event as the one that was told wrongly.
 */
const wantedBy = ({ trigger, select: { together } }: Subscription, { matches, sameEvent, again }: Occasion): readonly Match[] => {
  if (again === undefined) return matches;
  if (trigger === "every" && !sameEvent.some(({ storyId }) => storyId === again.storyId)) return [];
  return matches.filter(({ entity }) => entity === again.entity || together?.includes(again.entity));
};

/** Who was rejected in a story; asked once for each. */
type Retracted = (storyId: string) => Promise<readonly string[]>;

/** Whom alerts of a story told, but for those who were rejected since. */
const toldIn = async (alerts: readonly Alert[], retracted: Retracted): Promise<ReadonlySet<string>> => {
  const [first] = alerts;
  const gone = first === undefined ? [] : await retracted(first.storyId);
  return new Set(alerts.flatMap(({ told }) => told).filter((entity) => !gone.includes(entity)));
};

/**
 * All that is wanted, if the story was not told to this subscription before; but for whom an alert named that told the same
 * event. What was rejected counts as not told. (Two stories of one event that are matched in the same moment may both be told
 * whole: told twice, never lost.)
 */
const firstTelling = async (
  wanted: readonly Match[],
  { id }: Subscription,
  { store, story, sameEvent, entities }: Occasion,
  retracted: Retracted,
): Promise<readonly AlertMatch[]> => {
  if ((await toldIn(await store.alertsOf(id, story.storyId), retracted)).size > 0) return [];
  const others = await Promise.all(sameEvent.map(async ({ storyId }) => toldIn(await store.alertsOf(id, storyId), retracted)));
  return wanted.filter(({ entity }) => !others.some((named) => named.has(entity))).map((m) => alertMatch(m, entities));
};

/** Whom an alert is for, and which others go to the same mailbox. */
interface Receiver {
  readonly subscription: Subscription;
  readonly beside: readonly string[];
}

/**
 * Puts the next alert of the story, of what the alerts before it did not tell; undefined if they tell it all, or anything of a
 * story that is told once. Dying just after it, it is PENDING, and the retry finds in it what it would tell.
 */
const putNext = async (
  told: readonly AlertMatch[],
  who: Receiver,
  occasion: Occasion,
  now: number,
  retracted: Retracted,
): Promise<Alert | undefined> => {
  let left = told;
  for (let n = 0; left.length > 0; n++) {
    const alert = alertOf(left, n, who, occasion, now);
    const before = await occasion.store.putAlert(alert);
    if (before === undefined) return alert;
    if (who.subscription.trigger === "every" && (await toldIn([before], retracted)).size > 0) return undefined;
    left = left.filter(({ entity }) => !before.told.includes(entity));
  }
  return undefined;
};

/** A match as alerts show it. */
export const alertMatch = (match: Match, entities: ReadonlyMap<string, Entity>): AlertMatch => {
  const { entity, kind, confidence, evidence, prominence, sentence, title, outlet, link, lang, at } = match;
  const name = entities.get(entity)?.name ?? { en: entity, es: entity };
  return { entity, name, kind, confidence, evidence, prominence, sentence, title, outlet, lang, at, ...(link !== undefined && { link }) };
};

/** How many entities an alert lists; the rest are counted in `more`, so that a payload stays below 20 kB (W16). */
const LISTED = 20;

const alertOf = (
  told: readonly AlertMatch[],
  n: number,
  { subscription, beside: others }: Receiver,
  { item, story, matches, entities }: Occasion,
  now: number,
): Alert => {
  const { id: subscriptionId, trigger, minConfidence } = subscription;
  const names = told.map((m) => m.entity).toSorted();
  // Beside who returns: who else is surely in the story.
  const beside = trigger === "every" ? [] : matches.filter((m) => m.confidence >= minConfidence && !names.includes(m.entity));
  const listed = [...told.toSorted(orderForReading), ...beside.map((m) => alertMatch(m, entities)).toSorted(orderForReading)];
  return {
    id: alertId(subscriptionId, story.storyId, n),
    subscriptionId,
    trigger,
    storyId: story.storyId,
    createdAt: new Date(now).toISOString(),
    story: { title: item.title, outlet: item.outlet, lang: item.lang, at: story.at, ...(item.link !== undefined && { link: item.link }) },
    told: names,
    matches: listed.slice(0, LISTED),
    ...(others.length > 0 && { beside: others }),
    ...(listed.length > LISTED && { more: listed.length - LISTED }),
    ...(item.sample && { sample: true }),
  };
};
