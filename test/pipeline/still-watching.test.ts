import { beforeEach, describe, expect, it } from "vitest";
import { deliver } from "../../lambdas/pipeline/deliver.ts";
import type { Mail } from "../../lambdas/pipeline/deliver-ports.ts";
import type { SendResult } from "../../lambdas/pipeline/ports.ts";
import { aGap, aMatch, anEntity, aSubscription, DAY, MINUTE } from "../contracts/rows.ts";
import { anAlert } from "../fixtures/alert.ts";
import { memoryStore } from "../memory-store.ts";

/** Ten past eight on a Monday in New York. */
const MONDAY = Date.parse("2026-11-23T13:10:00Z");
const ID = "watching-2026-W48";

let now = MONDAY;
let store = memoryStore(() => now);
let mails: Mail[] = [];
let answers: SendResult[] = [];

const go = async (deliveryId: string) =>
  (
    await deliver(
      { subscriptionId: "sub-1", deliveryId },
      {
        store,
        clock: () => now,
        publicUrl: "https://vigia.example",
        mail: async (mail) => (mails.push(mail), answers.shift() ?? { outcome: "sent" }),
        webhook: () => Promise.reject(new Error("nothing is posted here")),
      },
    )
  ).outcome;
const state = async (week: string) => (await store.delivery("sub-1", `watching-2026-W${week}`))?.state;

beforeEach(async () => {
  now = MONDAY - 14 * DAY;
  store = memoryStore(() => now);
  [mails, answers] = [[], []];
  await store.ensureAppSecret("secret");
  await store.setSeedVersion("1", new Date(MONDAY - 40 * DAY).toISOString());
  await store.seed([{ prefix: "ENTITY", id: "ada", body: anEntity("ada", { name: { en: "Ada Smith", es: "Ada Herrera" } }) }]);
  await store.keepMatch(aMatch({ at: new Date(MONDAY - 20 * DAY).toISOString(), link: "https://gaceta.example/ada", title: "Ada habla" }));
  await store.createSubscription(aSubscription("sub-1", { trigger: "reappearance", timezone: "America/New_York" }), {
    channel: "email",
    address: "ana@example.org",
  });
  await store.putAlert(anAlert({ id: "alert-1" }));
  await store.putAlert(anAlert({ id: "alert-2", storyId: "story-2" }));
  await go("alert-1");
  mails = [];
  now = MONDAY;
});

describe("the mail of a week in which nothing was sent", () => {
  it("says who is followed and was last seen when, what was heard, and how to stop; and leaves the next", async () => {
    expect(await go(ID)).toBe("sent");
    expect(mails[0]?.subject).toBe("Still watching: nothing to tell you this week");
    expect(mails[0]?.text).toContain("Ada Smith: last seen on 3 Nov 2026, Gaceta\n  Ada habla\n    https://gaceta.example/ada");
    expect(mails[0]?.text).toContain("We have been watching since 14 Oct 2026, and listen to 0 feeds; of the last 7 days we heard 0 %.");
    expect(mails[0]?.text).not.toContain("Held back");
    expect(mails[0]?.headers["List-Unsubscribe"]).toContain("/unsubscribe/sub-1/");
    expect([await state("48"), await state("49"), await state("50")]).toEqual(["sent", "retry", undefined]);
    expect(await go(ID)).toBe("over");
  });

  it("says what was held back, as too little of the silence was heard", async () => {
    const gap = aGap({ heard: 0.41, observed: false, silenceDays: 30 });
    const at = new Date(MONDAY - 2 * DAY).toISOString();
    await store.saveTold("sub-1", "ada", { version: 1, returns: [{ at, storyId: "story-3", itemId: "item-3", gap }] });
    await go(ID);
    expect(mails[0]?.text).toContain(
      "Held back:\n- Ada Smith: seen on 21 Nov 2026; we heard only 41 % of the 30 days before, too little to call it a reappearance.",
    );
  });

  it.each([6.9, 0.001])("is not sent where another was %d days before", async (days) => {
    now = MONDAY - days * DAY;
    await go("alert-2");
    now = MONDAY;
    expect(await go(ID)).toBe("cancelled");
    expect(mails).toHaveLength(1);
    expect([await state("49"), await state("50")]).toContain("retry");
  });

  it("is sent where another was that never left", async () => {
    now = MONDAY - 2 * DAY;
    await store.putSetting("deliveryPaused", true);
    await go("alert-2");
    await store.putSetting("deliveryPaused", false);
    now = MONDAY;
    expect(await go(ID)).toBe("sent");
  });

  it("is not sent in a pause, which it outlives, and ends with the subscription", async () => {
    await store.pauseSubscription("sub-1", new Date(MONDAY + DAY).toISOString());
    expect(await go(ID)).toBe("cancelled");
    now = MONDAY + 7 * DAY;
    expect(await go("watching-2026-W49")).toBe("sent");
    await store.endSubscription("sub-1");
    now = MONDAY + 14 * DAY;
    expect(await go("watching-2026-W50")).toBe("cancelled");
    expect([mails.length, await state("51")]).toEqual([1, undefined]);
  });

  it("waits for the day that its reader chose since", async () => {
    const subscription = (await store.subscription("sub-1"))!;
    await store.changeSubscription(subscription, { ...subscription, weekday: "friday" });
    expect(await go(ID)).toBe("held");
    now = MONDAY + 4 * DAY - MINUTE;
    expect(await go(ID)).toBe("early");
    now += MINUTE;
    expect(await go(ID)).toBe("sent");
  });

  it("does not come late: an hour later it waits for the next week", async () => {
    now = MONDAY + 51 * MINUTE;
    expect(await go(ID)).toBe("cancelled");
    expect(await state("49")).toBe("retry");
  });

  it("is sent a second time, and no more, when the first has an unknown result", async () => {
    answers = [
      { outcome: "unknown", error: "timeout" },
      { outcome: "unknown", error: "timeout" },
    ];
    expect(await go(ID)).toBe("retry");
    now += 2 * MINUTE;
    expect(await go(ID)).toBe("failed");
    expect(await state("49")).toBe("retry");
  });
});
