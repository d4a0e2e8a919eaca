import type { Alert } from "../core/alert.ts";
import type { Delivery } from "../core/delivery.ts";
import type { Subscription } from "../core/subscription.ts";
import { inParallel } from "./in-parallel.ts";
import type { DeliverStore } from "./deliver-ports.ts";
import { tellable } from "./tellable.ts";

/** Alerts that are read at the same time. */
const AT_ONCE = 20;

/** What a digest tells: its alerts in the order they came, without what was rejected meanwhile. */
export interface Digest {
  readonly alerts: readonly Alert[];
  /** Whom it does not tell, each after its alert's id and a `/`. */
  readonly leftOut: readonly string[];
}

/** Reads the alerts that a digest has taken, and of each what may be told now. */
export const gatherDigest = async (
  { subscriptionId, alerts: ids = [] }: Pick<Delivery, "subscriptionId" | "alerts">,
  subscription: Pick<Subscription, "select">,
  store: Pick<DeliverStore, "alert" | "delivery" | "retractedIn">,
  now: number,
): Promise<Digest> => {
  const told = new Map<string, Alert>();
  const leftOut: string[] = [];
  await inParallel(ids, AT_ONCE, async (id) => {
    const alert = await store.alert(subscriptionId, id);
    if (alert === undefined) return;
    const may = await tellable(alert, subscription, store, now);
    if (may.kind === "alert") told.set(id, may.alert);
    const left = may.kind === "alert" ? may.leftOut : alert.told;
    leftOut.push(...left.map((entity) => `${id}/${entity}`));
  });
  return { alerts: ids.flatMap((id) => told.get(id) ?? []), leftOut };
};
