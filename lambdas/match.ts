import { systemClock } from "./adapters/clock.ts";
import { matchStore } from "./adapters/dynamo-store.ts";
import { env } from "./adapters/env.ts";
import { eachMessage } from "./adapters/lambda.ts";
import { sqsOutbox } from "./adapters/sqs.ts";
import { rarity } from "./data/rarity.ts";
import { compiled } from "./pipeline/compiled.ts";
import { judge } from "./pipeline/judge.ts";
import type { DeliverMessage, MatchMessage } from "./pipeline/messages.ts";

const { TABLE_NAME, MATCH_QUEUE_URL, DELIVER_QUEUE_URL } = env("match", "TABLE_NAME", "MATCH_QUEUE_URL", "DELIVER_QUEUE_URL");
const store = matchStore(TABLE_NAME);
const [match, deliver] = [sqsOutbox<MatchMessage>(MATCH_QUEUE_URL), sqsOutbox<DeliverMessage>(DELIVER_QUEUE_URL)];
const deps = { store, matcher: compiled(store.watchlist), rarity, match, deliver, clock: systemClock };

export const handler = eachMessage("match", (message) => judge(message, deps));
