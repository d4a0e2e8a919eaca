import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { Suppression } from "../../lambdas/core/suppression.ts";
import { outweighs } from "../../lambdas/core/suppression.ts";
import { DAY, NOON } from "./rows.ts";
import type { Bench } from "./store.ts";

const at = (days: number): string => new Date(NOON + days * DAY).toISOString();

export const suppressionContract = (open: () => Promise<Bench>): void => {
  it("keeps that an address takes no mail: a bounce for 400 days, a complaint for good", async () => {
    const { store, time } = await open();
    expect(await store.suppression("hash-a")).toBeUndefined();
    await store.suppress("hash-a", { reason: "bounce", at: at(0) });
    await store.suppress("hash-b", { reason: "complaint", at: at(0) });
    expect(await store.suppression("hash-a")).toEqual({ reason: "bounce", at: at(0) });
    time.now = NOON + 400 * DAY - 1000;
    expect(await store.suppression("hash-a")).toBeDefined();
    time.now = NOON + 400 * DAY + 1000;
    expect(await store.suppression("hash-a")).toBeUndefined();
    expect(await store.suppression("hash-b")).toEqual({ reason: "complaint", at: at(0) });
    await store.suppress("hash-a", { reason: "bounce", at: at(400) });
    expect(await store.suppression("hash-a")).toEqual({ reason: "bounce", at: at(400) });
  });

  it("keeps for 30 days each mail that came back for the time being, once, apart from what suppresses", async () => {
    const { store, time } = await open();
    const [first, second] = [
      { messageId: "ses-1", at: at(-2) },
      { messageId: "ses-2", at: at(0) },
    ];
    for (const one of [second, first, second, first]) await store.noteSoftBounce("hash-a", one);
    const kept = async () => (await store.softBounces("hash-a")).toSorted((a, b) => (a.at < b.at ? -1 : 1));
    expect([await kept(), await store.suppression("hash-a"), await store.softBounces("hash-b")]).toEqual([[first, second], undefined, []]);
    await store.suppress("hash-a", { reason: "bounce", at: at(0) });
    expect(await kept()).toEqual([first, second]);
    time.now = NOON + 28 * DAY + 1000;
    expect(await kept()).toEqual([second]);
  });

  it("forgets it when an operator releases the address, and learns it anew", async () => {
    const { store } = await open();
    expect(await store.release("hash-a")).toBe(false);
    await store.suppress("hash-a", { reason: "complaint", at: at(0) });
    expect([await store.release("hash-a"), await store.suppression("hash-a")]).toEqual([true, undefined]);
    await store.suppress("hash-a", { reason: "bounce", at: at(-1) });
    expect(await store.suppression("hash-a")).toEqual({ reason: "bounce", at: at(-1) });
  });

  it("comes to the same in whatever order events come, and however often", async () => {
    const { store } = await open();
    let n = 0;
    const event = fc.record<Suppression>({ reason: fc.constantFrom("bounce", "complaint"), at: fc.integer({ min: 0, max: 3 }).map(at) });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 5 }), async (events) => {
        const last = events.reduce((kept, other) => (outweighs(kept, other) ? kept : other));
        for (const order of [events, events.toReversed(), [...events, ...events]]) {
          n += 1;
          for (const one of order) await store.suppress(`hash-${n}`, one);
          expect(await store.suppression(`hash-${n}`)).toEqual(last);
        }
      }),
      { numRuns: 25 },
    );
  });
};
