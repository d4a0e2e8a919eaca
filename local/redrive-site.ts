import type { SQSClient } from "@aws-sdk/client-sqs";
import { carriesKey } from "./admin-key.ts";
import { type Answer, json, plain } from "./answer.ts";
import { lookInto, moveEach, stepQueues } from "./dead-letters.ts";

/** The dead letters of this machine, for who has the admin key: `vigia redrive` asks. */
export interface Redrive {
  /** GET lists them, POST sends them back; `steps`, with commas between them, are those meant: all, where it is empty. */
  readonly answer: (method: string, steps: string, headers: Readonly<Record<string, string>>) => Promise<Answer>;
}

/** Over the SQS stand-in, which knows no move task. */
export const openRedrive = (sqs: SQSClient, adminKey: string): Redrive => ({
  answer: async (method, steps, headers) => {
    if (!carriesKey(headers, adminKey)) return plain(401, "This takes the admin key.");
    const wanted = steps.split(",").filter((step) => step !== "");
    const queues = (await stepQueues(sqs, "")).filter(({ step }) => wanted.length === 0 || wanted.includes(step));
    const done = async (queue: (typeof queues)[number]) =>
      method === "POST"
        ? { step: queue.step, moved: await moveEach(sqs, queue) }
        : { step: queue.step, letters: await lookInto(sqs, queue) };
    return json(await Promise.all(queues.map(done)));
  },
});
