import type { AddressInfo } from "node:net";
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { buildApp } from "fauxqs";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { correlated } from "../../lambdas/adapters/correlation.ts";
import { sqsOutbox } from "../../lambdas/adapters/sqs.ts";
import { useAwsEndpoint } from "../fixtures/aws-endpoint.ts";
import type { MeddlingProxy } from "../fixtures/meddling-proxy.ts";
import { LOST, startMeddlingProxy } from "../fixtures/meddling-proxy.ts";

interface Note {
  readonly n: number;
  readonly text?: string;
}

const app = buildApp({ logger: false });
let proxy: MeddlingProxy;
let client: SQSClient;
let queueUrl: string;
let queues = 0;

beforeAll(async () => {
  await app.listen({ host: "127.0.0.1", port: 0 });
  const endpoint = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  proxy = await startMeddlingProxy(endpoint);
  useAwsEndpoint("SQS", proxy.endpoint);
  client = new SQSClient({ endpoint });
});

beforeEach(async () => {
  const name = `notes-${queues++}`;
  await client.send(new CreateQueueCommand({ QueueName: name }));
  // The address that fauxqs gives a queue does not resolve; a deployed function is given the real one.
  queueUrl = `${proxy.endpoint}/000000000000/${name}`;
});

afterEach(() => void (proxy.meddle = () => undefined));

afterAll(async () => {
  client.destroy();
  await proxy.stop();
  await app.close();
});

/** Everything in the queue, with the correlation id each carries. */
const received = async () => {
  const all: { body: Note; correlation: string | undefined }[] = [];
  for (;;) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"], WaitTimeSeconds: 0 }),
    );
    if (Messages.length === 0) return all;
    for (const { Body, MessageAttributes, ReceiptHandle } of Messages) {
      all.push({ body: JSON.parse(Body ?? "") as Note, correlation: MessageAttributes?.correlationId?.StringValue });
      await client.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
    }
  }
};

const numbers = async () => new Set((await received()).map(({ body }) => body.n));

/** Counts requests to send, and the entries of each. */
const watch = () => {
  const requests: { entries: { Id: string; MessageBody: string; DelaySeconds?: number }[]; bytes: number }[] = [];
  proxy.meddle = ({ operation, request }) => {
    if (operation === "SendMessageBatch") requests.push({ entries: JSON.parse(request).Entries, bytes: Buffer.byteLength(request) });
    return undefined;
  };
  return requests;
};

/** Answers of the kind SQS gives when it took only a part. */
const refuse = (refused: (n: number, request: number) => boolean, SenderFault = false) => {
  const counts: number[] = [];
  proxy.meddle = ({ operation, request, answer }) => {
    if (operation !== "SendMessageBatch") return undefined;
    const entries = JSON.parse(request).Entries as { Id: string; MessageBody: string }[];
    counts.push(entries.length);
    const bad = new Set(entries.filter((e) => refused((JSON.parse(e.MessageBody) as Note).n, counts.length)).map((e) => e.Id));
    const { Successful } = JSON.parse(answer) as { Successful: { Id: string }[] };
    const Failed = [...bad].map((Id) => ({ Id, SenderFault, Code: "InternalError", Message: "no" }));
    return JSON.stringify({ Successful: Successful.filter((entry) => !bad.has(entry.Id)), Failed });
  };
  return counts;
};

it("sends all messages, ten a request", async () => {
  const requests = watch();
  await sqsOutbox<Note>(queueUrl)(Array.from({ length: 23 }, (_, n) => ({ n })));
  expect(requests.map(({ entries }) => entries.length)).toEqual([10, 10, 3]);
  expect(await numbers()).toEqual(new Set(Array.from({ length: 23 }, (_, n) => n)));
});

it("sends nothing when there is nothing", async () => {
  const requests = watch();
  await sqsOutbox<Note>(queueUrl)([]);
  expect(requests).toEqual([]);
});

it("keeps each request below 200 kB, counted in bytes", async () => {
  const requests = watch();
  await sqsOutbox<Note>(queueUrl)(Array.from({ length: 6 }, (_, n) => ({ n, text: "ñ".repeat(35_000) })));
  expect(requests.map(({ entries }) => entries.length)).toEqual([2, 2, 2]);
  expect(Math.max(...requests.map(({ entries }) => entries.reduce((sum, e) => sum + Buffer.byteLength(e.MessageBody), 0)))).toBeLessThan(
    200_000,
  );
  expect((await numbers()).size).toBe(6);
});

it("refuses a message that is too large alone, and sends nothing after it", async () => {
  await expect(sqsOutbox<Note>(queueUrl)([{ n: 1, text: "x".repeat(200_000) }])).rejects.toThrow(RangeError);
  expect(await received()).toEqual([]);
});

it("sends again what SQS did not take, and only that", async () => {
  const counts = refuse((n, request) => request <= 2 && n % 2 === 0);
  await sqsOutbox<Note>(queueUrl)(Array.from({ length: 10 }, (_, n) => ({ n })));
  expect(counts).toEqual([10, 5, 5]);
});

it("gives up after three tries", async () => {
  const counts = refuse((n) => n === 4);
  await expect(sqsOutbox<Note>(queueUrl)(Array.from({ length: 5 }, (_, n) => ({ n })))).rejects.toThrow(
    "did not take 1 messages: InternalError",
  );
  expect(counts).toEqual([5, 1, 1]);
});

it("does not try again what is its own fault", async () => {
  const counts = refuse((n) => n === 4, true);
  await expect(sqsOutbox<Note>(queueUrl)(Array.from({ length: 5 }, (_, n) => ({ n })))).rejects.toThrow("did not take");
  expect(counts).toEqual([5]);
});

it("sends once more when the answer is lost: twice is better than never", async () => {
  let requests = 0;
  proxy.meddle = ({ operation }) => (operation === "SendMessageBatch" && requests++ === 0 ? LOST : undefined);
  await sqsOutbox<Note>(queueUrl)([{ n: 1 }]);
  expect((await received()).map(({ body }) => body.n)).toEqual([1, 1]);
});

it("delays when asked", async () => {
  const requests = watch();
  await sqsOutbox<Note>(queueUrl)([{ n: 1 }], 1);
  await sqsOutbox<Note>(queueUrl)([{ n: 2 }]);
  expect(requests.map(({ entries }) => entries[0]?.DelaySeconds)).toEqual([1, undefined]);
  expect((await received()).map(({ body }) => body.n)).toEqual([2]);
});

it("hands on the correlation id of the work it is part of", async () => {
  await correlated("tick-7", () => sqsOutbox<Note>(queueUrl)([{ n: 1 }]));
  await sqsOutbox<Note>(queueUrl)([{ n: 2 }]);
  const all = await received();
  expect(new Map(all.map(({ body, correlation }) => [body.n, correlation]))).toEqual(
    new Map([
      [1, "tick-7"],
      [2, undefined],
    ]),
  );
});

it("sends every character there is, also those that SQS would refuse", async () => {
  const text = "México 🇲🇽 \u0000\u000b\u007f\ufffe\uffff \ud83d\u{1f30e}";
  await sqsOutbox<Note>(queueUrl)([{ n: 1, text }]);
  expect((await received()).map(({ body }) => body)).toEqual([{ n: 1, text }]);
});
