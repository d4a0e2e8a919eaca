import type { Alert } from "../core/alert.ts";
import { withoutEntities } from "../core/alert.ts";
import { isOver } from "../core/delivery.ts";
import { DAY_MS } from "../core/gap.ts";
import type { Subscription } from "../core/subscription.ts";
import type { DeliverStore } from "./ports.ts";

/** What may be told of an alert now; or why nothing, for the time being or for good. */
export type Tellable =
  | { readonly kind: "alert"; readonly alert: Alert; readonly leftOut: readonly string[] }
  | { readonly kind: "held" | "cancelled"; readonly why: string };

/**
 * Reads the story once more before an alert is sent: what an operator rejected meanwhile is not told any more. A correction
 * waits for the end of what it corrects, and goes only to whom that reached; its delivery is kept for longer than it can wait.
 */
export const tellable = async (
  alert: Alert,
  { select }: Pick<Subscription, "select">,
  store: Pick<DeliverStore, "delivery" | "retractedIn">,
  now: number,
): Promise<Tellable> => {
  if (alert.corrects === undefined) {
    const rejected = await store.retractedIn(alert.storyId);
    const leftOut = alert.told.filter((entity) => rejected.includes(entity));
    // Of two that are followed together, one alone is nothing to tell.
    const rest = select.together !== undefined && leftOut.length > 0 ? undefined : withoutEntities(alert, rejected);
    return rest === undefined ? { kind: "cancelled", why: "the match was rejected" } : { kind: "alert", alert: rest, leftOut };
  }
  const told = await store.delivery(alert.subscriptionId, alert.corrects.id);
  // Older than the log of deliveries: who was told so long ago is told that it was wrong, too.
  if (told === undefined && now - Date.parse(alert.createdAt) > DAY_MS) return { kind: "alert", alert, leftOut: [] };
  if (told === undefined || !isOver(told)) return { kind: "held", why: "what it corrects is still on its way" };
  const wasLeftOut = alert.told.every((entity) => told.leftOut?.includes(entity));
  if (!wasLeftOut && (told.state === "sent" || told.unknown > 0)) return { kind: "alert", alert, leftOut: [] };
  return { kind: "cancelled", why: "what it corrects was never told" };
};
