import type { FeedbackStore } from "../pipeline/subscriber-ports.ts";
import type { Clock, IngestStore, MatchStore, QueryStore, ScheduleStore } from "../pipeline/ports.ts";
import type { DeliverStore } from "../pipeline/deliver-ports.ts";
import { remember } from "../pipeline/remember.ts";
import { systemClock } from "./clock.ts";
import { alert, alertRows, allTold, markDispatched, pendingAlerts } from "./dynamo-alerts.ts";
import { archiveEdits, archiveRows } from "./dynamo-archives.ts";
import { changeLog, changeRows } from "./dynamo-changes.ts";
import { checkRows, checks, turnRows } from "./dynamo-checks.ts";
import { countRows, itemCounts, storyCounts } from "./dynamo-counts.ts";
import { deliveries, deliveryRows, dueRows } from "./dynamo-deliveries.ts";
import { feedEdits, feedsOf, feedStateRows } from "./dynamo-feeds.ts";
import { ledgerRows, listening } from "./dynamo-ledger.ts";
import { mailPaceRows } from "./dynamo-mail-pace.ts";
import { limiter } from "./dynamo-limits.ts";
import { matches, matchesBefore, matchRows } from "./dynamo-matches.ts";
import { pollRows, tickRows } from "./dynamo-polls.ts";
import { seedRows, watchingSince } from "./dynamo-seed.ts";
import { entities, entityEdits } from "./dynamo-entities.ts";
import { appSecret, setting, settingRows } from "./dynamo-settings.ts";
import { itemReads, membersOf, retractedIn, story, storyRows } from "./dynamo-stories.ts";
import { activeSubscriptions, standingSubscriptions, subscriberRows, subscription, subscriptionEdits } from "./dynamo-subscriptions.ts";
import { release, softBounces, suppression, suppressionEdits } from "./dynamo-suppressions.ts";
import { notThis, notThisEdits } from "./dynamo-not-this.ts";
import { endpointRows, webhookEdits } from "./dynamo-webhooks.ts";
import { openTable } from "./dynamo-table.ts";

/** What schedule reads and writes. Each step has its own factory, so that its bundle holds no more than it uses. */
export const scheduleStore = (tableName: string, clock: Clock = systemClock): ScheduleStore => {
  const table = openTable(tableName, clock);
  return {
    ...tickRows(table),
    ...dueRows(table),
    ...seedRows(table),
    ...changeLog(table),
    feedsOf: (shard) => feedsOf(table, shard),
    pendingAlerts: (shard, before, limit) => pendingAlerts(table, shard, before, limit),
    markDispatched: (dispatched) => markDispatched(table, dispatched),
  };
};

/** What ingest reads and writes. */
export const ingestStore = (tableName: string, clock: Clock = systemClock): IngestStore => {
  const table = openTable(tableName, clock);
  return {
    ...feedStateRows(table),
    ...pollRows(table),
    ...archiveRows(table),
    ...checkRows(table),
    ...turnRows(table),
    ...itemCounts(table),
    feedsOf: (shard) => feedsOf(table, shard),
  };
};

/** How long match works with the watchlist and subscriptions it has read, ms: a change is in force within a minute. */
const REMEMBER_MS = 30_000;

/** The ledger is some hundred rows and moves with every poll: match reads it when somebody returns, and once a minute at most. */
const LISTENING_MS = 60_000;

/** What match reads and writes. Watchlist and subscriptions are remembered for 30 s, as the same object while nothing changed. */
export const matchStore = (tableName: string, clock: Clock = systemClock): MatchStore => {
  const table = openTable(tableName, clock);
  return {
    ...storyRows(table),
    ...matchRows(table),
    ...alertRows(table),
    ...storyCounts(table),
    watchlist: remember(async () => ({ entities: await entities(table) }), clock, REMEMBER_MS),
    notThis: (subscriptionId) => notThis(table, subscriptionId),
    watchingSince: () => watchingSince(table),
    retractedIn: (storyId) => retractedIn(table, storyId),
    listening: remember(() => listening(table), clock, LISTENING_MS),
    standingSubscriptions: () => standingSubscriptions(table),
    activeSubscriptions: remember(() => activeSubscriptions(table), clock, REMEMBER_MS),
  };
};

/** What deliver reads and writes. */
export const deliverStore = (tableName: string, clock: Clock = systemClock): DeliverStore => {
  const table = openTable(tableName, clock);
  return {
    ...subscriberRows(table),
    ...endpointRows(table),
    ...deliveryRows(table),
    ...mailPaceRows(table),
    ...limiter(table),
    watchlist: async () => ({ entities: await entities(table) }),
    matchesBefore: (entity, before, limit) => matchesBefore(table, { entity, before, limit, eventually: false }),
    watchingSince: () => watchingSince(table),
    listening: () => listening(table),
    allTold: (subscriptionId) => allTold(table, subscriptionId),
    alert: (subscriptionId, alertId) => alert(table, subscriptionId, alertId),
    appSecret: () => appSecret(table),
    deliveryPaused: async () => (await setting(table, "deliveryPaused")) === true,
    membersOf: (storyId) => membersOf(table, storyId),
    retractedIn: (storyId) => retractedIn(table, storyId),
    suppression: (addressHash) => suppression(table, addressHash),
    softBounces: (addressHash) => softBounces(table, addressHash),
  };
};

/** What feedback reads and writes. */
export const feedbackStore = (tableName: string, clock: Clock = systemClock): FeedbackStore => {
  const table = openTable(tableName, clock);
  return { ...suppressionEdits(table), appSecret: () => appSecret(table) };
};

/** What the API reads and writes. */
export const queryStore = (tableName: string, clock: Clock = systemClock): QueryStore => {
  const table = openTable(tableName, clock);
  return {
    ...feedEdits(table),
    ...archiveEdits(table),
    ...ledgerRows(table),
    ...countRows(table),
    ...entityEdits(table),
    ...itemReads(table),
    ...subscriptionEdits(table),
    ...notThisEdits(table),
    ...webhookEdits(table),
    ...limiter(table),
    ...settingRows(table),
    ...changeLog(table),
    ...changeRows(table),
    matches: (query) => matches(table, query),
    matchesBefore: (entity, before, limit) => matchesBefore(table, { entity, before, limit, eventually: true }),
    watchingSince: () => watchingSince(table),
    story: (id) => story(table, id),
    entities: () => entities(table),
    checks: (ids) => checks(table, ids),
    subscription: (id) => subscription(table, id),
    notThis: (subscriptionId) => notThis(table, subscriptionId),
    release: (addressHash) => release(table, addressHash),
    allTold: (subscriptionId) => allTold(table, subscriptionId),
    deliveries: (subscriptionId, query) => deliveries(table, subscriptionId, query),
    appSecret: () => appSecret(table),
  };
};
