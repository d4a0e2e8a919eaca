import { SQSClient, SQSServiceException } from "@aws-sdk/client-sqs";
import { type Api, CommandFault } from "../api-client.ts";
import type { CommandIo } from "../command-io.ts";
import { type DeadLetter, lookInto, startMoving, stepQueues } from "../dead-letters.ts";
import { type Action, runAction, table } from "./remote.ts";

/** Dead letters, wherever Vigía runs. */
interface Desk {
  list(steps: readonly string[]): Promise<readonly { readonly step: string; readonly letters: readonly DeadLetter[] }[]>;
  /** Sends them back; `moved` is how many. */
  redrive(steps: readonly string[]): Promise<readonly { readonly step: string; readonly moved: number }[]>;
}

const STEPS = ["ingest", "match", "deliver", "feedback"];

const redrive: Action = {
  usage: "[STEP …] [--dry-run] [--stack NAME [--region REGION]]",
  summary: `send back what failed five times: of ${STEPS.join(", ")}, or of all; --dry-run lists it and changes nothing.
      With --stack, of a deployed Vigía, with your own AWS credentials; otherwise of the one that npm start runs`,
  words: 0,
  more: STEPS.length,
  options: { "dry-run": { type: "boolean" }, stack: { type: "string" }, region: { type: "string" } },
  run: async (api, { words, one, has }) => {
    const unknown = words.find((word) => !STEPS.includes(word));
    if (unknown !== undefined) throw new CommandFault(`"${unknown}" has no queue: the steps are ${STEPS.join(", ")}.`);
    const stack = one("stack");
    const desk = stack === undefined ? here(api) : deployed(stack, one("region"));
    if (has("dry-run")) {
      const value = await desk.list(words);
      const rows = value.flatMap(({ letters }) => letters).map(({ step, messageId, sentAt, about }) => [step, messageId, sentAt, about]);
      return { value, text: table(["STEP", "MESSAGE", "SENT", "ABOUT"], rows, "No message waits in a dead-letter queue.") };
    }
    const value = (await desk.redrive(words)).filter(({ moved }) => moved > 0);
    const text = value.map(({ step, moved }) => `${step}: ${moved} sent back`).join("\n");
    return { value, text: text === "" ? "No message waits in a dead-letter queue." : text };
  },
};

const here = (api: Api): Desk => ({ list: (steps) => api.deadLetters(steps), redrive: (steps) => api.redrive(steps) });

const deployed = (stack: string, region: string | undefined): Desk => {
  const sqs = new SQSClient({ maxAttempts: 3, ...(region !== undefined && { region }) });
  const each = async <T>(steps: readonly string[], work: (queue: Awaited<ReturnType<typeof stepQueues>>[number]) => Promise<T>) => {
    try {
      const queues = await stepQueues(sqs, `${stack}-`);
      if (queues.length === 0) throw new CommandFault(`There are no queues of a stack "${stack}" in this account and region.`);
      return await Promise.all(queues.filter(({ step }) => steps.length === 0 || steps.includes(step)).map(work));
    } catch (error) {
      throw isAnswer(error) ? new CommandFault(`SQS: ${error.name}: ${error.message}`) : error;
    } finally {
      sqs.destroy();
    }
  };
  return {
    list: (steps) => each(steps, async (queue) => ({ step: queue.step, letters: await lookInto(sqs, queue) })),
    redrive: (steps) =>
      each(steps, async (queue) => ({ step: queue.step, moved: queue.waiting === 0 ? 0 : await startMoving(sqs, queue) })),
  };
};

/** Is it SQS that says no, or are there no credentials, no region or no way to it? */
const isAnswer = (error: unknown): error is Error =>
  error instanceof SQSServiceException || (error instanceof Error && (error.name === "CredentialsProviderError" || "syscall" in error));

/** `vigia redrive`; returns the exit status. */
export const redriveCommand = (args: readonly string[], io: CommandIo): Promise<number> => runAction("redrive", redrive, args, io);
