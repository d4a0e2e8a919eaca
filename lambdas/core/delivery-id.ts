import { hashId } from "./hash.ts";

/**
 * What a delivery hands over, by its id: an alert or a digest of several; the mails that ask a new subscriber, or a new address, to
 * confirm; the welcome; the mail that says that Vigía is still watching; a test of a webhook, or a mail about one in trouble.
 */
export type DeliveryKind = "alert" | "digest" | "confirmation" | "address" | "welcome" | "watching" | "test" | "failing" | "disabled";

/** The delivery of the mail that asks an address to confirm. */
export const CONFIRMATION = "confirmation";

/** The delivery of the mail that welcomes who has confirmed. */
export const WELCOME = "welcome";

/** The delivery of the digest that tells a subscription what waits for a slot (epoch ms). */
export const digestId = (subscriptionId: string, slot: number): string => `digest-${hashId("digest", subscriptionId, slot)}`;

/** The delivery that asks the address which a change proposes; the change's id is letters and digits. */
export const addressDelivery = (change: string): string => `${ADDRESS}${change}`;

/** The change of address that a delivery asks about; undefined for every other delivery. */
export const addressChangeOf = (deliveryId: string): string | undefined =>
  kindOf(deliveryId) === "address" ? deliveryId.slice(ADDRESS.length) : undefined;

/** The delivery of the mail of an ISO 8601 week (`2026-W48`) that says that Vigía is still watching. */
export const watchingId = (week: string): string => `watching-${week}`;

/** The delivery of a test asked for at `now` (epoch ms). */
export const testId = (now: number): string => `test-${now}`;

/** The delivery of the mail that a webhook is failing, or was switched off, in its `trouble`-th trouble: one for each. */
export const noticeId = (kind: "failing" | "disabled", trouble: number): string => `${kind}-${trouble}`;

/** Alerts' ids are hashes of 22 characters, so that none looks like one of the others. */
export const kindOf = (deliveryId: string): DeliveryKind => forms.find(([, form]) => form.test(deliveryId))?.[0] ?? "alert";

const ADDRESS = "address-";

const forms = [
  ["digest", /^digest-.{22}$/],
  ["confirmation", /^confirmation$/],
  ["address", /^address-[0-9a-z]{21,}$/],
  ["welcome", /^welcome$/],
  ["watching", /^watching-\d{4}-W\d{2}$/],
  ["test", /^test-\d{13}$/],
  ["failing", /^failing-\d{1,9}$/],
  ["disabled", /^disabled-\d{1,9}$/],
] as const satisfies readonly (readonly [DeliveryKind, RegExp])[];
