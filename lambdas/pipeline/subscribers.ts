import { mailboxHash } from "../core/email-address.ts";
import type { ApiDeps, Operations } from "./operations.ts";
import { subscribing } from "./subscribing.ts";

/** What operators do for the person behind an address. The api may not read addresses: it finds them by keyed hash. */
export const forSubscribers = (deps: ApiDeps): Operations<"exportSubscriber" | "eraseSubscriber" | "releaseSubscriber"> => {
  const { store } = deps;
  const { getSubscription, listDeliveries, listReturns } = subscribing(deps);
  const hashOf = async (address: string) => mailboxHash(await store.appSecret(), address.trim());
  const found = async (address: string) => store.subscriptionsTo(await hashOf(address));

  return {
    async exportSubscriber({ body: { address }, caller }) {
      const who = caller === undefined ? {} : { caller };
      const subscriptions = [];
      for (const id of await found(address)) {
        const about = { id, body: undefined, ...who };
        const { body: subscription } = await getSubscription({ ...about, query: undefined });
        const { deliveries } = (await listDeliveries({ ...about, query: { limit: 100 } })).body;
        const { returns } = (await listReturns({ ...about, query: undefined })).body;
        subscriptions.push({ subscription, deliveries, returns });
      }
      return { body: { subscriptions } };
    },
    async eraseSubscriber({ body: { address } }) {
      const erased = await found(address);
      await store.forgetAddress(await hashOf(address));
      // One after the other, each of which may be repeated: dying on the way, asking again finds the rest.
      for (const id of erased) await store.removeSubscription(id);
      return { body: { erased: [...erased] } };
    },
    async releaseSubscriber({ body: { address } }) {
      return { body: { released: await store.release(await hashOf(address)) } };
    },
  };
};
