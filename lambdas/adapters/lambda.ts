import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { inParallel } from "../pipeline/in-parallel.ts";
import type { DeliverMessage, GatherMessage, MatchMessage } from "../pipeline/messages.ts";
import { correlated } from "./correlation.ts";
import type { Log } from "./logger.ts";
import { makeLog } from "./logger.ts";
import type { Counters, StepOutcomes } from "./metrics.ts";
import { countsOf, makeCounters } from "./metrics.ts";
import { CORRELATION } from "./sqs.ts";

/** What each queue carries. */
interface StepMessages {
  ingest: GatherMessage;
  match: MatchMessage;
  deliver: DeliverMessage;
  /** As SES wrote it. */
  feedback: unknown;
}

/**
 * The longest one message may take, ms, and how many are worked on at once. A message is started only if so much time is left;
 * one that is not started goes back to the queue. Deliveries wait for other people's servers, so a batch waits together; one may wait
 * 15 s for its turn, and then take 35 s (`pipeline/in-turn.ts`).
 */
const LIMITS: Readonly<Record<keyof StepMessages, { worstMs: number; atOnce: number }>> = {
  ingest: { worstMs: 100_000, atOnce: 1 },
  match: { worstMs: 20_000, atOnce: 4 },
  deliver: { worstMs: 50_000, atOnce: 10 },
  feedback: { worstMs: 15_000, atOnce: 4 },
};

/** Where the edge writes. */
export interface Edge {
  readonly log: Log;
  readonly counters: Counters;
}

/** What the handlers use of Lambda's context. */
type Remaining = Pick<Context, "getRemainingTimeInMillis">;

/**
 * A handler that gives `handle` each message of a batch, parsed, and tells SQS which ones failed, so that a poisonous
 * message fails alone. Logs every outcome; returns outcomes to nobody.
 */
export const eachMessage = <Name extends keyof StepMessages>(
  name: Name,
  handle: (message: StepMessages[Name]) => Promise<StepOutcomes[Name]>,
  edge: Edge = edgeOf(name),
) => {
  const { worstMs, atOnce } = LIMITS[name];
  const work = async (record: SQSRecord, context: Remaining): Promise<boolean> => {
    if (context.getRemainingTimeInMillis() < worstMs) {
      edge.log.warn(`${name} had no time left to start this message`);
      return false;
    }
    try {
      const outcome = await handle(JSON.parse(record.body) as StepMessages[Name]);
      edge.log.info(name, { outcome });
      edge.counters.add(countsOf[name](outcome));
      return true;
    } catch (error) {
      // The message is identified, not shown: it waits in the dead-letter queue under this id.
      edge.log.error(`${name} failed`, { messageId: record.messageId, tries: record.attributes.ApproximateReceiveCount, error });
      edge.counters.add({ MessagesFailed: 1 });
      return false;
    }
  };
  return async ({ Records }: Pick<SQSEvent, "Records">, context: Remaining): Promise<SQSBatchResponse> => {
    const failed: string[] = [];
    await inParallel(Records, atOnce, async (record) => {
      const { messageId, messageAttributes } = record;
      const id = messageAttributes[CORRELATION]?.stringValue ?? messageId;
      const done = await correlated(id, () => work(record, context));
      if (!done) failed.push(messageId);
    });
    edge.counters.publish();
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
};

/** A handler of the minute's tick. A failure fails the invocation: the alarm counts those, and the next tick does the work. */
export const onSchedule =
  (handle: () => Promise<StepOutcomes["schedule"]>, edge: Edge = edgeOf("schedule")) =>
  async (event: { readonly id: string }): Promise<void> =>
    correlated(event.id, async () => {
      try {
        const outcome = await handle();
        edge.log.info("schedule", { outcome });
        edge.counters.add(countsOf.schedule(outcome));
      } catch (error) {
        edge.log.error("schedule failed", { error });
        throw error;
      } finally {
        edge.counters.publish();
      }
    });

/** Where a step's edge writes when nobody says otherwise. */
export const edgeOf = (name: keyof StepOutcomes): Edge => ({ log: makeLog(name), counters: makeCounters(name) });
