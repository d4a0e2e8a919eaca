/**
 * What the steps need of the world. The steps own these interfaces; adapters and fakes implement them.
 * Every read is strongly consistent unless it says otherwise. Times are epoch milliseconds, or ISO 8601 UTC where a string.
 */
import type { Alert } from "../core/alert.ts";
import type { Delivery } from "../core/delivery.ts";
import type { DeliveryPage, DeliveryQuery } from "../core/delivery-query.ts";

export type { RawEntry } from "../core/item.ts";
export type { SendResult } from "../core/delivery.ts";
import type { ApiKey } from "../core/api-key.ts";
import type { Archive } from "../core/archive.ts";
import type { Entity, Watchlist } from "../core/entity.ts";
import type { Feed, FeedState } from "../core/feed.ts";
import type { Hole } from "../core/heard.ts";
import type { Item } from "../core/item.ts";
import type { LedgerEntry, Listened } from "../core/ledger.ts";
import type { FeedNotice } from "../core/notice.ts";
import type { MatchQuery } from "../core/match-query.ts";
import type { Found, Match, Reading } from "../core/match.ts";
import type { Told } from "../core/reappearance.ts";
import type { KeyedStory, StoryMember, StoryRef, WholeStory } from "../core/story.ts";
import type { Contact, Following, Subscription } from "../core/subscription.ts";
import type { SubscriberStore } from "./subscriber-ports.ts";
import type { DeliverStore, WebhookStore } from "./deliver-ports.ts";
import type { Limiter } from "./limit-ports.ts";
import type { ArchiveStore, CheckStore, TurnStore } from "./catalog-ports.ts";
import type { ChangeLog, ChangeReader } from "./change-ports.ts";
import type { CountReader, ItemCounts, StoryCounts } from "./count-ports.ts";

/** The current time, epoch ms. */
export type Clock = () => number;

/**
 * Sends messages to one queue; resolves when all are accepted, retrying partial failures (reliability Q11).
 * With `delaySeconds` (0..900) they become visible that much later.
 */
export type Outbox<Message> = (messages: readonly Message[], delaySeconds?: number) => Promise<void>;

/** A shipped row, written only if absent or unchanged since seed last wrote it. */
export type SeedRow =
  | { readonly prefix: "ENTITY"; readonly id: string; readonly body: Watchlist["entities"][number] }
  | { readonly prefix: "FEED"; readonly id: string; readonly body: Feed };

/** A delivery's entry in the due index. `dueAt` (epoch ms) starts as its `nextAttemptAt` and is moved by `postpone`. */
export interface DueDelivery extends Pick<Delivery, "id" | "subscriptionId"> {
  readonly dueAt: number;
}

/** What a version of the seed changes in the table, as it was found before it changed anything. */
export interface SeedPlan {
  readonly version: string;
  /** When that version was first met, ISO 8601 UTC. */
  readonly at: string;
  /** Entities whose rows are new or another's, by id. */
  readonly entities: readonly string[];
  /** How many rows are, feeds included. */
  readonly rows: number;
}

