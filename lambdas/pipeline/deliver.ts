import type { Delivery } from "../core/delivery.ts";
import { begin, hold, isOver, settle } from "../core/delivery.ts";
import { alertMail, confirmationMail } from "../core/email.ts";
import { makeToken } from "../core/token.ts";
import type { Contact, Subscription } from "../core/subscription.ts";
import { alertPayload, webhookHeaders, webhookId } from "../core/webhook.ts";
import type { DeliverMessage } from "./messages.ts";
import { CONFIRMATION } from "./messages.ts";
import type { Clock, DeliverStore, Mailer, SendResult, WebhookSender } from "./ports.ts";

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
 * Before the send the row is `sending`, with a lease that ends at `nextAttemptAt` and lies in the due index: dying in
 * the middle, the tick brings the delivery back when the lease is over. A message that comes early, twice or late finds
 * that in the row and goes; it never fails.
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
  const [subscription, contact] = await Promise.all([store.subscription(subscriptionId), store.contact(subscriptionId)]);
  if (subscription === undefined || contact === undefined) return said("nothing-to-send");
  const row: Delivery = stored ?? fresh(message, contact, clock());

  // Read now, not when the alert was raised: unsubscribing wins over queued mail (reliability E9).
  if (subscription.status !== (deliveryId === CONFIRMATION ? "pending" : "active")) {
    await store.saveDelivery(cancelled(row));
    return said("cancelled", subscription.status);
  }
  if (await store.deliveryPaused()) {
    await store.saveDelivery(hold(row, clock()));
    return said("held", "delivery is paused");
  }
  const lease = begin(row, clock());
  if (!(await store.saveDelivery(lease))) return said("busy");
  if (isOver(lease)) return said("failed", "the results of two sends are unknown");

  const started = clock();
  const result = await send(message, subscription, contact, lease, deps);
  if (result === undefined) {
    await store.saveDelivery(cancelled(lease));
    return said("nothing-to-send");
  }
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

const cancelled = ({ nextAttemptAt: _, ...row }: Delivery): Delivery => ({ ...row, state: "cancelled", version: row.version + 1 });

/** Renders and sends; undefined when there is nothing to tell. */
const send = async (
  { deliveryId, subscriptionId }: DeliverMessage,
  subscription: Subscription,
  contact: Contact,
  lease: Delivery,
  { store, mail, webhook, publicUrl, clock }: DeliverDeps,
): Promise<SendResult | undefined> => {
  const link = async (purpose: "confirm" | "unsubscribe") =>
    `${publicUrl}/${purpose}/${subscriptionId}/${makeToken(await store.appSecret(), purpose, subscriptionId)}`;
  if (deliveryId === CONFIRMATION)
    return contact.channel === "email"
      ? mail(confirmationMail(subscription, contact.address, { confirm: await link("confirm") }))
      : undefined;

  const alert = await store.alert(subscriptionId, deliveryId);
  if (alert === undefined) return undefined;
  const members = await store.membersOf(alert.storyId);
  if (contact.channel === "email") {
    const links = {
      unsubscribe: await link("unsubscribe"),
      dashboard: `${publicUrl}/`,
      entity: (id: string) => `${publicUrl}/?entity=${id}`,
    };
    return mail(alertMail(alert, members, subscription, contact.address, links));
  }
  const body = alertPayload(alert, members, subscription, publicUrl);
  // The id is the same on every attempt, the timestamp is the attempt's (reliability W5).
  const headers = webhookHeaders(await store.webhookSecrets(subscriptionId), webhookId(lease.id), Math.floor(clock() / 1000), body);
  return webhook(contact.url, body, headers);
};
