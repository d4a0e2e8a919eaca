import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ListQueuesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";

/** A step's queue and the dead-letter queue behind it. */
export interface StepQueues {
  /** `deliver`. */
  readonly step: string;
  /** How many dead letters wait, as SQS reckons. */
  readonly waiting: number;
  readonly sourceUrl: string;
  readonly deadUrl: string;
  readonly deadArn: string;
}

/** A message that failed five times. */
export interface DeadLetter {
  readonly step: string;
  /** As the function's log has it. */
  readonly messageId: string;
  /** When it was first sent, ISO 8601 UTC. */
  readonly sentAt: string;
  /** What it is about: no address and no text of it. */
  readonly about: string;
}

/** Most dead letters of one queue that are looked at. */
const LOOKED_AT = 100;

/** How long those that are looked at are hidden from others, seconds. */
const HIDDEN_SECONDS = 30;

/** The queues whose names begin with `prefix` and that have a dead-letter queue, by step. */
export const stepQueues = async (sqs: SQSClient, prefix: string): Promise<readonly StepQueues[]> => {
  const found: StepQueues[] = [];
  for (const sourceUrl of await urlsOf(sqs, prefix)) {
    const { RedrivePolicy } = await attributesOf(sqs, sourceUrl, "RedrivePolicy");
    if (RedrivePolicy === undefined) continue;
    const deadArn = (JSON.parse(RedrivePolicy) as { deadLetterTargetArn: string }).deadLetterTargetArn;
    const deadUrl = sourceUrl.replace(/[^/]+$/, deadArn.split(":").at(-1) ?? "");
    const { ApproximateNumberOfMessages = "0" } = await attributesOf(sqs, deadUrl, "ApproximateNumberOfMessages");
    found.push({ step: stepOf(sourceUrl), waiting: Number(ApproximateNumberOfMessages), sourceUrl, deadUrl, deadArn });
  }
  return found.toSorted((a, b) => (a.step < b.step ? -1 : 1));
};

/** What waits in a dead-letter queue, at most a hundred; it stays there, and a second later others can have it again. */
export const lookInto = async (sqs: SQSClient, { step, deadUrl }: StepQueues): Promise<readonly DeadLetter[]> => {
  const seen = new Map<string, Message>();
  try {
    for await (const message of receive(sqs, deadUrl)) {
      if (seen.has(message.MessageId ?? "")) break;
      seen.set(message.MessageId ?? "", message);
      if (seen.size === LOOKED_AT) break;
    }
  } finally {
    // In a second, not at once: with 0, the stand-in (fauxqs 2.4.1, keeping its messages in a file) loses the message.
    for (const { ReceiptHandle } of seen.values())
      await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: deadUrl, ReceiptHandle, VisibilityTimeout: 1 }));
  }
  return [...seen.values()].map(({ MessageId = "", Attributes, Body = "" }) => {
    const sentAt = new Date(Number(Attributes?.SentTimestamp ?? 0)).toISOString();
    return { step, messageId: MessageId, sentAt, about: aboutOf(Body) };
  });
};

/** Has SQS send all dead letters of a queue back to where they failed, in its own time; returns how many it reckons there are. */
export const startMoving = async (sqs: SQSClient, { deadArn, waiting }: StepQueues): Promise<number> => {
  await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: deadArn }));
  return waiting;
};

/**
 * The same one by one, for an SQS that knows no such task; returns how many went. Each is sent before it is deleted: dying in between it
 * is there twice, which no step minds.
 */
export const moveEach = async (sqs: SQSClient, { sourceUrl, deadUrl, waiting }: StepQueues): Promise<number> => {
  let moved = 0;
  // No more than there were: one that fails again at once would go round for ever.
  for await (const { Body, MessageAttributes = {}, ReceiptHandle } of receive(sqs, deadUrl)) {
    await sqs.send(new SendMessageCommand({ QueueUrl: sourceUrl, MessageBody: Body, MessageAttributes }));
    await sqs.send(new DeleteMessageCommand({ QueueUrl: deadUrl, ReceiptHandle }));
    moved++;
    if (moved >= waiting) break;
  }
  return moved;
};

async function* receive(sqs: SQSClient, QueueUrl: string): AsyncGenerator<Message> {
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: HIDDEN_SECONDS,
        // Asks all of SQS's servers; without waiting it asks some.
        WaitTimeSeconds: 1,
        MessageSystemAttributeNames: ["SentTimestamp"],
        MessageAttributeNames: ["All"],
      }),
    );
    if (Messages.length === 0) return;
    yield* Messages;
  }
}

const urlsOf = async (sqs: SQSClient, QueueNamePrefix: string): Promise<readonly string[]> => {
  const urls: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await sqs.send(new ListQueuesCommand({ QueueNamePrefix, MaxResults: 100, ...(NextToken !== undefined && { NextToken }) }));
    urls.push(...(page.QueueUrls ?? []));
    ({ NextToken } = page);
  } while (NextToken !== undefined);
  return urls;
};

const attributesOf = async (sqs: SQSClient, QueueUrl: string, name: "RedrivePolicy" | "ApproximateNumberOfMessages") => {
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [name] }));
  return Attributes ?? {};
};

/** CloudFormation names a queue by its place in the stack: `Vigia-PipelineDeliverQueueMessages0A1B2C3D-…`. */
const stepOf = (url: string): string => {
  const name = url.split("/").at(-1) ?? "";
  return /Pipeline([A-Z][a-z]+)Queue/.exec(name)?.[1]?.toLowerCase() ?? name;
};

/** Of what a step is sent (`pipeline/messages.ts`), what says which it is. Of anything else, as SES's events with their addresses, nothing. */
const aboutOf = (body: string): string => {
  let message: unknown;
  try {
    message = JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return "no message of Vigía's";
    throw error;
  }
  const { shard, check, item, reject, rematch, subscriptionId, deliveryId } = (message ?? {}) as Readonly<Record<string, Part>>;
  if (typeof deliveryId === "string" && typeof subscriptionId === "string")
    return `delivery ${deliveryId} of subscription ${subscriptionId}`;
  if (typeof item === "object") return `item ${item.id} of feed ${item.feedId}`;
  if (typeof rematch === "object") return `rematch of ${rematch.entity}, ${rematch.from} to ${rematch.to}`;
  if (typeof reject === "object") return `rejection of ${reject.entity} in story ${reject.storyId}`;
  if (typeof check === "string") return "a look at an address";
  return typeof shard === "number" ? `poll of shard ${shard}` : "";
};

type Part = string | number | Readonly<Record<string, string>> | undefined;
