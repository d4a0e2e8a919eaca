import { DeliveryList, NewSubscriptionAnswer, SubscriptionAnswer, SubscriptionList } from "./answer.ts";
import type { Operation } from "./operation.ts";
import { DeliverySearch } from "./query.ts";
import { ReturnList } from "./return-answer.ts";
import { NewSubscription } from "./subscription.ts";
import { ChangedAnswer, Snooze, SubscriptionChange } from "./subscription-change.ts";

/** The operations on subscriptions: a part of the table of operations. */
export const subscriptionOperations = {
  listSubscriptions: {
    method: "get",
    path: "/subscriptions",
    access: "read",
    status: 200,
    answer: SubscriptionList,
    summary: "The subscriptions this key made; an admin key sees all.",
  },
  subscribe: {
    method: "post",
    path: "/subscriptions",
    access: "write",
    status: 202,
    also: [201],
    body: NewSubscription,
    answer: NewSubscriptionAnswer,
    summary: "Subscribe a webhook (in force at once) or an address (after its owner confirms).",
  },
  getSubscription: {
    method: "get",
    path: "/subscriptions/{id}",
    access: "read",
    status: 200,
    answer: SubscriptionAnswer,
    summary: "A subscription.",
  },
  removeSubscription: {
    method: "delete",
    path: "/subscriptions/{id}",
    access: "write",
    status: 204,
    summary: "Remove a subscription and its address at once.",
  },
  listDeliveries: {
    method: "get",
    path: "/subscriptions/{id}/deliveries",
    access: "read",
    status: 200,
    query: DeliverySearch,
    answer: DeliveryList,
    summary: "What was sent, tried and failed in the last 90 days, newest first.",
  },
  listReturns: {
    method: "get",
    path: "/subscriptions/{id}/returns",
    access: "read",
    status: 200,
    answer: ReturnList,
    summary: "The returns it was told and those held back because too little was heard, and which turned out otherwise.",
  },
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
