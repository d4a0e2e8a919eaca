import { timingSafeEqual } from "node:crypto";
import { sign } from "./webhook.ts";

/** How far a message's time may lie from the receiver's, seconds. */
export const TOLERANCE_SECONDS = 300;

/** Why a webhook does not verify. */
export type VerifyFault =
  | "missing-header"
  | "invalid-id"
  | "invalid-timestamp"
  | "too-old"
  | "too-new"
  | "no-signature"
  | "no-matching-signature";

/**
 * What is wrong with a webhook as it was received; undefined if nothing is. `headers` by lower-case name, `body` the bytes as they
 * came, `now` in epoch ms. Any of its v1 signatures may match; others are passed over. Throws RangeError on a secret that `sign` refuses.
 */
export const verifyFault = (
  secret: string,
  headers: Readonly<Partial<Record<string, string>>>,
  body: Uint8Array,
  now: number,
): VerifyFault | undefined => {
  const { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures } = headers;
  if (id === undefined || timestamp === undefined || signatures === undefined) return "missing-header";
  if (!/^msg_[A-Za-z0-9_-]+$/.test(id)) return "invalid-id";
  if (!/^\d{1,12}$/.test(timestamp)) return timestamp.length > 12 && /^\d+$/.test(timestamp) ? "too-new" : "invalid-timestamp";
  const age = Math.floor(now / 1000) - Number(timestamp);
  if (age > TOLERANCE_SECONDS) return "too-old";
  if (age < -TOLERANCE_SECONDS) return "too-new";
  const ours = signatures.split(" ").filter((one) => /^v1,[^,]+$/.test(one));
  if (ours.length === 0) return "no-signature";
  const expected = Buffer.from(sign(secret, id, Number(timestamp), body));
  const matches = ours.map((one) => Buffer.from(one)).filter((one) => one.length === expected.length && timingSafeEqual(one, expected));
  return matches.length > 0 ? undefined : "no-matching-signature";
};
