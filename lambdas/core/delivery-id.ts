/** What a delivery hands over, by its id: an alert, the mail that asks to confirm, a test, or a mail about a webhook in trouble. */
export type DeliveryKind = "alert" | "confirmation" | "test" | "failing" | "disabled";

/** The delivery id of the mail that asks an address to confirm. */
export const CONFIRMATION = "confirmation";

/** The delivery of a test asked for at `now` (epoch ms). */
export const testId = (now: number): string => `test-${now}`;

/** The delivery of the mail that a webhook is failing, or was switched off, in its `trouble`-th trouble: one for each. */
export const noticeId = (kind: "failing" | "disabled", trouble: number): string => `${kind}-${trouble}`;

const forms = [
  ["confirmation", /^confirmation$/],
  ["test", /^test-\d{13}$/],
  ["failing", /^failing-\d{1,9}$/],
  ["disabled", /^disabled-\d{1,9}$/],
] as const satisfies readonly (readonly [DeliveryKind, RegExp])[];

/** Alerts' ids are hashes of 22 characters, so that none looks like one of ours. */
export const kindOf = (deliveryId: string): DeliveryKind => forms.find(([, form]) => form.test(deliveryId))?.[0] ?? "alert";
