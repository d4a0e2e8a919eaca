import { beforeEach, describe, expect, it } from "vitest";
import { MAX_ROW_CHARACTERS } from "../../lambdas/adapters/table.ts";
import { shardOf } from "../../lambdas/core/feed.ts";
import type { Item } from "../../lambdas/core/item.ts";
import type { Subscription } from "../../lambdas/core/subscription.ts";
import { rarity } from "../../lambdas/data/rarity.ts";
import { match } from "../../lambdas/pipeline/match.ts";
import { aFeed, anEntity, anItem, aSubscription, DAY, NOON } from "../contracts/rows.ts";
import { tagMatcher } from "../fixtures/tag-matcher.ts";
import { memoryStore } from "../memory-store.ts";

let now = NOON;
let store = memoryStore(() => now);
let asked = 0;
const feed = aFeed("gaceta");

const hear = () => store.hear(shardOf(feed.url), new Map([[feed.id, now]]));
const miss = (from: number, to: number) => store.addHole(feed.id, { from, to, why: "missed" }, shardOf(feed.url));
const iso = (at: number) => new Date(at).toISOString();

const tell = async (id: string, title: string, more: Partial<Item> = {}) => {
  await hear();
  const item = anItem(id, { title, link: `https://news.example/${id}`, published: iso(now), seenAt: iso(now), ...more });
  const counted = { ...store, listening: () => (asked++, store.listening()) };
  return match({ item }, { store: counted, matcher: tagMatcher, rarity, clock: () => now, deliver: async () => undefined });
};
const subscribe = (id: string, more: Partial<Subscription> = {}) =>
  store.createSubscription(aSubscription(id, { createdAt: iso(now), ...more }), { channel: "email", address: "reader@news.example" });
const told = async (id = "back", entity = "ada") => (await store.allTold(id)).get(entity) ?? [];
const alerts = (id = "back") => store.allAlerts(id);

beforeEach(async () => {
  now = NOON;
  store = memoryStore(() => now);
  const office = anEntity("office", {
    kind: "office",
    tenures: [{ holder: "old", from: "2020-01-01", to: "2024-01-01", source: "https://gov.example", verifiedUntil: "2024-01-01" }],
  });
  const people = ["ada", "bob", "old"].map((id) => anEntity(id));
  await store.seed([...people, office].map((body) => ({ prefix: "ENTITY" as const, id: body.id, body })));
  await store.setSeedVersion("1", iso(NOON - 100 * DAY));
  await store.putFeed(feed);
  await store.hear(shardOf(feed.url), new Map([[feed.id, NOON - 100 * DAY]]));
  await subscribe("back");
  await tell("first", "#ada speaks", { baseline: true });
  asked = 0;
});

describe("a return whose silence was heard", () => {
  it("is told with what was heard of the days asked for, and of all of it", async () => {
    await miss(NOON + 2 * DAY, NOON + 12 * DAY);
    now += 50 * DAY;
    expect((await tell("back", "#ada is back")).alerts).toBe(1);
    const [alert] = await alerts();
    expect(alert?.matches[0]?.gap).toMatchObject({
      days: 50,
      silenceDays: 30,
      heard: 1,
      listened: { days: 50, heard: 0.8 },
      observed: true,
    });
    expect((await store.matches({ entity: "ada", limit: 1 })).matches[0]).toMatchObject({ gapDays: 50, heard: 0.8 });
  });
  it("asks the ledger once for a match, however many subscriptions there are", async () => {
    for (let n = 0; n < 20; n++) await subscribe(`more-${n}`);
    now += 40 * DAY;
    expect((await tell("back", "#ada is back")).alerts).toBe(21);
    expect(asked).toBeLessThanOrEqual(4);
  });
});

