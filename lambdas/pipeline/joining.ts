import type { Alert } from "../core/alert.ts";
import { alertId } from "../core/alert.ts";
import type { Delivery } from "../core/delivery.ts";
import { doesCarry, isOver, isUntried, joinTo, newDelivery, toldWith } from "../core/delivery.ts";
import type { Subscription } from "../core/subscription.ts";
import { asOf } from "../core/subscription.ts";
import { quietEnd, timingOf } from "../core/timing.ts";
import type { DeliverStore } from "./deliver-ports.ts";
import type { Clock } from "./ports.ts";
import { tellable } from "./tellable.ts";
import type { Tellable } from "./tellable.ts";

type JoinStore = Pick<DeliverStore, "subscription" | "contact" | "alert" | "delivery" | "saveDelivery" | "retractedIn">;

interface JoinDeps {
  readonly store: JoinStore;
  readonly clock: Clock;
}

/** An alert of another subscription of the same address, and what of it may be told. */
export interface Carried {
  readonly subscription: Subscription;
  readonly told: Extract<Tellable, { kind: "alert" }>;
}

/** How often an alert looks what became of the mail that is to tell it. */
const LOOK_MS = 60_000;

/** So long it waits for a mail that nobody has tried to send, longer than its message may come again; then it goes alone. */
const PATIENCE_MS = 45 * 60_000;

/**
 * One address gets one mail per story. Of its alerts of a story that are to be mailed at once, in one language, the one of the first
 * subscription by id is the carrier: its mail tells the others', names their subscriptions, and has their links. Resolves to what an
 * untried alert is to do: go, with the others that it carries (mostly none), or leave it to another's mail (`waiting`), or to
 * whoever has it (`busy`).
 *
 * An alert that joins says so in its own row, written by itself or by the carrier, and stays in the due index: so it is not sent
 * alone, and nothing has to come back to it. What the carrier tells stands in the carrier's row, from its first lease on. Whether an
 * alert that joins was told is therefore read in one row, and a mail that ended untold tells nobody's alert: then it goes alone. One
 * that waited for too long writes into the carrier's row that it goes `without`: that write or the carrier's lease is the first.
 *
 * Dying after the row that joins: its message, or the due index, finds it joined and looks. Dying after the carrier wrote it, before
 * its lease: the carrier's message finds its own claim and carries it. Dying after `without`: it finds that it may go.
 */
export const join = async (
  row: Delivery,
  alert: Alert,
  subscription: Subscription,
  address: string,
  deps: JoinDeps,
): Promise<readonly Carried[] | "waiting" | "busy"> => {
  const { store, clock } = deps;
  if (alert.beside === undefined || row.joins !== undefined) return [];
  const others = await othersOf(alert, subscription, address, deps);
  for (const other of others.filter(({ id }) => id < subscription.id)) {
    for (const { id } of await alertsOf(other.id, alert.storyId, store)) {
      const carrier = await store.delivery(other.id, id);
      if (carrier !== undefined && !isFree(carrier)) continue;
      const now = clock();
      const joined = joinTo(row, { subscriptionId: other.id, id }, now + PATIENCE_MS, now + LOOK_MS);
      return (await store.saveDelivery(joined)) ? "waiting" : "busy";
    }
  }
  const carried: Carried[] = [];
  for (const other of others.filter(({ id }) => id > subscription.id))
    for (const theirs of await alertsOf(other.id, alert.storyId, store)) {
      if (row.without?.includes(theirs.id) === true) continue;
      const told = await tellable(theirs, other, store, clock());
      if (told.kind === "alert" && (await claim(row, theirs, deps))) carried.push({ subscription: other, told });
    }
  return carried;
};

/**
 * What a mail that was tried before tells beside its own alert: the same as then, but for who has left. A mail that may come twice
 * says the same.
 */
export const stillCarried = async ({ carries = [] }: Delivery, { store, clock }: JoinDeps): Promise<readonly Carried[]> => {
  const carried: Carried[] = [];
  for (const { subscriptionId, id } of carries) {
    const [subscription, alert] = [await store.subscription(subscriptionId), await store.alert(subscriptionId, id)];
    if (subscription === undefined || alert === undefined || subscription.status === "ended") continue;
    const told = await tellable(alert, subscription, store, clock());
    if (told.kind === "alert") carried.push({ subscription, told });
  }
  return carried;
};

