import type { Delivery } from "../core/delivery.ts";
import { begin, cancel, hold, isOver, isUntried, newDelivery, settle } from "../core/delivery.ts";
import type { DeliveryKind } from "../core/delivery-id.ts";
import { addressChangeOf, kindOf } from "../core/delivery-id.ts";
import { mailboxHash } from "../core/email-address.ts";
import type { Contact, Subscription, SubscriptionStatus } from "../core/subscription.ts";
import { asOf } from "../core/subscription.ts";
import { comesBack, pausedBecause, suppressedBecause } from "../core/suppression.ts";
import type { Suppression } from "../core/suppression.ts";
import { quietEnd, timingOf } from "../core/timing.ts";
import { gatherDigest } from "./digest.ts";
import type { DeliverMessage } from "./messages.ts";
import type { DeliverStore } from "./deliver-ports.ts";
import type { DeliverDeps, Telling } from "./prepare.ts";
import { prepare } from "./prepare.ts";
import { tellable } from "./tellable.ts";
import type { Tellable } from "./tellable.ts";
import type { Tried } from "./trouble.ts";
import { noteAttempt } from "./trouble.ts";
import { wait } from "./waiting.ts";

export interface DeliverOutcome {
  readonly deliveryId: string;
  readonly channel?: Contact["channel"];
  readonly outcome: "sent" | "retry" | "held" | "waiting" | "failed" | "cancelled" | "over" | "early" | "busy" | "nothing-to-send";
  readonly error?: string;
}

/**
 * Hands one delivery to its channel, once at a time, and settles when to try again.
 *
 * Everything is read and rendered first. Then the row is `sending`, with a lease that ends at `nextAttemptAt` and lies in the
 * due index, and nothing but the send itself comes after it: dying there, the tick brings the delivery back when the lease is
 * over, and its result counts as unknown. A message that comes early, twice or late finds that in the row and goes.
 */
