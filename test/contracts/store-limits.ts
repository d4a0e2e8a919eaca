import { expect, it } from "vitest";
import type { LimitName } from "../../lambdas/core/limit.ts";
import { LIMITS } from "../../lambdas/core/limit.ts";
import { NOON } from "./rows.ts";
import type { Bench } from "./store.ts";

const HOUR = 3_600_000;

export const limitContract = (open: () => Promise<Bench>): void => {
  it.each(["confirmation", "test", "alert"] satisfies LimitName[])(
    "counts as many as %s allows, however many come at once, and each once",
    async (limit) => {
      const { store } = await open();
      const { most, withinMs } = LIMITS[limit];
      const ids = Array.from({ length: most + 4 }, (_, n) => `id-${n}`);
      const waits = await Promise.all(ids.map((id) => store.countWithin(limit, "a", id)));
      expect(waits.filter((wait) => wait === 0)).toHaveLength(most);
      // Whoever died after counting counts once, and who found no room finds none.
      const again = await Promise.all(ids.map((id) => store.countWithin(limit, "a", id)));
      expect(again.map((wait) => wait === 0)).toEqual(waits.map((wait) => wait === 0));
      expect(Math.max(...again)).toBe(withinMs);
      expect(await store.countWithin(limit, "b", "id-0")).toBe(0);
    },
  );

  it("counts within any span, not by the calendar, and says when there is room", async () => {
    const { store, time } = await open();
    const counted = new Map([
      ["hash-a", [] as number[]],
      ["hash-b", [] as number[]],
    ]);
    for (let hour = 0; hour <= 80; hour += 1) {
      time.now = NOON + hour * HOUR;
      const who = hour % 5 === 0 ? "hash-b" : "hash-a";
      const hours = counted.get(who) ?? [];
      const alive = hours.filter((one) => one > hour - 24);
      const wait = alive.length < 3 ? 0 : (alive[0]! + 24 - hour) * HOUR;
      expect([hour, await store.countWithin("confirmation", who, `${hour}`)]).toEqual([hour, wait]);
      if (wait === 0) counted.set(who, [...hours, hour]);
    }
    expect([...counted.values()].map(({ length }) => length)).toEqual([12, 11]);
  });

  it("keeps one limit out of the other's way", async () => {
    const { store } = await open();
    for (const n of [1, 2, 3]) await store.countWithin("confirmation", "a", `${n}`);
    expect(await store.countWithin("confirmation", "a", "4")).toBe(24 * HOUR);
    expect(await store.countWithin("ask", "a", "4")).toBe(0);
  });
};
