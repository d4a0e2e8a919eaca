import type { Mail } from "../core/email.ts";
import { kindOf, noticeId } from "../core/delivery-id.ts";
import { ownerMail } from "../core/owner-mail.ts";
import type { Subscription } from "../core/subscription.ts";
import type { DeliverStore } from "./deliver-ports.ts";

/** So many confirmed subscriptions of a key are looked through for an owner's address. */
const LOOKED_THROUGH = 100;

/**
 * The mail to the owner of a webhook in trouble; undefined where there is no trouble of that number any more, or the address is not
 * that of an active email subscription of the same key: nobody is mailed who has not confirmed, and who leaves gets no more.
 */
export const ownerNotice = async (
  deliveryId: string,
  subscription: Subscription,
  ownerEmail: string | undefined,
  store: DeliverStore,
  links: { readonly unsubscribe: (subscriptionId: string) => Promise<string>; readonly dashboard: string },
): Promise<Mail | undefined> => {
  const kind = kindOf(deliveryId);
  const endpoint = await store.endpoint(subscription.id);
  if ((kind !== "failing" && kind !== "disabled") || endpoint === undefined || ownerEmail === undefined) return undefined;
  const lasts = kind === "failing" ? endpoint.failingSince !== undefined : endpoint.off !== undefined;
  if (!lasts || noticeId(kind, endpoint.trouble) !== deliveryId || subscription.owner === undefined) return undefined;
  for (const { id } of (await store.confirmedBy(subscription.owner)).slice(0, LOOKED_THROUGH)) {
    const contact = await store.contact(id);
    if (contact?.channel !== "email" || contact.address.toLowerCase() !== ownerEmail.toLowerCase()) continue;
    const unsubscribe = await links.unsubscribe(id);
    return ownerMail(kind, endpoint, subscription, contact.address, { unsubscribe, dashboard: links.dashboard });
  }
  return undefined;
};
