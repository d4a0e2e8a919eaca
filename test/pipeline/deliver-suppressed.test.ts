import { beforeEach, describe, expect, it } from "vitest";
import { mailboxHash } from "../../lambdas/core/email-address.ts";
import type { Suppression } from "../../lambdas/core/suppression.ts";
import { pausedBecause, suppressedBecause } from "../../lambdas/core/suppression.ts";
import { deliver } from "../../lambdas/pipeline/deliver.ts";
import { CONFIRMATION } from "../../lambdas/core/delivery-id.ts";
import type { Mail } from "../../lambdas/pipeline/deliver-ports.ts";
import { NOON } from "../contracts/rows.ts";
import { anAlert, aSubscription } from "../fixtures/alert.ts";
import { type MemoryStore, memoryStore } from "../memory-store.ts";

let store: MemoryStore;
let mails: Mail[];
beforeEach(async () => {
  store = memoryStore(() => NOON);
  mails = [];
  await store.ensureAppSecret("app-secret");
  await store.putAlert(anAlert({ id: "alert-1", subscriptionId: "sub-1" }));
});

const subscribe = (status: "active" | "pending", address = "reader@news.example") =>
  store.createSubscription(aSubscription({ status, createdAt: new Date(NOON).toISOString() }), { channel: "email", address });
const suppress = (reason: Suppression["reason"], address: string) =>
  store.suppress(mailboxHash("app-secret", address), { reason, at: new Date(NOON).toISOString() });
const go = (deliveryId = "alert-1") =>
  deliver(
    { subscriptionId: "sub-1", deliveryId },
    {
      store,
      clock: () => NOON,
      publicUrl: "https://vigia.example",
      mail: async (mail) => (mails.push(mail), { outcome: "sent" }),
      webhook: async () => ({ outcome: "sent" }),
    },
  );

describe("an alert", () => {
  it.each(["bounce", "complaint"] as const)("is not sent to an address after a %s, and its subscription ends", async (reason) => {
    await subscribe("active");
    await suppress(reason, "Reader@News.example");
    expect(await go()).toMatchObject({ outcome: "cancelled", error: "suppressed" });
    expect(mails).toEqual([]);
    expect(await store.subscription("sub-1")).toMatchObject({ status: "ended", reason: suppressedBecause[reason] });
    expect((await store.delivery("sub-1", "alert-1"))?.state).toBe("cancelled");
  });

  it("that was read and rendered when the event of a complaint comes in is not sent (E9)", async () => {
    await subscribe("active");
    const { membersOf } = store;
    store.membersOf = async (id) => {
      await suppress("complaint", "reader@news.example");
      return membersOf(id);
    };
    expect((await go()).outcome).toBe("cancelled");
    expect(mails).toEqual([]);
  });

  it("is sent to an address beside it", async () => {
    await subscribe("active");
    await suppress("bounce", "reader+news@news.example");
    expect((await go()).outcome).toBe("sent");
  });
});

describe("a confirmation", () => {
  it("does not go to such an address, and leaves no trace that would tell (E13)", async () => {
    await subscribe("pending");
    await suppress("complaint", "reader@news.example");
    expect((await go(CONFIRMATION)).outcome).toBe("nothing-to-send");
    expect([mails, await store.delivery("sub-1", CONFIRMATION)]).toEqual([[], undefined]);
    expect((await store.subscription("sub-1"))?.status).toBe("pending");
  });
});

describe("an address whose mails come back for the time being", () => {
  const comeBack = async (times: number, address = "reader@news.example") => {
    for (let n = 1; n <= times; n++)
      await store.noteSoftBounce(mailboxHash("app-secret", address), {
        messageId: `ses-${n}`,
        at: new Date(NOON - n * 3_600_000).toISOString(),
      });
  };

  it("gets the mail after two, and none after three: the subscription is paused and says why", async () => {
    await subscribe("active");
    await comeBack(2);
    expect((await go()).outcome).toBe("sent");
    await store.putAlert(anAlert({ id: "alert-2", subscriptionId: "sub-1" }));
    await comeBack(3);
    expect(await go("alert-2")).toMatchObject({ outcome: "held", error: "paused: its mails come back" });
    expect(mails).toHaveLength(1);
    expect(await store.subscription("sub-1")).toMatchObject({ status: "paused", reason: pausedBecause.en });
  });

  it("gets its mails again when its reader resumes, until three more come back", async () => {
    await subscribe("active");
    await comeBack(5);
    await go();
    await store.resumeSubscription("sub-1");
    await store.putAlert(anAlert({ id: "alert-2", subscriptionId: "sub-1" }));
    expect((await go("alert-2")).outcome).toBe("sent");
  });

  it("does not keep anybody from confirming, nor another address from its mails", async () => {
    await subscribe("pending");
    await comeBack(3);
    expect((await go(CONFIRMATION)).outcome).toBe("sent");
    store = memoryStore(() => NOON);
    await store.ensureAppSecret("app-secret");
    await store.putAlert(anAlert({ id: "alert-1", subscriptionId: "sub-1" }));
    await subscribe("active", "other@news.example");
    await comeBack(3);
    expect((await go()).outcome).toBe("sent");
  });
});
