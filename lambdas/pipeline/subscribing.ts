import type { ApiKey } from "../core/api-key.ts";
import type { DeliveryList, SubscriptionAnswer } from "../core/answer.ts";
import { judgeUrl, refusals } from "../core/address.ts";
import type { Delivery } from "../core/delivery.ts";
import { CONFIRMATION } from "../core/delivery-id.ts";
import { heldBecause } from "../core/sender-advice.ts";
import { verdictOf } from "../core/gap.ts";
import type { ReturnList } from "../core/return-answer.ts";
import type { ToldReturn } from "../core/reappearance.ts";
import { entitiesOf } from "../core/reappearance.ts";
import { addressHash, judgeEmailAddress, mailboxHash } from "../core/email-address.ts";
import { refuseField } from "../core/problem.ts";
import type { Contact, Subscription } from "../core/subscription.ts";
import { TimingChoice, timingOf } from "../core/timing.ts";
import { asOf } from "../core/subscription.ts";
import { newSecret } from "../core/webhook.ts";
import { admitting, anyId } from "./admitting.ts";
import type { ApiDeps, Operations } from "./operations.ts";
import { mayUse, ownSubscription } from "./owning.ts";
import { refuseCursor, seeded } from "./querying.ts";
import { judgeSelection } from "./selection.ts";

/** The operations on subscriptions. A key sees those it made, an admin key sees all; others are as if they were not there (A9). */
export const subscribing = (
  deps: ApiDeps,
): Operations<"listSubscriptions" | "subscribe" | "getSubscription" | "removeSubscription" | "listDeliveries" | "listReturns"> => {
  const { store, deliver, clock, random } = deps;
  const admit = admitting(deps);
  const own = (id: string, caller: ApiKey | undefined) => ownSubscription({ store, clock }, id, caller);

  return {
    async listSubscriptions({ caller }) {
      const all = await store.subscriptions();
      return {
        body: {
          subscriptions: all.filter((subscription) => mayUse(caller, subscription)).map((one) => subscriptionAnswer(asOf(one, clock()))),
        },
      };
    },

    async subscribe({ body, caller, from = "" }) {
      const { contact, ...choice } = body;
      judgeContact(contact, deps);
      judgeTiming(contact.channel, body);
      judgeSelection(choice.select, seeded(await store.entities()));
      await admit("ask", from);
      const subscription: Subscription = {
        ...choice,
        id: `sub-${Buffer.from(random(15)).toString("hex")}`,
        channel: contact.channel,
        status: contact.channel === "email" ? "pending" : "active",
        createdAt: new Date(clock()).toISOString(),
        ...(caller !== undefined && { owner: caller.id }),
      };
      const about =
        contact.channel === "webhook" && contact.ownerEmail !== undefined
          ? " The owner's address is told of trouble as long as it has a confirmed subscription made with this key."
          : "";
      const location = `/subscriptions/${subscription.id}`;
      if (contact.channel === "email") {
        const secret = await store.appSecret();
        await store.createSubscription(subscription, contact, undefined, mailboxHash(secret, contact.address));
        // Beyond the limit nothing is sent, and the answer is the same: it tells nobody what else was asked for an address (E13).
        // Dying before the last line leaves a subscription that nobody confirms, and one mail fewer that may be sent today: the
        // caller was told of no success and asks again.
        if ((await store.countWithin("confirmation", addressHash(secret, contact.address), anyId(random))) === 0)
          await deliver([{ subscriptionId: subscription.id, deliveryId: CONFIRMATION }]);
        const next = "A mail with a button to confirm is on its way; nothing else is sent before it is pressed. It is good for 48 hours.";
        return { location, body: { subscription: subscriptionAnswer(subscription), next } };
      }
      const { ownerEmail } = contact;
      const owner = ownerEmail === undefined ? undefined : mailboxHash(await store.appSecret(), ownerEmail);
      // Slack takes no signature; whoever knows the address may post there.
      if (contact.format === "slack") {
        await store.createSubscription(subscription, contact, undefined, owner);
        return { status: 201, location, body: { subscription: subscriptionAnswer(subscription), next: `Alerts go to Slack.${about}` } };
      }
      const secret = newSecret(random(32));
      await store.createSubscription(subscription, contact, secret, owner);
      const next = "Keep the secret: it verifies the signature of every message (Standard Webhooks) and is not shown again." + about;
      return { status: 201, location, body: { subscription: subscriptionAnswer(subscription), next, secret } };
    },

    async getSubscription({ id, caller }) {
      return { body: subscriptionAnswer(await own(id, caller)) };
    },

    async removeSubscription({ id, caller }) {
      await own(id, caller);
      await store.removeSubscription(id);
      return { body: undefined };
    },

    async listDeliveries({ id, query, caller }) {
      await own(id, caller);
      const { deliveries, cursor } = await store.deliveries(id, query).catch(refuseCursor);
      return { body: { deliveries: deliveries.map(deliveryAnswer), ...(cursor !== undefined && { cursor }) } };
    },

    async listReturns({ id, caller }) {
      await own(id, caller);
      const told = [...(await store.allTold(id))].flatMap(([key, returns]) =>
        returns.filter(({ retracted }) => retracted === undefined).map((one) => returnAnswer(key, one)),
      );
      return { body: { returns: told.toSorted((a, b) => (a.at < b.at ? 1 : -1)).slice(0, RETURNS_LISTED) } };
    },
  };
};

