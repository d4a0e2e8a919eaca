import { mailboxHash } from "../core/email-address.ts";
import { comesBack, pausedBecause, suppressedBecause } from "../core/suppression.ts";
import { asksAddress } from "./barred.ts";
import type { DeliverOutcome, InHand } from "./in-hand.ts";
import type { DeliverDeps, Prepared } from "./prepare.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/**
 * Why a mail may not go to its address: mails come back, or its owner complained; `again` if its reader has just said otherwise, so that
 * all is to be read anew. The last of it is read last of all before the lease: an event of SES may have come in since the alert was
 * raised (reliability E8, E9).
 */
export const refusedAddress = async (hand: InHand, { to }: Prepared, deps: DeliverDeps): Promise<DeliverOutcome | "again" | undefined> => {
  const { store } = deps;
  const { kind, subscription, contact, held } = hand;
  if (to === undefined) return undefined;
  const mailbox = mailboxHash(await store.appSecret(), to);
  const isOwn = contact?.channel === "email";
  if (isOwn && !asksAddress(kind) && comesBack(await store.softBounces(mailbox), subscription.enabledAt)) {
    const paused = await store.pauseForBounces(subscription.id, pausedBecause[subscription.lang], subscription.enabledAt);
    return paused ? held("paused: its mails come back", DAY_MS) : "again";
  }
  const suppressed = await store.suppression(mailbox);
  if (suppressed === undefined) return undefined;
  // Of a confirmation no trace is left, as where the address's limit is reached: nobody can ask who is suppressed (E13).
  if (asksAddress(kind)) return hand.nothing();
  // The owner of a webhook loses these mails, not the webhook.
  if (!isOwn) return hand.cancelled("suppressed");
  // The reader may have moved meanwhile: the message comes again, to the new address.
  const there = await store.contact(subscription.id);
  if (there?.channel === "email" && there.address !== to) return held("it moved", MINUTE_MS);
  await store.endSubscription(subscription.id, suppressedBecause[suppressed.reason]);
  return hand.cancelled("suppressed");
};
