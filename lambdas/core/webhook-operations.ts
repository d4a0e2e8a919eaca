import { SubscriptionAnswer } from "./answer.ts";
import type { Operation } from "./operation.ts";
import { ReplayAnswer, ReplayRequest, SecretAnswer, TestAnswer } from "./webhook-answer.ts";

/** What the owner of a webhook does about it: a part of the table of operations. */
export const webhookOperations = {
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
