import { beforeEach, describe, expect, it } from "vitest";
import type { Alert } from "../../lambdas/core/alert.ts";
import { alertId, retractionOf } from "../../lambdas/core/alert.ts";
import type { Subscription } from "../../lambdas/core/subscription.ts";
import { deliver } from "../../lambdas/pipeline/deliver.ts";
import type { Mail } from "../../lambdas/pipeline/deliver-ports.ts";
import type { DeliverDeps } from "../../lambdas/pipeline/prepare.ts";
import type { SendResult } from "../../lambdas/pipeline/ports.ts";
import { aMatch as aStoredMatch, MINUTE, NOON } from "../contracts/rows.ts";
import { aMatch, anAlert, aSubscription, watchedGap } from "../fixtures/alert.ts";
import { memoryStore } from "../memory-store.ts";

let now = NOON;
let store = memoryStore(() => now);
let mails: Mail[] = [];
let answers: SendResult[] = [];

const deps = (): DeliverDeps => ({
  store,
  clock: () => now,
  publicUrl: "https://vigia.example",
  mail: async (mail) => (mails.push(mail), answers.shift() ?? { outcome: "sent", messageId: "m-1" }),
  webhook: () => Promise.reject(new Error("nothing is posted here")),
});
const idOf = (subscription: string) => alertId(subscription, "story-1", 0);
const go = async (subscription: string) =>
  (await deliver({ subscriptionId: subscription, deliveryId: idOf(subscription) }, deps())).outcome;
const row = (subscription: string) => store.delivery(subscription, idOf(subscription));
const due = async (minutes: number) => {
  for (const end = now + minutes * MINUTE; now <= end; now += MINUTE)
    for (const part of [0, 1, 2, 3])
      for (const { id, subscriptionId } of await store.dueDeliveries(part, now, 100))
        await deliver({ subscriptionId, deliveryId: id }, deps());
};

const people = ["ada", "eva", "ivo"];
const nameOf = (entity: string) => ({ en: `The ${entity}`, es: `La ${entity}` });
const follow = async (id: string, entity: string, choice: Partial<Subscription> = {}, change: Partial<Alert> = {}) => {
  await store.createSubscription(
    aSubscription({ id, name: `About ${entity}`, trigger: "reappearance", createdAt: new Date(NOON).toISOString(), ...choice }),
    { channel: "email", address: "Reader@news.example" },
  );
  const alert = anAlert({
    id: idOf(id),
    subscriptionId: id,
    told: [entity],
    matches: [
      aMatch({ entity, name: nameOf(entity), gap: watchedGap }),
      ...people.filter((one) => one !== entity).map((one) => aMatch({ entity: one, name: nameOf(one) })),
    ],
    beside: ["s1", "s2", "s3"].filter((other) => other !== id),
    ...change,
  });
  await store.putAlert(alert);
  return alert;
};

beforeEach(async () => {
  now = NOON;
  store = memoryStore(() => now);
  [mails, answers] = [[], []];
  await store.ensureAppSecret("app-secret");
});

