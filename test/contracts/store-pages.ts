import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { MatchQuery } from "../../lambdas/core/match-query.ts";
import { cursorOf, fits, InvalidCursor, positionOf } from "../../lambdas/core/match-query.ts";
import type { Match } from "../../lambdas/core/match.ts";
import { aMatch, DAY, MINUTE, NOON } from "./rows.ts";
import type { Store } from "../memory-store.ts";
import type { Bench } from "./store.ts";

type Question = Omit<MatchQuery, "limit" | "cursor">;

const at = (ms: number) => new Date(NOON + ms).toISOString();

/** All pages of a query. */
const walk = async (store: Store, question: Question, limit: number, between?: (page: number) => Promise<void>): Promise<Match[]> => {
  const all: Match[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < 500; page++) {
    const answer = await store.matches({ ...question, limit, cursor });
    expect(answer.matches.length).toBeLessThanOrEqual(limit);
    all.push(...answer.matches);
    cursor = answer.cursor;
    if (cursor === undefined) return all;
    await between?.(page);
  }
  throw new Error("500 pages and no end");
};

const newestFirst = (matches: readonly Match[]) => matches.toSorted((a, b) => (positionOf(a) < positionOf(b) ? 1 : -1));
const ids = (matches: readonly Match[]) => matches.map((match) => match.id);

const anyMatch = fc.record({
  entity: fc.constantFrom("ada", "ada-b", "sedena"),
  storyId: fc.constantFrom("s1", "s2", "S3", "_4", "-5", "s6"),
  // A few instants shared by many, at day borders too.
  at: fc.oneof(
    fc.constantFrom(0, 1, -MINUTE, -12 * 60 * MINUTE, -12 * 60 * MINUTE - 1),
    fc.integer({ min: -40, max: 0 }).map((d) => d * DAY),
  ),
  kind: fc.constantFrom("official", "topic"),
  lists: fc.constantFrom([], ["article"], ["article", "successors"]),
  countries: fc.constantFrom([], ["MX"], ["MX", "US"]),
  outlet: fc.constantFrom("Gaceta", "Diario"),
  lang: fc.constantFrom("en", "es"),
  prominence: fc.constantFrom("headline", "lead", "passing"),
  gapDays: fc.constantFrom(0, 29, 30, undefined),
});

const maybe = <Value>(...values: Value[]) => fc.option(fc.constantFrom(...values), { nil: undefined, freq: 2 });

const question = fc.record({
  entity: maybe("ada", "nobody"),
  kind: maybe("official" as const),
  list: maybe("successors"),
  country: maybe("US"),
  outlet: maybe("Diario"),
  lang: maybe("es" as const),
  prominence: maybe("headline" as const),
  since: maybe(at(-12 * 60 * MINUTE), at(-10 * DAY)),
  until: maybe(at(0), at(-5 * DAY)),
  minGap: maybe(30),
});

export const pagesContract = (open: () => Promise<Bench>): void => {
  it("gives every match that fits exactly once, newest first, whatever is asked and however long the page", async () => {
    const property = fc.asyncProperty(
      fc.array(anyMatch, { maxLength: 25 }),
      fc.array(fc.tuple(question, fc.integer({ min: 1, max: 9 })), { minLength: 1, maxLength: 4 }),
      async (made, questions) => {
        const { store } = await open();
        const stored = new Map<string, Match>();
        for (const { at: ms, gapDays, ...rest } of made) {
          const match = aMatch({ ...rest, at: at(ms), ...(gapDays !== undefined && { gapDays }) });
          const known = stored.get(positionOf(match));
          if (known === undefined) stored.set(positionOf(match), await store.keepMatch({ ...match, id: positionOf(match) }));
        }
        for (const [asked, limit] of questions) {
          const expected = newestFirst([...stored.values()].filter((match) => fits(match, { ...asked, limit })));
          expect(ids(await walk(store, asked, limit))).toEqual(ids(expected));
        }
      },
    );
    await fc.assert(property, { numRuns: 15 });
  }, 60_000);

  it("is not disturbed by what comes in at the newer end", async () => {
    const { store, time } = await open();
    for (let i = 0; i < 7; i++) await store.keepMatch(aMatch({ storyId: `s${i}`, at: at(-i * DAY) }));
    for (const asked of [{}, { entity: "ada" }]) {
      const seen = await walk(store, asked, 2, async (page) => {
        time.now += MINUTE;
        await store.keepMatch(aMatch({ storyId: `new${page}`, at: new Date(time.now).toISOString() }));
      });
      expect(seen.slice(-7).map((match) => match.storyId)).toEqual(["s0", "s1", "s2", "s3", "s4", "s5", "s6"]);
      expect(new Set(ids(seen)).size).toBe(seen.length);
    }
  });

  it("says that nothing follows as soon as that is sure", async () => {
    const { store } = await open();
    for (let i = 0; i < 4; i++) await store.keepMatch(aMatch({ storyId: `s${i}`, at: at(-i) }));
    for (const asked of [{}, { entity: "ada" }]) {
      expect((await store.matches({ ...asked, limit: 4 })).cursor).toBeUndefined();
      expect((await store.matches({ ...asked, limit: 3 })).cursor).toBeDefined();
    }
    expect(await store.matches({ entity: "nobody", limit: 3 })).toEqual({ matches: [] });
  });

  it("goes back 400 days without an entity, further with one or with `since`", async () => {
    const { store } = await open();
    const matches = [-399, -401, -1100].map((days) => aMatch({ storyId: `s${days}`, at: at(days * DAY) }));
    for (const match of matches) await store.keepMatch(match);
    const stories = async (asked: Question) => (await walk(store, asked, 10)).map((match) => match.storyId);
    expect(await stories({})).toEqual(["s-399"]);
    expect(await stories({ entity: "ada" })).toEqual(["s-399", "s-401", "s-1100"]);
    expect(await stories({ since: "2023-01-01T00:00:00.000Z" })).toEqual(["s-399", "s-401", "s-1100"]);
    expect(await stories({ since: at(-1000 * DAY) })).toEqual(["s-399", "s-401"]);
    expect(await stories({ since: at(0), until: at(-DAY) })).toEqual([]);
  }, 30_000);

  it("takes the beginning of a time for a time", async () => {
    const { store } = await open();
    for (const day of ["2026-11-01", "2026-10-31", "2026-10-01", "2026-09-30"])
      await store.keepMatch(aMatch({ storyId: day, at: `${day}T00:00:00.000Z` }));
    for (const entity of ["ada", undefined]) {
      expect((await walk(store, { entity, since: "2026-10", until: "2026-11" }, 3)).map((match) => match.storyId)).toEqual([
        "2026-10-31",
        "2026-10-01",
      ]);
      expect((await walk(store, { entity, until: "2026-10-31" }, 3)).map((match) => match.storyId)).toEqual(["2026-10-01", "2026-09-30"]);
    }
  });

  it.each(["nonsense", "", "2026-99-99", cursorOf("x"), cursorOf("2026-11-24T12:00:00.000Z"), cursorOf("2026-11-24T12:00:00.000Z#a")])(
    "refuses the cursor %j, which no page gave",
    async (cursor) => {
      const { store } = await open();
      for (const asked of [{}, { entity: "ada" }])
        await expect(store.matches({ ...asked, limit: 1, cursor })).rejects.toThrow(InvalidCursor);
    },
  );
};
