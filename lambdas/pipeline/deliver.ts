import type { Delivery } from "../core/delivery.ts";
import { begin, cancel, hold, isOver, isUntried, newDelivery, settle } from "../core/delivery.ts";
import { alertMail, confirmationMail, digestMail, welcomeMail } from "../core/email.ts";
import { quietEnd, timingOf } from "../core/timing.ts";
import { addressChangeOf, addressChangeToken } from "../core/address-change.ts";
import { mailboxHash } from "../core/email-address.ts";
import type { Suppression } from "../core/suppression.ts";
import { suppressedBecause } from "../core/suppression.ts";
import { withoutNamed } from "../core/story.ts";
import { makeToken } from "../core/token.ts";
import type { Contact, Subscription } from "../core/subscription.ts";
import { asOf } from "../core/subscription.ts";
import { alertPayload, webhookHeaders, webhookId } from "../core/webhook.ts";
import type { Digest } from "./digest.ts";
import { gatherDigest } from "./digest.ts";
import type { DeliverMessage } from "./messages.ts";
import { CONFIRMATION, WELCOME } from "./messages.ts";
import type { Clock, DeliverStore, Mailer, SendResult, WebhookSender } from "./ports.ts";
import { tellable } from "./tellable.ts";
import type { Tellable } from "./tellable.ts";
import { wait } from "./waiting.ts";
import { welcomeFacts } from "./welcome.ts";

export interface DeliverDeps {
  readonly store: DeliverStore;
  readonly mail: Mailer;
  readonly webhook: WebhookSender;
  readonly clock: Clock;
  /** Origin of the API and dashboard, without a trailing slash; links in alerts start with it. */
  readonly publicUrl: string;
}

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
  const row: Delivery = stored ?? newDelivery({ id: deliveryId, subscriptionId, channel: contact.channel }, clock());

  // Read now, not when the alert was raised: unsubscribing wins over queued mail (reliability E9).
  const refusal = refusalOf(message, asOf(subscription, clock()));
  if (refusal !== undefined) return drop("cancelled", row, refusal);
  const isDigest = stored?.alerts !== undefined;
  const asksAddress = deliveryId === CONFIRMATION || change !== undefined;
  const alert = asksAddress || deliveryId === WELCOME || isDigest ? undefined : await store.alert(subscriptionId, deliveryId);
  // Only what nobody tried to send yet; and a correction does not wait for the next digest.
  const mayWait = contact.channel === "email" && alert !== undefined && alert.corrects === undefined;
  const waits = mayWait && (row.state === "waiting" || isUntried(row)) ? await wait(row, subscription, deps) : "now";
  if (waits !== "now") return said(waits);
  if (await store.deliveryPaused()) {
    await store.saveDelivery(hold(row, clock()));
    return said("held", "delivery is paused");
  }
  const quiet = asksAddress ? undefined : quietEnd(clock(), timingOf(subscription));
  if (quiet !== undefined) {
    await store.saveDelivery(hold(row, clock(), quiet - clock()));
    return said("held", "quiet hours");
  }
  const now = isDigest
    ? await digestNow(row, subscription, store, clock())
    : alert && (await tellable(alert, subscription, store, clock()));
  if (now !== undefined && (now.kind === "held" || now.kind === "cancelled")) {
    if (now.kind === "cancelled") return drop("cancelled", row, now.why);
    await store.saveDelivery(hold(row, clock(), now.until === undefined ? undefined : Math.max(now.until - clock(), MINUTE_MS)));
    return said("held", now.why);
  }
  const send = await prepare(message, now, subscription, contact, deps);
  if (send === undefined) return drop("nothing-to-send", stored);
  // Read last of all: an event of SES may have come in since the alert was raised (reliability E9).
  const why = await suppressionOf(contact, store);
  if (why !== undefined) {
    // Of a confirmation no trace is left, as where the address's limit is reached: nobody can ask who is suppressed (E13).
    if (asksAddress) return drop("nothing-to-send", stored);
    await store.endSubscription(subscriptionId, suppressedBecause[why.reason]);
    return drop("cancelled", row, "suppressed");
  }
  // After a send with an unknown result they may have been told all the same.
  const isSure = row.unknown === 0 && row.state !== "sending";
  const leftOut = isSure && now !== undefined && now.leftOut.length > 0 ? { leftOut: now.leftOut } : {};
  const lease = begin({ ...row, ...leftOut }, clock());
  if (!(await store.saveDelivery(lease))) return said("busy");
  if (isOver(lease)) return said("failed", "its sends never ended");

  const started = clock();
  const result = await send();
  const settled = settle(lease, result, started, clock());
  if (result.outcome === "gone") await store.disableSubscription(subscriptionId, "The endpoint answered 410 Gone.");
  // If the lease ran out meanwhile, whoever took it over settles instead.
  await store.saveDelivery(settled);
  const outcome = settled.state === "sent" || settled.state === "failed" ? settled.state : "retry";
  return { ...said(outcome, result.outcome === "sent" ? undefined : result.error), channel: contact.channel };
};

