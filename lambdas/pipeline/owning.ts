import type { ApiKey } from "../core/api-key.ts";
import { allows } from "../core/api-key.ts";
import type { Subscription } from "../core/subscription.ts";
import type { QueryStore } from "./ports.ts";
import { missing } from "./querying.ts";

/** A key sees the subscriptions it made, an admin key sees all (reliability A9). */
export const mayUse = (caller: ApiKey | undefined, { owner }: Pick<Subscription, "owner">): boolean =>
  caller !== undefined && (allows(caller, "admin") || caller.id === owner);

/** The subscription, if the caller may use it; others are as if they were not there. Throws a Refusal. */
export const ownSubscription = async (
  store: Pick<QueryStore, "subscription">,
  id: string,
  caller: ApiKey | undefined,
): Promise<Subscription> => {
  const subscription = await store.subscription(id);
  return subscription !== undefined && mayUse(caller, subscription) ? subscription : missing("subscription", id);
};