describe("a return whose silence was not heard", () => {
  it("is held back and listed, and no other story tells it", async () => {
    await miss(NOON + 5 * DAY, NOON + 15 * DAY);
    now += 31 * DAY;
    expect((await tell("back", "#ada is back")).alerts).toBe(0);
    expect((await tell("again", "#ada, says another")).alerts).toBe(0);
    expect(await told()).toMatchObject([{ gap: { observed: false, heard: 0.666, days: 31 } }]);
    expect((await store.matches({ entity: "ada", limit: 2 })).matches[1]).toMatchObject({ gapDays: 31, heard: 0.677 });
  });
  it("stays held back for a retry, though the hole is gone from the ledger by then", async () => {
    await miss(NOON + 5 * DAY, NOON + 15 * DAY);
    now += 31 * DAY;
    await tell("back", "#ada is back");
    const deaf = store.listening;
    store.listening = async () => (await deaf()).map((one) => ({ ...one, holes: [] }));
    expect((await tell("back", "#ada is back")).alerts).toBe(0);
    expect(await alerts()).toEqual([]);
  });
  it("is told by a retry of one that died after its claim, with the figures of then", async () => {
    now += 31 * DAY;
    const dying = { ...store, putAlert: async () => Promise.reject(new Error("died")) };
    const item = anItem("back", { title: "#ada is back", published: iso(now), seenAt: iso(now) });
    await hear();
    await expect(
      match({ item }, { store: dying, matcher: tagMatcher, rarity, clock: () => now, deliver: async () => undefined }),
    ).rejects.toThrow("died");
    await miss(NOON, now);
    await tell("back", "#ada is back");
    expect((await alerts())[0]?.matches[0]?.gap).toMatchObject({ heard: 1, observed: true });
  });
});

describe("before Vigía had watched for the silence asked for", () => {
  it("a first sighting is told once, as one", async () => {
    await subscribe("long", { silenceDays: 200, select: { entities: ["bob"] } });
    for (let n = 0; n < 3; n++) {
      now += 10 * DAY;
      await tell(`bob-${n}`, "#bob speaks");
    }
    const [alert, ...more] = await alerts("long");
    expect(alert?.matches[0]?.gap).toMatchObject({ observed: false, watchingSince: iso(NOON - 100 * DAY) });
    expect(more).toEqual([]);
  });
});

describe("an item that comes late", () => {
  it("marks the return whose gap it fills, and nothing is told again", async () => {
    now += 40 * DAY;
    await tell("back", "#ada is back");
    expect((await tell("late", "#ada speaks", { published: iso(NOON + 20 * DAY) })).alerts).toBe(0);
    expect(await told()).toMatchObject([{ corrected: { title: "#ada speaks", at: iso(NOON + 20 * DAY) } }]);
    expect(await alerts()).toHaveLength(1);
    expect((await store.matches({ entity: "ada", limit: 1 })).matches[0]).toMatchObject({ gapDays: 20, heard: 1 });
  });
  it.each([
    ["a look back", "#ada spoke a year ago", {}],
    ["what lies before the gap", "#ada speaks", { published: iso(NOON - DAY) }],
    ["what names somebody else", "#bob speaks", {}],
  ])("and is %s marks nothing", async (_, title, more) => {
    now += 40 * DAY;
    await tell("back", "#ada is back");
    await tell("late", title, { published: iso(NOON + 20 * DAY), ...more });
    expect((await told())[0]).not.toHaveProperty("corrected");
  });
  it("from the archive of a new feed marks it too", async () => {
    now += 40 * DAY;
    await tell("back", "#ada is back");
    await tell("late", "#ada speaks", { published: iso(NOON + 20 * DAY), baseline: true });
    expect((await told())[0]).toHaveProperty("corrected");
  });
});

describe("an anniversary piece", () => {
  it("neither fires nor hides the real return after it", async () => {
    now += 35 * DAY;
    expect((await tell("anniversary", "#ada signed it a year ago today")).alerts).toBe(0);
    now += 5 * DAY;
    expect((await tell("back", "#ada is back")).alerts).toBe(1);
    expect((await alerts())[0]?.matches[0]?.gap?.days).toBe(40);
  });
});

describe("who left office", () => {
  it("returns in a headline or lead only, unless the subscription chose otherwise", async () => {
    const { prominence: _, ...undecided } = aSubscription("default");
    await store.createSubscription(undecided, { channel: "email", address: "reader@news.example" });
    await subscribe("any", { prominence: "any" });
    now += 40 * DAY;
    await tell("passing", "Others met #old and #bob");
    expect((await alerts("default")).flatMap((a) => a.told)).toEqual(["bob"]);
    expect((await alerts("any")).flatMap((a) => a.told)).toEqual(["bob", "old"]);
    now += DAY;
    await tell("headline", "#old speaks");
    expect((await alerts("default")).flatMap((a) => a.told)).toEqual(["bob", "old"]);
  });
});

