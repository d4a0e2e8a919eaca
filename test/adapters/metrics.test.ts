import { afterEach, expect, it, vi } from "vitest";
import { countsOf, makeCounters } from "../../lambdas/adapters/metrics.ts";

afterEach(() => vi.restoreAllMocks());

const printed = (work: () => void): Record<string, unknown>[] => {
  const lines: string[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => lines.push(String(text)) > 0);
  work();
  vi.restoreAllMocks();
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
};

it("adds up an invocation's counts and writes them as one line, without a dimension for feeds", () => {
  const counters = makeCounters("ingest");
  const outcome = { shard: 0, outcome: "polled", feeds: 3, items: 4, failed: { gaceta: "timeout" } } as const;
  const lines = printed(() => {
    counters.add(countsOf.ingest(outcome));
    counters.add(countsOf.ingest({ ...outcome, failed: {} }));
    counters.add({ FeedsSilent: 1 });
    counters.publish();
    counters.publish();
  });
  expect(lines).toMatchObject([{ service: "ingest", FeedsChecked: [3, 3], FeedsSilent: 1, ItemsNew: [4, 4] }]);
  expect(lines[0]?._aws).toMatchObject({ CloudWatchMetrics: [{ Namespace: "Vigia", Dimensions: [["service"]] }] });
});

it("writes nothing when nothing happened", () => {
  const counters = makeCounters("deliver");
  expect(
    printed(() => {
      counters.add(countsOf.deliver({ deliveryId: "d", outcome: "early" }));
      counters.publish();
    }),
  ).toEqual([]);
});

it("has at most ten metrics", () => {
  const names = new Set([
    "MessagesFailed",
    "FeedsSilent",
    ...Object.keys(countsOf.schedule({ seeded: false, polls: 0, retries: 0, swept: 0 })),
    ...Object.keys(countsOf.ingest({ shard: 0, outcome: "polled", feeds: 0, items: 0, failed: {} })),
    ...Object.keys(countsOf.match({ itemId: "i", entities: ["ada", "eva"], alerts: 0 })),
    ...Object.keys(countsOf.deliver({ deliveryId: "d", outcome: "sent" })),
  ]);
  expect(names.size).toBeLessThanOrEqual(10);
});

it.each([
  ["sent", { DeliveriesSent: 1, DeliveriesRetried: 0, DeliveriesFailed: 0 }],
  ["retry", { DeliveriesSent: 0, DeliveriesRetried: 1, DeliveriesFailed: 0 }],
  ["failed", { DeliveriesSent: 0, DeliveriesRetried: 0, DeliveriesFailed: 1 }],
  ["held", { DeliveriesSent: 0, DeliveriesRetried: 0, DeliveriesFailed: 0 }],
] as const)("counts a delivery that is %s", (outcome, counts) => {
  expect(countsOf.deliver({ deliveryId: "d", outcome })).toEqual(counts);
});

it("counts an item that names several entities once", () => {
  expect(countsOf.match({ itemId: "i", entities: ["ada", "eva"], alerts: 2 })).toEqual({ ItemsMatched: 1, AlertsRaised: 2 });
});
