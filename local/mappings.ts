import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSRecord } from "aws-lambda";
import type { LocalFunction, Outcome } from "./functions.ts";
import type { Queues } from "./queues.ts";
import { type Made, REGION, referenced, resourcesOf, type Template } from "./template.ts";

interface MappingProperties {
  readonly EventSourceArn: unknown;
  readonly FunctionName: unknown;
  readonly BatchSize?: number;
  readonly FunctionResponseTypes?: readonly string[];
  readonly ScalingConfig?: { readonly MaximumConcurrency?: number };
}

/** Something that runs until told to stop; `stop` resolves when its last piece of work is done. */
export interface Running {
  stop(): Promise<void>;
}

/** As many batches of one queue are handled at once, unless the template says fewer. */
const POLLERS = 2;

/** Carries the template's queues to its functions, with the batch sizes and response types the template asks for. */
export const startMappings = (
  template: Template,
  made: Made,
  queues: Queues,
  functions: ReadonlyMap<string, LocalFunction>,
  failed: (name: string, outcome: Outcome) => void,
): readonly Running[] =>
  resourcesOf(template, "AWS::Lambda::EventSourceMapping").map(([id, resource]) => {
    const properties = resource.Properties as unknown as MappingProperties;
    const queue = referenced(properties.EventSourceArn, made.attributes.keys());
    const fn = functions.get(referenced(properties.FunctionName, functions.keys()) ?? "");
    if (queue === undefined || fn === undefined) throw new Error(`the runner cannot carry ${id}: it knows queues and functions only`);
    return poll(
      {
        url: made.ref.get(queue) ?? "",
        arn: made.attributes.get(queue)?.Arn ?? "",
        size: Math.min(10, properties.BatchSize ?? 10),
        partial: properties.FunctionResponseTypes?.includes("ReportBatchItemFailures") ?? false,
        pollers: Math.min(POLLERS, properties.ScalingConfig?.MaximumConcurrency ?? POLLERS),
      },
      queues.client,
      fn,
      failed,
    );
  });

interface Mapping {
  readonly url: string;
  readonly arn: string;
  readonly size: number;
  readonly partial: boolean;
  readonly pollers: number;
}

const poll = (mapping: Mapping, client: Queues["client"], fn: LocalFunction, failed: (name: string, outcome: Outcome) => void): Running => {
  const stopping = new AbortController();
  const receive = new ReceiveMessageCommand({
    QueueUrl: mapping.url,
    MaxNumberOfMessages: mapping.size,
    WaitTimeSeconds: 20,
    MessageSystemAttributeNames: ["All"],
    MessageAttributeNames: ["All"],
  });

  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      let messages: readonly Message[];
      try {
        messages = (await client.send(receive, { abortSignal: stopping.signal })).Messages ?? [];
      } catch (error) {
        if (stopping.signal.aborted) return;
        throw error;
      }
      if (messages.length === 0) continue;
      const outcome = await fn.invoke({ Records: messages.map((message) => recordOf(message, mapping.arn)) });
      if ("error" in outcome) failed(fn.name, outcome);
      const done = acknowledged(messages, outcome, mapping.partial);
      if (done.length === 0) continue;
      const Entries = done.map(({ ReceiptHandle }, n) => ({ Id: String(n), ReceiptHandle }));
      await client.send(new DeleteMessageBatchCommand({ QueueUrl: mapping.url, Entries }));
    }
  };

  const loops = Array.from({ length: mapping.pollers }, loop);
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(loops);
    },
  };
};

/**
 * The messages that are done. A function that fails, or reports a failure that is not in the batch, has done none of them
 * (Lambda treats the whole batch as failed); one that reports failures has done the others.
 */
export const acknowledged = (messages: readonly Message[], outcome: Outcome, partial: boolean): readonly Message[] => {
  if ("error" in outcome) return [];
  if (!partial) return messages;
  const response = outcome.result as SQSBatchResponse | null;
  const failures = new Set((response?.batchItemFailures ?? []).map((failure) => failure.itemIdentifier));
  const known = new Set(messages.map((message) => message.MessageId ?? ""));
  if ([...failures].some((failure) => !known.has(failure))) return [];
  return messages.filter((message) => !failures.has(message.MessageId ?? ""));
};

/** A message as Lambda hands it to a function. */
const recordOf = (message: Message, arn: string): SQSRecord => ({
  messageId: message.MessageId ?? "",
  receiptHandle: message.ReceiptHandle ?? "",
  body: message.Body ?? "",
  attributes: message.Attributes as unknown as SQSRecord["attributes"],
  messageAttributes: Object.fromEntries(
    Object.entries(message.MessageAttributes ?? {}).map(([name, { StringValue, BinaryValue, DataType }]) => [
      name,
      {
        ...(StringValue !== undefined && { stringValue: StringValue }),
        ...(BinaryValue !== undefined && { binaryValue: Buffer.from(BinaryValue).toString("base64") }),
        dataType: DataType ?? "String",
      },
    ]),
  ),
  md5OfBody: message.MD5OfBody ?? "",
  eventSource: "aws:sqs",
  eventSourceARN: arn,
  awsRegion: REGION,
});
