import { expect, it } from "vitest";
import { compiled } from "../../lambdas/pipeline/compiled.ts";
import { remember } from "../../lambdas/pipeline/remember.ts";
import { anEntity } from "../contracts/rows.ts";

/** Something to read, whose reads are counted and let through one by one. */
const opened = (age = 1000) => {
  const world = { now: 0, reads: 0, value: ["a"], broken: false };
  const read = async () => {
    world.reads++;
    if (world.broken) throw new Error("throttled");
    return structuredClone(world.value);
  };
  return { world, get: remember(read, () => world.now, age) };
};

it("reads once in its time", async () => {
  const { world, get } = opened();
  await get();
  world.now = 999;
  await get();
  expect(world.reads).toBe(1);
  world.now = 1000;
  await get();
  expect(world.reads).toBe(2);
});

it("gives the same object while nothing changes, and the new value when it does", async () => {
  const { world, get } = opened();
  const first = await get();
  world.now = 5000;
  expect(await get()).toBe(first);
  world.value = ["b"];
  world.now = 10_000;
  expect(await get()).toEqual(["b"]);
});

it("reads once for many who ask together", async () => {
  const { world, get } = opened();
  const [a, b] = await Promise.all([get(), get()]);
  expect([world.reads, a === b]).toEqual([1, true]);
});

it("does not remember a failure, nor give an old value in its place", async () => {
  const { world, get } = opened();
  await get();
  world.now = 5000;
  world.broken = true;
  await expect(get()).rejects.toThrow("throttled");
  world.broken = false;
  expect(await get()).toEqual(["a"]);
});

it("keeps a compiled matcher as long as the watchlist reads the same", async () => {
  const world = { now: 0, entities: [anEntity("ada")] };
  const matcher = compiled(
    remember(
      async () => ({ entities: structuredClone(world.entities) }),
      () => world.now,
      1000,
    ),
  );
  const first = await matcher();
  world.now = 5000;
  expect(await matcher()).toBe(first);
  world.entities = [anEntity("ada"), anEntity("eva")];
  world.now = 10_000;
  expect(await matcher()).not.toBe(first);
});
