import { beforeEach, describe, expect, it } from "vitest";
import { shardOf } from "../../lambdas/core/feed.ts";
import type { Item } from "../../lambdas/core/item.ts";
import type { Found } from "../../lambdas/core/match.ts";
import type { Subscription } from "../../lambdas/core/subscription.ts";
import { match } from "../../lambdas/pipeline/match.ts";
import type { DeliverMessage } from "../../lambdas/pipeline/messages.ts";
import { aFeed, anEntity, anItem, aSubscription, DAY, NOON } from "../contracts/rows.ts";
import { memoryStore } from "../memory-store.ts";
import { rarity } from "../../lambdas/data/rarity.ts";

let now = NOON;
let store = memoryStore(() => now);
let sent: DeliverMessage[] = [];
let read = 0;

/** Finds `ada` and `bob` by their tags; `?` makes a mention doubtful, `ago` the item a look back. */
const matcher = async () => ({
  read: ({ title }: { title: string }) => {
    read++;
    const found = [...title.matchAll(/#(\w+)(\??)/g)].map(({ 0: surface, 1: entity, 2: doubt, index: start }): Found => ({
      entity: entity ?? "",
      kind: "official",
      confidence: doubt === "?" ? 0.5 : 0.9,
      evidence: ["name"],
      prominence: start === 0 ? "headline" : "passing",
      mentions: [{ field: "title", start, end: start + surface.length, surface }],
      sentence: { text: title, start, end: start + surface.length },
    }));
    return { found, retrospective: title.includes("ago"), countries: ["MX"] };
  },
});

/** The one feed, heard from its first check until now. */
const feed = aFeed("gaceta");
const hear = () => store.hear(shardOf(feed.url), new Map([[feed.id, now]]));

const go = async (id: string, title: string, more: Partial<Item> = {}) => {
  await hear();
  return match(
    {
      item: anItem(id, {
        title,
        link: `https://news.example/${id}`,
        published: new Date(now).toISOString(),
        seenAt: new Date(now).toISOString(),
        ...more,
      }),
    },
    { store, matcher, rarity, clock: () => now, deliver: async (messages) => void sent.push(...messages) },
  );
};

const subscribe = (id: string, more: Partial<Subscription>) =>
  store.createSubscription(aSubscription(id, more), { channel: "email", address: "reader@news.example" });

const alertsOf = (id: string) => store.allAlerts(id);

beforeEach(async () => {
  now = NOON;
  store = memoryStore(() => now);
  [sent, read] = [[], 0];
  await store.seed(["ada", "bob"].map((id) => ({ prefix: "ENTITY" as const, id, body: anEntity(id) })));
  await store.setSeedVersion("1", new Date(NOON - 400 * DAY).toISOString());
  await store.putFeed(feed);
  await store.hear(shardOf(feed.url), new Map([[feed.id, NOON - 400 * DAY]]));
});

describe("matches", () => {
  it("carry the sighting before them and the gap, whoever is subscribed", async () => {
    await go("one", "#ada speaks", { outlet: "Diario" });
    now += 40 * DAY;
    await go("two", "#ada is back");
    const { matches } = await store.matches({ entity: "ada", limit: 10 });
    expect(matches).toMatchObject([
      { title: "#ada is back", gapDays: 40, last: { outlet: "Diario", title: "#ada speaks", link: "https://news.example/one" } },
      { title: "#ada speaks" },
    ]);
    expect(matches[1]).not.toHaveProperty("gapDays");
  });
  it("learn of a sighting before them that comes in late", async () => {
    const at = (days: number) => new Date(NOON - days * DAY).toISOString();
    await go("first", "#ada speaks", { published: at(400) });
    await go("now", "#ada speaks", { published: at(0) });
    await go("ago", "#ada spoke years ago", { published: at(2) });
    await go("late", "#ada speaks", { published: at(100) });
    const { matches } = await store.matches({ entity: "ada", limit: 10 });
    expect(matches.map((m) => [m.itemId, m.gapDays])).toEqual([
      ["now", 100],
      ["ago", 98],
      ["late", 300],
      ["first", undefined],
    ]);
  });
  it("are decided once: a retry neither reads again nor adds", async () => {
    await go("one", "#ada speaks");
    await go("one", "#ada and #bob speak, says an edited title");
    expect(read).toBe(1);
    expect((await store.matches({ limit: 10 })).matches.map((m) => m.entity)).toEqual(["ada"]);
  });
  it("come from the item as it was kept, whatever a later copy of it says", async () => {
    await store.keepItem(
      anItem("one", {
        title: "#ada speaks",
        baseline: true,
        published: new Date(NOON).toISOString(),
        seenAt: new Date(NOON).toISOString(),
      }),
    );
    await subscribe("every", { trigger: "every" });
    expect(await go("one", "#bob speaks")).toMatchObject({ entities: ["ada"], alerts: 0 });
  });
  it("of one story are one, whichever outlet tells it", async () => {
    const first = await go("one", "#ada speaks", { link: "https://news.example/story" });
    const second = await go("two", "#ada speaks at last", { link: "http://www.news.example/story?utm_source=rss", outlet: "Otro" });
    expect(second.storyId).toBe(first.storyId);
    expect((await store.matches({ limit: 10 })).matches).toHaveLength(1);
    expect((await store.story(first.storyId ?? ""))?.members).toHaveLength(2);
  });
  it("leave nothing but the item where nobody is named", async () => {
    expect(await go("one", "Rain in Tijuana")).toEqual({ itemId: "one", entities: [], alerts: 0 });
  });
});