export interface ScheduleStore extends ChangeLog {
  /** Up to where the shard's slots were handed out, epoch ms; undefined before the first tick. */
  tickOf(shard: number): Promise<number | undefined>;
  /** Moves the shard's tick from exactly `seen` to `next`; false if someone else moved it. */
  moveTick(shard: number, seen: number | undefined, next: number): Promise<boolean>;
  feedsOf(shard: number): Promise<readonly Feed[]>;
  /** Deliveries whose place in the due index is at or before `now`, oldest first, at most `limit` (eventually consistent). */
  dueDeliveries(dueShard: number, now: number, limit: number): Promise<readonly DueDelivery[]>;
  /**
   * Moves the delivery's place in the due index from exactly `seen` to `next`, so that it is not sent again each minute;
   * false if it changed. The delivery itself (`nextAttemptAt`, `version`) stays as it is: deliver still sees that it is due.
   */
  postpone(delivery: DueDelivery, next: number): Promise<boolean>;
  /** Alerts still `PENDING` and created before `before` (epoch ms), at most `limit` (eventually consistent). */
  pendingAlerts(dueShard: number, before: number, limit: number): Promise<readonly Pick<Alert, "id" | "subscriptionId">[]>;
  /** Takes an alert out of the outbox, after its message was accepted. Idempotent. */
  markDispatched(alert: Pick<Alert, "id" | "subscriptionId">): Promise<void>;
  /** The hash of the seed that was last written whole. */
  seedVersion(): Promise<string | undefined>;
  /** Those of the rows that {@link seed} would write now, since they are absent or ship otherwise. */
  unseeded(rows: readonly SeedRow[]): Promise<readonly SeedRow[]>;
  /** Notes a plan, if none of its version was noted last; returns the one that was noted first. */
  planSeed(plan: SeedPlan): Promise<SeedPlan>;
  /** Writes rows that are absent or unchanged since seed last wrote them; never a row that a person edited or deleted. */
  seed(rows: readonly SeedRow[]): Promise<void>;
  setSeedVersion(version: string, watchingSince: string): Promise<void>;
  /** Makes the installation's secret if there is none. */
  ensureAppSecret(candidate: string): Promise<void>;
}

/** A claimed poll: which feeds it set out to ask, and when (epoch ms). */
export interface PollClaim {
  readonly tick: number;
  readonly claimedAt: number;
  readonly feedIds: readonly string[];
}

export interface IngestStore extends ArchiveStore, CheckStore, TurnStore, ItemCounts {
  feedsOf(shard: number): Promise<readonly Feed[]>;
  feedStatesOf(shard: number): Promise<ReadonlyMap<string, FeedState>>;
  /** Last good check of each feed of the shard, epoch ms. */
  heardOf(shard: number): Promise<ReadonlyMap<string, number>>;
  /** The polls claimed at or after `since` (epoch ms), whether they ended or died; but none of a tick more than an hour before it. */
  claimsSince(shard: number, since: number): Promise<readonly PollClaim[]>;
  /** Claims a poll that will ask these feeds: false if this (shard, tick) was claimed before; with `alone` it is that of this one feed. */
  claimPoll(shard: number, tick: number, now: number, feedIds: readonly string[], alone?: string): Promise<boolean>;
  saveFeedState(state: FeedState, shard: number): Promise<void>;
  /** Hosts (with their port, if any) that are not to be asked, and until when (epoch ms). */
  restingHosts(): Promise<ReadonlyMap<string, number>>;
  /** No feed of the host is asked before `until` (epoch ms); a longer rest stays. Idempotent. */
  restHost(host: string, until: number): Promise<void>;
  /** Records a span in which a feed was not heard. Idempotent: of the same feed, reason and `from` the longest stays. */
  addHole(feedId: string, hole: Hole, shard: number): Promise<void>;
  /** These feeds were heard at these times (epoch ms): one write, however many they are up to 200. */
  hear(shard: number, heard: ReadonlyMap<string, number>): Promise<void>;
}

/** What was decided about an item, once; every retry reads it instead of deciding again. */
export interface ItemDecision {
  readonly storyId: string;
  /** The story's time: ISO 8601 UTC. */
  readonly at: string;
  readonly reading: Reading;
}

/** Where a match stands in its entity's log. */
export type MatchKey = Pick<Match, "entity" | "at" | "storyId">;

/** The sighting before a match, and how long and how well heard the time since then was. */
export type Since = Pick<Match, "last" | "gapDays" | "heard">;
/** An item as it first came, with the decision about it, if made. */
export interface KeptItem {
  readonly item: Item;
  readonly decision?: ItemDecision;
}

