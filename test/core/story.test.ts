import { describe, expect, it } from "vitest";
import type { Item } from "../../lambdas/core/item.ts";
import type { Found } from "../../lambdas/core/match.ts";
import { rarityFrom } from "../../lambdas/core/rarity.ts";
import { sketchOf } from "../../lambdas/core/sketch.ts";
import { foundedBy, itemTime, judge, keysToPut, storyKeys } from "../../lambdas/core/story.ts";

const item = (change: Partial<Item>): Item => ({
  id: "item-1",
  feedId: "feed",
  outlet: "Outlet",
  lang: "en",
  title: "Title",
  summary: "",
  seenAt: "2026-03-01T12:00:00.000Z",
  baseline: false,
  ...change,
});
const empty = rarityFrom(1, "");
const many = (count: number, from = 0) => Array.from({ length: count }, (_, n) => `w${from + n}x`).join(" ");
const names = (entity: string): Found => ({
  entity,
  kind: "official",
  confidence: 0.9,
  evidence: ["name"],
  prominence: "lead",
  mentions: [],
  sentence: { text: "", start: 0, end: 0 },
});
const keysOf = (one: Item, found: readonly Found[] = []) => storyKeys(one, sketchOf(one, found, empty), found, 1);
const decisive = (one: Item) => keysOf(one).flatMap(({ id, kind }) => (kind === "page" ? [id] : []));
const share = (a: Item, b: Item) => decisive(a).some((key) => decisive(b).includes(key));

describe("itemTime", () => {
  it("is the publisher's date", () => {
    expect(itemTime(item({ published: "2026-02-01T00:00:00.000Z" }))).toBe("2026-02-01T00:00:00.000Z");
  });
  it("does not believe a date in the future", () => {
    expect(itemTime(item({ published: "2027-01-01T00:00:00.000Z" }))).toBe("2026-03-01T12:00:00.000Z");
  });
  it("is when it was seen, if there is no date", () => {
    expect(itemTime(item({}))).toBe("2026-03-01T12:00:00.000Z");
  });
});

describe("storyKeys", () => {
  it("joins two feeds that carry one address, whatever tracks it", () => {
    const a = item({ feedId: "one", link: "http://www.outlet.example/story/?utm_source=rss" });
    const b = item({ feedId: "two", link: "https://outlet.example/story#top" });
    expect(share(a, b)).toBe(true);
  });
  it("joins an item whose address changed but whose GUID stayed", () => {
    expect(share(item({ guid: "abc", link: "https://o.example/1" }), item({ guid: "abc", link: "https://o.example/2" }))).toBe(true);
  });
  it("does not join two items that share a GUID but neither page nor title (F28)", () => {
    const a = item({ guid: "abc", link: "https://o.example/1", title: "The port opens" });
    expect(share(a, item({ guid: "abc", link: "https://o.example/2", title: "A bridge closes" }))).toBe(false);
    expect(share(a, item({ guid: "abc", link: "https://o.example/2", title: "The port opens" }))).toBe(true);
    expect(share(a, item({ guid: "abc", link: "https://o.example/1", title: "A bridge closes" }))).toBe(true);
  });
  it("joins items without a page by their GUID, whatever they are called", () => {
    expect(share(item({ guid: "abc", title: "One" }), item({ guid: "abc", title: "Two" }))).toBe(true);
  });
  it("does not join equal GUIDs of two feeds: they are unique within a feed only", () => {
    expect(share(item({ feedId: "one", guid: "123" }), item({ feedId: "two", guid: "123" }))).toBe(false);
  });
  it("joins a GUID that is an address with the same address as link", () => {
    expect(share(item({ guid: "https://o.example/1" }), item({ feedId: "two", link: "https://o.example/1" }))).toBe(true);
  });
  it("joins one feed's item whose address and GUID both changed, by title and day (F26)", () => {
    const a = { title: "Secretario de Seguridad presenta informe", published: "2026-03-01T10:00:00.000Z" };
    const now = item({ ...a, guid: "1;jsessionid=a", link: "https://o.example/x;jsessionid=a" });
    expect(share(now, item({ ...a, guid: "1;jsessionid=b", link: "https://o.example/x;jsessionid=b" }))).toBe(true);
    expect(share(now, item({ ...a, published: "2026-03-02T10:00:00.000Z" }))).toBe(false);
    expect(share(now, item({ ...a, feedId: "two" }))).toBe(false);
    const { published: _, ...undated } = a;
    expect(share(item({ ...undated, guid: "1" }), item({ ...undated, guid: "2" }))).toBe(true); // seen on one day
    expect(share(item({ ...undated, guid: "1" }), item({ ...undated, guid: "2", seenAt: "2026-03-02T12:00:00.000Z" }))).toBe(false);
  });
  it("does not join what only shares a short title, a front page, or what is shared in its document", () => {
    const at = { published: "2026-03-01T10:00:00.000Z" };
    for (const title of ["Live updates", "Minuto a minuto", "Tipo de cambio", "Actualizaciones permanentes"])
      expect(share(item({ ...at, title, guid: "1" }), item({ ...at, title, guid: "2" }))).toBe(false);
    expect(share(item({ link: "https://o.example/", guid: "1" }), item({ link: "https://o.example/", guid: "2" }))).toBe(false);
    const live = { link: "https://o.example/live", shared: ["link"] as const };
    expect(share(item({ ...live, guid: "1" }), item({ ...live, guid: "2" }))).toBe(false);
  });
  it("gives an item without address and GUID a key of its own", () => {
    expect(decisive(item({}))).toHaveLength(1);
    expect(share(item({}), item({ id: "item-2" }))).toBe(false);
  });
  it("has its page, its GUID with its title, and its title and day", () => {
    expect(decisive(item({ guid: "abc", link: "https://o.example/1", title: "The port of Veracruz opens" }))).toHaveLength(3);
  });
  it("leads by its pairs of words and by whom it names on a day to stories that may be alike", () => {
    const one = item({ title: "The port of Veracruz opens", published: "2026-03-01T10:00:00.000Z" });
    const kinds = (found: readonly Found[]) => keysOf(one, found).map(({ kind }) => kind);
    expect(kinds([])).toEqual(["page", "pair", "pair", "pair", "pair"]);
    expect(kinds([names("ada")])).not.toContain("day");
    const day = (found: readonly Found[], published: string) => keysOf({ ...one, published }, found).find(({ kind }) => kind === "day")?.id;
    const both = day([names("ada"), names("bob")], "2026-03-01T10:00:00.000Z");
    expect(day([names("bob"), names("ada")], "2026-03-01T23:00:00.000Z")).toBe(both);
    expect(day([names("bob"), names("ada")], "2026-02-28T23:00:00.000Z")).not.toBe(both);
  });
  it("has room for one request, however long the text", () => {
    const long = item({ guid: "abc", link: "https://o.example/1", title: "The port of Veracruz opens", summary: many(4000) });
    expect(keysOf(long, [names("ada"), names("bob")])).toHaveLength(44);
  });
});

