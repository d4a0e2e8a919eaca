import { DUE_SHARDS } from "../core/delivery.ts";
import { FEED_SHARDS } from "../core/feed.ts";
import type { Seed } from "../core/seed.ts";
import { handOver } from "./hand-over.ts";
import type { DeliverMessage, IngestMessage, MatchMessage } from "./messages.ts";
import type { Clock, Outbox, ScheduleStore } from "./ports.ts";
import { plant } from "./seed.ts";

interface ScheduleDeps {
  readonly store: ScheduleStore;
  readonly ingest: Outbox<IngestMessage>;
  readonly match: Outbox<MatchMessage>;
  readonly deliver: Outbox<DeliverMessage>;
  readonly clock: Clock;
  readonly seed: Seed;
  /** A fresh secret for the installation, used if it has none. */
  readonly newSecret: () => string;
}

export interface ScheduleOutcome {
  readonly seeded: boolean;
  readonly polls: number;
  readonly retries: number;
  readonly swept: number;
}

const MINUTE = 60_000;

/** Missed ticks are caught up this far back; the longest interval is a day. */
const CATCH_UP_MS = 24 * 60 * MINUTE;

/** How long a delivery that was just sent to the queue stays out of the due index. */
const POSTPONE_MS = 10 * MINUTE;

/** How old a PENDING alert is when the sweep sends it: its own run has long finished or died. */
const SWEEP_AFTER_MS = MINUTE;

/** How many rows of one index part a tick handles; the rest is a minute late. */
const BATCH = 200;

/**
 * One tick: what is due is handed to the queues. Running it twice, late or not at all for a while does no harm. Its parts do
 * not depend on each other: one that fails is thrown when the others have run.
 */
export const schedule = async (deps: ScheduleDeps): Promise<ScheduleOutcome> => {
  const errors: unknown[] = [];
  const part = async <T>(run: (deps: ScheduleDeps) => Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await run(deps);
    } catch (error) {
      errors.push(error);
      return otherwise;
    }
  };
  const outcome = {
    seeded: await part(plant, false),
    polls: await part(sendPolls, 0),
    retries: await part(sendRetries, 0),
    swept: await part(sweepOutbox, 0),
  };
  if (errors.length > 0) throw new AggregateError(errors, "parts of the tick failed");
  return outcome;
};

/**
 * Each shard's tick moves to this minute, then its poll is sent: of two schedulers one wins. Dying in between costs the
 * feeds of that shard whose slot it was this one slot; their next comes by itself.
 */
const sendPolls = async ({ store, ingest, clock }: ScheduleDeps): Promise<number> => {
  const upTo = Math.floor(clock() / MINUTE) * MINUTE;
  let sent = 0;
  for (let shard = 0; shard < FEED_SHARDS; shard++) {
    const tick = await store.tickOf(shard);
    if (tick !== undefined && tick >= upTo) continue;
    const after = Math.max(tick ?? upTo - MINUTE, upTo - CATCH_UP_MS);
    if (!(await store.moveTick(shard, tick, upTo))) continue;
    await ingest([{ shard, after, upTo }]);
    sent++;
  }
  return sent;
};

/** Sends what is due, then moves it back in the index. */
const sendRetries = ({ store, deliver, clock }: ScheduleDeps): Promise<number> =>
  eachPart(async (part) =>
    handOver(await store.dueDeliveries(part, clock(), BATCH), deliver, (delivery) => store.postpone(delivery, clock() + POSTPONE_MS)),
  );

/** Sends alerts whose own run died before it could. */
const sweepOutbox = ({ store, deliver, clock }: ScheduleDeps): Promise<number> =>
  eachPart(async (part) =>
    handOver(await store.pendingAlerts(part, clock() - SWEEP_AFTER_MS, BATCH), deliver, (alert) => store.markDispatched(alert)),
  );

/** Goes through the parts of the index one after the other; returns the sum. */
const eachPart = async (send: (part: number) => Promise<number>): Promise<number> => {
  let sent = 0;
  for (let part = 0; part < DUE_SHARDS; part++) sent += await send(part);
  return sent;
};
