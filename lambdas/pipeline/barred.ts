import { isOver, isUntried, rest } from "../core/delivery.ts";
import type { DeliveryKind } from "../core/delivery-id.ts";
import { restsUntil } from "../core/endpoint.ts";
import type { Subscription, SubscriptionStatus } from "../core/subscription.ts";
import { asOf } from "../core/subscription.ts";
import { quietEnd, timingOf } from "../core/timing.ts";
import type { DeliverStore } from "./deliver-ports.ts";
import type { DeliverOutcome, InHand } from "./in-hand.ts";
import { follow } from "./joining.ts";
import type { DeliverDeps } from "./prepare.ts";
import { watchFrom, watchNow, watchOn } from "./still-watching.ts";
import { noteAttempt } from "./trouble.ts";
import { wait } from "./waiting.ts";

/** How a delivery stands among the others of its process. */
export interface Turn {
  /** Others before it took so long that there is no time left to send it. */
  readonly late: boolean;
  /** Its mail has its place in the account's send rate, and that has come. */
  readonly paced: boolean;
}

/**
 * How long a delivery may wait for its turn, ms: as long as one request may take. With its own 15 s and its reads that is what a message
 * may cost (`adapters/lambda.ts`); who waited longer is held in the table and not in the queue, where a fifth try would end it.
 */
export const PATIENCE_MS = 15_000;

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/**
 * What keeps a delivery from going out now: another's mail that tells it, its subscription's state, a digest that it waits for, a pause,
 * the operator's flag, its endpoint's rest, its reader's quiet hours, the account's send rate. Writes that and says so; undefined if
 * nothing does. The state is read now, not when the alert was raised: unsubscribing wins over queued mail (reliability E9).
 */
export const barred = async (hand: InHand, turn: Turn, deps: DeliverDeps): Promise<DeliverOutcome | undefined> => {
  const { store, clock } = deps;
  const { kind, row, subscription, contact, said, held } = hand;
  // What another's mail may have told is told, whatever became of the rest since.
  const followed = isUntried(row) ? await follow(row, deps) : "alone";
  if (followed === "over") await watchFrom(subscription, deps);
  if (followed !== "alone") return said(followed);
  const { status, until } = asOf(subscription, clock());
  const isPaused = status === "paused" && !open[kind].includes("paused");
  if (!open[kind].includes(isPaused ? "active" : status)) return hand.cancelled(status);
  if (contact === undefined) return hand.nothing();
  if (kind === "watching") {
    const when = status === "active" ? await watchNow(row, subscription, deps) : "skip";
    if (when === "skip") await watchOn(subscription, deps);
    if (when === "skip") return hand.cancelled("there is no need to say so");
    if (when !== "send") return held("its reader chose another day", when - clock());
  }
  // Only what nobody tried to send yet.
  const mayWait = hand.mayWait && (row.state === "waiting" || (isUntried(row) && row.joins === undefined));
  const waits = mayWait ? await wait(row, subscription, deps) : "now";
  if (waits !== "now") return said(waits);
  // What was raised before a pause is told after it: nothing else is raised while it lasts. Whoever resumes need not wait long.
  if (isPaused) return held("paused", Math.min(until === undefined ? DAY_MS : Date.parse(until) - clock(), DAY_MS));
  if (await store.deliveryPaused()) return held("delivery is paused");
  if (turn.late) return held(row.channel === "webhook" ? "its endpoint is slow" : "others go first", MINUTE_MS);
  const resting = await restingEndpoint(hand, deps);
  if (resting !== undefined) return resting;
  const quiet = asksAddress(kind) ? undefined : quietEnd(clock(), timingOf(subscription));
  if (quiet !== undefined) return held("quiet hours", quiet - clock());
  if (row.channel !== "email" || turn.paced) return undefined;
  const at = await store.mailPlace(PATIENCE_MS);
  if (at === undefined) return held("mails are as many as the account may send", MINUTE_MS);
  return at > clock() ? { ...said("paced"), at } : undefined;
};

/** Does it ask somebody whether mail may come, so that nothing that keeps other mail back holds for it? */
export const asksAddress = (kind: DeliveryKind): boolean => kind === "confirmation" || kind === "address";

/** Holds what an endpoint that rests would be sent, or gives it up after a week of that; undefined if it does not rest. */
const restingEndpoint = async (
  { kind, row, subscription, contact, said, outrun }: InHand,
  deps: DeliverDeps,
): Promise<DeliverOutcome | undefined> => {
  const { store, clock } = deps;
  if (contact?.channel !== "webhook" || row.channel !== "webhook" || kind === "test") return undefined;
  const until = await restOf(subscription, store, clock());
  if (until === undefined) return undefined;
  const resting = rest(row, until, clock());
  if (isOver(resting)) await noteAttempt({ settled: resting, outcome: "failed", at: clock() }, subscription, contact, deps);
  if (!(await store.saveDelivery(resting))) return outrun();
  return said(isOver(resting) ? "failed" : "held", "its endpoint rests");
};

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
