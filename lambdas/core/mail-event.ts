import * as z from "zod/mini";
import type { Suppression } from "./suppression.ts";

const recipients = z.array(z.object({ emailAddress: z.string() }));

/**
 * An event of SES as EventBridge delivers it (SES developer guide, "Examples of event data that Amazon SES publishes"): the fields that
 * are read here. `eventType` is `Bounce`, `Complaint`, `Reject`, `DeliveryDelay` and others.
 */
const MailEvent = z.object({
  detail: z.object({
    eventType: z.string(),
    mail: z.object({ messageId: z.string() }),
    bounce: z.optional(z.object({ bounceType: z.string(), timestamp: z.iso.datetime(), bouncedRecipients: recipients })),
    complaint: z.optional(
      z.object({
        timestamp: z.iso.datetime(),
        complainedRecipients: recipients,
        complaintFeedbackType: z.optional(z.nullable(z.string())),
      }),
    ),
  }),
});

/** What an event says. */
export interface MailReport {
  /** `Bounce`, `Complaint`, `Reject`, `DeliveryDelay`. */
  readonly event: string;
  readonly messageId: string;
  /** Who takes no mail any more, and why; absent where nothing follows: a mail that is late or was refused. */
  readonly suppress?: Suppression & { readonly addresses: readonly string[] };
  /** To whom the mail did not come for the time being, and when that was told, ISO 8601 UTC. */
  readonly cameBack?: { readonly at: string; readonly addresses: readonly string[] };
}

/** Reads an event; undefined if it is none. */
export const mailReport = (event: unknown): MailReport | undefined => {
  const { data } = MailEvent.safeParse(event);
  if (data === undefined) return undefined;
  const { eventType, mail, bounce, complaint } = data.detail;
  const report = { event: eventType, messageId: mail.messageId };
  if (eventType === "Bounce" && bounce?.bounceType === "Permanent")
    return { ...report, suppress: { reason: "bounce", at: iso(bounce.timestamp), addresses: plainly(bounce.bouncedRecipients) } };
  if (eventType === "Bounce" && bounce?.bounceType === "Transient")
    return { ...report, cameBack: { at: iso(bounce.timestamp), addresses: plainly(bounce.bouncedRecipients) } };
  // `not-spam` takes a complaint back that was never ours to judge.
  if (eventType === "Complaint" && complaint !== undefined && complaint.complaintFeedbackType !== "not-spam")
    return {
      ...report,
      suppress: { reason: "complaint", at: iso(complaint.timestamp), addresses: plainly(complaint.complainedRecipients) },
    };
  return report;
};

const iso = (time: string): string => new Date(time).toISOString();

/** Receivers may answer `"Ana" <ana@example.org>`. */
const plainly = (all: z.infer<typeof recipients>): string[] =>
  all.map(({ emailAddress }) => (/<([^<>]+)>\s*$/.exec(emailAddress)?.[1] ?? emailAddress).trim());
