import type { Delivery } from "../core/delivery.ts";
import { begin, cancel, hold, isOver, isUntried, newDelivery, rest, settle } from "../core/delivery.ts";
import type { DeliveryKind } from "../core/delivery-id.ts";
import { addressChangeOf, kindOf } from "../core/delivery-id.ts";
import { restAfter, restsUntil } from "../core/endpoint.ts";
import { mailboxHash } from "../core/email-address.ts";
import { heldBecause } from "../core/sender-advice.ts";
import type { Contact, Subscription, SubscriptionStatus } from "../core/subscription.ts";
import { asOf } from "../core/subscription.ts";
import { comesBack, pausedBecause, suppressedBecause } from "../core/suppression.ts";
import type { Suppression } from "../core/suppression.ts";
import { quietEnd, timingOf } from "../core/timing.ts";
import { gatherDigest } from "./digest.ts";
import type { Carried } from "./joining.ts";
import { follow, join, stillCarried } from "./joining.ts";
import type { DeliverMessage } from "./messages.ts";
import type { DeliverStore } from "./deliver-ports.ts";
import type { DeliverDeps, Telling } from "./prepare.ts";
import { prepare } from "./prepare.ts";
import { watchFrom, watchNow, watchOn } from "./still-watching.ts";
import { tellable } from "./tellable.ts";
import type { Tellable } from "./tellable.ts";
import type { Tried } from "./trouble.ts";
import { noteAttempt } from "./trouble.ts";
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

/** How a delivery stands among the others of its process. */
export interface Turn {
  /** Its endpoint kept it waiting for so long that there is no time left to send it. */
  readonly late: boolean;
  /** Its mail has its place in the account's send rate, and that has come. */
  readonly paced: boolean;
}

/**
 * Hands one delivery to its channel, once at a time, and settles when to try again.
 *
 * Everything is read and rendered first. Then the row is `sending`, with a lease that ends at `nextAttemptAt` and lies in the
 * due index, and nothing but the send itself comes after it: dying there, the tick brings the delivery back when the lease is
 * over, and its result counts as unknown. A message that comes early, twice or late finds that in the row and goes.
 *
 * It never waits: a mail whose place in the send rate is yet to come is `paced`, and whoever called comes again then (`in-turn.ts`). Until
 * then nothing was written, so that what happens meanwhile is read.
 */
