import { mailboxHash } from "../core/email-address.ts";
import { mailReport } from "../core/mail-event.ts";
import type { FeedbackStore } from "./subscriber-ports.ts";

export interface FeedbackOutcome {
  /** What SES tells: `Bounce`, `Complaint`, `Reject`, `DeliveryDelay`. */
  readonly event: string;
  /** What SES called the mail: the delivery's `messageId`. */
  readonly messageId: string;
  readonly outcome: "suppressed" | "counted" | "noted";
}

/**
 * Hears what became of a mail. An address whose mail came back for good, or was reported as spam, gets none any more, by whatever
 * subscription: deliver reads that before each send, and ends the subscription then, if the address is still its own. One that comes back
 * for the time being is counted, and deliver pauses for it. Events may come twice and in any order; dying in between, the retry writes the same again. Throws for what is no event of SES.
 */
export const feedback = async (event: unknown, store: FeedbackStore): Promise<FeedbackOutcome> => {
  const report = mailReport(event);
  if (report === undefined) throw new TypeError("this is no event of SES as it is documented");
  const { event: what, messageId, suppress, cameBack } = report;
  const secret = await store.appSecret();
  for (const address of cameBack?.addresses ?? [])
    await store.noteSoftBounce(mailboxHash(secret, address), { messageId, at: cameBack?.at ?? "" });
  if (suppress === undefined) return { event: what, messageId, outcome: cameBack === undefined ? "noted" : "counted" };
  const { addresses, ...suppression } = suppress;
  for (const address of addresses) await store.suppress(mailboxHash(secret, address), suppression);
  return { event: what, messageId, outcome: "suppressed" };
};