export interface MatchStore extends StoryCounts {
  watchlist(): Promise<Watchlist>;
  /** What the ledger says of every feed over the last 400 days; may be a minute old. */
  listening(): Promise<readonly Listened[]>;
  /** When Vigía began watching, ISO 8601 UTC. */
  watchingSince(): Promise<string | undefined>;
  /** Stores the item if it is new, to be found by the hour in which it was seen; returns the stored one. */
  keepItem(item: Item): Promise<KeptItem>;
  /** Ids of items first seen in that hour (UTC, as `2026-11-24T11`) that sort after `after`, in order, at most `limit`. Some may not be kept. */
  itemsSeen(hour: string, after: string, limit: number): Promise<readonly string[]>;
  /** Those of these items that are kept, in the order asked. */
  keptItems(ids: readonly string[]): Promise<readonly KeptItem[]>;
  /** Records the decision if none was recorded; returns the one that holds. */
  decide(itemId: string, decision: ItemDecision): Promise<ItemDecision>;
  /**
   * Adds those of `found` whom the decision lacks, `known` being what the caller knows of it; returns the one that holds. Of many
   * who add at once nobody's are lost, and no entity is there twice.
   */
  extendDecision(itemId: string, known: ItemDecision, found: readonly Found[]): Promise<ItemDecision>;
  /** Who holds each of these story keys, in the order asked. */
  storiesHolding(keys: readonly string[]): Promise<readonly (KeyedStory | undefined)[]>;
  /** Puts a story key if nobody holds it; returns who holds it. */
  holdStoryKey(key: string, story: KeyedStory): Promise<KeyedStory>;
  /** Adds an item to its story's members; one that is there is replaced only by itself with more entities. Idempotent. */
  addMember(storyId: string, member: StoryMember): Promise<void>;
  /**
   * Writes the match if absent, or if it is more telling than the stored one (`telling`), which was not retracted; returns the
   * one that is stored then.
   */
  keepMatch(match: Match): Promise<Match>;
  /** Marks a match as retracted at `at` (ISO 8601 UTC), for good; returns it, with the time it was first retracted; undefined if there is none. */
  retractMatch(match: MatchKey, at: string): Promise<Match | undefined>;
  /** Matches of the entity strictly before (`at`, `storyId`), newest first, a page of at most `limit`. */
  matchesBefore(entity: string, before: Pick<Match, "at" | "storyId">, limit: number): Promise<readonly Match[]>;
  /** Matches of the entity strictly after (`at`, `storyId`), oldest first, at most `limit`. */
  matchesAfter(entity: string, after: Pick<Match, "at" | "storyId">, limit: number): Promise<readonly Match[]>;
  /** Matches of the entity from `from` to `to` (ISO 8601 UTC, inclusive), oldest first, at most `limit`. */
  matchesBetween(entity: string, from: string, to: string, limit: number): Promise<readonly Match[]>;
  retractedIn: DeliverStore["retractedIn"];
  /** Notes in each of two stories that the other tells the same event. Idempotent. */
  linkStories(one: StoryRef, other: StoryRef): Promise<void>;
  /**
   * Tells a stored match of a later sighting before it than the one it knows; does nothing if it knows a later one still, unless
   * that is of the story `insteadOf`, whose match was retracted. Without a `last` there is no sighting before it.
   */
  setLast(match: MatchKey, since: Since, insteadOf?: string): Promise<void>;
  /** Active subscriptions (eventually consistent: a new one is in force within a minute). */
  activeSubscriptions(): Promise<readonly Following[]>;
  notThis: SubscriberStore["notThis"];
  told(subscriptionId: string, entity: string): Promise<Told>;
  /** Replaces the row if its version is still `told.version - 1`; false if not. */
  saveTold(subscriptionId: string, entity: string, told: Told): Promise<boolean>;
  /** Every subscription that was confirmed and has not ended, whether it is active, paused or disabled. */
  standingSubscriptions(): Promise<readonly Subscription[]>;
  /** What a subscription was told of a story: its alerts in the order of their numbers (`alertId`). */
  alertsOf(subscriptionId: string, storyId: string): Promise<readonly Alert[]>;
  /** Puts the alert `PENDING` if its id is new; returns the alert that has the id already, if one has. */
  putAlert(alert: Alert): Promise<Alert | undefined>;
  markDispatched(alert: Pick<Alert, "id" | "subscriptionId">): Promise<void>;
}

/** A feed with what polling learned about it, its last good check, and how long its host is left alone (epoch ms). */
export interface FeedStatus {
  readonly feed: Feed;
  readonly state?: FeedState;
  readonly heardAt?: number;
  readonly restUntil?: number;
  readonly archive?: Archive;
}

