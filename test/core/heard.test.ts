import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { heardIn } from "../../lambdas/core/heard.ts";
import type { Listening, Span } from "../../lambdas/core/heard.ts";

const feed = (about: Partial<Listening>): Listening => ({ feedId: "one", since: 0, heardAt: 100, holes: [], ...about });
const month: Span = { from: 0, to: 100 };

describe("what was heard", () => {
  it.each<[number, string, readonly Listening[]]>([
    [1, "a feed that was heard all the time", [feed({})]],
    [0, "no feed at all", []],
    [0, "a feed that is added later", [feed({ since: 100, heardAt: 200 })]],
    [0.75, "time before the first feed is time without one", [feed({ since: 25 })]],
    [1, "a feed added today says nothing of the days before", [feed({}), feed({ feedId: "two", since: 90 })]],
    [0.9, "a hole", [feed({ holes: [{ from: 20, to: 30, why: "missed" }] })]],
    [0.95, "a hole in one of two", [feed({ holes: [{ from: 20, to: 30, why: "missed" }] }), feed({ feedId: "two" })]],
    [0.8, "time since the last good check", [feed({ heardAt: 80 })]],
    [1, "a feed that was removed counts until then", [feed({}), feed({ feedId: "two", until: 50, heardAt: 50 })]],
    [0.75, "a feed that failed until it was removed counts until then", [feed({}), feed({ feedId: "two", until: 50, heardAt: 0 })]],
    [
      1,
      "a pause is no hole",
      [feed({ pauses: [{ from: 20, to: 40 }], holes: [{ from: 20, to: 40, why: "missed" }] }), feed({ feedId: "two" })],
    ],
    [0.8, "but time in which the only feed pauses is not heard", [feed({ pauses: [{ from: 20, to: 40 }] })]],
    [
      0.7,
      "holes that overlap count once",
      [
        feed({
          holes: [
            { from: 20, to: 40, why: "missed" },
            { from: 30, to: 50, why: "stale" },
          ],
        }),
      ],
    ],
    [0.5, "a hole that reaches beyond both ends of what is asked", [feed({ holes: [{ from: -50, to: 50, why: "missed" }] })]],
    [0.6, "a feed counts by its weight", [feed({ weight: 3 }), feed({ feedId: "two", weight: 2, heardAt: 0 })]],
  ])("is %d: %s", (share, _, listening) => {
    expect(heardIn(listening, month).share).toBeCloseTo(share, 10);
  });

  it("says of each feed what was not heard and why", () => {
    const holes = [
      { from: 60, to: 70, why: "stale" as const },
      { from: 20, to: 30, why: "missed" as const },
    ];
    expect(heardIn([feed({ since: 10, heardAt: 90, holes }), feed({ feedId: "later", since: 500 })], month).feeds).toEqual([
      {
        feedId: "one",
        weight: 1,
        counted: 90,
        heard: 60,
        unheard: [
          { from: 20, to: 30, why: "missed" },
          { from: 60, to: 70, why: "stale" },
          { from: 90, to: 100, why: "waiting" },
        ],
      },
    ]);
  });

  it("is told in time for many feeds with many holes", () => {
    const feeds = Array.from({ length: 60 }, (_, n) => {
      const holes = Array.from({ length: 2000 }, (__, k) => ({ from: k * 1000 + n, to: k * 1000 + n + 500, why: "missed" as const }));
      return feed({ feedId: `${n}`, heardAt: 2_000_000, holes });
    });
    expect(heardIn(feeds, { from: 0, to: 2_000_000 }).share).toBeCloseTo(0.5, 9);
  });

  it("is what asking every moment one by one comes to", () => {
    const span = fc.tuple(fc.nat(60), fc.nat(20)).map(([from, long]) => ({ from, to: from + long }));
    const hole = fc.tuple(span, fc.constantFrom("missed" as const, "stale" as const)).map(([s, why]) => ({ ...s, why }));
    const any = fc.record(
      {
        feedId: fc.constant("x"),
        since: fc.nat(60),
        heardAt: fc.nat(80),
        holes: fc.array(hole, { maxLength: 4 }),
        pauses: fc.array(span, { maxLength: 2 }),
        until: fc.nat(80),
        weight: fc.integer({ min: 1, max: 9 }),
      },
      { requiredKeys: ["feedId", "since", "heardAt", "holes"] },
    );
    fc.assert(
      fc.property(fc.array(any, { maxLength: 5 }), span, (listening, asked) => {
        const within = (at: number) => (s: Span) => s.from <= at && at < s.to;
        let total = 0;
        for (let at = asked.from; at < asked.to; at++) {
          const alive = listening.filter((one) => one.since <= at && at < (one.until ?? Infinity) && !(one.pauses ?? []).some(within(at)));
          const heard = alive.filter((one) => at < one.heardAt && !one.holes.some(within(at)));
          const weigh = (some: readonly Listening[]) => some.reduce((sum, { weight = 1 }) => sum + weight, 0);
          if (alive.length > 0) total += weigh(heard) / weigh(alive);
        }
        const share = asked.to > asked.from ? total / (asked.to - asked.from) : 0;
        expect(heardIn(listening, asked).share).toBeCloseTo(share, 9);
      }),
      { numRuns: 500 },
    );
  });
});
