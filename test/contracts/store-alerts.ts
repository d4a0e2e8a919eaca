import { expect, it } from "vitest";
import { alertId } from "../../lambdas/core/alert.ts";
import { aGap, anAlert, NOON } from "./rows.ts";
import type { Bench } from "./store.ts";

const at = (ms: number) => new Date(NOON + ms).toISOString();

export const alertContract = (open: () => Promise<Bench>): void => {
  it("lets one of many replace what was told", async () => {
    const { store } = await open();
    expect(await store.told("sub-1", "ada")).toEqual({ version: 0, returns: [] });
    for (const version of [1, 2, 3]) {
      const told = (itemId: string) => ({ version, returns: [{ at: at(0), storyId: "s1", itemId, gap: aGap() }] });
      const saved = await Promise.all(["a", "b", "c"].map((itemId) => store.saveTold("sub-1", "ada", told(itemId))));
      expect(saved.filter(Boolean)).toHaveLength(1);
      expect(await store.told("sub-1", "ada")).toEqual(told("abc"[saved.indexOf(true)] ?? ""));
    }
    expect(await store.saveTold("sub-1", "ada", { version: 3, returns: [] })).toBe(false);
    expect(await store.saveTold("sub-1", "ada", { version: 5, returns: [] })).toBe(false);
    expect(await store.saveTold("sub-1", "eva", { version: 2, returns: [] })).toBe(false);
    expect((await store.told("sub-2", "ada")).version).toBe(0);
  });

  it("lists what a subscription was told, of everyone", async () => {
    const { store } = await open();
    const told = (storyId: string) => ({ version: 1, returns: [{ at: at(0), storyId, itemId: "i1", gap: aGap() }] });
    for (const [entity, story] of [
      ["ada", "s1"],
      ["ada+eva", "s2"],
    ] as const)
      await store.saveTold("sub-1", entity, told(story));
    await store.saveTold("sub-2", "ada", told("s3"));
    expect([...(await store.allTold("sub-1"))]).toEqual([
      ["ada", told("s1").returns],
      ["ada+eva", told("s2").returns],
    ]);
    expect((await store.allTold("sub-3")).size).toBe(0);
  });

  it("puts an alert once, and gives the one that is there to who comes later", async () => {
    const { store } = await open();
    const offered = ["a", "b", "c"].map((outlet) => anAlert("a1", { story: { ...anAlert("a1").story, outlet } }));
    const put = await Promise.all(offered.map((alert) => store.putAlert(alert)));
    const kept = await store.alert("sub-1", "a1");
    expect(put.filter((holder) => holder === undefined)).toHaveLength(1);
    expect(offered[put.indexOf(undefined)]).toEqual(kept);
    expect(put.filter((holder) => holder !== undefined)).toEqual([kept, kept]);
    await store.markDispatched({ id: "a1", subscriptionId: "sub-1" });
    await store.markDispatched({ id: "a1", subscriptionId: "sub-1" });
    expect(await store.putAlert(anAlert("a1"))).toEqual(kept);
    expect(await store.putAlert(anAlert("a1", { subscriptionId: "sub-2" }))).toBeUndefined();
  });

  it("finds an alert by id, and those of one subscription and story by their numbers", async () => {
    const { store } = await open();
    const numbered = (n: number, more = {}) => anAlert(alertId("sub-1", "story-1", n), { told: ["ada", String(n)], ...more });
    // A number that nobody can have taken: the one before it is free.
    for (const n of [0, 1, 3]) await store.putAlert(numbered(n));
    await store.putAlert(anAlert(alertId("sub-1", "story-12", 0), { storyId: "story-12" }));
    await store.putAlert(anAlert(alertId("sub-2", "story-1", 0), { subscriptionId: "sub-2" }));
    await store.markDispatched(numbered(1));
    expect(await store.alertsOf("sub-1", "story-1")).toEqual([numbered(0), numbered(1)]);
    expect(await store.alert("sub-1", numbered(1).id)).toEqual(numbered(1));
    expect(await store.alert("sub-1", alertId("sub-2", "story-1", 0))).toBeUndefined();
    expect(await store.alertsOf("sub-3", "story-1")).toEqual([]);
  });

  it("makes no ghost of an alert that it does not have", async () => {
    const { store } = await open();
    await store.markDispatched({ id: "nobody", subscriptionId: "sub-1" });
    expect(await store.alert("sub-1", "nobody")).toBeUndefined();
    expect(await store.putAlert(anAlert("nobody"))).toBeUndefined();
  });
};
