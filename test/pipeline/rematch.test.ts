import { beforeEach, describe, expect, it } from "vitest";
import { hourOf } from "../../lambdas/core/counts.ts";
import type { MemoryStore } from "../memory-store.ts";
import { DAY, NOON } from "../contracts/rows.ts";
import { ask, everyone, iso, rematchAll, rowsOf, subscribe, tagMatcher, told, watched } from "../fixtures/rematching.ts";

const HOUR = 3_600_000;
/** The watchlist before Ada came onto it. */
const withoutAda = tagMatcher("ben", "eva");

let store: MemoryStore;
const hear = (id: string, title: string, ago: number, matcher = withoutAda, more = {}) =>
  ask(store, matcher, { item: told(id, title, NOON - ago, more) });
const hourOfDay = (ago: number) => ({
  entity: "ada",
  from: hourOf(iso(NOON - ago * DAY)),
  to: hourOf(iso(NOON - ago * DAY + HOUR)),
});
const logOf = async (entity: string) => (await store.matches({ entity, limit: 50, since: "2000" })).matches;

beforeEach(async () => {
  store = await watched();
});

describe("a rematch", () => {
  it("finds a new entity in all that is stored, with its gaps, counts and stories, and alerts nobody", async () => {
    await subscribe(store, "every", { trigger: "every", select: { entities: ["ada", "ben"] } });
    await subscribe(store, "back", { select: { entities: ["ada"] } });
    await hear("old", "#ada speaks", 80 * DAY);
    await hear("both", "#ben meets #ada", 10 * DAY);
    await hear("now", "Rain, says #ada", HOUR / 2);
    await hear("other", "#eva speaks", 3 * HOUR);
    await rematchAll(store, "ada");
    expect((await logOf("ada")).map(({ itemId, gapDays, heard }) => [itemId, gapDays, heard])).toEqual([
      ["now", 9, 1],
      ["both", 70, 1],
      ["old", undefined, undefined],
    ]);
    const [, both] = await logOf("ada");
    expect((await store.membersOf(both!.storyId)).map(({ entities }) => entities)).toEqual([["ben", "ada"]]);
    expect((await store.story(both!.storyId))?.matches.map(({ entity }) => entity)).toEqual(["ada", "ben"]);
    const [counted] = [...(await store.storiesCounted("ada", both!.at, iso(Date.parse(both!.at) + HOUR)))];
    expect([counted?.[0], counted?.[1].size]).toEqual([hourOf(both!.at), 1]);
    expect((await store.allAlerts("every")).map((alert) => alert.told)).toEqual([["ben"]]);
    expect(await store.allAlerts("back")).toEqual([]);
    expect((await store.allTold("back")).size).toBe(0);
  });

  it("of ninety days asks itself four times in a row at most, and reaches the oldest hour and this one", async () => {
    await hear("oldest", "#ada speaks", 90 * DAY);
    await hear("now", "#ada speaks", 0);
    const { depth } = await rematchAll(store, "ada");
    expect(depth).toBe(5);
    expect(await logOf("ada")).toHaveLength(2);
  });

  it("reads an hour of many items page by page", async () => {
    for (let n = 0; n < 120; n++)
      await hear(`i${n}`, n % 3 === 0 ? "#ada speaks" : "Rain", HOUR, withoutAda, { outlet: `Outlet ${n}`, feedId: `f${n}` });
    await rematchAll(store, "ada");
    const members = await Promise.all((await logOf("ada")).map(({ storyId }) => store.membersOf(storyId)));
    expect(members.flat()).toHaveLength(40);
  });

  it("run twice, or of two entities in either order, comes to the same rows", async () => {
    const rows = [];
    for (const order of [
      ["ada", "eva"],
      ["eva", "ada"],
      ["ada", "eva", "ada", "eva"],
    ]) {
      // prettier-ignore
      store = await watched();
      await hear("old", "#ada speaks to #eva", 80 * DAY, tagMatcher("ben"));
      await hear("both", "#ben meets #ada and #eva", 20 * DAY, tagMatcher("ben"));
      for (const entity of order) await rematchAll(store, entity);
      rows.push(await rowsOf(store));
    }
    const sorted = rows.map((row) => ({ ...row, members: row.members.flat().map((m) => ({ ...m, entities: m.entities.toSorted() })) }));
    expect(rows[0]!.matches).toHaveLength(5);
    expect(sorted[1]).toEqual(sorted[0]);
    expect(rows[2]).toEqual(rows[0]);
  });

  it("dying after any call of the store and repeated ends in the same rows as one that did not", async () => {
    const begin = async () => {
      store = await watched();
      await subscribe(store, "back", { select: { entities: ["ada"] } });
      await hear("undecided", "#ada speaks", 60 * DAY);
      await hear("both", "#ben meets #ada", 20 * DAY);
      await hear("news", "#ada returns", 0, everyone);
    };
    // Its hours alone: the other two thousand write nothing.
    const run = async (seen: MemoryStore) => {
      for (const ago of [60, 20, 0]) await ask(seen, everyone, { rematch: hourOfDay(ago) });
    };
    await begin();
    await run(store);
    const whole = await rowsOf(store, ["back"]);
    expect(whole.told[0]?.get("ada")?.[0]?.corrected?.at).toBe(iso(NOON - 20 * DAY));
    expect(whole.matches).toHaveLength(4);
    let died = true;
    for (let dies = 0; died; dies++) {
      await begin();
      let calls = 0;
      const dying = new Proxy(store, {
        get:
          (target, key) =>
          async (...args: unknown[]) => {
            const result: unknown = await (Reflect.get(target, key) as (...args: unknown[]) => Promise<unknown>)(...args);
            if (calls++ === dies) throw new Error("died");
            return result;
          },
      });
      died = await run(dying).then(() => false, () => true); // prettier-ignore
      await run(store);
      expect(await rowsOf(store, ["back"])).toEqual(whole);
    }
  });

  it("marks what was told of a gap that the past turns out to fill", async () => {
    await subscribe(store, "back", { select: { entities: ["ada"] } });
    await subscribe(store, "pair", { select: { together: ["ada", "ben"] } });
    await hear("old", "#ada and #ben speak", 80 * DAY, everyone, { baseline: true });
    await hear("between", "#ben meets Ada Alba, #ada", 20 * DAY);
    await hear("back", "#ada and #ben return", 0, everyone);
    const returns = async (id: string, key: string) => (await store.allTold(id)).get(key)?.map(({ corrected }) => corrected?.at);
    expect([await returns("back", "ada"), await returns("pair", "ada+ben")]).toEqual([[undefined], [undefined]]);
    await rematchAll(store, "ada");
    const filled = iso(NOON - 20 * DAY);
    expect([await returns("back", "ada"), await returns("pair", "ada+ben")]).toEqual([[filled], [filled]]);
    expect((await logOf("ada"))[0]).toMatchObject({ itemId: "back", gapDays: 20 });
    expect(await store.allAlerts("back")).toHaveLength(1);
  });

  it("leaves the match of whom the text no longer names, and what an ordinary run found", async () => {
    await hear("news", "#ada speaks", HOUR, everyone);
    const before = await rowsOf(store);
    await rematchAll(store, "ada", tagMatcher("ben"));
    await rematchAll(store, "ada", everyone);
    expect(await rowsOf(store)).toEqual(before);
  });

  it("passes over a pointer to an item that is gone", async () => {
    await hear("gone", "#ada speaks", HOUR);
    const blind: MemoryStore = { ...store, keptItems: async () => [] };
    await rematchAll(blind, "ada");
    expect(await logOf("ada")).toEqual([]);
  });
});

