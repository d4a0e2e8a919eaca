import type { ApiKey } from "../core/api-key.ts";
import { allows } from "../core/api-key.ts";
import type { Subscription } from "../core/subscription.ts";
import { asOf } from "../core/subscription.ts";
import type { ApiDeps } from "./operations.ts";
import { missing } from "./querying.ts";

/** A key sees the subscriptions it made, an admin key sees all (reliability A9). */
export const mayUse = (caller: ApiKey | undefined, { owner }: Pick<Subscription, "owner">): boolean =>
  caller !== undefined && (allows(caller, "admin") || caller.id === owner);

/** The subscription as it is now, if the caller may use it; others are as if they were not there. Throws a Refusal. */
export const ownSubscription = async (
  { store, clock }: { readonly store: Pick<ApiDeps["store"], "subscription">; readonly clock: ApiDeps["clock"] },
  id: string,
  caller: ApiKey | undefined,
): Promise<Subscription> => {
  const subscription = await store.subscription(id);
  return subscription !== undefined && mayUse(caller, subscription) ? asOf(subscription, clock()) : missing("subscription", id);
};
