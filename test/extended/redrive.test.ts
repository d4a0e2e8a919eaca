/** Dead letters are listed without being touched and sent back where they failed: by hand here, by SQS's own task where it is deployed. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { redriveCommand } from "../../local/commands/redrive.ts";
import { type Queues, startQueues } from "../../local/queues.ts";
import { openRedrive } from "../../local/redrive-site.ts";
import type { Made, Template } from "../../local/template.ts";
import { useAwsEndpoint } from "../fixtures/aws-endpoint.ts";
import { type LoopbackServer, startServer } from "../fixtures/loopback-server.ts";

const step = (name: string) => ({
  [`${name}Queue`]: {
    Type: "AWS::SQS::Queue",
    Properties: {
      QueueName: `Vigia-Pipeline${name}QueueMessages0A1B2C3D-xyz`,
      RedrivePolicy: { deadLetterTargetArn: { "Fn::GetAtt": [`${name}Dead`, "Arn"] }, maxReceiveCount: 5 },
    },
  },
  [`${name}Dead`]: { Type: "AWS::SQS::Queue", Properties: { QueueName: `Vigia-Pipeline${name}QueueDeadLetters4E5F6A7B-uvw` } },
});
const template: Template = { Resources: { ...step("Match"), ...step("Deliver"), ...step("Feedback") } };

let queues: Queues;
let made: Made;
/** SQS as AWS has it: it knows the move task, and does not do it. */
let aws: LoopbackServer;
let tasks: string[] = [];
/** What `npm start` serves. */
let here: LoopbackServer;

beforeEach(async () => {
  made = { ref: new Map(), attributes: new Map() };
  queues = await startQueues(template, made, join(mkdtempSync(join(tmpdir(), "vigia-")), "queues"));
  tasks = [];
  return () => queues.close();
});

