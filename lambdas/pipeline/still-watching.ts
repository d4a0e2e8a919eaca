import type { Delivery } from "../core/delivery.ts";
import { isUntried, newDelivery } from "../core/delivery.ts";
import { watchingId } from "../core/delivery-id.ts";
import { DAY_MS } from "../core/gap.ts";
import type { Subscription } from "../core/subscription.ts";
import { timingOf, watchingAfter } from "../core/timing.ts";
import type { DeliverStore } from "./deliver-ports.ts";
import type { Clock } from "./ports.ts";

interface WatchDeps {
  readonly store: Pick<DeliverStore, "delivery" | "saveDelivery">;
  readonly clock: Clock;
}

/** So long nobody must have been mailed anything. */
const WEEK_MS = 7 * DAY_MS;

/** It comes within so long of its time, or not at all: late, it would come close to the next. */
const IN_TIME_MS = 50 * 60_000;

/**
 * Once a week each reader to whom nothing was sent for a week is told that Vigía is still watching. The due index is the alarm clock:
 * before any mail is sent that tells something, the still-watching mail of the week that begins a week later is left in it. Where it
 * is there already that costs one read, and where the mail is not sent after all, one week without a sign.
 */
export const watchFrom = (subscription: Subscription, { store, clock }: WatchDeps): Promise<void> =>
  leave(clock() + WEEK_MS, clock(), subscription, store);

/** Leaves the first still-watching mail after now: so does the one of now when it is over, or is not to be sent. */
export const watchOn = (subscription: Subscription, { store, clock }: WatchDeps): Promise<void> =>
  leave(clock(), clock(), subscription, store);

/** Leaves the first one after a time (epoch ms), unless it is there: whoever dies after it finds it. */
const leave = async (after: number, now: number, subscription: Subscription, store: WatchDeps["store"]): Promise<void> => {
  const { week, at } = watchingAfter(after, timingOf(subscription));
  const row = newDelivery({ id: watchingId(week), subscriptionId: subscription.id, channel: "email" }, now);
  if ((await store.delivery(row.subscriptionId, row.id)) !== undefined) return;
  await store.saveDelivery({ ...row, slot: at, version: 1, nextAttemptAt: at });
};

/**
 * What is to become of a still-watching mail that is due: `send` it; or `skip` it, because something was sent within the week, which
 * is read from the mails that this left behind, or because it is late, or its reader chose another day since. Another day of the same
 * week is waited for: then it is due, epoch ms.
 */
export const watchNow = async (
  row: Delivery,
  subscription: Subscription,
  { store, clock }: WatchDeps,
): Promise<"send" | "skip" | number> => {
  const now = clock();
  const timing = timingOf(subscription);
  const today = watchingAfter(now - DAY_MS, timing);
  if (isUntried(row) && today.at > now && watchingId(today.week) === row.id) return today.at;
  if (isUntried(row) && (today.at > now || today.at + IN_TIME_MS < now)) return "skip";
  // Whoever was mailed within the last seven days left one of the next two.
  const next = watchingAfter(now, timing);
  for (const { week } of [next, watchingAfter(next.at, timing)])
    if ((await store.delivery(subscription.id, watchingId(week))) !== undefined) return "skip";
  return "send";
};
