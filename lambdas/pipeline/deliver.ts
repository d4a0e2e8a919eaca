import type { Delivery } from "../core/delivery.ts";
import { LEASE_MS, begin, cancel, hold, isOver, settle } from "../core/delivery.ts";
import { alertMail, confirmationMail } from "../core/email.ts";
import { withoutNamed } from "../core/story.ts";
import { makeToken } from "../core/token.ts";
import type { Contact, Subscription } from "../core/subscription.ts";
import { alertPayload, webhookHeaders, webhookId } from "../core/webhook.ts";
import type { DeliverMessage } from "./messages.ts";
import { CONFIRMATION } from "./messages.ts";
import type { Clock, DeliverStore, Mailer, SendResult, WebhookSender } from "./ports.ts";
import { tellable } from "./tellable.ts";
import type { Tellable } from "./tellable.ts";

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
  readonly outcome: "sent" | "retry" | "held" | "failed" | "cancelled" | "over" | "early" | "busy" | "nothing-to-send";
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
  if (stored !== undefined && isOver(stored)) return said("over");
  if ((stored?.nextAttemptAt ?? 0) > clock()) return said("early");
  const drop = async (outcome: "cancelled" | "nothing-to-send", row: Delivery | undefined, why?: string): Promise<DeliverOutcome> => {
    // A row that is left open would come back for ever.
    if (row !== undefined) await store.saveDelivery(cancel(row));
    return said(outcome, why);
  };
  const [subscription, contact] = await Promise.all([store.subscription(subscriptionId), store.contact(subscriptionId)]);
  if (subscription === undefined || contact === undefined) return drop("nothing-to-send", stored);
  const row: Delivery = stored ?? fresh(message, contact, clock());

  // Read now, not when the alert was raised: unsubscribing wins over queued mail (reliability E9).
  const refusal = refusalOf(message, subscription);
  if (refusal !== undefined) return drop("cancelled", row, refusal);
  if (await store.deliveryPaused()) {
    await store.saveDelivery(hold(row, clock()));
    return said("held", "delivery is paused");
  }
  const alert = deliveryId === CONFIRMATION ? undefined : await store.alert(subscriptionId, deliveryId);
  const now = alert && (await tellable(alert, subscription, store, clock()));
  if (now !== undefined && now.kind !== "alert") {
    if (now.kind === "cancelled") return drop("cancelled", row, now.why);
    await store.saveDelivery(hold(row, clock(), now.until === undefined ? undefined : Math.max(now.until - clock(), 0) + LEASE_MS));
    return said("held", now.why);
  }
  const send = await prepare(message, now, subscription, contact, deps);
  if (send === undefined) return drop("nothing-to-send", stored);
  // After a send with an unknown result they may have been told all the same.
  const isSure = row.unknown === 0 && row.state !== "sending";
  const leftOut = alert?.told.filter((entity) => now?.rejected.includes(entity)) ?? [];
  const lease = begin({ ...row, ...(isSure && leftOut.length > 0 && { leftOut }) }, clock());
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

const fresh = ({ deliveryId, subscriptionId }: DeliverMessage, { channel }: Contact, now: number): Delivery => ({
  id: deliveryId,
  subscriptionId,
  channel,
  state: "retry",
  version: 0,
  attempts: [],
  unknown: 0,
  createdAt: new Date(now).toISOString(),
});

/** Why nothing may go out, if so: alerts go to the active only, confirmations to the pending (whom the store forgets in time). */
const refusalOf = ({ deliveryId }: DeliverMessage, { status }: Subscription): string | undefined =>
  status === (deliveryId === CONFIRMATION ? "pending" : "active") ? undefined : status;

/** Reads and renders all that the send needs, and returns the send; undefined when there is nothing to tell. */
const prepare = async (
  { deliveryId, subscriptionId }: DeliverMessage,
  told: Extract<Tellable, { kind: "alert" }> | undefined,
  subscription: Subscription,
  contact: Contact,
  { store, mail, webhook, publicUrl, clock }: DeliverDeps,
): Promise<(() => Promise<SendResult>) | undefined> => {
  const link = async (purpose: "confirm" | "unsubscribe") =>
    `${publicUrl}/${purpose}/${subscriptionId}/${makeToken(await store.appSecret(), purpose, subscriptionId)}`;
  if (deliveryId === CONFIRMATION) {
    if (contact.channel !== "email") return undefined;
    const rendered = confirmationMail(subscription, contact.address, { confirm: await link("confirm") });
    return () => mail(rendered);
  }
  if (told === undefined) return undefined;
  const { alert, rejected } = told;
  const members = withoutNamed(await store.membersOf(alert.storyId), rejected);
  if (contact.channel === "email") {
    const links = {
      unsubscribe: await link("unsubscribe"),
      dashboard: `${publicUrl}/`,
      entity: (id: string) => `${publicUrl}/?entity=${id}`,
    };
    const rendered = alertMail(alert, members, subscription, contact.address, links);
    return () => mail(rendered);
  }
  const body = alertPayload(alert, members, subscription, publicUrl);
  const secrets = await store.webhookSecrets(subscriptionId);
  // The id is the same on every attempt, the timestamp is the attempt's (reliability W5).
  return () => webhook(contact.url, body, webhookHeaders(secrets, webhookId(deliveryId), Math.floor(clock() / 1000), body));
};
