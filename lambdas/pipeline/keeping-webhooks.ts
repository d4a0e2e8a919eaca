import type { ApiKey } from "../core/api-key.ts";
import { replay } from "../core/delivery.ts";
import { kindOf, testId } from "../core/delivery-id.ts";
import { LIMITS } from "../core/limit.ts";
import { problem, Refusal, tooMany } from "../core/problem.ts";
import { OVERLAP_MS } from "../core/signing-secret.ts";
import type { Subscription } from "../core/subscription.ts";
import { newSecret } from "../core/webhook.ts";
import type { ApiDeps, Operations } from "./operations.ts";
import { ownSubscription } from "./owning.ts";
import { missing } from "./querying.ts";
import { subscriptionAnswer } from "./subscribing.ts";

/** So many deliveries one call sends again. */
const REPLAYED_AT_ONCE = 200;

/** What the owner of a webhook does about it: rotate its secret, enable it, test it, have it sent what it missed. */
export const keepingWebhooks = ({
  store,
  deliver,
  clock,
  random,
}: ApiDeps): Operations<"rotateSecret" | "enableSubscription" | "testWebhook" | "replayDeliveries"> => {
  const ownWebhook = async (id: string, caller: ApiKey | undefined): Promise<Subscription> => {
    const subscription = await ownSubscription({ store, clock }, id, caller);
    return subscription.channel === "webhook" ? subscription : wrongState("This subscription is no webhook.");
  };
  /** Puts the delivery back to work; false if it is under way, or somebody else just changed it. */
  const sendAgain = async (subscriptionId: string, deliveryId: string): Promise<boolean> => {
    const row = await store.delivery(subscriptionId, deliveryId);
    const again = row === undefined ? missing("delivery", deliveryId) : replay(row, clock());
    // Dying after the write, the delivery lies in the due index and the tick sends it; asking again finds it under way.
    return again !== undefined && (await store.saveDelivery(again));
  };

  return {
    async rotateSecret({ id, caller }) {
      await ownWebhook(id, caller);
      // Dying before the answer, the new secret signs and nobody knows it; the old one signs for a day, and for one more rotation
      // after that, so that whoever asks again loses nothing.
      const secret = newSecret(random(32));
      if (!(await store.rotateSecret(id, secret))) return wrongState("This webhook is not signed: there is no secret to rotate.");
      return { body: { secret, oldSignsUntil: new Date(clock() + OVERLAP_MS).toISOString() } };
    },

    async enableSubscription({ id, caller }) {
      const { status } = await ownSubscription({ store, clock }, id, caller);
      if (status === "pending" || status === "ended" || status === "paused")
        return wrongState(`This subscription is ${status}; only one that Vigía switched off can be enabled. ${remedies[status]}`);
      await store.enableSubscription(id);
      return { body: subscriptionAnswer(await ownSubscription({ store, clock }, id, caller)) };
    },

    async testWebhook({ id, caller }) {
      const { status } = await ownWebhook(id, caller);
      if (status !== "active" && status !== "disabled") return wrongState(`This subscription is ${status}.`);
      const deliveryId = testId(clock());
      const full = await store.countWithin("test", id, deliveryId);
      if (full > 0) throw tooMany(`A webhook is sent ${LIMITS.test.most} tests an hour at most`, full);
      await deliver([{ subscriptionId: id, deliveryId }]);
      return { body: { delivery: deliveryId } };
    },

    async replayDeliveries({ id, body: { delivery, since = "", until, after, states = ["failed", "cancelled"] }, caller }) {
      const { status } = await ownWebhook(id, caller);
      if (status !== "active") return wrongState(`This subscription is ${status}: nothing is sent to it. ${remedies[status]}`);
      const whole = new Date(clock()).toISOString();
      const found =
        delivery === undefined
          ? await store.overDeliveries(
              id,
              { since: instantOf(since), until: instantOf(until ?? whole), states, after },
              REPLAYED_AT_ONCE + 1,
            )
          : [{ id: delivery }];
      const sent: string[] = [];
      for (const one of found.slice(0, REPLAYED_AT_ONCE))
        if (kindOf(one.id) !== "alert") missing("delivery of an alert", one.id);
        else if (await sendAgain(id, one.id)) sent.push(one.id);
      await deliver(sent.map((deliveryId) => ({ subscriptionId: id, deliveryId })));
      const next = found.length > REPLAYED_AT_ONCE ? found[REPLAYED_AT_ONCE - 1]?.id : undefined;
      return { body: { deliveries: sent, ...(next !== undefined && { next }) } };
    },
  };
};

/** As times are stored, so that texts compare as times do. */
const instantOf = (given: string): string => new Date(given).toISOString();

/** What has to be done first, by the state of the subscription. */
const remedies = {
  paused: "Resume it first.",
  disabled: "Enable it first.",
  pending: "Its address has to be confirmed first.",
  ended: "Subscribe again.",
} as const;

const wrongState = (detail: string): never => {
  throw new Refusal(problem("wrong-state", detail));
};
