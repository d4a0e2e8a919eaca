import { kindOf } from "../../lambdas/core/delivery-id.ts";
import { mailboxHash } from "../../lambdas/core/email-address.ts";
import type { Contact, Subscription } from "../../lambdas/core/subscription.ts";
import { asOf } from "../../lambdas/core/subscription.ts";
import { quietEnd, timingOf } from "../../lambdas/core/timing.ts";
import { verifyFault } from "../../lambdas/core/webhook-verify.ts";
import type { MemoryStore } from "../memory-store.ts";
import type { Journal } from "./journal.ts";
import type { Run } from "./stage.ts";

/** How things stand with a subscription at a moment. */
export interface Standing {
  readonly at: number;
  readonly subscription: Subscription | undefined;
  readonly contact: Contact | undefined;
  /** Everything is held. */
  readonly held: boolean;
  readonly secrets: readonly string[];
}

export const standing = async (store: MemoryStore, id: string, at: number): Promise<Standing> => {
  const subscription = await store.subscription(id);
  return {
    at,
    subscription: subscription && asOf(subscription, at),
    contact: await store.contact(id),
    held: await store.deliveryPaused(),
    secrets: await store.webhookSecrets(id),
  };
};

/** Whom each kind may reach; the others are asked or tell of trouble, and have tests of their own. */
const INTO_FORCE = ["alert", "digest", "welcome"];

/**
 * What forbade this send and had done so since its run began: who has left, is suppressed, pauses or sleeps gets nothing that is
 * taken up afterwards (reliability E9). What comes while a run is on its way may come too late for it.
 */
export const forbidden = (deliveryId: string, began: Standing, then: Standing): string[] => {
  const both = (is: (standing: Standing) => boolean) => is(began) && is(then);
  const wrong: string[] = [];
  if (both(({ held }) => held)) wrong.push("while delivery was paused");
  if (!INTO_FORCE.includes(kindOf(deliveryId))) return wrong;
  if (both(({ subscription }) => subscription?.status !== "active")) wrong.push(`to one that is ${then.subscription?.status ?? "removed"}`);
  if (both(({ subscription, at }) => subscription !== undefined && quietEnd(at, timingOf(subscription)) !== undefined))
    wrong.push("in quiet hours");
  return wrong;
};

/** What is wrong with a mail: nothing but its lease may lie between the last look whether its address is suppressed and its send. */
export const forbiddenMail = (
  deliveryId: string,
  to: string,
  appSecret: string,
  { trail }: Run,
  { suppressed }: Journal,
  began: Standing,
  then: Standing,
): string[] => {
  const since = suppressed.get(mailboxHash(appSecret, to)) ?? Number.POSITIVE_INFINITY;
  const known = [began, then].some(({ contact }) => contact?.channel === "email" && contact.address === to);
  return [
    ...(since < (trail.at(-2) ?? 0) ? ["to an address that is suppressed"] : []),
    ...(known || then.contact?.channel === "webhook" || kindOf(deliveryId) === "address" ? [] : [`to ${to}, which is not its address`]),
  ];
};

/** What is wrong with a webhook: it must verify with the secret that was in force when its run began. */
export const forbiddenHook = (
  deliveryId: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  { secrets }: Standing,
): string[] => {
  const wrong: string[] = [];
  const fault = verifyFault(secrets[0] ?? "", headers, Buffer.from(body), Number(headers["webhook-timestamp"]) * 1000);
  if (fault !== undefined) wrong.push(`that does not verify: ${fault}`);
  if (headers["webhook-id"] !== `msg_${deliveryId}`) wrong.push(`as ${headers["webhook-id"]}`);
  const { type, data } = JSON.parse(body) as { type: string; data: { alert?: string } };
  if (kindOf(deliveryId) === "alert" && data.alert !== deliveryId) wrong.push(`telling ${type} ${data.alert}`);
  return wrong;
};
