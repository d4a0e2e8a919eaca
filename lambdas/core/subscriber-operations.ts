import * as z from "zod/mini";
import { DeliveryList, SubscriptionAnswer } from "./answer.ts";
import type { Operation } from "./operation.ts";
import { ReturnList } from "./return-answer.ts";

/** Whom it is about. In the body, because addresses must not stand in logs of requests. */
export const Subscriber = z.strictObject({ address: z.string().check(z.maxLength(254)) });

/** All that is kept about an address; `deliveries` are the newest hundred of each subscription. */
export const SubscriberAnswer = z.strictObject({
  subscriptions: z.array(
    z.strictObject({ subscription: SubscriptionAnswer, deliveries: DeliveryList.shape.deliveries, returns: ReturnList.shape.returns }),
  ),
});

/** The subscriptions that were removed with everything about them. */
export const ErasedAnswer = z.strictObject({ erased: z.array(z.string()) });

/** Was the address suppressed? */
export const ReleasedAnswer = z.strictObject({ released: z.boolean() });

/** What an operator does for the person behind an address. */
export const subscriberOperations = {
  exportSubscriber: {
    method: "post",
    path: "/subscribers/export",
    access: "admin",
    status: 200,
    body: Subscriber,
    answer: SubscriberAnswer,
    summary: "All that is kept about an address: its subscriptions, what was sent for them and told.",
  },
  eraseSubscriber: {
    method: "post",
    path: "/subscribers/erase",
    access: "admin",
    status: 200,
    body: Subscriber,
    answer: ErasedAnswer,
    summary: "Remove every subscription of an address, and with it the address. That it takes no mail, if so, stays known by a keyed hash.",
  },
  releaseSubscriber: {
    method: "post",
    path: "/subscribers/release",
    access: "admin",
    status: 200,
    body: Subscriber,
    answer: ReleasedAnswer,
    summary: "Let mail go again to an address that had one come back or reported as spam; its owner asked for that.",
  },
} as const satisfies Record<string, Operation>;