describe("an item's own message that comes again after a rematch", () => {
  const again = (id: string, title: string) => hear(id, title, HOUR, everyone);

  it("tells `every` nothing of whom the rematch added, nor those who follow only them", async () => {
    await subscribe(store, "every", { trigger: "every", select: { entities: ["ada", "ben"] } });
    await subscribe(store, "ada", { trigger: "every", select: { entities: ["ada"] } });
    await hear("news", "#ben meets #ada", HOUR);
    await rematchAll(store, "ada");
    await again("news", "#ben meets #ada");
    expect((await store.allAlerts("every")).map((alert) => alert.told)).toEqual([["ben"]]);
    expect(await store.allAlerts("ada")).toEqual([]);
  });

  it("claims and tells no return of them", async () => {
    await subscribe(store, "back", { select: { entities: ["ada"] } });
    await hear("news", "#ben meets #ada", HOUR);
    await rematchAll(store, "ada");
    await again("news", "#ben meets #ada");
    expect(await store.allAlerts("back")).toEqual([]);
    expect((await store.allTold("back")).size).toBe(0);
    expect(await logOf("ada")).toHaveLength(1);
  });

  it("is silent also where it named nobody before; another item of the story is news", async () => {
    await subscribe(store, "ada", { trigger: "every", select: { entities: ["ada"] } });
    await hear("quiet", "#ada speaks at the harbour", HOUR);
    await rematchAll(store, "ada");
    await again("quiet", "#ada speaks at the harbour");
    expect(await store.allAlerts("ada")).toEqual([]);
    await hear("next", "#ada speaks at the harbour", 0, everyone, { link: "https://news.example/quiet", feedId: "other" });
    expect(await store.allAlerts("ada")).toHaveLength(1);
  });
});
