/** What a rejected match leaves behind, hides or holds back, as people see it. */
import { beforeEach, describe, expect, it } from "vitest";
import { shardOf } from "../../lambdas/core/feed.ts";
import type { Item } from "../../lambdas/core/item.ts";
import type { Found } from "../../lambdas/core/match.ts";
import type { Subscription } from "../../lambdas/core/subscription.ts";
import { rarity } from "../../lambdas/data/rarity.ts";
import { deliver } from "../../lambdas/pipeline/deliver.ts";
import { judge } from "../../lambdas/pipeline/judge.ts";
import type { DeliverMessage, MatchMessage } from "../../lambdas/pipeline/messages.ts";
import type { RematchDeps } from "../../lambdas/pipeline/rematch.ts";
import type { SendResult } from "../../lambdas/pipeline/ports.ts";
import type { Mail } from "../../lambdas/pipeline/deliver-ports.ts";
import { aFeed, anEntity, anItem, aSubscription, DAY, NOON } from "../contracts/rows.ts";
import { tagMatcher } from "../fixtures/tag-matcher.ts";
import { memoryStore } from "../memory-store.ts";

let now = NOON;
let store = memoryStore(() => now);
let sent: DeliverMessage[] = [];
let mails: Mail[] = [];
const feed = aFeed("gaceta");
const iso = (at: number) => new Date(at).toISOString();
const HOUR = DAY / 24;

/** `#ada` names her; whoever is named first stands in the headline. */
/** Runs a message, and what it sends to its own step. */
const run = async (message: MatchMessage, over = store, reads: RematchDeps["matcher"] = tagMatcher): Promise<{ storyId?: string }> => {
  const own: MatchMessage[] = [];
  const outcome = await judge(message, {
    store: over,
    matcher: reads,
    rarity,
    clock: () => now,
    match: async (messages) => void own.push(...messages),
    deliver: async (messages) => void sent.push(...messages),
  });
  for (const one of own) await run(one, over, reads);
  return outcome;
};

const itemOf = (id: string, title: string, more: Partial<Item> = {}) =>
  anItem(id, { title, link: `https://news.example/${id}`, published: iso(now), seenAt: iso(now), ...more });

const tell = async (id: string, title: string, more: Partial<Item> = {}) => {
  await store.hear(shardOf(feed.url), new Map([[feed.id, now]]));
  const item = itemOf(id, title, more);
  const { storyId = "" } = await run({ item });
  return { item, storyId, at: item.published ?? "" };
};
const reject = ({ storyId, at }: { storyId: string; at: string }, entity = "ada") =>
  run({ reject: { storyId, entity, at, rejectedAt: iso(now) } });
const subscribe = (id: string, more: Partial<Subscription> = {}) =>
  store.createSubscription(aSubscription(id, { createdAt: iso(now), cadence: "now", ...more }), {
    channel: "email",
    address: "reader@news.example",
  });
const told = async (id: string, trigger = "reappearance") =>
  (await store.allAlerts(id)).filter((alert) => alert.trigger === trigger).map(({ story }) => story.title);

/** Delivers what was sent; a mail that is sent comes to `answer`, which may die. */
const arrive = async (answer: () => SendResult = () => ({ outcome: "sent" })) => {
  const outcomes = [];
  for (const message of sent.splice(0)) {
    const outcome = await deliver(message, {
      store,
      mail: async (mail) => {
        mails.push(mail);
        return answer();
      },
      webhook: async () => ({ outcome: "sent" }),
      clock: () => now,
      publicUrl: "https://vigia.example",
    }).catch(() => ({ outcome: "died" }));
    outcomes.push(outcome.outcome);
  }
  return outcomes;
};

beforeEach(async () => {
  now = NOON;
  [sent, mails] = [[], []];
  store = memoryStore(() => now);
  await store.seed(["ada", "bob", "eva"].map((id) => ({ prefix: "ENTITY" as const, id, body: anEntity(id) })));
  await store.ensureAppSecret("secret");
  await store.setSeedVersion("1", iso(NOON - 100 * DAY));
  await store.putFeed(feed);
  await store.hear(shardOf(feed.url), new Map([[feed.id, NOON - 100 * DAY]]));
  await subscribe("back");
  await tell("first", "#ada speaks", { baseline: true });
});