const MINUTE_MS = 60_000;

/** What a digest tells now, or that nothing of it is left. */
const digestNow = async (row: Delivery, subscription: Subscription, store: DeliverStore, now: number) => {
  const digest = await gatherDigest(row, subscription, store, now);
  return digest.alerts.length > 0
    ? ({ kind: "digest", ...digest } as const)
    : ({ kind: "cancelled", why: "nothing of the digest is left to tell" } as const);
};

/** Why nothing may go out, if so: alerts go to the active only, confirmations to the pending (whom the store forgets in time). */
const refusalOf = ({ deliveryId }: DeliverMessage, { status }: Subscription): string | undefined =>
  status === (deliveryId === CONFIRMATION ? "pending" : "active") || (status === "paused" && addressChangeOf(deliveryId) !== undefined)
    ? undefined
    : status;

/** Why nothing may go to this address, whatever subscription it is of. */
const suppressionOf = async (contact: Contact, store: DeliverStore): Promise<Suppression | undefined> =>
  contact.channel === "email" ? store.suppression(mailboxHash(await store.appSecret(), contact.address)) : undefined;

/** Reads and renders all that the send needs, and returns the send; undefined when there is nothing to tell. */
const prepare = async (
  { deliveryId, subscriptionId }: DeliverMessage,
  told: Extract<Tellable, { kind: "alert" }> | Pick<Digest, "alerts"> | undefined,
  subscription: Subscription,
  contact: Contact,
  { store, mail, webhook, publicUrl, clock }: DeliverDeps,
): Promise<(() => Promise<SendResult>) | undefined> => {
  const link = async (purpose: "confirm" | "unsubscribe" | "manage") =>
    `${publicUrl}/${purpose}/${subscriptionId}/${makeToken(await store.appSecret(), purpose, subscriptionId)}`;
  const change = addressChangeOf(deliveryId);
  if (deliveryId === CONFIRMATION || change !== undefined) {
    if (contact.channel !== "email") return undefined;
    const confirm =
      change === undefined
        ? await link("confirm")
        : `${publicUrl}/address/${subscriptionId}/${addressChangeToken(await store.appSecret(), subscriptionId, change)}`;
    const rendered = confirmationMail(subscription, contact.address, { confirm });
    return () => mail(rendered);
  }
  const links = async () => ({
    unsubscribe: await link("unsubscribe"),
    manage: await link("manage"),
    dashboard: `${publicUrl}/`,
    entity: (id: string) => `${publicUrl}/?entity=${id}`,
  });
  if (deliveryId === WELCOME) {
    if (contact.channel !== "email") return undefined;
    const rendered = welcomeMail(await welcomeFacts(subscription, store, clock()), subscription, contact.address, await links());
    return () => mail(rendered);
  }
  if (told === undefined) return undefined;
  if ("alerts" in told) {
    if (contact.channel !== "email") return undefined;
    const rendered = digestMail(deliveryId, told.alerts, subscription, contact.address, await links());
    return () => mail(rendered);
  }
  const { alert, rejected } = told;
  const members = withoutNamed(await store.membersOf(alert.storyId), rejected);
  if (contact.channel === "email") {
    const rendered = alertMail(alert, members, subscription, contact.address, await links());
    return () => mail(rendered);
  }
  const body = alertPayload(alert, members, subscription, publicUrl);
  const secrets = await store.webhookSecrets(subscriptionId);
  // The id is the same on every attempt, the timestamp is the attempt's (reliability W5).
  return () => webhook(contact.url, body, webhookHeaders(secrets, webhookId(deliveryId), Math.floor(clock() / 1000), body));
};