export const deliver = async (message: DeliverMessage, deps: DeliverDeps): Promise<DeliverOutcome> => {
  const { store, clock } = deps;
  const { subscriptionId, deliveryId } = message;
  const kind = kindOf(deliveryId);
  const said = (outcome: DeliverOutcome["outcome"], error?: string): DeliverOutcome => ({
    deliveryId,
    outcome,
    ...(error !== undefined && { error }),
  });

  const stored = await store.delivery(subscriptionId, deliveryId);
  if (stored !== undefined && isOver(stored) && stored.state !== "waiting") return said("over");
  if ((stored?.nextAttemptAt ?? 0) > clock()) return said("early");
  const drop = async (outcome: "cancelled" | "nothing-to-send", row: Delivery | undefined, why?: string): Promise<DeliverOutcome> => {
    // A row that is left open would come back for ever.
    if (row !== undefined) await store.saveDelivery(cancel(row));
    return said(outcome, why);
  };
  const change = addressChangeOf(deliveryId);
  const [subscription, contact] = await Promise.all([
    store.subscription(subscriptionId),
    change === undefined ? store.contact(subscriptionId) : store.proposedContact(subscriptionId, change),
  ]);
  if (subscription === undefined || contact === undefined) return drop("nothing-to-send", stored);
  const row = stored ?? newDelivery({ id: deliveryId, subscriptionId, channel: contact.channel }, clock());
  const note = async (tried: Tried) => {
    if (contact.channel === "webhook" && row.channel === "webhook") await noteAttempt(tried, subscription, contact, deps);
  };

  // Read now, not when the alert was raised: unsubscribing wins over queued mail (reliability E9).
  const { status } = asOf(subscription, clock());
  if (!open[kind].includes(status)) return drop("cancelled", row, status);
  const alert = kind === "alert" ? await store.alert(subscriptionId, deliveryId) : undefined;
  // Only what nobody tried to send yet; and a correction does not wait for the next digest.
  const mayWait = contact.channel === "email" && alert !== undefined && alert.corrects === undefined;
  const waits = mayWait && (row.state === "waiting" || isUntried(row)) ? await wait(row, subscription, deps) : "now";
  if (waits !== "now") return said(waits);
  const held = async (why: string, ms?: number): Promise<DeliverOutcome> => {
    await store.saveDelivery(hold(row, clock(), ms));
    return said("held", why);
  };
  if (await store.deliveryPaused()) return held("delivery is paused");
  const asksAddress = kind === "confirmation" || kind === "address";
  const quiet = asksAddress ? undefined : quietEnd(clock(), timingOf(subscription));
  if (quiet !== undefined) return held("quiet hours", quiet - clock());
  const told =
    kind === "digest" ? await digestNow(row, subscription, store, clock()) : alert && (await tellable(alert, subscription, store, clock()));
  if (told?.kind === "cancelled") return drop("cancelled", row, told.why);
  if (told?.kind === "held") return held(told.why, told.until === undefined ? undefined : Math.max(told.until - clock(), MINUTE_MS));
  const prepared = await prepare(row, told, subscription, contact, deps);
  if (prepared === undefined) return drop("nothing-to-send", stored);
  // Read last of all: an event of SES may have come in since the alert was raised (reliability E9).
  const why = await suppressionOf(prepared.to, store);
  if (why !== undefined) {
    // Of a confirmation no trace is left, as where the address's limit is reached: nobody can ask who is suppressed (E13).
    if (asksAddress) return drop("nothing-to-send", stored);
    // The owner of a webhook loses these mails, not the webhook.
    if (contact.channel === "email") await store.endSubscription(subscriptionId, suppressedBecause[why.reason]);
    return drop("cancelled", row, "suppressed");
  }
  if (contact.channel === "email" && !asksAddress && (await mailsComeBack(contact.address, subscription, store))) {
    if (await store.pauseForBounces(subscriptionId, pausedBecause[subscription.lang], subscription.enabledAt))
      return drop("cancelled", row, "paused: its mails come back");
    // Its reader has just said otherwise.
    return deliver(message, deps);
  }
  // After a send with an unknown result they may have been told all the same.
  const isSure = row.unknown === 0 && row.state !== "sending";
  const leftOut = isSure && told !== undefined && told.leftOut.length > 0 ? { leftOut: told.leftOut } : {};
  const lease = begin({ ...row, ...leftOut }, clock());
  if (isOver(lease)) await note({ settled: lease, outcome: "failed", at: clock() });
  if (!(await store.saveDelivery(lease))) return said("busy");
  if (isOver(lease)) return said("failed", "its sends never ended");

  const started = clock();
  const result = await prepared.send();
  const settled = settle(lease, result, started, clock());
  await note({ settled, outcome: result.outcome, at: started });
  // If the lease ran out meanwhile, whoever took it over settles instead.
  await store.saveDelivery(settled);
  const outcome = settled.state === "sent" || settled.state === "failed" ? settled.state : "retry";
  return { ...said(outcome, result.outcome === "sent" ? undefined : result.error), channel: row.channel };
};

const MINUTE_MS = 60_000;

/**
 * To whom each goes, by the subscription's status: alerts to the active only, confirmations to the pending (whom the store forgets in
 * time), a new address may be asked for in a pause, and a webhook that was switched off may be tested.
 */
const open: Readonly<Record<DeliveryKind, readonly SubscriptionStatus[]>> = {
  alert: ["active"],
  digest: ["active"],
  confirmation: ["pending"],
  address: ["active", "paused"],
  welcome: ["active"],
  test: ["active", "disabled"],
  failing: ["active"],
  disabled: ["disabled"],
};

/** What a digest tells now, or that nothing of it is left. */
const digestNow = async (
  row: Delivery,
  subscription: Subscription,
  store: DeliverStore,
  now: number,
): Promise<Extract<Telling, { kind: "digest" }> | Extract<Tellable, { kind: "cancelled" }>> => {
  const digest = await gatherDigest(row, subscription, store, now);
  return digest.alerts.length > 0 ? { kind: "digest", ...digest } : { kind: "cancelled", why: "nothing of the digest is left to tell" };
};

/** Have mails to this address come back too often since its reader last said that all is well? */
const mailsComeBack = async (address: string, { enabledAt }: Subscription, store: DeliverStore): Promise<boolean> =>
  comesBack(await store.softBounces(mailboxHash(await store.appSecret(), address)), enabledAt);

/** Why nothing may go to this address, whatever subscription it is of. */
const suppressionOf = async (address: string | undefined, store: DeliverStore): Promise<Suppression | undefined> =>
  address === undefined ? undefined : store.suppression(mailboxHash(await store.appSecret(), address));