export const deliver = async (message: DeliverMessage, deps: DeliverDeps, turn: Turn = ALONE): Promise<DeliverOutcome> => {
  const { store, clock } = deps;
  const { subscriptionId, deliveryId } = message;
  const kind = kindOf(deliveryId);
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
  if (subscription === undefined) return drop("nothing-to-send", stored);
  const row = stored ?? newDelivery({ id: deliveryId, subscriptionId, channel: subscription.channel }, clock());

  const alert = kind === "alert" ? await store.alert(subscriptionId, deliveryId) : undefined;
  // Only what nobody tried to send yet; and a correction does not wait for the next digest.
  const mayWait = contact?.channel === "email" && alert !== undefined && alert.corrects === undefined;
  // Somebody else has it. If they let it wait, they may die before its digest takes it, and our success ends the message.
  const outrun = async (): Promise<DeliverOutcome> => {
    const there = await store.delivery(subscriptionId, deliveryId);
    const waiting = mayWait && there?.state === "waiting" ? await wait(there, subscription, deps) : "busy";
    return said(waiting === "waiting" ? waiting : "busy");
  };
  const held = async (why: string, ms?: number): Promise<DeliverOutcome> => {
    return (await store.saveDelivery(hold(row, clock(), ms))) ? said("held", why) : outrun();
  };
  // What another's mail may have told is told, whatever became of the rest since.
  const followed = isUntried(row) ? await follow(row, deps) : "alone";
  if (followed === "over") await watchFrom(subscription, deps);
  if (followed !== "alone") return said(followed);
  // Read now, not when the alert was raised: unsubscribing wins over queued mail (reliability E9).
  const { status, until: pausedUntil } = asOf(subscription, clock());
  const isPaused = status === "paused" && kind !== "watching" && !open[kind].includes("paused");
  if (!open[kind].includes(isPaused ? "active" : status)) return drop("cancelled", row, status);
  if (contact === undefined) return drop("nothing-to-send", stored);
  if (kind === "watching") {
    const when = status === "active" ? await watchNow(row, subscription, deps) : "skip";
    if (when === "skip") await watchOn(subscription, deps);
    if (when === "skip") return drop("cancelled", row, "there is no need to say so");
    if (when !== "send") return held("its reader chose another day", when - clock());
  }
  const hook = contact.channel === "webhook" && row.channel === "webhook" ? contact : undefined;
  const note = async (tried: Tried) => {
    if (hook !== undefined) await noteAttempt(tried, subscription, hook, deps);
  };
  const waits =
    mayWait && (row.state === "waiting" || (isUntried(row) && row.joins === undefined)) ? await wait(row, subscription, deps) : "now";
  if (waits !== "now") return said(waits);
  // What was raised before a pause is told after it: nothing else is raised while it lasts. Whoever resumes need not wait long.
  if (isPaused) return held("paused", Math.min(pausedUntil === undefined ? DAY_MS : Date.parse(pausedUntil) - clock(), DAY_MS));
  if (await store.deliveryPaused()) return held("delivery is paused");
  if (turn.late) return held("its endpoint is slow", MINUTE_MS);
  const until = hook === undefined || kind === "test" ? undefined : await restOf(subscription, store, clock());
  if (until !== undefined) {
    const resting = rest(row, until, clock());
    if (isOver(resting)) await note({ settled: resting, outcome: "failed", at: clock() });
    await store.saveDelivery(resting);
    return said(isOver(resting) ? "failed" : "held", "its endpoint rests");
  }
  const asksAddress = kind === "confirmation" || kind === "address";
  const quiet = asksAddress ? undefined : quietEnd(clock(), timingOf(subscription));
  if (quiet !== undefined) return held("quiet hours", quiet - clock());
  if (row.channel === "email" && !turn.paced) {
    const at = await store.mailPlace(PATIENCE_MS);
    if (at === undefined) return held("mails are as many as the account may send", MINUTE_MS);
    if (at > clock()) return { ...said("paced"), at };
  }
  const told =
    kind === "digest" ? await digestNow(row, subscription, store, clock()) : alert && (await tellable(alert, subscription, store, clock()));
  if (told?.kind === "cancelled") return drop("cancelled", row, told.why);
  if (told?.kind === "held") return held(told.why, told.until === undefined ? undefined : Math.max(told.until - clock(), MINUTE_MS));
  let carried: readonly Carried[] = [];
  if (mayWait) {
    const company = isUntried(row) ? await join(row, alert, subscription, contact.address, deps) : await stillCarried(row, deps);
    if (typeof company === "string") return said(company);
    carried = company;
  }
  const prepared = await prepare(row, told?.kind === "alert" ? { ...told, carried } : told, subscription, contact, deps);
  if (prepared === undefined) return drop("nothing-to-send", stored);
  if (contact.channel === "email" && !asksAddress && (await mailsComeBack(contact.address, subscription, store))) {
    if (await store.pauseForBounces(subscriptionId, pausedBecause[subscription.lang], subscription.enabledAt))
      return held("paused: its mails come back", DAY_MS);
    // Its reader has just said otherwise.
    return deliver(message, deps);
  }
  if (tellsNews.includes(kind) && row.channel === "email") await watchFrom(subscription, deps);
  // Read last of all: an event of SES may have come in since the alert was raised (reliability E9).
  const why = await suppressionOf(prepared.to, store);
  if (why !== undefined) {
    // Of a confirmation no trace is left, as where the address's limit is reached: nobody can ask who is suppressed (E13).
    if (asksAddress) return drop("nothing-to-send", stored);
    // The reader may have moved meanwhile: the message comes again, to the new address.
    const there = await store.contact(subscriptionId);
    if (contact.channel === "email" && there?.channel === "email" && there.address !== contact.address) return held("it moved", MINUTE_MS);
    // The owner of a webhook loses these mails, not the webhook.
    if (contact.channel === "email") await store.endSubscription(subscriptionId, suppressedBecause[why.reason]);
    return drop("cancelled", row, "suppressed");
  }
  // After a send with an unknown result they may have been told all the same.
  const isSure = row.unknown === 0 && row.state !== "sending";
  const left = [
    ...(told?.leftOut ?? []),
    ...carried.flatMap(
      ({
        told: {
          alert: { id },
          leftOut,
        },
      }) => leftOut.map((entity) => `${id}/${entity}`),
    ),
  ];
  const leftOut = isSure && left.length > 0 ? { leftOut: left } : {};
  const carries =
    row.carries ??
    carried.map(
      ({
        told: {
          alert: { id, subscriptionId },
        },
      }) => ({ subscriptionId, id }),
    );
  const lease = begin({ ...row, ...leftOut, ...(carries.length > 0 && { carries }) }, clock());
  if (kind === "watching" && isOver(lease)) await watchOn(subscription, deps);
  if (isOver(lease)) await note({ settled: lease, outcome: "failed", at: clock() });
  if (!(await store.saveDelivery(lease))) return outrun();
  if (isOver(lease)) return said("failed", "its sends never ended");

  const started = clock();
  const result = await prepared.send();
  const settled = settle(lease, result, started, clock());
  const restUntil = restAfter(result, clock(), settled.nextAttemptAt);
  await note({ settled, outcome: result.outcome, at: started, restUntil });
  if (kind === "watching" && isOver(settled)) await watchOn(subscription, deps);
  // If the lease ran out meanwhile, whoever took it over settles instead.
  await store.saveDelivery(settled);
  const outcome = settled.state === "sent" || settled.state === "failed" ? settled.state : "retry";
  const advice = heldBecause(settled);
  return {
    ...said(outcome, result.outcome === "sent" ? undefined : result.error),
    channel: row.channel,
    ...(advice !== undefined && { advice }),
  };
};

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/**
 * How long a delivery may wait for its turn, ms: as long as one request may take. With its own 15 s and its reads that is what a message
 * may cost (`adapters/lambda.ts`); who waited longer is held in the table and not in the queue, where a fifth try would end it.
 */
