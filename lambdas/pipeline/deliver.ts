import { begin, isOver, isUntried, settle } from "../core/delivery.ts";
import type { Delivery } from "../core/delivery.ts";
import type { DeliveryKind } from "../core/delivery-id.ts";
import { restAfter } from "../core/endpoint.ts";
import { heldBecause } from "../core/sender-advice.ts";
import type { Contact } from "../core/subscription.ts";
import { barred } from "./barred.ts";
import type { Turn } from "./barred.ts";
import { gatherDigest } from "./digest.ts";
import type { DeliverOutcome, InHand } from "./in-hand.ts";
import { takeInHand } from "./in-hand.ts";
import type { Carried } from "./joining.ts";
import { join, stillCarried } from "./joining.ts";
import type { DeliverMessage } from "./messages.ts";
import type { DeliverDeps, Prepared, Telling } from "./prepare.ts";
import { prepare } from "./prepare.ts";
import { refusedAddress } from "./refused-address.ts";
import { watchFrom, watchOn } from "./still-watching.ts";
import { tellable } from "./tellable.ts";
import type { Tellable } from "./tellable.ts";
import type { Tried } from "./trouble.ts";
import { noteAttempt } from "./trouble.ts";

const MINUTE_MS = 60_000;

const ALONE: Turn = { late: false, paced: true };

/** After these a reader knows for a week that Vigía is watching. */
const tellsNews: readonly DeliveryKind[] = ["alert", "digest", "welcome"];

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
  const hand = await takeInHand(message, deps);
  if ("outcome" in hand) return hand;
  const kept = await barred(hand, turn, deps);
  if (kept !== undefined) return kept;
  const { kind, row, subscription, contact, said, held } = hand;
  if (contact === undefined) return hand.nothing();
  const told = await toldNow(hand, deps);
  if (told?.kind === "cancelled") return hand.cancelled(told.why);
  if (told?.kind === "held") return held(told.why, told.until === undefined ? undefined : Math.max(told.until - deps.clock(), MINUTE_MS));
  const carried = await company(hand, contact, deps);
  if (typeof carried === "string") return said(carried);
  const prepared = await prepare(row, told?.kind === "alert" ? { ...told, carried } : told, subscription, contact, deps);
  if (prepared === undefined) return hand.nothing();
  if (tellsNews.includes(kind) && row.channel === "email") await watchFrom(subscription, deps);
  const refused = await refusedAddress(hand, prepared, deps);
  if (refused === "again") return deliver(message, deps, turn);
  return refused ?? send(hand, { ...row, ...tellingIn(row, told?.leftOut ?? [], carried) }, prepared, contact, deps);
};

/** What may be told of an alert or a digest now; undefined of what tells nothing. */
const toldNow = async (
  { kind, row, subscription, alert }: InHand,
  { store, clock }: DeliverDeps,
): Promise<Tellable | Extract<Telling, { kind: "digest" }> | undefined> => {
  if (kind !== "digest") return alert && tellable(alert, subscription, store, clock());
  const digest = await gatherDigest(row, subscription, store, clock());
  return digest.alerts.length > 0 ? { kind: "digest", ...digest } : { kind: "cancelled", why: "nothing of the digest is left to tell" };
};

/** Which other alerts the mail is to tell, or why it is not to go itself. */
const company = async (
  { row, subscription, alert, mayWait }: InHand,
  contact: Contact,
  deps: DeliverDeps,
): Promise<readonly Carried[] | "waiting" | "busy"> => {
  if (!mayWait || alert === undefined || contact.channel !== "email") return [];
  return isUntried(row) ? join(row, alert, subscription, contact.address, deps) : stillCarried(row, deps);
};

/** What the row says of what its send tells: whom it leaves out, each of another's alert after its id, and whose alerts it carries. */
const tellingIn = (row: Delivery, own: readonly string[], carried: readonly Carried[]): Pick<Delivery, "leftOut" | "carries"> => {
  // After a send with an unknown result they may have been told all the same.
  const isSure = row.unknown === 0 && row.state !== "sending";
  const others = carried.flatMap(({ told: { alert, leftOut } }) => leftOut.map((entity) => `${alert.id}/${entity}`));
  const left = [...own, ...others];
  const carries = row.carries ?? carried.map(({ told: { alert } }) => ({ subscriptionId: alert.subscriptionId, id: alert.id }));
  return { ...(isSure && left.length > 0 && { leftOut: left }), ...(carries.length > 0 && { carries }) };
};

/** Leases the row, sends, and settles what came of it. */
const send = async (
  { kind, row: { channel }, subscription, said, outrun }: InHand,
  row: Delivery,
  prepared: Prepared,
  contact: Contact,
  deps: DeliverDeps,
): Promise<DeliverOutcome> => {
  const { store, clock } = deps;
  const note = async (tried: Tried): Promise<void> => {
    if (contact.channel === "webhook" && channel === "webhook") await noteAttempt(tried, subscription, contact, deps);
    if (kind === "watching" && isOver(tried.settled)) await watchOn(subscription, deps);
  };
  const lease = begin(row, clock());
  if (isOver(lease)) await note({ settled: lease, outcome: "failed", at: clock() });
  if (!(await store.saveDelivery(lease))) return outrun();
  if (isOver(lease)) return said("failed", "its sends never ended");

  const started = clock();
  const result = await prepared.send();
  const settled = settle(lease, result, started, clock());
  await note({ settled, outcome: result.outcome, at: started, restUntil: restAfter(result, clock(), settled.nextAttemptAt) });
  // If the lease ran out meanwhile, whoever took it over settles instead.
  await store.saveDelivery(settled);
  const outcome = settled.state === "sent" || settled.state === "failed" ? settled.state : "retry";
  const advice = heldBecause(settled);
  return {
    ...said(outcome, result.outcome === "sent" ? undefined : result.error),
    channel,
    ...(advice !== undefined && { advice }),
  };
};
