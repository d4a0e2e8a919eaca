import type { FeedbackStore } from "../lambdas/pipeline/subscriber-ports.ts";
import type { Clock, IngestStore, MatchStore, OperatorStore, QueryStore, ScheduleStore } from "../lambdas/pipeline/ports.ts";
import type { DeliverStore } from "../lambdas/pipeline/deliver-ports.ts";
import { memoryCatalog } from "./fixtures/memory-catalog.ts";
import { memoryChanges } from "./fixtures/memory-changes.ts";
import { memoryCounts } from "./fixtures/memory-counts.ts";
import { memoryFeeds } from "./fixtures/memory-feeds.ts";
import { memoryLimits } from "./fixtures/memory-limits.ts";
import { memoryNews } from "./fixtures/memory-news.ts";
import { memorySubscriptions } from "./fixtures/memory-subscriptions.ts";

/** Everything that the steps, the API and operators ask of a store. */
export type Store = ScheduleStore & IngestStore & MatchStore & DeliverStore & FeedbackStore & QueryStore & OperatorStore;

/** The store in memory, held to the same contract as the one over DynamoDB, with one look inside for tests. */
export interface MemoryStore extends Store {
  /** Every alert of a subscription, oldest first. */
  allAlerts(subscriptionId: string): ReturnType<ReturnType<typeof memorySubscriptions>["allAlerts"]>;
}

/** A new, empty store. Each method is one atomic effect: it has happened when the call returns its promise. */
export const memoryStore = (clock: Clock): MemoryStore => {
  const { archiveOf, ...catalog } = memoryCatalog(clock);
  return {
    ...memoryFeeds(clock, archiveOf),
    ...catalog,
    ...memoryNews(clock),
    ...memoryCounts(),
    ...memoryChanges(),
    ...memoryLimits(clock),
    ...memorySubscriptions(clock),
  };
};