export const PATIENCE_MS = 15_000;

const ALONE: Turn = { late: false, paced: true };

/** Until when the subscription's endpoint rests. */
const restOf = async ({ id, enabledAt }: Subscription, store: DeliverStore, now: number): Promise<number | undefined> => {
  const endpoint = await store.endpoint(id);
  return endpoint && restsUntil(endpoint, now, enabledAt === undefined ? undefined : Date.parse(enabledAt));
};

/**
 * To whom each goes, by the subscription's status: alerts to the active only, confirmations to the pending (whom the store forgets in
 * time), a new address may be asked for in a pause, and a webhook that was switched off may be tested.
 */
const open: Readonly<Record<DeliveryKind, readonly SubscriptionStatus[]>> = {
  alert: ["active"],
  digest: ["active"],
  confirmation: ["pending"],
  address: ["active", "paused"],
  welcome: ["active"],
  // In a pause it is not sent, but comes again a week later.
  watching: ["active", "paused"],
  test: ["active", "disabled"],
  failing: ["active"],
  disabled: ["disabled"],
};

/** After these a reader knows for a week that Vigía is watching. */
const tellsNews: readonly DeliveryKind[] = ["alert", "digest", "welcome"];

/** What a digest tells now, or that nothing of it is left. */
const digestNow = async (
  row: Delivery,
  subscription: Subscription,
  store: DeliverStore,
  now: number,
): Promise<Extract<Telling, { kind: "digest" }> | Extract<Tellable, { kind: "cancelled" }>> => {
  const digest = await gatherDigest(row, subscription, store, now);
  return digest.alerts.length > 0 ? { kind: "digest", ...digest } : { kind: "cancelled", why: "nothing of the digest is left to tell" };
};

/** Have mails to this address come back too often since its reader last said that all is well? */
const mailsComeBack = async (address: string, { enabledAt }: Subscription, store: DeliverStore): Promise<boolean> =>
  comesBack(await store.softBounces(mailboxHash(await store.appSecret(), address)), enabledAt);

/** Why nothing may go to this address, whatever subscription it is of. */
const suppressionOf = async (address: string | undefined, store: DeliverStore): Promise<Suppression | undefined> =>
  address === undefined ? undefined : store.suppression(mailboxHash(await store.appSecret(), address));
