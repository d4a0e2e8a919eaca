import { beforeEach, describe, expect, it } from "vitest";
import { retractionId } from "../../lambdas/core/alert.ts";
import { shardOf } from "../../lambdas/core/feed.ts";
import type { Item } from "../../lambdas/core/item.ts";
import type { Subscription } from "../../lambdas/core/subscription.ts";
import { rarity } from "../../lambdas/data/rarity.ts";
import { deliver } from "../../lambdas/pipeline/deliver.ts";
import { judge } from "../../lambdas/pipeline/judge.ts";
import type { DeliverMessage, MatchMessage } from "../../lambdas/pipeline/messages.ts";
import { aFeed, anEntity, anItem, aSubscription, DAY, NOON } from "../contracts/rows.ts";
import { tagMatcher } from "../fixtures/tag-matcher.ts";
import { memoryStore } from "../memory-store.ts";

let now = NOON;
let store = memoryStore(() => now);
let sent: DeliverMessage[] = [];
const feed = aFeed("gaceta");
const iso = (at: number) => new Date(at).toISOString();

/** Runs a message, and what it sends to its own step. */
const run = async (message: MatchMessage): Promise<{ storyId?: string }> => {
  const own: MatchMessage[] = [];
  const outcome = await judge(message, {
    store,
    matcher: tagMatcher,
    rarity,
    clock: () => now,
    match: async (messages) => void own.push(...messages),
    deliver: async (messages) => void sent.push(...messages),
  });
  for (const one of own) await run(one);
  return outcome;
};

const tell = async (id: string, title: string, more: Partial<Item> = {}) => {
  await store.hear(shardOf(feed.url), new Map([[feed.id, now]]));
  const item = anItem(id, { title, link: `https://news.example/${id}`, published: iso(now), seenAt: iso(now), ...more });
  const { storyId = "" } = await run({ item });
  return { item, storyId, at: iso(now) };
};
const reject = ({ storyId, at }: { storyId: string; at: string }, entity = "ada") =>
  run({ reject: { storyId, entity, at, rejectedAt: iso(now) } });
const subscribe = (id: string, more: Partial<Subscription> = {}) =>
  store.createSubscription(aSubscription(id, { createdAt: iso(now), ...more }), { channel: "email", address: "reader@news.example" });
const alerts = (id = "back") => store.allAlerts(id);
const log = async () => (await store.matchesBefore("ada", { at: "9", storyId: "" }, 20)).map(({ title, gapDays }) => [title, gapDays]);
const listed = async (entity = "ada") => (await store.matches({ entity, limit: 20 })).matches.map(({ title }) => title);
const counted = async () =>
  [...(await store.storiesCounted("ada", iso(NOON - DAY), iso(now + DAY))).values()].reduce((sum, set) => sum + set.size, 0);

/** Delivers what was sent; `channel` says what becomes of each send. */
const arrive = async (fails = false) => {
  const mails: string[] = [];
  const outcomes = [];
  for (const message of sent.splice(0))
    outcomes.push(
      await deliver(message, {
        store,
        mail: async ({ subject }) => {
          if (fails) return { outcome: "failed", error: "throttled" };
          mails.push(subject);
          return { outcome: "sent" };
        },
        webhook: async () => ({ outcome: "sent" }),
        clock: () => now,
        publicUrl: "https://vigia.example",
      }),
    );
  return { mails, outcomes: outcomes.map(({ outcome }) => outcome) };
};

beforeEach(async () => {
  now = NOON;
  sent = [];
  store = memoryStore(() => now);
  await store.seed(["ada", "bob"].map((id) => ({ prefix: "ENTITY" as const, id, body: anEntity(id) })));
  await store.ensureAppSecret("secret");
  await store.setSeedVersion("1", iso(NOON - 100 * DAY));
  await store.putFeed(feed);
  await store.hear(shardOf(feed.url), new Map([[feed.id, NOON - 100 * DAY]]));
  await subscribe("back");
  await tell("first", "#ada speaks", { baseline: true });
});

