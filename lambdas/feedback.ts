import { feedbackStore } from "./adapters/dynamo-store.ts";
import { env } from "./adapters/env.ts";
import { eachMessage } from "./adapters/lambda.ts";
import { feedback } from "./pipeline/feedback.ts";

const { TABLE_NAME } = env("feedback", "TABLE_NAME");
const store = feedbackStore(TABLE_NAME);

export const handler = eachMessage("feedback", (event) => feedback(event, store));
