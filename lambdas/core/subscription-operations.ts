import { SubscriptionAnswer } from "./answer.ts";
import type { Operation } from "./operation.ts";
import { ChangedAnswer, Snooze, SubscriptionChange } from "./subscription-change.ts";

/** The operations that change a subscription that is there. */
export const subscriptionOperations = {
  changeSubscription: {
    method: "patch",
    path: "/subscriptions/{id}",
    access: "write",
    status: 200,
    body: SubscriptionChange,
    answer: SubscriptionAnswer,
    summary: "Choose otherwise: whom, when, how sure, in which language. What is not named stays; null takes a choice back.",
  },
  pauseSubscription: {
    method: "post",
    path: "/subscriptions/{id}/pause",
    access: "write",
    status: 200,
    answer: ChangedAnswer,
    summary: "Raise no alerts until it is resumed. What happens meanwhile is not told afterwards.",
  },
  snoozeSubscription: {
    method: "post",
    path: "/subscriptions/{id}/snooze",
    access: "write",
    status: 200,
    body: Snooze,
    answer: ChangedAnswer,
    summary: "Raise no alerts for 7, 30 or 90 days. What happens meanwhile is not told afterwards.",
  },
  resumeSubscription: {
    method: "post",
    path: "/subscriptions/{id}/resume",
    access: "write",
    status: 200,
    answer: ChangedAnswer,
    summary: "End a pause.",
  },
} as const satisfies Record<string, Operation>;
