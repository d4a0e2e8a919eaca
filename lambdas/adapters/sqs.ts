import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Outbox } from "../pipeline/ports.ts";
import { correlationId } from "./correlation.ts";

let client: SQSClient | undefined;

/**
 * Sends messages to a queue, as JSON: up to ten a request, each request below 200 kB. What SQS did not take is sent again,
 * at most three times in all; then it throws, and the caller's own retry sends everything once more. Throws RangeError for
 * a message that is too large alone.
 */
export const sqsOutbox = <Message>(queueUrl: string): Outbox<Message> => {
  client ??= new SQSClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 5000, throwOnRequestTimeout: true },
  });
  const sqs = client;
  return async (messages, delaySeconds) => {
    for (const bodies of batches(messages.map(asBody))) await sendBatch(sqs, queueUrl, bodies, delaySeconds);
  };
};

/**
 * The message as JSON in characters that SQS takes: it refuses U+FFFE and U+FFFF (SendMessage, "#x9 | #xA | #xD | #x20 to
 * #xD7FF | …"), and some that speak its protocol refuse all above U+FFFF. As escapes they are the same JSON.
 */
const asBody = (message: unknown): string =>
  JSON.stringify(message).replaceAll(/[\ud800-\udfff\ufffe\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);

const TRIES = 3;

const sendBatch = async (sqs: SQSClient, queueUrl: string, bodies: readonly string[], delaySeconds = 0): Promise<void> => {
  const id = correlationId();
  let entries = bodies.map((MessageBody, i) => ({
    Id: String(i),
    MessageBody,
    ...(delaySeconds > 0 && { DelaySeconds: delaySeconds }),
    ...(id !== undefined && { MessageAttributes: { [CORRELATION]: { DataType: "String", StringValue: id } } }),
  }));
  for (let attempt = 1; ; attempt++) {
    const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries }));
    if (Failed.length === 0) return;
    const failed = new Set(Failed.map(({ Id }) => Id));
    entries = entries.filter(({ Id }) => failed.has(Id));
    // What is our own fault fails the same way next time.
    if (attempt === TRIES || Failed.some(({ SenderFault }) => SenderFault === true))
      throw new Error(`the queue did not take ${entries.length} messages: ${Failed[0]?.Code}`);
    await new Promise((resolve) => setTimeout(resolve, 100 * 4 ** (attempt - 1)));
  }
};

/** The message attribute that carries the correlation id from step to step. */
export const CORRELATION = "correlationId";

/** Bytes of bodies in one request; SQS takes more, attributes and headroom have the rest (reliability Q8). */
const MAX_BYTES = 200_000;

/** Bodies in order, ten or fewer and below the limit together. */
function* batches(bodies: readonly string[]): Generator<readonly string[]> {
  let batch: string[] = [];
  let bytes = 0;
  for (const body of bodies) {
    const size = Buffer.byteLength(body);
    if (size >= MAX_BYTES) throw new RangeError(`a message of ${size} bytes is too large to send`);
    if (batch.length === 10 || bytes + size >= MAX_BYTES) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(body);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}
