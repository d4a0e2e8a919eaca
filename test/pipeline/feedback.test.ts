import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { SQSEvent } from "aws-lambda";
import { beforeEach, describe, expect, it } from "vitest";
import { mailboxHash } from "../../lambdas/core/email-address.ts";
import { feedback } from "../../lambdas/pipeline/feedback.ts";
import { type MemoryStore, memoryStore } from "../memory-store.ts";

const NOON = Date.parse("2026-11-24T12:00:00.000Z");
const AT = "2026-11-24T11:59:00.000Z";

let store: MemoryStore;
beforeEach(async () => {
  store = memoryStore(() => NOON);
  await store.ensureAppSecret("app-secret");
});
const suppressed = (address: string) => store.suppression(mailboxHash("app-secret", address));

/** An event in the shape that SES documents, with the address and what happened. */
const event = (eventType: string, detail: object) => ({
  version: "0",
  source: "aws.ses",
  "detail-type": `Email ${eventType}`,
  resources: ["arn:aws:ses:us-east-1:123456789012:configuration-set/vigia"],
  detail: { eventType, mail: { messageId: "ses-1", destination: ["ana@example.org"], timestamp: AT }, ...detail },
});
const bounce = (bounceType: string, ...addresses: string[]) =>
  event("Bounce", {
    bounce: { bounceType, bounceSubType: "General", timestamp: AT, bouncedRecipients: addresses.map((emailAddress) => ({ emailAddress })) },
  });
const complaint = (more: object = {}) =>
  event("Complaint", { complaint: { timestamp: AT, complainedRecipients: [{ emailAddress: "ana@example.org" }], ...more } });

describe("an event of SES", () => {
  it("that a mail came back for good suppresses each address it names, however it is spelled", async () => {
    const outcome = await feedback(bounce("Permanent", "Ana@Example.org", '"Bea" <bea@example.org>'), store);
    expect(outcome).toEqual({ event: "Bounce", messageId: "ses-1", outcome: "suppressed" });
    for (const address of ["ana@example.org", "bea@example.org"]) expect(await suppressed(address)).toEqual({ reason: "bounce", at: AT });
    // One who takes `ana+x` for another mailbox may have that bounce.
    expect(await suppressed("ana+x@example.org")).toBeUndefined();
  });

  it("of a complaint suppresses, also where a bounce did before, and stays", async () => {
    await feedback(bounce("Permanent", "ana@example.org"), store);
    for (const _ of [1, 2]) await feedback(complaint({ complaintFeedbackType: "abuse" }), store);
    await feedback(bounce("Permanent", "ana@example.org"), store);
    expect(await suppressed("ana@example.org")).toEqual({ reason: "complaint", at: AT });
  });

  it.each([
    ["a full mailbox", bounce("Transient", "ana@example.org")],
    ["nobody knows why", bounce("Undetermined", "ana@example.org")],
    ["no spam after all", complaint({ complaintFeedbackType: "not-spam" })],
    ["late", event("DeliveryDelay", { deliveryDelay: { delayType: "MailboxFull", timestamp: AT } })],
    ["refused", event("Reject", { reject: { reason: "Bad content" } })],
  ])("that says %s suppresses nobody and is noted", async (_, one) => {
    expect((await feedback(one, store)).outcome).toBe("noted");
    expect(await suppressed("ana@example.org")).toBeUndefined();
  });

  it("of the sample is understood, and its outcome names no address", async () => {
    const [record] = (JSON.parse(readFileSync(join(import.meta.dirname, "../../events/feedback.json"), "utf8")) as SQSEvent).Records;
    const outcome = await feedback(JSON.parse(record!.body), store);
    expect(outcome.outcome).toBe("suppressed");
    expect(JSON.stringify(outcome)).not.toContain("@");
    expect(await suppressed("gone@example.org")).toMatchObject({ reason: "bounce" });
  });

  it.each([{}, null, { detail: { eventType: "Bounce" } }, bounce("Permanent").detail])(
    "%j is none, and waits for a person",
    async (one) => {
      await expect(feedback(one, store)).rejects.toThrow("no event of SES");
    },
  );
});
