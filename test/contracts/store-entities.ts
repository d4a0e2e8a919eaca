import { expect, it } from "vitest";
import { anEntity } from "./rows.ts";
import type { Bench } from "./store.ts";

export const entityContract = (open: () => Promise<Bench>): void => {
  const ids = async ({ store }: Bench) => (await store.entities()).map(({ id }) => id);

  it("adds an entity once, and after it was removed again", async () => {
    const bench = await open();
    const { store } = bench;
    expect(await store.addEntity(anEntity("ada"))).toBe(true);
    expect(await store.addEntity(anEntity("ada", { lists: ["other"] }))).toBe(false);
    expect((await store.entities())[0]).toEqual(anEntity("ada"));
    expect([await store.removeEntity("ada"), await store.removeEntity("ada"), await store.removeEntity("eva")]).toEqual([
      true,
      false,
      false,
    ]);
    expect(await ids(bench)).toEqual([]);
    expect(await store.addEntity(anEntity("ada", { lists: ["other"] }))).toBe(true);
    expect((await store.entities())[0]?.lists).toEqual(["other"]);
  });

  it("loses nobody's edit of those that come at once", async () => {
    const { store } = await open();
    await store.addEntity(anEntity("ada", { lists: [] }));
    const added = Array.from({ length: 6 }, (_, n) => `list-${n}`);
    await Promise.all(added.map((list) => store.changeEntity("ada", (was) => ({ ...was, lists: [...was.lists, list] }))));
    expect((await store.entities())[0]?.lists.toSorted()).toEqual(added);
    expect(await store.changeEntity("eva", (was) => was)).toBeUndefined();
  });

  it("leaves an edit out that refuses what it finds", async () => {
    const { store } = await open();
    await store.addEntity(anEntity("ada"));
    const refuse = store.changeEntity("ada", () => {
      throw new RangeError("no");
    });
    await expect(refuse).rejects.toBeInstanceOf(RangeError);
    expect(await store.entities()).toEqual([anEntity("ada")]);
  });

  it("brings nobody back by seeding, nor what people changed", async () => {
    const bench = await open();
    const { store } = bench;
    const rows = [anEntity("ada"), anEntity("eva")].map((body) => ({ prefix: "ENTITY", id: body.id, body }) as const);
    await store.seed(rows);
    await store.removeEntity("ada");
    await store.changeEntity("eva", (was) => ({ ...was, lists: ["mine"] }));
    await store.seed(rows.map((row) => ({ ...row, body: { ...row.body, everyday: true } }) as const));
    expect(await store.entities()).toEqual([anEntity("eva", { lists: ["mine"] })]);
  });
};
