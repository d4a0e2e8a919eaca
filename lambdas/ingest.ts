import { pause, systemClock } from "./adapters/clock.ts";
import { ingestStore } from "./adapters/dynamo-store.ts";
import { env, loopbackAllowed } from "./adapters/env.ts";
import { fetchFeed } from "./adapters/http.ts";
import { eachMessage, edgeOf } from "./adapters/lambda.ts";
import { operatorLog } from "./adapters/operator-log.ts";
import { parseFeed } from "./adapters/rss.ts";
import { sqsOutbox } from "./adapters/sqs.ts";
import { userAgent } from "./core/user-agent.ts";
import { gather } from "./pipeline/gather.ts";

const { TABLE_NAME, MATCH_QUEUE_URL, PUBLIC_URL } = env("ingest", "TABLE_NAME", "MATCH_QUEUE_URL", "PUBLIC_URL");
const edge = edgeOf("ingest");
const deps = {
  store: ingestStore(TABLE_NAME),
  fetch: fetchFeed({ userAgent: userAgent(PUBLIC_URL), loopback: loopbackAllowed() }),
  parse: parseFeed,
  match: sqsOutbox(MATCH_QUEUE_URL),
  tell: operatorLog(edge),
  clock: systemClock,
  pause,
};

export const handler = eachMessage("ingest", (message) => gather(message, deps), edge);
