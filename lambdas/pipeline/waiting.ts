import type { Delivery } from "../core/delivery.ts";
import { newDelivery, take, waitFor } from "../core/delivery.ts";
import { digestId } from "../core/delivery-id.ts";
import type { Subscription } from "../core/subscription.ts";
import { HOUR_MS, quietEnd, slotAfter, timingOf } from "../core/timing.ts";
import type { Clock } from "./ports.ts";
import type { DeliverStore } from "./deliver-ports.ts";

interface WaitDeps {
  readonly store: Pick<DeliverStore, "delivery" | "saveDelivery" | "countWithin">;
  readonly clock: Clock;
}

/** How often a digest may be found changed by somebody else before the message is left to come again. */
const TRIES = 20;

/**
 * Lets an alert wait for a digest, if its subscription has daily or weekly ones, if it is quiet, or if this clock hour brought it
 * enough mails; `now` if it is to be sent now, `busy` if somebody else has it. `row` is its delivery, as it is stored or new.
 *
 * First its delivery is `waiting` for a slot: of two who meet, one to send it and one to let it wait, the version admits one. Then
 * the slot's digest takes it, which writes the alert into the digest's row and that into the due index, at once. Dying in between,
 * the message comes again and finds it `waiting`: it is in the digest, or the digest takes it now, or that was sent without it and
 * will never have it; then it waits for the next. What a digest has taken nobody takes out, so that each alert is in one digest.
 * Throws if others change the digest all the time; the message then comes again.
 */
export const wait = async (row: Delivery, subscription: Subscription, { store, clock }: WaitDeps): Promise<"waiting" | "now" | "busy"> => {
  const timing = timingOf(subscription);
  const { id, subscriptionId } = row;
  let waiting = row;
  if (row.state !== "waiting") {
    const now = clock();
    const hour = `${subscriptionId}#${Math.floor(now / HOUR_MS)}`;
    const atOnce = timing.cadence === "now" && quietEnd(now, timing) === undefined;
    if (atOnce && (await store.countWithin("alert", hour, id)) === 0) return "now";
    const first = await stand(waitFor(row, slotAfter(now, timing)), store);
    if (first === undefined) return "busy";
    waiting = first;
  }
  for (let tries = 0; tries < TRIES; tries++) {
    const slot = waiting.slot ?? 0;
    const key = { id: digestId(subscriptionId, slot), subscriptionId, channel: row.channel };
    const digest = (await store.delivery(subscriptionId, key.id)) ?? newDelivery(key, clock());
    if (digest.alerts?.includes(id) === true) return "waiting";
    const taken = take(digest, id, slot);
    if (taken === undefined) {
      const next = slotAfter(Math.max(slot, clock()), timing);
      const moved = await stand({ ...waiting, slot: next, version: waiting.version + 1 }, store);
      if (moved === undefined) return "busy";
      waiting = moved;
    } else if (await store.saveDelivery(taken)) return "waiting";
  }
  throw new Error(`the digest of the delivery ${id} is being changed by somebody else`);
};

/**
 * Writes the row, and returns the one that stands then, if the alert waits: of two who have its message both see to it that a digest
 * takes it, since the one who wrote may die and the other's success ends the message. Undefined where it is being sent, or was.
 */
const stand = async (wanted: Delivery, store: WaitDeps["store"]): Promise<Delivery | undefined> => {
  if (await store.saveDelivery(wanted)) return wanted;
  const there = await store.delivery(wanted.subscriptionId, wanted.id);
  return there?.state === "waiting" ? there : undefined;
};
