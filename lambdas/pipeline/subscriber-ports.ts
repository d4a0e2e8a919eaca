import type { NotThis } from "../core/not-this.ts";
import type { Contact, Subscription, SubscriptionChoice } from "../core/subscription.ts";
import type { SoftBounce, Suppression } from "../core/suppression.ts";

/** How a subscription comes to be, and what becomes of it, by its owner, its reader and operators. */
export interface SubscriberStore {
  /**
   * Stores the subscription with where its alerts go and, for a webhook, its signing secret. Until all is stored it is
   * `pending`, whatever its status says; calling again completes it. False if the id was complete before: nothing is changed.
   * One that is pending by its own status is forgotten at `forgottenAt` with its address, unless it is confirmed. By `mailbox`
   * (the `mailboxHash` of its address, or of a webhook's owner) it is found again, or that owner is forgotten.
   */
  createSubscription(subscription: Subscription, contact: Contact, secret?: string, mailbox?: string): Promise<boolean>;
  /** Makes a pending subscription active, to stay; false if there is none, or none that is pending. */
  confirmSubscription(id: string): Promise<boolean>;
  /** Makes a disabled subscription active again, as of now; false if there is none, or none that is disabled. */
  enableSubscription(id: string): Promise<boolean>;
  /** Ends a subscription, whatever it is, perhaps with a reason, and erases where it went; false if there is none. May be repeated. */
  endSubscription(id: string, reason?: string): Promise<boolean>;
  /** Ends it and erases address, secrets, what it was told and how its endpoint did; false if there is none. Calling again finishes a removal cut short. */
  removeSubscription(id: string): Promise<boolean>;
  /** The ids of the subscriptions that go, or went, to this mailbox, in order. */
  subscriptionsTo(mailbox: string): Promise<readonly string[]>;
  /**
   * Takes an address, given as its `mailboxHash`, out of where it stands beside a subscription of somebody else: proposed and not
   * confirmed, or as the owner of a webhook. May be repeated.
   */
  forgetAddress(mailbox: string): Promise<void>;
  /** Forgets that an address, given as its `mailboxHash`, takes no mail; false if nothing was known. */
  release(addressHash: string): Promise<boolean>;
  /** Raises no alerts for it until it is resumed, or until `until` (ISO 8601 UTC); false unless it is active or paused. */
  pauseSubscription(id: string, until?: string): Promise<boolean>;
  /** Ends a pause, as of now; false unless it is active or paused. */
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
  /** Keeps for 30 days that a mail to an address came back for the time being. Idempotent, in whatever order. */
  noteSoftBounce(addressHash: string, bounce: SoftBounce): Promise<void>;
}