/**
 * Looks what became of the mail that is to tell an untried alert: it told it (`over`, and so it is written), it may still (`waiting`),
 * or the alert goes `alone`, as one does that joins nobody.
 */
export const follow = async (row: Delivery, { store, clock }: JoinDeps): Promise<"alone" | "waiting" | "over" | "busy"> => {
  if (row.joins === undefined) return "alone";
  const { until, ...to } = row.joins;
  const now = clock();
  const waitOn = async (next: number) =>
    (await store.saveDelivery({ ...row, version: row.version + 1, nextAttemptAt: next })) ? "waiting" : "busy";
  const carrier = await store.delivery(to.subscriptionId, to.id);
  if (carrier === undefined || isUntried(carrier)) {
    if (carrier?.without?.includes(row.id) === true) return "alone";
    if (now < until) return waitOn(now + LOOK_MS);
    // It may be that nobody knows of the carrier any more: from here on it is in the due index.
    const { without = [], ...rest } = carrier ?? newDelivery({ ...to, channel: "email" }, now);
    const left = { ...rest, without: [...without, row.id], version: rest.version + 1, nextAttemptAt: rest.nextAttemptAt ?? now };
    return (await store.saveDelivery(left)) ? "alone" : waitOn(now + LOOK_MS);
  }
  if (!doesCarry(carrier, row)) return "alone";
  if (!isOver(carrier)) return waitOn(Math.max(carrier.nextAttemptAt ?? 0, now) + LOOK_MS);
  if (carrier.state !== "sent" && carrier.unknown === 0) return "alone";
  return (await store.saveDelivery(toldWith(row, carrier))) ? "over" : "busy";
};

/** Makes another's alert one that joins; false if it goes, or went, another way. */
const claim = async (carrier: Delivery, { subscriptionId, id }: Alert, { store, clock }: JoinDeps): Promise<boolean> => {
  // Whoever writes between the two calls may be that alert itself, joining.
  for (let tries = 0; tries < 2; tries++) {
    const row = await store.delivery(subscriptionId, id);
    if (row !== undefined && isUntried(row) && row.joins?.id === carrier.id) return true;
    if (row !== undefined && !isFree(row)) return false;
    const now = clock();
    const free = row ?? newDelivery({ id, subscriptionId, channel: "email" }, now);
    if (await store.saveDelivery(joinTo(free, carrier, now + PATIENCE_MS, now + LOOK_MS))) return true;
  }
  return false;
};

/** Nobody has tried it, and it waits for no other. */
const isFree = (row: Delivery): boolean => isUntried(row) && row.joins === undefined;

/** The other subscriptions of the address that are mailed at once, and now, in the same language, in order. */
const othersOf = async (
  { beside = [] }: Alert,
  { lang }: Subscription,
  address: string,
  { store, clock }: JoinDeps,
): Promise<readonly Subscription[]> => {
  const found: Subscription[] = [];
  for (const id of beside.toSorted()) {
    const [stored, contact] = await Promise.all([store.subscription(id), store.contact(id)]);
    const other = stored && asOf(stored, clock());
    if (other?.status !== "active" || other.lang !== lang) continue;
    if (contact?.channel !== "email" || contact.address.toLowerCase() !== address.toLowerCase()) continue;
    const timing = timingOf(other);
    if (timing.cadence === "now" && quietEnd(clock(), timing) === undefined) found.push(other);
  }
  return found;
};

/** A subscription's alerts of a story, but for corrections. */
const alertsOf = async (subscriptionId: string, storyId: string, store: JoinStore): Promise<readonly Alert[]> => {
  const alerts: Alert[] = [];
  for (;;) {
    const next = await store.alert(subscriptionId, alertId(subscriptionId, storyId, alerts.length));
    if (next === undefined) return alerts;
    alerts.push(next);
  }
};
