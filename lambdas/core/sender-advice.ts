import type { Attempt, Delivery } from "./delivery.ts";

/** Where an installation has no address to send from. */
export const NO_SENDER = "NoSender";

/**
 * What an operator must do before SES takes mail, by the type of its refusal (SESv2 SendEmail), as sentences. Meanwhile mails wait, and
 * go out by themselves when it is done.
 */
const advice: ReadonlyMap<string, string> = new Map([
  [
    "MessageRejected",
    "SES does not accept the sender or, while the account is in its sandbox, the receiver. Verify the sender's domain (its DNS records are outputs of the stack) and request production access (SES console, Account dashboard).",
  ],
  [
    "MailFromDomainNotVerifiedException",
    "The MAIL FROM domain is not verified: publish its DNS records (SES console, Identities), or stop using one.",
  ],
  ["AccountSuspendedException", "SES has suspended sending for this account for good: talk to AWS Support."],
  [
    "SendingPausedException",
    "Sending is paused for this account or its configuration set: resume it (SES console, Account dashboard), when the cause is gone.",
  ],
  ["NotFoundException", "The configuration set, or the identity, does not exist: deploy the stack anew."],
  [NO_SENDER, "This installation has no sender: deploy it with -c identity=…"],
]);

const otherwise = "AWS does not let this installation send mail: look at the role of the function deliver and at the identity in SES.";

/** What to do about an attempt that the sender's own set-up prevented; undefined for every other. */
export const senderAdvice = ({ error, response = "" }: Pick<Attempt, "error" | "response">): string | undefined =>
  error === "sender-not-ready" ? (advice.get(response) ?? otherwise) : undefined;

/** Why a delivery is held and what to do about it, where that is the sender's own set-up. */
export const heldBecause = ({ state, attempts }: Pick<Delivery, "state" | "attempts">): string | undefined => {
  const last = attempts.at(-1);
  if (last === undefined || (state !== "retry" && state !== "failed")) return undefined;
  const what = senderAdvice(last);
  return what === undefined ? undefined : `${state === "retry" ? "Held, for up to a week" : "Given up after a week"}: ${what}`;
};
