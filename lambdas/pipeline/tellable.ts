import type { Alert } from "../core/alert.ts";
import { withoutEntities } from "../core/alert.ts";
import { isOver } from "../core/delivery.ts";
import { digestId } from "../core/delivery-id.ts";
import { DAY_MS } from "../core/gap.ts";
import type { Subscription } from "../core/subscription.ts";
import type { DeliverStore } from "./deliver-ports.ts";

/** What may be told of an alert now; or why nothing, for the time being or for good. */
export type Tellable =
  /** `rejected`: who is not told any more, and not to be named either; `leftOut`: whom of them the alert told. */
  | { readonly kind: "alert"; readonly alert: Alert; readonly rejected: readonly string[]; readonly leftOut: readonly string[] }
  /** Until when, epoch ms, if that is known. */
  | { readonly kind: "held"; readonly why: string; readonly until?: number | undefined }
  | { readonly kind: "cancelled"; readonly why: string };

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
    // Of two that are followed together, one alone is nothing to tell.
    const leftOut = alert.told.filter((entity) => rejected.includes(entity));
    const isHalf = select.together !== undefined && leftOut.length > 0;
    const rest = isHalf ? undefined : withoutEntities(alert, rejected);
    return rest === undefined ? { kind: "cancelled", why: "the match was rejected" } : { kind: "alert", alert: rest, rejected, leftOut };
  }
  const own = await store.delivery(alert.subscriptionId, alert.corrects.id);
  // What waited is told by its digest, which may not have been sent yet.
  const digest = own?.state === "waiting" ? digestId(alert.subscriptionId, own.slot ?? 0) : undefined;
  const told = digest === undefined ? own : await store.delivery(alert.subscriptionId, digest);
  // Older than the log of deliveries: who was told so long ago is told that it was wrong, too.
  if (told === undefined && now - Date.parse(alert.createdAt) > DAY_MS) return { kind: "alert", alert, rejected: [], leftOut: [] };
  if (told === undefined || !isOver(told)) return { kind: "held", why: "what it corrects is still on its way", until: told?.nextAttemptAt };
  const corrected = digest === undefined ? "" : `${alert.corrects.id}/`;
  const wasLeftOut = alert.told.every((entity) => told.leftOut?.includes(`${corrected}${entity}`));
  if (!wasLeftOut && (told.state === "sent" || told.unknown > 0)) return { kind: "alert", alert, rejected: [], leftOut: [] };
  return { kind: "cancelled", why: "what it corrects was never told" };
};
