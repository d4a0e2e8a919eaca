import { systemClock } from "./adapters/clock.ts";

import { scheduleStore } from "./adapters/dynamo-store.ts";
import { env } from "./adapters/env.ts";
import { onSchedule } from "./adapters/lambda.ts";
import { freshSecret } from "./adapters/random.ts";
import { sqsOutbox } from "./adapters/sqs.ts";
import { seed } from "./data/seed.ts";
import { schedule } from "./pipeline/schedule.ts";

const variables = env("schedule", "TABLE_NAME", "INGEST_QUEUE_URL", "MATCH_QUEUE_URL", "DELIVER_QUEUE_URL");
const deps = {
  store: scheduleStore(variables.TABLE_NAME),
  ingest: sqsOutbox(variables.INGEST_QUEUE_URL),
  match: sqsOutbox(variables.MATCH_QUEUE_URL),
  deliver: sqsOutbox(variables.DELIVER_QUEUE_URL),
  clock: systemClock,
  seed,
  newSecret: freshSecret,
};

export const handler = onSchedule(() => schedule(deps));
