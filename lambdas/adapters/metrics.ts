import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import type { DeliverOutcome } from "../pipeline/in-hand.ts";
import type { FeedbackOutcome } from "../pipeline/feedback.ts";
import type { IngestOutcome } from "../pipeline/ingest.ts";
import type { MatchOutcome } from "../pipeline/match.ts";
import type { ScheduleOutcome } from "../pipeline/schedule.ts";

/** What each step says came of its work. */
export interface StepOutcomes {
  schedule: ScheduleOutcome;
  ingest: IngestOutcome;
  match: MatchOutcome;
  deliver: DeliverOutcome;
  feedback: FeedbackOutcome;
}

/** Every metric there is: at most ten, since each costs by name and dimension, and none per feed or subscription. */
export type MetricName =
  | "MessagesFailed"
  | "FeedsChecked"
  | "FeedsSilent"
  | "ItemsNew"
  | "ItemsMatched"
  | "AlertsRaised"
  | "AlertsSwept"
  | "DeliveriesSent"
  | "DeliveriesRetried"
  | "DeliveriesFailed";

/** Counts of one invocation; `publish` writes them as one line (embedded metric format), nothing if all are 0. */
export interface Counters {
  add(counts: Counts): void;
  publish(): void;
}

/** A step's counters, dimension `service` only. */
export const makeCounters = (name: keyof StepOutcomes): Counters => {
  const metrics = new Metrics({ namespace: "Vigia", serviceName: name });
  return {
    add: (counts) => {
      for (const [metric, count] of Object.entries(counts)) if (count > 0) metrics.addMetric(metric, MetricUnit.Count, count);
    },
    publish: () => {
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    },
  };
};

type Counts = Readonly<Partial<Record<MetricName, number>>>;

/** What an outcome counts as. */
export const countsOf: { readonly [Name in keyof StepOutcomes]: (outcome: StepOutcomes[Name]) => Counts } = {
  schedule: ({ swept }) => ({ AlertsSwept: swept }),
  ingest: ({ feeds, items }) => ({ FeedsChecked: feeds, ItemsNew: items }),
  match: ({ entities, alerts }) => ({ ItemsMatched: Math.min(entities.length, 1), AlertsRaised: alerts }),
  deliver: ({ outcome }) => ({
    DeliveriesSent: Number(outcome === "sent"),
    DeliveriesRetried: Number(outcome === "retry"),
    DeliveriesFailed: Number(outcome === "failed"),
  }),
  // SES counts bounces and complaints itself, and the alarms watch its rates.
  feedback: () => ({}),
};
