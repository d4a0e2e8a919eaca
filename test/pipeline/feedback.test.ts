import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { SQSEvent } from "aws-lambda";
import * as fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";

import { mailboxHash } from "../../lambdas/core/email-address.ts";
import { comesBack } from "../../lambdas/core/suppression.ts";
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
/** The n-th mail came back on a day of this fortnight. */
const cameBack = (mail: number, day: number) => {
  const timestamp = new Date(NOON - (14 - day) * 86_400_000).toISOString();
  const bounced = { bounceType: "Transient", timestamp, bouncedRecipients: [{ emailAddress: "ana@example.org" }] };
  return event("Bounce", { mail: { messageId: `ses-${mail}` }, bounce: bounced });
};
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

  it("that a mailbox is full is counted, by mail, and suppresses nobody", async () => {
    for (const _ of [1, 2])
      expect(await feedback(bounce("Transient", "Ana <ANA@example.org>"), store)).toMatchObject({ outcome: "counted" });
    expect(await store.softBounces(mailboxHash("app-secret", "ana@example.org"))).toEqual([{ messageId: "ses-1", at: AT }]);
    expect(await suppressed("ana@example.org")).toBeUndefined();
  });

  it("comes to the same pause in whatever order events come, and however often (E8)", async () => {
    const told = fc.record({ mail: fc.integer({ min: 1, max: 5 }), day: fc.integer({ min: 0, max: 12 }) });
    await fc.assert(
      fc.asyncProperty(
        fc
          .array(told, { maxLength: 8 })
          .chain((events) => fc.tuple(fc.constant(events), fc.shuffledSubarray([...events, ...events], { minLength: events.length }))),
        async ([events, mixed]) => {
          const verdicts = [];
          // Every event at least once, in any order, some twice.
          for (const order of [events, [...mixed, ...events.toReversed()]]) {
            const fresh = memoryStore(() => NOON);
            await fresh.ensureAppSecret("app-secret");
            for (const { mail, day } of order) await feedback(cameBack(mail, day), fresh);
            verdicts.push(comesBack(await fresh.softBounces(mailboxHash("app-secret", "ana@example.org"))));
          }
          const days = [...Map.groupBy(events, ({ mail }) => mail).values()].map((all) => Math.min(...all.map(({ day }) => day)));
          const wanted = days.some((day) => days.filter((other) => other >= day && other <= day + 7).length >= 3);
          expect(verdicts).toEqual([wanted, wanted]);
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each([
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
