import type { NotThis } from "../core/not-this.ts";
import type { Contact, Subscription, SubscriptionChoice } from "../core/subscription.ts";
import type { Suppression } from "../core/suppression.ts";

/** What becomes of a subscription once it is there, by its owner, its reader and operators. */
export interface SubscriberStore {
  /** The ids of the subscriptions that go, or went, to this mailbox, in order. */
  subscriptionsTo(mailbox: string): Promise<readonly string[]>;
  /** Forgets that an address, given as its `mailboxHash`, takes no mail; false if nothing was known. */
  release(addressHash: string): Promise<boolean>;
  /** Raises no alerts for it until it is resumed, or until `until` (ISO 8601 UTC); false unless it is active or paused. */
  pauseSubscription(id: string, until?: string): Promise<boolean>;
  /** Ends a pause; false unless it is active or paused. */
  resumeSubscription(id: string): Promise<boolean>;
  /**
   * Puts what was chosen in place of what `from` chose, field by field, so that of two who change different fields both get what
   * they wanted; undefined if there is none, or it is pending or over.
   */
  changeSubscription(from: Subscription, choice: SubscriptionChoice): Promise<Subscription | undefined>;
  /** Keeps another contact beside the one in force, until the change's end (`addressChangeEnds`), in place of any other that waits. */
  proposeContact(subscriptionId: string, changeId: string, contact: Contact, mailbox: string): Promise<void>;
  /** Puts the proposed contact in force; false if it is not that change's, or over, or the subscription is gone. May be repeated. */
  acceptContact(subscriptionId: string, changeId: string): Promise<boolean>;
  /** What the subscription's reader said is not about whom it was taken for; a word holds from the next item on. */
  notThis(subscriptionId: string): Promise<readonly NotThis[]>;
  /** Keeps a reader's word, in place of an earlier one about the same match. */
  saveNotThis(subscriptionId: string, said: NotThis): Promise<void>;
  removeNotThis(subscriptionId: string, storyId: string, entity: string): Promise<void>;
}

/** What the step feedback reads and writes. */
export interface FeedbackStore {
  appSecret(): Promise<string>;
  /** Keeps that an address, given as its `mailboxHash`, takes no mail; what `outweighs` it stays. Idempotent, in whatever order. */
  suppress(addressHash: string, suppression: Suppression): Promise<void>;
}
