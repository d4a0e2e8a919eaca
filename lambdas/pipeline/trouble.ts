import type { Delivery, SendResult } from "../core/delivery.ts";
import { attemptsMade } from "../core/delivery.ts";
import { kindOf, noticeId } from "../core/delivery-id.ts";
import type { Endpoint } from "../core/endpoint.ts";
import { failed, FAILING_AFTER, succeeded, WELL } from "../core/endpoint.ts";
import type { Contact, Subscription } from "../core/subscription.ts";
import type { Clock } from "./ports.ts";
import type { DeliverStore } from "./deliver-ports.ts";

type Hook = Extract<Contact, { channel: "webhook" }>;

/** One attempt at an endpoint: its delivery as it is to be settled, what came of it, when it began (epoch ms). */
export interface Tried {
  readonly settled: Delivery;
  readonly outcome: SendResult["outcome"];
  readonly at: number;
  /** Until when it lets the endpoint rest, epoch ms. */
  readonly restUntil?: number | undefined;
}

/**
 * Notes what an attempt says about its endpoint, before the delivery is settled; switches the subscription off when it is time, and
 * leaves the mails to its owner in the due index. Dying anywhere in it, the next attempt, or the end of this one's lease, meets
 * the same state: the attempt is in the set already, and what `off` or the set ask for is done again, to the same rows. A success
 * that is noted before the decision prevents it; one that is noted after it comes too late, and enabling is one call.
 */
export const noteAttempt = async (
  { settled, outcome, at, restUntil }: Tried,
  subscription: Subscription,
  contact: Hook,
  { store, clock }: { readonly store: DeliverStore; readonly clock: Clock },
): Promise<void> => {
  // A test asks how things are; it changes nothing.
  if (kindOf(settled.id) === "test") return;
  const { id, enabledAt } = subscription;
  const failure = {
    attempt: `${settled.id}/${attemptsMade(settled)}`,
    at,
    exhausted: settled.state === "failed",
    gone: outcome === "gone",
    restUntil,
    ...(enabledAt !== undefined && { enabledAt: Date.parse(enabledAt) }),
  };
  const endpoint = await change(store, id, (row) => (outcome === "sent" ? succeeded(row) : failed(row, failure)));
  if (outcome === "sent") return;
  if (endpoint.off !== undefined) await store.disableSubscription(id, reasons[endpoint.off], enabledAt);
  if (contact.ownerEmail === undefined) return;
  const kind = endpoint.off !== undefined ? "disabled" : endpoint.failures.length >= FAILING_AFTER ? "failing" : undefined;
  if (kind !== undefined) await store.saveDelivery(notice(noticeId(kind, endpoint.trouble), id, clock()));
};

const reasons = {
  gone: "The endpoint answered that it is gone for good (410 Gone).",
  failing: "Every attempt failed for five days, and a message was given up.",
} as const;

/** Writes what `next` makes of the row, whoever writes at the same time; returns the row that stands then. */
const change = async (store: DeliverStore, id: string, next: (row: Endpoint) => Endpoint): Promise<Endpoint> => {
  for (;;) {
    const row = (await store.endpoint(id)) ?? WELL;
    const wanted = next(row);
    if (wanted === row || (await store.saveEndpoint(id, wanted))) return wanted;
  }
};

/** A mail's delivery, due at once: the tick sends it. Where it is there already, saving it changes nothing. */
const notice = (id: string, subscriptionId: string, now: number): Delivery => ({
  id,
  subscriptionId,
  channel: "email",
  state: "retry",
  version: 1,
  attempts: [],
  unknown: 0,
  nextAttemptAt: now,
  createdAt: new Date(now).toISOString(),
});
