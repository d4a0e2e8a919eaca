/** What deliver needs of the world, and what the owner of a webhook may do to its deliveries. As in `ports.ts`. */
import type { Alert } from "../core/alert.ts";
import type { Delivery, DeliveryState, SendResult } from "../core/delivery.ts";
import type { Mail } from "../core/email.ts";
import type { Endpoint } from "../core/endpoint.ts";
import type { Told } from "../core/reappearance.ts";
import type { StoryMember } from "../core/story.ts";
import type { Contact, Subscription } from "../core/subscription.ts";
import type { SoftBounce, Suppression } from "../core/suppression.ts";
import type { Limiter } from "./limit-ports.ts";
import type { MatchStore } from "./ports.ts";
import type { SubscriberStore } from "./subscriber-ports.ts";

export interface DeliverStore extends Limiter, Pick<MatchStore, "watchlist" | "matchesBefore" | "listening" | "watchingSince"> {
  alert(subscriptionId: string, alertId: string): Promise<Alert | undefined>;
  subscription(id: string): Promise<Subscription | undefined>;
  contact(subscriptionId: string): Promise<Contact | undefined>;
  /** The contact that a change proposes, while it waits. */
  proposedContact(subscriptionId: string, changeId: string): Promise<Contact | undefined>;
  /** Signing secrets of a webhook that are in force, newest first: one that was replaced signs on for a day. */
  webhookSecrets(subscriptionId: string): Promise<readonly string[]>;
  appSecret(): Promise<string>;
  /** Everything is held while this flag is set. */
  deliveryPaused(): Promise<boolean>;
  membersOf(storyId: string): Promise<readonly StoryMember[]>;
  /** The entities whose match in the story was retracted. */
  retractedIn(storyId: string): Promise<readonly string[]>;
  delivery(subscriptionId: string, deliveryId: string): Promise<Delivery | undefined>;
  /** Writes the row if its stored version is `delivery.version - 1` (absent = 0); false if not. */
  saveDelivery(delivery: Delivery): Promise<boolean>;
  /**
   * Takes the next place among the mails of all processes, which are as far apart as the setting `mailsPerSecond` says (one a second
   * where it says nothing): when that is, epoch ms, now or later. Undefined, and none taken, if it is more than `aheadMs` away.
   */
  mailPlace(aheadMs: number): Promise<number | undefined>;
  /** Why no mail may go to the address, given as its `mailboxHash`; undefined where it may. */
  suppression(addressHash: string): Promise<Suppression | undefined>;
  /** The mails to it that came back for the time being. */
  softBounces(addressHash: string): Promise<readonly SoftBounce[]>;
  endSubscription: SubscriberStore["endSubscription"];
  /**
   * Switches an active subscription off, with the reason; one that is anything else stays what it is, and so does one that was
   * enabled since: `lastEnabledAt` is when it was, as whoever decided saw it. True if it switched it off.
   */
  disableSubscription(id: string, reason: string, lastEnabledAt?: string): Promise<boolean>;
  /** What a subscription was told of everyone, or not told as too little of the silence was heard; by entity, or two (`entitiesOf`). */
  allTold(subscriptionId: string): Promise<ReadonlyMap<string, Told["returns"]>>;
  /** Pauses in the same way, for its reader to resume. False where somebody resumed since, or it is over. */
  pauseForBounces(id: string, reason: string, lastEnabledAt?: string): Promise<boolean>;
  /** How a webhook's endpoint has been doing; undefined if it never failed. */
  endpoint(subscriptionId: string): Promise<Endpoint | undefined>;
  /** Writes the row if its stored version is `endpoint.version - 1` (absent = 0); false if not. */
  saveEndpoint(subscriptionId: string, endpoint: Endpoint): Promise<boolean>;
  /** The active email subscriptions that an API key made (eventually consistent): their addresses confirmed. */
  confirmedBy(owner: string): Promise<readonly Subscription[]>;
}

/** Which deliveries that are over. */
export interface OverDeliveries {
  readonly since: string;
  readonly until: string;
  readonly states: readonly DeliveryState[];
  /** Only those whose ids sort after this one. */
  readonly after?: string | undefined;
}

/** What the owner of a webhook reads and writes. */
export interface WebhookStore {
  delivery: DeliverStore["delivery"];
  saveDelivery: DeliverStore["saveDelivery"];
  /** Deliveries of alerts that are over, by state and by when they were made: from `since` to before `until` (ISO 8601 UTC); at most `limit`, in the order of their ids. */
  overDeliveries(subscriptionId: string, which: OverDeliveries, limit: number): Promise<readonly Delivery[]>;
  /** Puts a new signing secret before the others, of which at most two stay; false if the subscription has none. */
  rotateSecret(subscriptionId: string, secret: string): Promise<boolean>;
}

export type { Mail } from "../core/email.ts";

/** Hands a mail to the provider. Never throws for what a receiver or provider may answer. */
export type Mailer = (mail: Mail) => Promise<SendResult>;

/** POSTs signed bytes to a subscriber's address through the guard. Never throws for what a receiver may do. */
export type WebhookSender = (url: string, body: string, headers: Readonly<Record<string, string>>) => Promise<SendResult>;
