import { isSecret, webhookHeaders } from "../lambdas/core/webhook.ts";
import type { VerifyFault } from "../lambdas/core/webhook-verify.ts";
import { verifyFault } from "../lambdas/core/webhook-verify.ts";

/** Is this a signing secret as Vigía makes them? */
export const isSigningSecret = (text: string): boolean => isSecret(text);

/** The three headers of a webhook, one a line. Throws RangeError for a secret or an id that is none. */
export const headerLines = (secret: string, id: string, seconds: number, body: Uint8Array): string =>
  Object.entries(webhookHeaders([secret], id, seconds, body))
    .map(([name, value]) => `${name}: ${value}\n`)
    .join("");

/** Why a webhook with these header lines does not verify at `now` (epoch ms), as a code and a sentence; undefined if it does. */
export const complaintAbout = (secret: string, lines: readonly string[], body: Uint8Array, now: number): string | undefined => {
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(":")).trim().toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]),
  );
  const fault = verifyFault(secret, headers, body, now);
  return fault === undefined ? undefined : `${fault}\t${reasons[fault]}`;
};

const reasons: Readonly<Record<VerifyFault, string>> = {
  "missing-header": "webhook-id, webhook-timestamp and webhook-signature are all needed",
  "invalid-id": "webhook-id is not msg_ and letters, digits, - or _",
  "invalid-timestamp": "webhook-timestamp is no whole number of seconds",
  "too-old": "webhook-timestamp is more than five minutes ago",
  "too-new": "webhook-timestamp is more than five minutes ahead (is it in milliseconds?)",
  "no-signature": "webhook-signature holds no v1 signature (a list is separated by spaces)",
  "no-matching-signature": "no signature is that of these bytes with this secret (was the body read and written again?)",
};