beforeAll(async () => {
  aws = await startServer((request, response) => {
    const pass = async () => {
      const body = await text(request);
      const headers = { "content-type": "application/x-amz-json-1.0", "x-amz-target": String(request.headers["x-amz-target"]) };
      if (headers["x-amz-target"].endsWith(".StartMessageMoveTask")) {
        tasks.push((JSON.parse(body) as { SourceArn: string }).SourceArn);
        return response.writeHead(200, headers).end('{"TaskHandle":"t"}');
      }
      const answer = await fetch(queues.endpoint, { method: "POST", headers, body });
      // AWS's names of queues lead to AWS; the stand-in's lead nowhere on some machines.
      const said = (await answer.text()).replaceAll(/http:\/\/[^/"]+\//g, `${aws.origin}/`);
      return response.writeHead(answer.status, headers).end(said);
    };
    pass().catch(() => response.destroy());
  });
  useAwsEndpoint("SQS", aws.origin);
  process.env.VIGIA_KEY = "vigia_key";
  here = await startServer((request, response) => {
    const url = new URL(request.url ?? "/", here.origin);
    openRedrive(queues.client, "vigia_key")
      .answer(request.method ?? "", url.searchParams.get("steps") ?? "", { authorization: request.headers.authorization ?? "" })
      .then(
        ({ status, headers, body }) => response.writeHead(status, headers).end(body),
        () => response.destroy(),
      );
  });
});

afterAll(async () => {
  await aws[Symbol.asyncDispose]();
  await here[Symbol.asyncDispose]();
});

const run = async (...args: readonly string[]) => {
  let [out, err] = ["", ""];
  const code = await redriveCommand(args, { stdin: process.stdin, out: (line) => void (out += line), err: (line) => void (err += line) });
  return { code, out, err };
};
const bury = async (name: string, body: unknown) => {
  const { MessageId = "" } = await queues.client.send(
    new SendMessageCommand({
      QueueUrl: made.ref.get(`${name}Dead`),
      MessageBody: typeof body === "string" ? body : JSON.stringify(body),
      MessageAttributes: { correlationId: { DataType: "String", StringValue: "tick-7" } },
    }),
  );
  return MessageId;
};
const waiting = (name: string) => queues.waiting().get(name) ?? 0;
const [matchDead, deliverQueue, deliverDead] = [
  "MatchQueueDeadLetters4E5F6A7B-uvw",
  "DeliverQueueMessages0A1B2C3D-xyz",
  "DeliverQueueDeadLetters4E5F6A7B-uvw",
].map((name) => `Vigia-Pipeline${name}`) as [string, string, string];

const buryAll = async () => {
  const ids = [];
  ids.push(await bury("Deliver", { subscriptionId: "sub-1", deliveryId: "alert-1" }));
  ids.push(await bury("Match", { item: { id: "item-1", feedId: "gaceta", title: "About someone" } }));
  ids.push(await bury("Match", { rematch: { entity: "ada", from: "2026-11-20T10", to: "2026-11-20T11" } }));
  ids.push(await bury("Match", { reject: { entity: "ada", storyId: "story-1" } }));
  ids.push(await bury("Feedback", { detail: { mail: { destination: ["someone@example.org"] } } }));
  ids.push(await bury("Feedback", "{someone@example.org"));
  return ids;
};

describe.each([
  ["this machine", () => ["--api", here.origin]],
  ["a deployed stack", () => ["--stack", "Vigia", "--region", "us-east-1"]],
])("vigia redrive --dry-run, of %s", (_, where) => {
  it("lists what lies there by the id that the log has, and leaves it there for others", async () => {
    const ids = await buryAll();
    for (let twice = 0; twice < 2; twice++) {
      const { code, out, err } = await run("--dry-run", ...where());
      expect([code, err]).toEqual([0, ""]);
      for (const id of ids) expect(out).toContain(id);
      for (const about of [
        "delivery alert-1 of subscription sub-1",
        "item item-1 of feed gaceta",
        "rematch of ada, 2026-11-20T10 to 2026-11-20T11",
        "rejection of ada in story story-1",
        "no message of Vigía's",
      ])
        expect(out).toContain(about);
      expect(out).not.toMatch(/example\.org|About someone/);
      await new Promise((resolve) => setTimeout(resolve, 1100));
    }
    expect([waiting(deliverDead), waiting(matchDead), waiting(deliverQueue)]).toEqual([1, 3, 0]);
    expect(tasks).toEqual([]);
  });

  it("says that nothing is there, and takes one step where it is named", async () => {
    expect((await run("--dry-run", ...where())).out).toBe("No message waits in a dead-letter queue.\n");
    await bury("Deliver", { subscriptionId: "sub-1", deliveryId: "alert-1" });
    expect((await run("match", "--dry-run", ...where())).out).toBe("No message waits in a dead-letter queue.\n");
    const { out } = await run("deliver", "--dry-run", "--json", ...where());
    expect(JSON.parse(out)).toMatchObject([{ step: "deliver", letters: [{ about: "delivery alert-1 of subscription sub-1" }] }]);
  });
});

describe("vigia redrive", () => {
  it("of this machine sends each back to its own queue, as it was", async () => {
    await buryAll();
    const { code, out } = await run("deliver", "match", "--api", here.origin);
    expect([code, out]).toEqual([0, "deliver: 1 sent back\nmatch: 3 sent back\n"]);
    expect([waiting(deliverDead), waiting(matchDead)]).toEqual([0, 0]);
    const { Messages = [] } = await queues.client.send(
      new ReceiveMessageCommand({ QueueUrl: made.ref.get("DeliverQueue"), MessageAttributeNames: ["All"] }),
    );
    expect(Messages).toMatchObject([
      { Body: '{"subscriptionId":"sub-1","deliveryId":"alert-1"}', MessageAttributes: { correlationId: { StringValue: "tick-7" } } },
    ]);
    expect((await run("match", "--api", here.origin)).out).toBe("No message waits in a dead-letter queue.\n");
  });

  it("of a deployed stack starts SQS's task for each queue that holds any, and for no other", async () => {
    await buryAll();
    expect(await run("--stack", "Vigia", "--region", "us-east-1")).toMatchObject({
      code: 0,
      out: "deliver: 1 sent back\nfeedback: 2 sent back\nmatch: 3 sent back\n",
    });
    expect(tasks.map((arn) => arn.split(":").at(-1)?.split("Queue")[0])).toEqual(
      ["Deliver", "Feedback", "Match"].map((name) => `Vigia-Pipeline${name}`),
    );
  });

  it("refuses a step without a queue, a stack that is not there, and who has no key", async () => {
    expect(await run("schedule")).toMatchObject({ code: 1, err: expect.stringContaining("the steps are ingest, match") as string });
    expect(await run("--stack", "Other", "--region", "us-east-1")).toMatchObject({
      code: 1,
      err: expect.stringContaining('no queues of a stack "Other"') as string,
    });
    process.env.VIGIA_KEY = "another";
    expect(await run("--api", here.origin)).toMatchObject({ code: 1, out: "" });
    process.env.VIGIA_KEY = "vigia_key";
  });
});
