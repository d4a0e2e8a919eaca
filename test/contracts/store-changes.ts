import { expect, it } from "vitest";
import type { Change } from "../../lambdas/core/change.ts";
import type { SeedPlan, SeedRow } from "../../lambdas/pipeline/ports.ts";
import { aFeed, anEntity } from "./rows.ts";
import type { Bench } from "./store.ts";

const change = (at: string, id: string, more: Partial<Change> = {}): Change => ({
  at,
  kind: "feed",
  id,
  change: "added",
  by: "key-1",
  ...more,
});
const all = { since: "2026-01-01T00:00:00.000Z", until: "2027-01-01T00:00:00.000Z", limit: 10 };

export const changesContract = (open: () => Promise<Bench>): void => {
  it("lists changes newest first over the months, of a kind, of a time, and not more than asked for", async () => {
    const { store } = await open();
    const [old, middle, late, last] = [
      change("2026-08-31T23:59:59.999Z", "gaceta"),
      change("2026-10-01T00:00:00.000Z", "ada", { kind: "watchlist", change: "rematched" }),
      change("2026-11-24T12:00:00.000Z", "diario"),
      change("2026-11-24T12:00:00.000Z", "gaceta", { change: "removed" }),
    ];
    for (const one of [late, old, last, middle]) await store.noteChange(one);
    await store.noteChange(last);
    expect(await store.changes(all)).toEqual([last, late, middle, old]);
    expect(await store.changes({ ...all, kind: "watchlist" })).toEqual([middle]);
    expect(await store.changes({ ...all, limit: 2 })).toEqual([last, late]);
    expect(await store.changes({ ...all, since: old.at, until: late.at })).toEqual([middle, old]);
    expect(await store.changes({ ...all, since: middle.at })).toEqual([last, late, middle]);
  });

  it("replaces the note of a change that is noted again", async () => {
    const { store } = await open();
    const shipped = change("2026-11-24T12:00:00.000Z", "v2", { kind: "matcher", change: "shipped", rows: 3 });
    await store.noteChange({ ...shipped, rows: 2 });
    await store.noteChange(shipped);
    expect(await store.changes(all)).toEqual([shipped]);
  });

  it("tells which shipped rows are new or otherwise; never what a person edited or removed", async () => {
    const { store } = await open();
    const [ada, eva] = ["ada", "eva"].map((id): SeedRow => ({ prefix: "ENTITY", id, body: anEntity(id) }));
    const [gaceta, diario] = ["gaceta", "diario"].map((id): SeedRow => ({ prefix: "FEED", id, body: aFeed(id) }));
    expect(await store.unseeded([ada!, gaceta!])).toEqual([ada, gaceta]);
    await store.seed([ada!, gaceta!, diario!]);
    expect(await store.unseeded([ada!, gaceta!, diario!, eva!])).toEqual([eva]);
    const renamed: SeedRow = { prefix: "ENTITY", id: "ada", body: anEntity("ada", { aliases: [{ text: "Ada L." }] }) };
    expect(await store.unseeded([renamed])).toEqual([renamed]);
    await store.putFeed(aFeed("gaceta", { enabled: false }));
    await store.removeFeed("diario");
    expect(await store.unseeded([gaceta!, diario!])).toEqual([]);
  });

  it("keeps the first plan of a version, until another version is planned", async () => {
    const { store } = await open();
    const plan = (version: string, rows: number): SeedPlan => ({ version, at: "2026-11-24T12:00:00.000Z", entities: ["ada"], rows });
    expect(await store.planSeed(plan("1", 3))).toEqual(plan("1", 3));
    expect(await store.planSeed(plan("1", 0))).toEqual(plan("1", 3));
    await store.setSeedVersion("1", "2026-11-24T12:00:00.000Z");
    expect(await store.planSeed(plan("2", 1))).toEqual(plan("2", 1));
    expect(await store.seedVersion()).toBe("1");
    expect(await store.planSeed(plan("1", 2))).toEqual(plan("1", 2));
  });
};
