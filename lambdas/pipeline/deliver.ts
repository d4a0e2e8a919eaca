import type { Delivery } from "../core/delivery.ts";
import { begin, cancel, hold, isOver, settle } from "../core/delivery.ts";
import type { DeliveryKind } from "../core/delivery-id.ts";
import { kindOf } from "../core/delivery-id.ts";
import { alertMail, confirmationMail } from "../core/email.ts";
import { alertView } from "../core/email-view.ts";
import { slackAlert, slackResult, slackTest } from "../core/slack.ts";
import { makeToken } from "../core/token.ts";
import type { Contact, Subscription, SubscriptionStatus } from "../core/subscription.ts";
import { alertPayload, webhookHeaders, webhookId } from "../core/webhook.ts";
import { testPayload } from "../core/webhook-test.ts";
import type { DeliverMessage } from "./messages.ts";
import { ownerNotice } from "./owner-notice.ts";
import type { Clock, DeliverStore, Mailer, SendResult, WebhookSender } from "./ports.ts";
import type { Tried } from "./trouble.ts";
import { noteAttempt } from "./trouble.ts";

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
  const note = async (tried: Tried) => {
    if (contact.channel === "webhook" && row.channel === "webhook") await noteAttempt(tried, subscription, contact, deps);
  };
  const row: Delivery = stored ?? fresh(message, contact, clock());

  // Read now, not when the alert was raised: unsubscribing wins over queued mail (reliability E9).
  const refusal = refusalOf(message, subscription);
  if (refusal !== undefined) return drop("cancelled", row, refusal);
  if (await store.deliveryPaused()) {
    await store.saveDelivery(hold(row, clock()));
    return said("held", "delivery is paused");
  }
  const send = await prepare(message, row.createdAt, subscription, contact, deps);
  if (send === undefined) return drop("nothing-to-send", stored);
  const lease = begin(row, clock());
  if (isOver(lease)) await note({ settled: lease, outcome: "failed", at: clock() });
  if (!(await store.saveDelivery(lease))) return said("busy");
  if (isOver(lease)) return said("failed", "its sends never ended");

  const started = clock();
  const result = await send();
  const settled = settle(lease, result, started, clock());
  await note({ settled, outcome: result.outcome, at: started });
  // If the lease ran out meanwhile, whoever took it over settles instead.
  await store.saveDelivery(settled);
  const outcome = settled.state === "sent" || settled.state === "failed" ? settled.state : "retry";
  return { ...said(outcome, result.outcome === "sent" ? undefined : result.error), channel: row.channel };
};

const fresh = ({ deliveryId, subscriptionId }: DeliverMessage, { channel }: Contact, now: number): Delivery => ({
  id: deliveryId,
  subscriptionId,
  channel: addressed[kindOf(deliveryId)] ?? channel,
  state: "retry",
  version: 0,
  attempts: [],
  unknown: 0,
  createdAt: new Date(now).toISOString(),
});

/** What goes by mail whatever the subscription's own channel. */
const addressed: Partial<Record<DeliveryKind, Contact["channel"]>> = { failing: "email", disabled: "email" };

/**
 * Why nothing may go out, if so: alerts go to the active only, confirmations to the pending (whom the store forgets in time), tests
 * also to who was switched off.
 */
const refusalOf = ({ deliveryId }: DeliverMessage, { status }: Subscription): string | undefined =>
  open[kindOf(deliveryId)].includes(status) ? undefined : status;

const open: Readonly<Record<DeliveryKind, readonly SubscriptionStatus[]>> = {
  alert: ["active"],
  confirmation: ["pending"],
  test: ["active", "disabled"],
  failing: ["active"],
  disabled: ["disabled"],
};

/** Reads and renders all that the send needs, and returns the send; undefined when there is nothing to tell. */
const prepare = async (
  { deliveryId, subscriptionId }: DeliverMessage,
  createdAt: string,
  subscription: Subscription,
  contact: Contact,
  deps: DeliverDeps,
): Promise<(() => Promise<SendResult>) | undefined> => {
  const { store, mail, publicUrl } = deps;
  const link = async (purpose: "confirm" | "unsubscribe", id = subscriptionId) =>
    `${publicUrl}/${purpose}/${id}/${makeToken(await store.appSecret(), purpose, id)}`;
  const kind = kindOf(deliveryId);
  if (kind === "confirmation") {
    if (contact.channel !== "email") return undefined;
    const rendered = confirmationMail(subscription, contact.address, { confirm: await link("confirm") });
    return () => mail(rendered);
  }
  if (kind === "failing" || kind === "disabled") {
    const links = { unsubscribe: (id: string) => link("unsubscribe", id), dashboard: `${publicUrl}/` };
    const ownerEmail = contact.channel === "webhook" ? contact.ownerEmail : undefined;
    const rendered = await ownerNotice(deliveryId, subscription, ownerEmail, store, links);
    return rendered && (() => mail(rendered));
  }
  if (kind === "test") {
    if (contact.channel !== "webhook") return undefined;
    const body = contact.format === "slack" ? slackTest(subscription) : testPayload(subscription, createdAt);
    return post(deliveryId, body, subscriptionId, contact, deps);
  }
  const alert = await store.alert(subscriptionId, deliveryId);
  if (alert === undefined) return undefined;
  const members = await store.membersOf(alert.storyId);
  const links = {
    unsubscribe: await link("unsubscribe"),
    dashboard: `${publicUrl}/`,
    entity: (id: string) => `${publicUrl}/?entity=${id}`,
  };
  if (contact.channel === "email") {
    const rendered = alertMail(alert, members, subscription, contact.address, links);
    return () => mail(rendered);
  }
  const body =
    contact.format === "slack"
      ? slackAlert(alertView(alert, members, subscription, links))
      : alertPayload(alert, members, subscription, publicUrl);
  return post(deliveryId, body, subscriptionId, contact, deps);
};

/** The send of a webhook. The id is the same on every attempt, the timestamp is the attempt's (reliability W5); Slack takes no signature. */
const post = async (
  deliveryId: string,
  body: string,
  subscriptionId: string,
  { url, format, headers = {} }: Extract<Contact, { channel: "webhook" }>,
  { store, webhook, clock }: DeliverDeps,
): Promise<() => Promise<SendResult>> => {
  if (format === "slack") return async () => slackResult(await webhook(url, body, headers));
  const secrets = await store.webhookSecrets(subscriptionId);
  return () => webhook(url, body, { ...headers, ...webhookHeaders(secrets, webhookId(deliveryId), Math.floor(clock() / 1000), body) });
};