describe("two subscriptions of one address that one story meets:", () => {
  beforeEach(async () => {
    await follow("s1", "ada");
    await follow("s2", "eva");
  });

  it.each([
    ["s1", "s2"],
    ["s2", "s1"],
  ])("get one mail that tells both and names both, if %s is first", async (first, second) => {
    await go(first);
    await go(second);
    await due(3);
    expect(mails).toHaveLength(1);
    const [{ text, html, subject, headers } = mails[0]!] = mails;
    expect(subject).toBe("The ada and The eva reappear after 412 and 412 days");
    for (const part of [text, html]) {
      expect(part).toContain("About ada");
      expect(part).toContain("About eva");
      for (const id of ["s1", "s2"])
        for (const page of ["manage", "unsubscribe"]) expect(part).toMatch(new RegExp(`/${page}/${id}/[\\w-]{43}`));
    }
    expect(headers["List-Unsubscribe"]).toContain("/unsubscribe/s1/");
    // Who says that it is somebody else says so of the subscription that was told.
    expect(text).toMatch(/\/manage\/s2\/[\w-]+\?story=story-1&entity=eva/);
    expect(text).not.toMatch(/\/manage\/s1\/[\w-]+\?story=story-1&entity=eva/);
    expect(await row("s1")).toMatchObject({ state: "sent", carries: [{ subscriptionId: "s2", id: idOf("s2") }] });
    expect(await row("s2")).toMatchObject({ state: "sent", attempts: [], joins: { subscriptionId: "s1" } });
    expect([await go("s1"), await go("s2")]).toEqual(["over", "over"]);
  });

  it("go their own ways if the carrier's mail is refused", async () => {
    answers = [{ outcome: "rejected", error: "rejected" }];
    await go("s1");
    await due(3);
    expect(mails).toHaveLength(2);
    expect(mails[1]?.text).not.toContain("About ada");
    expect([(await row("s1"))?.state, (await row("s2"))?.state]).toEqual(["failed", "sent"]);
  });

  it("say the same when the mail is sent a second time, and both are told", async () => {
    answers = [{ outcome: "unknown", error: "timeout" }];
    await go("s1");
    await due(5);
    expect(mails).toHaveLength(2);
    expect(mails[0]?.text).toBe(mails[1]?.text);
    expect([(await row("s1"))?.state, (await row("s2"))?.state]).toEqual(["sent", "sent"]);
  });

  it("one of whom left meanwhile is neither told nor named", async () => {
    await go("s2");
    await store.endSubscription("s2");
    await go("s1");
    await due(3);
    expect(mails.map(({ text }) => text.includes("About eva"))).toEqual([false]);
    expect((await row("s2"))?.state).toBe("cancelled");
  });

  it("one is told alone if the other left before its turn", async () => {
    await go("s2");
    await store.endSubscription("s1");
    await go("s1");
    await due(3);
    expect(mails.map(({ headers }) => headers["X-Entity-Ref-ID"])).toEqual([idOf("s2")]);
  });

  it("one is told alone if the other's message never comes, and it is not told again by that one", async () => {
    await go("s2");
    await due(44);
    expect(mails).toEqual([]);
    await due(3);
    expect(mails.map(({ text }) => ["About ada", "About eva"].filter((one) => text.includes(one)).join()).toSorted()).toEqual([
      "About ada",
      "About eva",
    ]);
  });

  it("one of whom was wrong are told without that one", async () => {
    await store.keepMatch(aStoredMatch({ entity: "eva", storyId: "story-1" }));
    await store.retractMatch({ entity: "eva", storyId: "story-1", at: aStoredMatch().at }, new Date(now).toISOString());
    await go("s1");
    await go("s2");
    await due(3);
    expect(mails.map(({ text }) => text.includes("About eva"))).toEqual([false]);
    expect((await row("s2"))?.state).toBe("cancelled");
  });

  it("get a correction of what the one mail told", async () => {
    await go("s1");
    await due(3);
    const told = (await store.alert("s2", idOf("s2")))!;
    const correction = retractionOf(told, told.matches[0]!, new Date(now).toISOString());
    await store.putAlert(correction);
    expect((await deliver({ subscriptionId: "s2", deliveryId: correction.id }, deps())).outcome).toBe("sent");
    expect(mails[1]?.subject).toContain("is not about The eva");
  });
});

it.each<[string, Partial<Subscription>]>([
  ["in another language", { lang: "es" }],
  ["by digest", { cadence: "daily" }],
  ["not in these hours", { quietHours: { from: 0, to: 23 } }],
  ["not at all for now", { status: "paused" }],
])("whoever wants its mail %s has one of its own", async (_, choice) => {
  await follow("s1", "ada");
  await follow("s2", "eva", choice);
  await go("s1");
  await go("s2");
  expect(mails).toHaveLength(choice.lang === undefined ? 1 : 2);
  expect(mails[0]?.text).not.toContain("About eva");
});

it("another address has a mail of its own, though the two once were one", async () => {
  await follow("s1", "ada");
  await follow("s2", "eva");
  await store.changeContact("s2", { channel: "email", address: "new@news.example" });
  await go("s1");
  await go("s2");
  expect(mails.map(({ to }) => to)).toEqual(["Reader@news.example", "new@news.example"]);
});

it("three are told by one mail, in which every story's subscription stands beside returns", async () => {
  await follow(
    "s1",
    "ada",
    { trigger: "every", cadence: "now" },
    { trigger: "every", told: ["ada"], matches: [aMatch({ entity: "ada", name: nameOf("ada") })] },
  );
  await follow("s2", "eva");
  await follow("s3", "ivo");
  for (const id of ["s3", "s1", "s2"]) await go(id);
  await due(3);
  expect(mails).toHaveLength(1);
  expect(mails[0]?.subject).toBe("The eva and The ivo reappear after 412 and 412 days");
  for (const name of ["THE ADA", "THE EVA", "THE IVO"]) expect(mails[0]?.text).toContain(name);
});
