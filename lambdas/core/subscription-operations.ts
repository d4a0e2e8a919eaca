import { DeliveryList, NewSubscriptionAnswer, SubscriptionAnswer, SubscriptionList } from "./answer.ts";
import type { Operation } from "./operation.ts";
import { DeliverySearch } from "./query.ts";
import { ReturnList } from "./return-answer.ts";
import { NewSubscription } from "./subscription.ts";
import { ReplayAnswer, ReplayRequest, SecretAnswer, TestAnswer } from "./webhook-answer.ts";

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
  rotateSecret: {
    method: "post",
    path: "/subscriptions/{id}/rotate-secret",
    access: "write",
    status: 200,
    answer: SecretAnswer,
    summary: "A new signing secret for a webhook, shown this once. For 24 hours messages carry both signatures, the new one first.",
  },
  enableSubscription: {
    method: "post",
    path: "/subscriptions/{id}/enable",
    access: "write",
    status: 200,
    answer: SubscriptionAnswer,
    summary: "Switch a webhook on again that Vigía switched off.",
  },
  testWebhook: {
    method: "post",
    path: "/subscriptions/{id}/test",
    access: "write",
    status: 202,
    answer: TestAnswer,
    summary: "Send the event webhook.test to a webhook, once: five times an hour at most.",
  },
  replayDeliveries: {
    method: "post",
    path: "/subscriptions/{id}/replay",
    access: "write",
    status: 202,
    body: ReplayRequest,
    answer: ReplayAnswer,
    summary:
      "Send again what a webhook missed: one delivery, or those of a time that failed or were cancelled. What is under way stays as it is.",
  },
} as const satisfies Record<string, Operation>;
