import type { Alert } from "../core/alert.ts";
import type { Delivery } from "../core/delivery.ts";
import { cancel, hold, isOver, newDelivery } from "../core/delivery.ts";
import type { DeliveryKind } from "../core/delivery-id.ts";
import { addressChangeOf, kindOf } from "../core/delivery-id.ts";
import type { Contact, Subscription } from "../core/subscription.ts";
import type { DeliverMessage } from "./messages.ts";
import type { DeliverDeps } from "./prepare.ts";
import { wait } from "./waiting.ts";

export interface DeliverOutcome {
  readonly deliveryId: string;
  /** Of `paced`: when its mail's place is, epoch ms. */
  readonly at?: number;
  readonly channel?: Contact["channel"];
  readonly outcome:
    | "sent"
    | "retry"
    | "held"
    | "paced"
    | "waiting"
    | "failed"
    | "cancelled"
    | "over"
    | "early"
    | "busy"
    | "nothing-to-send";
  readonly error?: string;
  /** What an operator must do before it can be sent. */
  readonly advice?: string;
}

/** A delivery that is being judged, with what that needs, and the ways in which it may end. */
export interface InHand {
  readonly kind: DeliveryKind;
  readonly row: Delivery;
  readonly subscription: Subscription;
  readonly contact: Contact | undefined;
  readonly alert: Alert | undefined;
  /** Is it an alert that may wait for a digest, or for another's mail? A correction may not. */
  readonly mayWait: boolean;
  readonly said: (outcome: DeliverOutcome["outcome"], error?: string) => DeliverOutcome;
  /** Nobody wants it any more. A row that is left open would come back for ever. */
  readonly cancelled: (why: string) => Promise<DeliverOutcome>;
  /** There is nothing to send; nothing is written where nothing was. */
  readonly nothing: () => Promise<DeliverOutcome>;
  /** It looks again in so many ms, through no fault of its receiver. */
  readonly held: (why: string, ms?: number) => Promise<DeliverOutcome>;
  /** Somebody else has it. If they let it wait, they may die before its digest takes it, and our success ends the message. */
  readonly outrun: () => Promise<DeliverOutcome>;
}

/** Reads what a message is about; what is over, comes early or belongs to nobody ends here. */
export const takeInHand = async ({ subscriptionId, deliveryId }: DeliverMessage, deps: DeliverDeps): Promise<InHand | DeliverOutcome> => {
  const { store, clock } = deps;
  const kind = kindOf(deliveryId);
  const said: InHand["said"] = (outcome, error) => ({ deliveryId, outcome, ...(error !== undefined && { error }) });
  const stored = await store.delivery(subscriptionId, deliveryId);
  if (stored !== undefined && isOver(stored) && stored.state !== "waiting") return said("over");
  if ((stored?.nextAttemptAt ?? 0) > clock()) return said("early");
  const change = addressChangeOf(deliveryId);
  const [subscription, contact] = await Promise.all([
    store.subscription(subscriptionId),
    change === undefined ? store.contact(subscriptionId) : store.proposedContact(subscriptionId, change),
  ]);
  const nothing = async (): Promise<DeliverOutcome> => {
    if (stored !== undefined) await store.saveDelivery(cancel(stored));
    return said("nothing-to-send");
  };
  if (subscription === undefined) return nothing();
  const row = stored ?? newDelivery({ id: deliveryId, subscriptionId, channel: subscription.channel }, clock());
  const alert = kind === "alert" ? await store.alert(subscriptionId, deliveryId) : undefined;
  const mayWait = contact?.channel === "email" && alert !== undefined && alert.corrects === undefined;
  const outrun = async (): Promise<DeliverOutcome> => {
    const there = await store.delivery(subscriptionId, deliveryId);
    const waiting = mayWait && there?.state === "waiting" ? await wait(there, subscription, deps) : "busy";
    return said(waiting === "waiting" ? waiting : "busy");
  };
  const held: InHand["held"] = async (why, ms) => ((await store.saveDelivery(hold(row, clock(), ms))) ? said("held", why) : outrun());
  const cancelled: InHand["cancelled"] = async (why) => {
    await store.saveDelivery(cancel(row));
    return said("cancelled", why);
  };
  return { kind, row, subscription, contact, alert, mayWait, said, cancelled, nothing, held, outrun };
};