describe("an alert for every story", () => {
  beforeEach(() => subscribe("every", { trigger: "every", select: { entities: ["ada"] } }));

  it("comes once a story", async () => {
    expect((await go("one", "#ada speaks", { link: "https://news.example/story" })).alerts).toBe(1);
    expect((await go("two", "#ada speaks", { link: "https://news.example/story" })).alerts).toBe(0);
    expect((await go("three", "#ada speaks again")).alerts).toBe(1);
    expect(sent).toHaveLength(2);
  });
  it.each([
    ["who is not selected", "#bob speaks", {}],
    ["an old item of a new feed", "#ada speaks", { baseline: true }],
    ["a look back", "#ada spoke a year ago", {}],
    ["a doubtful mention", "#ada? speaks", {}],
  ])("does not come for %s", async (_, title, more) => {
    expect((await go("one", title, more)).alerts).toBe(0);
  });
});

describe("an alert for a reappearance", () => {
  beforeEach(() => subscribe("back", { trigger: "reappearance", silenceDays: 30 }));

  it("comes for the first sighting, then only after the silence", async () => {
    expect((await go("one", "#ada speaks")).alerts).toBe(1);
    now += 20 * DAY;
    expect((await go("two", "#ada speaks")).alerts).toBe(0);
    now += 29 * DAY;
    expect((await go("three", "#ada speaks")).alerts).toBe(0);
    now += 30 * DAY;
    expect((await go("four", "#ada speaks")).alerts).toBe(1);
    const [first, second] = await alertsOf("back");
    expect(first?.matches[0]?.gap).toEqual({
      watchingSince: new Date(NOON - 400 * DAY).toISOString(),
      silenceDays: 30,
      heard: 1,
      listened: { days: 366, heard: 1 },
      observed: true,
    });
    expect(second?.matches[0]?.gap).toMatchObject({
      days: 30,
      observed: true,
      heard: 1,
      listened: { days: 30 },
      last: { storyId: expect.any(String) },
    });
  });
  it("tells everyone who returned in the story, and each only once", async () => {
    await go("one", "#ada speaks", { link: "https://news.example/story" });
    await go("two", "#ada and #bob speak", { link: "https://news.example/story" });
    expect((await alertsOf("back")).map((a) => a.told)).toEqual([["ada"], ["bob"]]);
  });
  it("is not fired by a look back, and one does not end a silence", async () => {
    await go("one", "#ada speaks");
    now += 25 * DAY;
    expect((await go("two", "#ada spoke a year ago")).alerts).toBe(0);
    now += 10 * DAY;
    await go("three", "#ada speaks");
    expect((await alertsOf("back")).map((a) => a.matches[0]?.gap?.days)).toEqual([undefined, 35]);
  });
  it("says that the silence was not observed when Vigía was not there for it", async () => {
    await go("old", "#bob spoke", { baseline: true, published: new Date(NOON - 900 * DAY).toISOString() });
    now += DAY;
    await subscribe("long", { silenceDays: 500, select: { entities: ["bob"] } });
    await go("new", "#bob is back");
    expect((await alertsOf("long"))[0]?.matches[0]?.gap).toMatchObject({ days: 901, observed: false, listened: { days: 366 } });
  });
  it("comes once for two stories of one return, in whichever order", async () => {
    now += DAY;
    await go("later", "#ada speaks again");
    await go("earlier", "#ada speaks", { published: new Date(NOON).toISOString() });
    expect(await alertsOf("back")).toHaveLength(1);
  });
  it("looks only at headlines and leads when the subscription does", async () => {
    await subscribe("leads", { prominence: "headline-or-lead", select: { entities: ["bob"] } });
    await go("one", "Others met #bob");
    now += 5 * DAY;
    await go("two", "#bob speaks");
    expect((await alertsOf("leads")).map((a) => a.story.title)).toEqual(["#bob speaks"]);
  });
});

it("says in each alert which other subscriptions go to the same mailbox, and sends these together, last", async () => {
  const follow = (id: string, mailbox?: string) =>
    store.createSubscription(
      aSubscription(id, { trigger: "every", select: { entities: ["ada"] } }),
      { channel: "email", address: "reader@news.example" },
      undefined,
      mailbox,
    );
  for (const [id, mailbox] of [["s1", "one"], ["s2", "other"], ["s3", "one"], ["s4"]] as const) await follow(id, mailbox);
  await go("i1", "#ada speaks");
  const beside = await Promise.all(["s1", "s2", "s3", "s4"].map(async (id) => (await alertsOf(id))[0]?.beside));
  expect(beside).toEqual([["s3"], undefined, ["s1"], undefined]);
  expect(sent.map(({ subscriptionId }) => subscriptionId)).toEqual(["s2", "s4", "s1", "s3"]);
});
