import type { Alert, AlertMatch } from "./alert.ts";
import { orderForReading } from "./alert.ts";
import type { AlertLinks } from "./email-view.ts";
import type { Subscription } from "./subscription.ts";

/** Another subscription of the same address, and what it is told of the same story. */
export interface Beside {
  readonly alert: Alert;
  readonly subscription: Subscription;
  readonly links: AlertLinks;
}

/**
 * One alert that tells what several alerts of one story tell, in place of the first: whom any of them tells before who only stands
 * in the story, and of whom several know, the telling that says of a return.
 */
export const unionOf = (alerts: readonly [Alert, ...Alert[]]): Alert => {
  const [first] = alerts;
  const told = [...new Set(alerts.flatMap((one) => one.told))].toSorted();
  const matches = new Map<string, AlertMatch>();
  for (const match of alerts.flatMap((one) => one.matches))
    if (matches.get(match.entity)?.gap === undefined) matches.set(match.entity, match);
  const more = Math.max(...alerts.map((one) => one.more ?? 0));
  const { more: _, ...rest } = first;
  return {
    ...rest,
    trigger: alerts.some((one) => one.trigger === "reappearance") ? "reappearance" : first.trigger,
    told,
    matches: [...matches.values()].toSorted(
      (a, b) => Number(told.includes(b.entity)) - Number(told.includes(a.entity)) || orderForReading(a, b),
    ),
    ...(more > 0 && { more }),
  };
};