describe("keysToPut", () => {
  const keys = keysOf(item({ guid: "abc", link: "https://o.example/1", title: "The port of Veracruz opens", summary: many(60) }));

  it("is in one order for all, so that two workers with a common key agree on it", () => {
    const ids = keysToPut(keys, () => false).map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted());
    expect(ids).toHaveLength(3 + 8);
  });
  it("leaves out what another story holds, and takes the next rare pairs instead", () => {
    const pairs = keys.filter(({ kind }) => kind === "pair");
    const taken = new Set(pairs.slice(0, 5));
    const put = keysToPut(keys, (key) => taken.has(key));
    expect(put.filter(({ kind }) => kind === "pair").map(({ id }) => id)).toEqual(
      pairs
        .slice(5, 13)
        .map(({ id }) => id)
        .toSorted(),
    );
    expect(keysToPut(keys, () => true)).toEqual([]);
  });
});

describe("judge", () => {
  const text = many(60);
  const keyed = (storyId: string, summary: string, at = "2026-11-24T12:00:00.000Z") => ({
    storyId,
    at,
    sketch: sketchOf(item({ summary }), [], empty),
  });

  it("lets a page decide alone, and a pair of words decide only if the texts are alike", () => {
    const [mine, copy, other] = [keyed("mine", text), keyed("copy", text), keyed("other", many(60, 1000))];
    const by = (kind: "page" | "pair", holder: typeof mine | undefined) => judge(mine)({ id: "k", kind }, holder);
    expect([by("page", copy), by("page", other), by("pair", copy), by("pair", other)]).toEqual([true, true, true, false]);
  });
  it("joins no texts that are more than two weeks apart, however alike: this is the next month's meeting", () => {
    const mine = keyed("mine", text);
    const by = (kind: "page" | "pair" | "day", at: string) => judge(mine)({ id: "k", kind }, keyed("copy", text, at));
    expect([by("pair", "2026-11-10T12:00:00.000Z"), by("pair", "2026-12-08T12:00:00.000Z")]).toEqual([true, true]);
    expect([by("pair", "2026-11-10T11:59:59.000Z"), by("pair", "2026-12-08T12:00:01.000Z"), by("day", "2026-08-20T12:00:00.000Z")]).toEqual(
      [false, false, false],
    );
    expect(by("page", "2026-08-20T12:00:00.000Z")).toBe(true);
  });
  it("lets nobody decide, nor the story that the item itself would found", () => {
    const mine = keyed("mine", text);
    expect(judge(mine)({ id: "k", kind: "page" }, undefined)).toBe(false);
    expect(judge(mine)({ id: "k", kind: "page" }, mine)).toBe(false);
  });
});

describe("foundedBy", () => {
  it("depends on the founding item alone", () => {
    expect(foundedBy(item({})).storyId).toBe(foundedBy(item({ title: "Other" })).storyId);
    expect(foundedBy(item({})).storyId).not.toBe(foundedBy(item({ id: "item-2" })).storyId);
  });
});