describe("a match that an operator rejects", () => {
  it("is neither listed nor counted, and the matches after it know the sighting before it", async () => {
    now += 10 * DAY;
    const wrong = await tell("wrong", "#ada of another name");
    now += 5 * DAY;
    await tell("later", "#ada again");
    expect(await log()).toEqual([
      ["#ada again", 5],
      ["#ada of another name", 10],
      ["#ada speaks", undefined],
    ]);
    expect(await counted()).toBe(3);
    await reject(wrong);
    expect(await listed()).toEqual(["#ada again", "#ada speaks"]);
    expect((await log())[0]).toEqual(["#ada again", 15]);
    expect(await counted()).toBe(2);
  });

  it("stays rejected whatever else tells the story, also for counts and alerts", async () => {
    now += 40 * DAY;
    const wrong = await tell("wrong", "#ada of another name");
    await reject(wrong);
    await tell("wrong-2", "#ada of another name", { link: "https://news.example/wrong", published: iso(now - 1000) });
    await tell("wrong", "#ada of another name");
    expect(await listed()).toEqual(["#ada speaks"]);
    expect(await counted()).toBe(1);
    expect((await alerts()).map(({ trigger }) => trigger).toSorted()).toEqual(["reappearance", "retraction"]);
  });

  it("gives one correction to each who was alerted, and none to others", async () => {
    await subscribe("every", { trigger: "every", cadence: "now" });
    await subscribe("bob", { select: { entities: ["bob"] } });
    await subscribe("weeks", { silenceDays: 60 });
    now += 40 * DAY;
    const wrong = await tell("wrong", "#ada of another name");
    await arrive();
    for (let n = 0; n < 3; n++) await reject(wrong);
    expect(sent.map(({ subscriptionId }) => subscriptionId).toSorted()).toEqual(["back", "every"]);
    const { mails, outcomes } = await arrive();
    expect(outcomes).toEqual(["sent", "sent"]);
    expect(mails).toEqual(Array(2).fill("Correction: “#ada of another name” is not about ada"));
    expect(await alerts("bob")).toEqual([]);
    expect(await alerts("weeks")).toEqual([]);
  });

  it("waits for whoever pauses, takes the wrong return back from them too, and so the true one is told", async () => {
    now += 40 * DAY;
    const wrong = await tell("wrong", "#ada of another name");
    await arrive();
    await store.pauseSubscription("back", iso(now + 7 * DAY));
    await reject(wrong);
    expect((await arrive()).outcomes).toEqual(["held"]);
    now += 8 * DAY;
    await tell("true", "#ada speaks again after a long time");
    sent.push(...(await store.dueDeliveries(0, now, 10)).concat(...(await Promise.all([1, 2, 3].map((part) => store.dueDeliveries(part, now, 10))))).map(({ id, subscriptionId }) => ({ subscriptionId, deliveryId: id }))); // prettier-ignore
    expect((await arrive()).mails.toSorted()).toEqual([
      "Correction: “#ada of another name” is not about ada",
      "ada reappears after 48 days",
    ]);
  });

  it("says nothing to whom the alert never reached, and cancels the alert that was still to go", async () => {
    now += 40 * DAY;
    const wrong = await tell("wrong", "#ada of another name");
    await reject(wrong);
    const { mails, outcomes } = await arrive();
    expect(mails).toEqual([]);
    expect(outcomes).toEqual(["cancelled", "cancelled"]);
  });

  it("corrects only when it is known what became of the alert", async () => {
    now += 40 * DAY;
    const wrong = await tell("wrong", "#ada of another name");
    expect((await arrive(true)).outcomes).toEqual(["retry"]);
    await reject(wrong);
    const [correction] = sent;
    expect((await arrive()).outcomes).toEqual(["held"]);
    now += DAY / 24;
    const alert = (await alerts()).find(({ trigger }) => trigger === "reappearance");
    sent.push({ subscriptionId: "back", deliveryId: alert?.id ?? "" }, correction!);
    expect((await arrive()).outcomes).toEqual(["cancelled", "cancelled"]);
  });

  it("tells the rest of an alert that named somebody else too", async () => {
    await subscribe("both", { trigger: "every", cadence: "now", select: { entities: ["ada", "bob"] } });
    now += 10 * DAY;
    const wrong = await tell("wrong", "#ada of another name meets #bob");
    await reject(wrong);
    const { mails } = await arrive();
    expect(mails).toContain("bob: #ada of another name meets #bob");
    // Nobody was told of her, so nobody is corrected.
    expect(mails.filter((subject) => subject.startsWith("Correction"))).toEqual([]);
  });

  it("tells the return that it hid", async () => {
    now += 40 * DAY;
    const wrong = await tell("wrong", "#ada of another name");
    await arrive();
    now += 3 * DAY;
    await tell("true", "#ada is really back");
    expect((await alerts()).map(({ story }) => story.title)).toEqual(["#ada of another name"]);
    await reject(wrong);
    const [told] = (await alerts()).filter(({ trigger, story }) => trigger === "reappearance" && story.title === "#ada is really back");
    expect(told?.matches[0]?.gap).toMatchObject({ days: 43, observed: true, last: { title: "#ada speaks" } });
    const { mails } = await arrive();
    expect(mails.toSorted()).toEqual(["Correction: “#ada of another name” is not about ada", "ada reappears after 43 days"]);
  });

  it("tells a hidden return only while it is news", async () => {
    now += 40 * DAY;
    const wrong = await tell("wrong", "#ada of another name");
    now += 3 * DAY;
    await tell("true", "#ada is really back");
    now += 15 * DAY;
    await reject(wrong);
    expect((await alerts()).map(({ trigger }) => trigger).toSorted()).toEqual(["reappearance", "retraction"]);
    expect((await log())[0]).toEqual(["#ada is really back", 43]);
  });

  it("takes its mark from a return that it corrected", async () => {
    now += 40 * DAY;
    const back = await tell("back", "#ada is back");
    now += DAY;
    const late = await tell("late", "#ada of another name", { published: iso(NOON + 20 * DAY) });
    const marks = async () => (await store.allTold("back")).get("ada")?.map(({ storyId, corrected }) => [storyId, corrected?.title]);
    expect(await marks()).toEqual([[back.storyId, "#ada of another name"]]);
    await reject({ ...late, at: iso(NOON + 20 * DAY) });
    expect(await marks()).toEqual([[back.storyId, undefined]]);
  });

  it("is an answer of its own for two that are followed together", async () => {
    await subscribe("pair", { select: { together: ["ada", "bob"] } });
    now += 40 * DAY;
    const wrong = await tell("wrong", "#ada of another name meets #bob");
    now += DAY;
    await tell("true", "#ada meets #bob");
    await reject(wrong);
    const told = await alerts("pair");
    expect(told.map(({ trigger, story }) => `${trigger}: ${story.title}`).toSorted()).toEqual([
      "reappearance: #ada meets #bob",
      "reappearance: #ada of another name meets #bob",
      "retraction: #ada of another name meets #bob",
    ]);
  });

  it("changes nothing where there is no such match", async () => {
    expect(await reject({ storyId: "nowhere", at: iso(NOON) })).toMatchObject({ alerts: 0 });
    expect(await log()).toHaveLength(1);
  });

  it("has one id a subscription, story and entity", () => {
    const ids = [retractionId("a", "b", "c"), retractionId("b", "b", "c"), retractionId("a", "c", "c"), retractionId("a", "b", "d")];
    expect(new Set(ids).size).toBe(4);
  });
});