describe("two together", () => {
  beforeEach(() => subscribe("pair", { select: { together: ["bob", "ada"] } }));

  it("return when one story names both after the silence, whoever was alone meanwhile", async () => {
    await tell("both", "#ada and #bob speak");
    for (let day = 9; day <= 63; day += 9) {
      now = NOON + day * DAY;
      await tell(`alone-${day}`, day % 2 === 0 ? "#ada speaks" : "#bob speaks");
    }
    expect(await alerts("pair")).toHaveLength(1);
    await tell("again", "#bob and #ada speak");
    const [, alert] = await alerts("pair");
    expect(alert?.told).toEqual(["ada", "bob"]);
    expect(alert?.matches.map(({ entity, gap }) => [entity, gap?.with, gap?.days]).toSorted()).toEqual([
      ["ada", "bob", 63],
      ["bob", "ada", 63],
    ]);
    expect(await told("pair", "ada+bob")).toHaveLength(2);
    expect(await told("pair", "ada")).toEqual([]);
  });
  it("are no return when only one of them is there, and no story of both for one who wants every story", async () => {
    await subscribe("every", { trigger: "every", select: { together: ["bob", "ada"] } });
    now += 40 * DAY;
    await tell("alone", "#ada speaks");
    expect(await alerts("pair")).toEqual([]);
    expect(await alerts("every")).toEqual([]);
    await tell("both", "#ada and #bob speak");
    expect(await alerts("every")).toHaveLength(1);
  });
});

describe("the sample", () => {
  const other = aFeed("muestra", { outlet: "Muestra", sample: true });

  beforeEach(async () => {
    await store.putFeed(other);
    for (const at of [NOON - 700 * DAY, NOON]) await store.hear(shardOf(other.url), new Map([[other.id, at]]));
    await tell("archive", "#bob speaks", { sample: true, baseline: true, published: iso(NOON - 412 * DAY) });
  });

  it("is judged by what was heard of its own feeds, from their first check on", async () => {
    await tell("back", "#bob is back", { sample: true });
    expect((await alerts())[0]?.matches[0]?.gap).toEqual({
      days: 412,
      last: expect.objectContaining({ at: iso(NOON - 412 * DAY) }),
      watchingSince: iso(NOON - 700 * DAY),
      silenceDays: 30,
      heard: 1,
      listened: { days: 366, heard: 1 },
      observed: true,
    });
  });
  it("proves nothing of the world", async () => {
    await miss(NOON - 30 * DAY, NOON - 15 * DAY);
    await tell("sampled", "#bob speaks", { sample: true, baseline: true, published: iso(NOON - 5 * DAY) });
    expect((await tell("back", "#bob is back")).alerts).toBe(0);
    const [held] = await told("back", "bob");
    expect(held?.gap).toMatchObject({ observed: false, heard: 0.5, watchingSince: iso(NOON - 100 * DAY) });
    expect(held?.gap).not.toHaveProperty("last");
    expect(held).not.toHaveProperty("corrected");
  });
});

describe("twenty returns of one entity", () => {
  it("fit into a row, whatever publishers write", async () => {
    const long = (n: number) => ({
      title: "x".repeat(500),
      outlet: "y".repeat(120),
      link: `https://news.example/${n}/${"z".repeat(1900)}`,
    });
    await subscribe("daily", { silenceDays: 1 });
    for (let n = 1; n <= 22; n++) {
      now += 4 * DAY;
      await tell(`back-${n}`, "", { ...long(n), title: `#ada ${n} ${"x".repeat(490)}` });
      await tell(`late-${n}`, "", {
        ...long(100 + n),
        title: `#ada late ${n} ${"x".repeat(480)}`,
        baseline: true,
        published: iso(now - 2 * DAY),
      });
    }
    const returns = await told("daily");
    expect(returns).toHaveLength(20);
    expect(returns.every(({ corrected, gap }) => corrected !== undefined && gap.last !== undefined)).toBe(true);
    expect(JSON.stringify(returns).length).toBeLessThan(MAX_ROW_CHARACTERS);
  });
});
