import { expect, it } from "vitest";
import type { Found } from "../../lambdas/core/match.ts";
import type { ItemDecision } from "../../lambdas/pipeline/ports.ts";
import { aMember, anItem, DAY, NOON } from "./rows.ts";
import type { Bench } from "./store.ts";

const found = (entity: string, silent = true): Found => ({
  entity,
  kind: "official",
  confidence: 0.9,
  evidence: ["name"],
  prominence: "headline",
  mentions: [{ field: "title", start: 0, end: 3, surface: "Ada" }],
  sentence: { text: "Ada spoke.", start: 0, end: 3 },
  ...(silent && { silent: true }),
});
const decision = (...entities: readonly Found[]): ItemDecision => ({
  storyId: "s1",
  at: "2026-11-24T11:00:00.000Z",
  reading: { found: entities, retrospective: false, countries: [] },
});
const namesIn = ({ reading }: ItemDecision) => reading.found.map(({ entity }) => entity);

export const rematchContract = (open: () => Promise<Bench>): void => {
  it("lists the items of an hour in pages, each once, for ninety days", async () => {
    const { store, time } = await open();
    const seen = [
      ["c", "2026-11-24T11:59:59.999Z"],
      ["a", "2026-11-24T11:00:00.000Z"],
      ["b", "2026-11-24T11:30:00.000Z"],
      ["d", "2026-11-24T12:00:00.000Z"],
    ] as const;
    for (const [id, seenAt] of [...seen, ...seen]) await store.keepItem(anItem(id, { seenAt }));
    expect(await store.itemsSeen("2026-11-24T11", "", 2)).toEqual(["a", "b"]);
    expect(await store.itemsSeen("2026-11-24T11", "b", 2)).toEqual(["c"]);
    expect(await store.itemsSeen("2026-11-24T11", "c", 2)).toEqual([]);
    expect(await store.itemsSeen("2026-11-24T12", "", 2)).toEqual(["d"]);
    time.now = NOON + 90 * DAY + 1000;
    expect(await store.itemsSeen("2026-11-24T11", "", 2)).toEqual([]);
  });

  it("gives the kept items in the order asked, with what was decided, and skips what is not there", async () => {
    const { store } = await open();
    for (const id of ["a", "b"]) await store.keepItem(anItem(id));
    await store.decide("b", decision(found("ada", false)));
    expect(await store.keptItems(["b", "nobody", "a"])).toEqual([
      { item: anItem("b"), decision: decision(found("ada", false)) },
      { item: anItem("a") },
    ]);
    expect(await store.keptItems([])).toEqual([]);
  });

  it("adds to a decision whom it lacks; of many at once nobody is lost or there twice", async () => {
    const { store } = await open();
    await store.keepItem(anItem("i1"));
    const first = await store.decide("i1", decision(found("ada", false)));
    const people = ["eva", "ada", "bob", "eva", "ida", "bob"];
    await Promise.all(people.map((entity) => store.extendDecision("i1", first, [found(entity)])));
    const [kept] = await store.keptItems(["i1"]);
    expect(kept?.decision?.reading.found[0]).toEqual(found("ada", false));
    expect(namesIn(kept!.decision!).toSorted()).toEqual(["ada", "bob", "eva", "ida"]);
    expect(kept?.decision?.reading.found.find(({ entity }) => entity === "eva")).toEqual(found("eva"));
    // Who knows an older state gets the one that holds.
    expect(namesIn(await store.extendDecision("i1", first, [found("eva"), found("oda")])).toSorted()).toEqual(["ada", "bob", "eva", "ida", "oda"]); // prettier-ignore
    await expect(store.extendDecision("nobody", first, [found("eva")])).rejects.toThrow("nobody");
  });

  it("replaces a story's member only by itself with more entities", async () => {
    const { store } = await open();
    const member = (...entities: string[]) => aMember("a", { entities });
    for (const entities of [["ada"], ["ada", "eva"], ["ada"]]) await store.addMember("s1", member(...entities));
    expect(await store.membersOf("s1")).toEqual([member("ada", "eva")]);
  });
};
