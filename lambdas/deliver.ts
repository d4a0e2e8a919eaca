import { pause, systemClock } from "./adapters/clock.ts";
import { deliverStore } from "./adapters/dynamo-store.ts";
import { env, loopbackAllowed } from "./adapters/env.ts";
import { sendWebhook } from "./adapters/http.ts";
import { eachMessage } from "./adapters/lambda.ts";
import { sesMailer } from "./adapters/ses.ts";
import { userAgent } from "./core/user-agent.ts";
import { deliverInTurn } from "./pipeline/in-turn.ts";

const { TABLE_NAME, SENDER, MAIL_SET, PUBLIC_URL } = env("deliver", "TABLE_NAME", "SENDER", "MAIL_SET", "PUBLIC_URL");
const deps = {
  store: deliverStore(TABLE_NAME),
  mail: sesMailer(SENDER, MAIL_SET),
  webhook: sendWebhook({ userAgent: userAgent(PUBLIC_URL), loopback: loopbackAllowed(), clock: systemClock }),
  clock: systemClock,
  pause,
  publicUrl: PUBLIC_URL,
};

export const handler = eachMessage("deliver", deliverInTurn(deps));