/** What the API reads and writes. Reads of lists and pages are eventually consistent, reads by id strongly. */
export interface QueryStore
  extends
    SubscriberStore,
    WebhookStore,
    Limiter,
    CountReader,
    ChangeLog,
    ChangeReader,
    Pick<CheckStore, "checks">,
    Pick<ArchiveStore, "openArchive" | "saveArchive"> {
  /**
   * One page, newest first. It may hold fewer than `limit`; only an absent cursor means the end. A full walk gives every
   * match once, whatever is added meanwhile at its newer end. Without an entity it goes back 400 days, or to `since`.
   * Throws InvalidCursor.
   */
  matches(query: MatchQuery): Promise<{ matches: readonly Match[]; cursor?: string }>;
  /** The story with its tellings, its matches and the stories of the same event by id; undefined until it has a match. */
  story(id: string): Promise<WholeStory | undefined>;
  watchingSince: MatchStore["watchingSince"];
  /** As for match, but eventually consistent. */
  matchesBefore: MatchStore["matchesBefore"];
  entities(): Promise<readonly Entity[]>;
  /** Adds an entity as a person's edit; false, and nothing changed, if one with its id is watched. Of two at once one is added. */
  addEntity(entity: Entity): Promise<boolean>;
  /** Puts what `change` (which may throw) makes of an entity in its place, as a person's edit that loses nobody else's; undefined if it is gone. */
  changeEntity(id: string, change: (entity: Entity) => Entity): Promise<Entity | undefined>;
  /** Removes an entity so that seeding does not bring it back; false if there is none. */
  removeEntity(id: string): Promise<boolean>;
  itemsSeen: MatchStore["itemsSeen"];
  keptItems: MatchStore["keptItems"];
  /** Every feed that was not removed, on or off, by id. */
  feeds(): Promise<readonly FeedStatus[]>;
  /** Every feed, also those that were removed, with what was heard of it and the holes that reach beyond `from` (epoch ms). */
  ledger(from: number): Promise<readonly LedgerEntry[]>;
  /** Adds a feed as a person's edit; false, and nothing changed, if one with its id is followed. Of two at once at most one is added. */
  addFeed(feed: Feed): Promise<boolean>;
  /** Puts what `change` (which may throw) makes of a feed in its place, as a person's edit that loses nobody else's; undefined if it is gone. */
  changeFeed(id: string, change: (feed: Feed) => Feed): Promise<Feed | undefined>;
  /** Removes a feed so that seeding does not bring it back; false if there is none. */
  removeFeed(id: string): Promise<boolean>;
  /** Every subscription, whatever its status, newest first. */
  subscriptions(): Promise<readonly Subscription[]>;
  subscription(id: string): Promise<Subscription | undefined>;
  allTold: DeliverStore["allTold"];
  /** One page of a subscription's deliveries, newest first. Throws InvalidCursor. */
  deliveries(subscriptionId: string, query: DeliveryQuery): Promise<DeliveryPage>;
  /** A setting's value (JSON); undefined if it was never put. */
  setting(name: string): Promise<unknown>;
  apiKey(id: string): Promise<ApiKey | undefined>;
  appSecret(): Promise<string>;
}

/** What operators change by tools of their own, with their own credentials: no step does, so no function may. */
export interface OperatorStore {
  /** Adds or replaces a feed, whatever is there, as a person's edit: seeding never overwrites it. */
  putFeed(feed: Feed): Promise<void>;
  /** Puts a setting of any JSON, in force with the next call. */
  putSetting(name: string, value: unknown): Promise<void>;
  putApiKey(key: ApiKey): Promise<void>;
  removeApiKey(id: string): Promise<void>;
  contact(subscriptionId: string): Promise<Contact | undefined>;
  /** Replaces where the alerts of a subscription go; false, and nothing written, if none is stored. */
  changeContact(subscriptionId: string, contact: Contact): Promise<boolean>;
}

/** Tells whoever runs Vigía something about a feed. Resolves when it cannot be lost any more. */
export type TellOperator = (notice: FeedNotice) => Promise<void>;