const judgeContact = (contact: Contact, { loopbackAllowed, sendsMail }: Pick<ApiDeps, "loopbackAllowed" | "sendsMail">): void => {
  const judgeMail = (field: string, address: string) => {
    const fault = judgeEmailAddress(address);
    if (fault !== undefined) refuseField(field, `"${field}" ${fault}.`);
  };
  if (contact.channel === "email") {
    if (!sendsMail)
      refuseField("contact.channel", "This installation sends no email: deploy it with -c identity=…, or subscribe a webhook.");
    return judgeMail("contact.address", contact.address);
  }
  if (contact.ownerEmail !== undefined) {
    if (!sendsMail) refuseField("contact.ownerEmail", "This installation sends no email.");
    judgeMail("contact.ownerEmail", contact.ownerEmail);
  }
  const verdict = judgeUrl(contact.url, "webhook", loopbackAllowed);
  if (!verdict.allowed) refuseField("contact.url", `"contact.url" is not allowed: ${refusals[verdict.reason]}.`);
};

/** A program is told at once and decides itself when people hear of it. Throws a Refusal. */
export const judgeTiming = (channel: Contact["channel"], choice: Partial<Record<keyof typeof TimingChoice, unknown>>): void => {
  if (channel === "email") return;
  const field = timings.find((name) => choice[name] !== undefined && choice[name] !== null);
  if (field !== undefined && choice[field] !== "now")
    refuseField(field, `"${field}" is for email: a webhook gets each alert at once, at any hour. Leave it out.`);
};

const timings = Object.keys(TimingChoice) as (keyof typeof TimingChoice)[];

/** The subscription in exactly the fields the API gives; of when mails come also what was not chosen. */
export const subscriptionAnswer = (subscription: Subscription): SubscriptionAnswer => ({
  ...subscription,
  ...(subscription.channel === "email" && timingOf(subscription)),
});

/** So many returns are listed: below 2 MB, whatever publishers write. */
const RETURNS_LISTED = 500;

/** Of what a receiver answered, so much is listed, characters: a full page of nothing but failures stays below 1 MB. */
const RESPONSE_LISTED = 160;

const returnAnswer = (key: string, { at, storyId, gap, corrected }: ToldReturn): ReturnList["returns"][number] => {
  const verdict = verdictOf(gap, at);
  const { last, ...figures } = gap;
  return {
    entities: entitiesOf(key),
    storyId,
    at,
    verdict,
    told: verdict !== "unheard",
    gap: { ...figures, ...(last !== undefined && { last: { ...last } }) },
    ...(corrected !== undefined && { corrected: { ...corrected } }),
  };
};

const deliveryAnswer = (delivery: Delivery): DeliveryList["deliveries"][number] => {
  // Other subscriptions of the address may be other keys' (A9): of them only whose mail told it.
  const { version: _, carries: __, without: ___, joins, nextAttemptAt, slot, alerts, leftOut, attempts, ...rest } = delivery;
  const held = heldBecause(delivery);
  return {
    ...rest,
    ...(slot !== undefined && { slot: new Date(slot).toISOString() }),
    ...(alerts !== undefined && { alerts: [...alerts] }),
    ...(joins !== undefined && { joins: joins.id }),
    ...(leftOut !== undefined && { leftOut: [...leftOut] }),
    attempts: attempts.map(({ response, ...attempt }) => ({
      ...attempt,
      ...(response !== undefined && { response: response.slice(0, RESPONSE_LISTED) }),
    })),
    ...(held !== undefined && { held }),
    ...(nextAttemptAt !== undefined && { nextAttemptAt: new Date(nextAttemptAt).toISOString() }),
  };
};