describe("a rejection", () => {
  it("cancels what is still to be told of two together, whichever of them was wrong", async () => {
    await subscribe("pair", { select: { together: ["ada", "bob"] } });
    now += 40 * DAY;
    const wrong = await tell("wrong", "#ada of another name meets #bob");
    sent = sent.filter(({ subscriptionId }) => subscriptionId === "pair");
    await reject(wrong);
    sent = sent.filter(({ subscriptionId }) => subscriptionId === "pair");
    await arrive();
    expect(mails.map(({ subject }) => subject)).toEqual([]);
  });

  it("corrects a mail whose sender died after it was sent", async () => {
    now += 40 * DAY;
    const wrong = await tell("wrong", "#ada of another name");
    const [message] = sent;
    expect(
      await arrive(() => {
        throw new Error("died");
      }),
    ).toEqual(["died"]);
    expect(mails).toHaveLength(1);
    await reject(wrong);
    const [correction] = sent.splice(0);
    now += HOUR;
    sent = [message!, correction!];
    expect(await arrive()).toEqual(["cancelled", "sent"]);
  });

  it("takes back a return that is claimed after it, so that the true one is told", async () => {
    now += 40 * DAY;
    await store.hear(shardOf(feed.url), new Map([[feed.id, now]]));
    let rejected = false;
    const meanwhile = {
      ...store,
      told: async (...args: Parameters<typeof store.told>) => {
        if (!rejected) {
          rejected = true;
          const [wrong] = await store.matchesBefore("ada", { at: "9", storyId: "" }, 1);
          await reject(wrong!);
        }
        return store.told(...args);
      },
    };
    await run({ item: itemOf("wrong", "#ada of another name") }, meanwhile);
    expect(rejected).toBe(true);
    now += 3 * DAY;
    await tell("true", "#ada is really back");
    expect(await told("back")).toContain("#ada is really back");
  });

  it("tells the return that it hid, also where that is the older of the two", async () => {
    now += 40 * DAY;
    const wrong = await tell("wrong", "#ada of another name");
    now += HOUR;
    await tell("true", "#ada is really back", { published: iso(now - 2 * HOUR) });
    expect(await told("back")).toEqual(["#ada of another name"]);
    await reject(wrong);
    expect(await told("back")).toContain("#ada is really back");
  });

  it("tells the return that it hid, also behind many mentions in passing", async () => {
    await subscribe("headlines", { prominence: "headline-or-lead" });
    now += 40 * DAY;
    const wrong = await tell("wrong", "#ada of another name");
    for (let n = 0; n < 26; n++) {
      now += HOUR;
      await tell(`passing-${n}`, `Number ${n}-${n * 7919} speaks also of #ada ${"xyz".repeat(n + 1)}`);
    }
    now += HOUR;
    await tell("true", "#ada is really back");
    expect(await told("headlines")).toEqual(["#ada of another name"]);
    await reject(wrong);
    expect(await told("headlines")).toContain("#ada is really back");
  });

  it("leaves a return marked that another late sighting corrects too", async () => {
    now += 40 * DAY;
    await tell("back", "#ada is back");
    await tell("late-true", "#ada was seen in between", { published: iso(NOON + 10 * DAY) });
    const wrong = await tell("late-wrong", "#ada of another name", { published: iso(NOON + 20 * DAY) });
    const marks = async () => (await store.allTold("back")).get("ada")?.map(({ corrected }) => corrected?.title);
    expect(await marks()).toEqual(["#ada of another name"]);
    now += 15 * DAY;
    await reject(wrong);
    expect(await marks()).toEqual(["#ada was seen in between"]);
  });

  it("lets a story of which nothing was told be told by its next item", async () => {
    await subscribe("both", { trigger: "every", select: { entities: ["ada", "bob"] } });
    now += 10 * DAY;
    const wrong = await tell("wrong", "#ada of another name");
    await reject(wrong);
    expect(new Set(await arrive())).toEqual(new Set(["cancelled"]));
    now += HOUR;
    const next = await tell("next", "#bob speaks there too", { link: "https://news.example/wrong" });
    expect(next.storyId).toBe(wrong.storyId);
    expect(sent.filter(({ subscriptionId }) => subscriptionId === "both")).toHaveLength(1);
  });

  it("is not among those who are named besides", async () => {
    await subscribe("bob", { trigger: "every", select: { entities: ["bob"] } });
    now += 10 * DAY;
    const wrong = await tell("wrong", "#ada of another name meets #bob");
    const [message] = sent;
    await reject(wrong);
    sent = [message!];
    await arrive();
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text).not.toMatch(/1 other entry of the watchlist/);
  });

  it("tells nobody of news that came before the subscription was confirmed", async () => {
    now += DAY;
    await subscribe("pending", { trigger: "every", status: "pending" });
    now += HOUR;
    const wrong = await tell("wrong", "#ada of another name");
    now += HOUR;
    await tell("later", "#ada speaks again of water");
    now += 30 * HOUR;
    await store.confirmSubscription("pending");
    await reject(wrong);
    expect(await told("pending", "every")).toEqual([]);
  });

  it("tells the story of the same event that it hid", async () => {
    await subscribe("every", { trigger: "every", select: { entities: ["ada"] } });
    now += 10 * DAY;
    const wrong = await tell("wrong", "#ada of another name, #bob and #eva open a bakery downtown");
    now += HOUR;
    await tell("true", "Talks on water end without result: #bob, #eva, #ada");
    expect(await told("every", "every")).toEqual(["#ada of another name, #bob and #eva open a bakery downtown"]);
    await reject(wrong);
    expect(await told("every", "every")).toContain("Talks on water end without result: #bob, #eva, #ada");
  });

  it("is forgotten by all the matches that know it", async () => {
    now += 10 * DAY;
    const wrong = await tell("wrong", "#ada of another name");
    const weak = async () => ({
      read: (text: { title: string }) => {
        const reading = { ...text, retrospective: true, countries: [] };
        return {
          ...reading,
          found: [
            {
              entity: "ada",
              kind: "official" as const,
              confidence: 0.9,
              evidence: ["name" as const],
              prominence: "passing" as const,
              mentions: [],
              sentence: { text: text.title, start: 0, end: 1 },
            },
          ],
        };
      },
    });
    for (let n = 0; n < 27; n++) {
      now += HOUR;
      const item = itemOf(`look-back-${n}`, `A look back ${n} ${"abc".repeat(n + 1)}`);
      await run({ item }, store, weak);
    }
    await reject(wrong);
    const log = await store.matchesAfter("ada", wrong, 50);
    expect(log).toHaveLength(27);
    expect(log.filter(({ last }) => last?.storyId === wrong.storyId)).toHaveLength(0);
  });

  it("takes the office along that was named by its holder alone", async () => {
    const tenures = [{ holder: "ada", from: "2026-01-01", source: "gazette", verifiedUntil: "2027-12-31" }];
    await store.seed([{ prefix: "ENTITY", id: "ministry", body: anEntity("ministry", { kind: "office", tenures }) }]);
    now += 10 * DAY;
    const item = itemOf("wrong", "#ada of another name");
    const withOffice = async () => ({
      read: (text: { title: string }) => ({
        retrospective: false,
        countries: [],
        found: (["ada", "ministry"] as const).map((entity): Found => ({
          entity,
          kind: entity === "ada" ? "official" : "office",
          confidence: 0.9,
          evidence: [entity === "ada" ? "name" : "holder"],
          prominence: "headline",
          mentions: [],
          sentence: { text: text.title, start: 0, end: 4 },
        })),
      }),
    });
    const { storyId = "" } = await run({ item }, store, withOffice);
    await run({ reject: { storyId, entity: "ada", at: iso(now), rejectedAt: iso(now) } }, store, withOffice);
    expect((await store.matches({ entity: "ministry", limit: 5 })).matches.map(({ title }) => title)).toEqual([]);
  });
});
