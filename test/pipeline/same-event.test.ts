import { beforeEach, describe, expect, it } from "vitest";
import type { Item } from "../../lambdas/core/item.ts";
import type { Found } from "../../lambdas/core/match.ts";
import type { Subscription } from "../../lambdas/core/subscription.ts";
import { rarity } from "../../lambdas/data/rarity.ts";
import { match } from "../../lambdas/pipeline/match.ts";
import { anEntity, anItem, aSubscription, DAY, NOON } from "../contracts/rows.ts";
import type { MemoryStore } from "../memory-store.ts";
import { memoryStore } from "../memory-store.ts";

let now: number;
let store: MemoryStore;

const PEOPLE = ["ada", "bob", "eva"];

beforeEach(async () => {
  now = NOON;
  store = memoryStore(() => now);
  const entities = [
    ...PEOPLE.map((id) => anEntity(id)),
    anEntity("president", { everyday: true }),
    anEntity("fentanyl", { kind: "topic" }),
  ];
  await store.seed(entities.map((body) => ({ prefix: "ENTITY" as const, id: body.id, body })));
  await store.setSeedVersion("1", new Date(NOON - DAY).toISOString());
});

/** Finds `#ada` and the like, in any language. */
const matcher = async () => ({
  read: ({ title }: { title: string }) => {
    const found = [...title.matchAll(/#(\w+)/g)].map(({ 0: surface, 1: entity, index: start }): Found => ({
      entity: entity ?? "",
      kind: entity === "fentanyl" ? "topic" : "official",
      confidence: 0.9,
      evidence: ["name"],
      prominence: "headline",
      mentions: [{ field: "title", start, end: start + surface.length, surface }],
      sentence: { text: title, start, end: start + surface.length },
    }));
    return { found, retrospective: false, countries: [] };
  },
});

const go = async (id: string, title: string, more: Partial<Item> = {}, seen: Partial<MemoryStore> = {}) => {
  const at = new Date(now).toISOString();
  const item = anItem(id, { title, link: `https://news.example/${id}`, published: at, seenAt: at, ...more });
  return match({ item }, { store: { ...store, ...seen }, matcher, rarity, clock: () => now, deliver: async () => undefined });
};
const linksOf = async ({ storyId = "" }: { storyId?: string }) => (await store.story(storyId))?.sameEvent.map((other) => other.storyId);

const subscribe = (id: string, more: Partial<Subscription>) =>
  store.createSubscription(aSubscription(id, { trigger: "every", createdAt: new Date(NOON - DAY).toISOString(), ...more }), {
    channel: "email",
    address: "reader@news.example",
  });
const told = async (id: string) =>
  (await store.allAlerts(id)).map((alert) => alert.told).toSorted(([a = ""], [b = ""]) => a.localeCompare(b));

describe("stories of one event", () => {
  it("are linked, each with the other, and stay two", async () => {
    const english = await go("en", "#ada receives #bob at the palace", { lang: "en" });
    now += DAY;
    const spanish = await go("es", "Reunión de #bob con #ada", { lang: "es" });
    expect(spanish.storyId).not.toBe(english.storyId);
    expect(await linksOf(english)).toEqual([spanish.storyId]);
    expect(await linksOf(spanish)).toEqual([english.storyId]);
    expect((await store.story(spanish.storyId ?? ""))?.sameEvent).toEqual([{ storyId: english.storyId, at: new Date(NOON).toISOString() }]);
  });

  it.each([
    ["only one of them is named again", "#ada travels", 1],
    ["the other is in the news every day", "#ada calls on the #president", 1],
    ["they share a topic besides", "#ada speaks of #fentanyl", 1],
    ["it is more than 48 hours later", "#bob dines with #ada", 2 * DAY + 1],
  ])("are not linked when %s", async (_, title, ms) => {
    const first = await go("en", "#ada, #bob and the #president on #fentanyl");
    now += ms;
    const second = await go("es", title);
    expect(await linksOf(first)).toEqual([]);
    expect(await linksOf(second)).toEqual([]);
  });

  it("are linked by a later telling that says more", async () => {
    const first = await go("en", "#ada receives #bob");
    const second = await go("es", "Reunión con #bob", { link: "https://news.example/story" });
    expect(await linksOf(second)).toEqual([]);
    await go("es-2", "Reunión de #bob con #ada", { link: "https://news.example/story" });
    expect(await linksOf(second)).toEqual([first.storyId]);
  });

  it("are linked whoever died when: a retry says the same", async () => {
    const first = await go("en", "#ada receives #bob");
    const dies = { linkStories: async () => Promise.reject(new Error("died")) };
    await expect(go("es", "Reunión de #bob con #ada", {}, dies)).rejects.toThrow("died");
    expect(await linksOf(first)).toEqual([]);
    const second = await go("es", "Reunión de #bob con #ada");
    await go("es", "Reunión de #bob con #ada");
    expect(await linksOf(first)).toEqual([second.storyId]);
  });

  it("are not linked through somebody who is in a hundred stories", async () => {
    for (let n = 0; n < 100; n++) await go(`n${n}`, `#ada opens number ${n}`);
    const first = await go("en", "#ada receives #bob");
    await go("es", "Reunión de #bob con #ada");
    expect(await linksOf(first)).toEqual([]);
  });
});

describe("of the second story of an event", () => {
  it("only those are told whom the first lacked", async () => {
    await subscribe("all", { select: { entities: PEOPLE } });
    await go("en", "#ada receives #bob");
    await go("es", "#eva en la reunión de #bob con #ada");
    expect(await told("all")).toEqual([["ada", "bob"], ["eva"]]);
  });

  it("nobody is told where the first told all", async () => {
    await subscribe("all", { select: { entities: PEOPLE } });
    await go("en", "#ada receives #bob");
    expect((await go("es", "Reunión de #bob con #ada")).alerts).toBe(0);
    // Until another telling of it says more.
    await go("es-2", "#eva, #bob y #ada", { link: "https://news.example/es" });
    expect(await told("all")).toEqual([["ada", "bob"], ["eva"]]);
  });

  it("all are told to whom the first was not", async () => {
    await go("en", "#ada receives #bob", { baseline: true });
    await subscribe("all", { select: { entities: PEOPLE } });
    await go("es", "Reunión de #bob con #ada");
    expect(await told("all")).toEqual([["ada", "bob"]]);
  });

  it("a return is told once", async () => {
    await subscribe("back", { trigger: "reappearance", select: { entities: PEOPLE } });
    await go("en", "#ada receives #bob");
    await go("es", "#eva en la reunión de #bob con #ada");
    expect(await told("back")).toEqual([["ada", "bob"], ["eva"]]);
  });
});
