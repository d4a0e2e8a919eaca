import { addressChangeToken } from "../core/address-change.ts";
import type { Beside } from "../core/beside.ts";
import type { Delivery } from "../core/delivery.ts";
import { addressChangeOf, kindOf } from "../core/delivery-id.ts";
import type { Mail } from "../core/email.ts";
import { alertMail, confirmationMail, digestMail, watchingMail, welcomeMail } from "../core/email.ts";
import { alertView } from "../core/email-view.ts";
import { slackAlert, slackResult, slackTest } from "../core/slack.ts";
import { withoutNamed } from "../core/story.ts";
import type { Contact, Subscription } from "../core/subscription.ts";
import { makeToken } from "../core/token.ts";
import { alertPayload, webhookHeaders, webhookId } from "../core/webhook.ts";
import { testPayload } from "../core/webhook-test.ts";
import type { Digest } from "./digest.ts";
import type { Carried } from "./joining.ts";
import { ownerNotice } from "./owner-notice.ts";
import type { Clock, SendResult } from "./ports.ts";
import type { DeliverStore, Mailer, WebhookSender } from "./deliver-ports.ts";
import type { Tellable } from "./tellable.ts";
import { heldBack } from "./held-back.ts";
import { lookBack } from "./look-back.ts";

export interface DeliverDeps {
  readonly store: DeliverStore;
  readonly mail: Mailer;
  readonly webhook: WebhookSender;
  readonly clock: Clock;
  /** Origin of the API and dashboard, without a trailing slash; links in alerts start with it. */
  readonly publicUrl: string;
}

/** What an alert or a digest tells now. */
export type Telling =
  | (Extract<Tellable, { kind: "alert" }> & { readonly carried: readonly Carried[] })
  | ({ readonly kind: "digest" } & Digest);

type AlertTelling = Extract<Telling, { kind: "alert" }>;

/** All that is left to do for a delivery: one call. */
export interface Prepared {
  /** The address, of a mail. */
  readonly to?: string;
  readonly send: () => Promise<SendResult>;
}

/** Reads and renders all that a send needs; undefined when there is nothing to send. `told`: of an alert or digest. */
export const prepare = async (
  row: Delivery,
  told: Telling | undefined,
  subscription: Subscription,
  contact: Contact,
  deps: DeliverDeps,
): Promise<Prepared | undefined> => {
  if (row.channel === "webhook") return contact.channel === "webhook" ? prepareHook(row, told, subscription, contact, deps) : undefined;
  const mail = await (contact.channel === "webhook"
    ? ownerNotice(row.id, subscription, contact.ownerEmail, deps.store, ownerLinks(deps))
    : mailOf(row, told, subscription, contact.address, deps));
  return mail && { to: mail.to, send: () => deps.mail(mail) };
};

const mailOf = async (
  { id }: Delivery,
  told: Telling | undefined,
  subscription: Subscription,
  to: string,
  deps: DeliverDeps,
): Promise<Mail | undefined> => {
  const { store, clock } = deps;
  switch (kindOf(id)) {
    case "confirmation":
      return confirmationMail(subscription, to, { confirm: await linkTo("confirm", subscription.id, deps) });
    case "address":
      return confirmationMail(subscription, to, { confirm: await addressLink(id, subscription.id, deps) });
    case "welcome":
      return welcomeMail(await lookBack(subscription, store, clock(), 30), subscription, to, await linksOf(subscription.id, deps));
    case "watching": {
      const [facts, held] = [await lookBack(subscription, store, clock(), 7), await heldBack(subscription.id, store, clock())];
      return watchingMail(id, { facts, held }, subscription, to, await linksOf(subscription.id, deps));
    }
    case "digest":
      return told?.kind === "digest" ? digestMail(id, told.alerts, subscription, to, await linksOf(subscription.id, deps)) : undefined;
    case "alert":
      return told?.kind === "alert"
        ? alertMail(
            told.alert,
            await membersOf(told, store),
            subscription,
            to,
            await linksOf(subscription.id, deps),
            await besideOf(told, deps),
          )
        : undefined;
    case "test":
    case "failing":
    case "disabled":
      break;
  }
  return undefined;
};

/** What the mail tells of other subscriptions of the address. */
const besideOf = ({ carried }: AlertTelling, deps: LinkDeps): Promise<readonly Beside[]> =>
  Promise.all(
    carried.map(async ({ subscription, told: { alert } }) => ({ alert, subscription, links: await linksOf(subscription.id, deps) })),
  );

/** Who tells the story of an alert, without the names that are rejected. */
const membersOf = async ({ alert, rejected }: AlertTelling, store: Pick<DeliverStore, "membersOf">) =>
  withoutNamed(await store.membersOf(alert.storyId), rejected);

const prepareHook = async (
  { id, createdAt }: Delivery,
  told: Telling | undefined,
  subscription: Subscription,
  { url, format, headers = {} }: Extract<Contact, { channel: "webhook" }>,
  deps: DeliverDeps,
): Promise<Prepared | undefined> => {
  const { store, webhook, clock } = deps;
  if (format === "slack") {
    const body = kindOf(id) === "test" ? slackTest(subscription) : await slackBody(told, subscription, deps);
    // Slack takes no signature.
    return body === undefined ? undefined : { send: async () => slackResult(await webhook(url, body, headers)) };
  }
  const body = kindOf(id) === "test" ? testPayload(subscription, createdAt) : await payloadOf(told, subscription, deps);
  if (body === undefined) return undefined;
  const secrets = await store.webhookSecrets(subscription.id);
  // The id is the same on every attempt, the timestamp is the attempt's (reliability W5).
  return { send: () => webhook(url, body, { ...headers, ...webhookHeaders(secrets, webhookId(id), Math.floor(clock() / 1000), body) }) };
};

const slackBody = async (told: Telling | undefined, subscription: Subscription, deps: DeliverDeps): Promise<string | undefined> => {
  if (told?.kind !== "alert") return undefined;
  return slackAlert(alertView(told.alert, await membersOf(told, deps.store), subscription, await linksOf(subscription.id, deps)));
};

const payloadOf = async (told: Telling | undefined, subscription: Subscription, deps: DeliverDeps): Promise<string | undefined> => {
  if (told?.kind !== "alert") return undefined;
  return alertPayload(told.alert, await membersOf(told, deps.store), subscription, deps.publicUrl);
};

type LinkDeps = Pick<DeliverDeps, "store" | "publicUrl">;

const linkTo = async (purpose: "confirm" | "unsubscribe" | "manage", id: string, { store, publicUrl }: LinkDeps): Promise<string> =>
  `${publicUrl}/${purpose}/${id}/${makeToken(await store.appSecret(), purpose, id)}`;

const addressLink = async (deliveryId: string, subscriptionId: string, { store, publicUrl }: LinkDeps): Promise<string> =>
  `${publicUrl}/address/${subscriptionId}/${addressChangeToken(await store.appSecret(), subscriptionId, addressChangeOf(deliveryId) ?? "")}`;

/** Where the links of an alert lead. */
const linksOf = async (subscriptionId: string, deps: LinkDeps) => ({
  unsubscribe: await linkTo("unsubscribe", subscriptionId, deps),
  manage: await linkTo("manage", subscriptionId, deps),
  dashboard: `${deps.publicUrl}/`,
  entity: (id: string) => `${deps.publicUrl}/?entity=${id}`,
});

const ownerLinks = (deps: LinkDeps) => ({
  unsubscribe: (subscriptionId: string) => linkTo("unsubscribe", subscriptionId, deps),
  dashboard: `${deps.publicUrl}/`,
});
