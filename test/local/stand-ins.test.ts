/** The stand-ins keep what they were given, also over a SIGKILL's worth of carelessness, and listen on loopback alone. */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, describe, expect, it } from "vitest";
import { inboxPage } from "../../local/inbox.ts";
import { CannotStart } from "../../local/cannot-start.ts";
import { takeFolder } from "../../local/lock.ts";
import { startMail } from "../../local/mail.ts";
import { mendIndexes } from "../../local/mend.ts";
import { CREDENTIALS, startQueues } from "../../local/queues.ts";
import { startTables } from "../../local/tables.ts";
import { type Made, REGION, type Template } from "../../local/template.ts";

const folder = (name: string) => join(mkdtempSync(join(tmpdir(), "vigia-")), name);
const nothingMade = (): Made => ({ ref: new Map(), attributes: new Map() });
const settings = (endpoint: string) => ({ endpoint, region: REGION, credentials: CREDENTIALS });

const row = (sk: string, workPk?: string) => ({
  pk: { S: "p" },
  sk: { S: sk },
  n: { N: "1" },
  ...(workPk !== undefined && { workPk: { S: workPk } }),
});
const due = async (client: DynamoDBClient, part: string) => {
  const values = { ":part": { S: part } };
  const query = { TableName: "Rows", IndexName: "work", KeyConditionExpression: "workPk = :part", ExpressionAttributeValues: values };
  return (await client.send(new QueryCommand(query))).Items?.map((item) => item.sk?.S);
};

const send = (endpoint: string, subject: string) =>
  new SESv2Client(settings(endpoint)).send(
    new SendEmailCommand({
      FromEmailAddress: "alerts@vigia.local",
      Destination: { ToAddresses: ["reader@vigia.local"] },
      Content: {
        Simple: {
          Subject: { Data: subject },
          Body: { Text: { Data: "text <b>" }, Html: { Data: "<p>html</p>" } },
          Headers: [{ Name: "List-Unsubscribe", Value: "<http://127.0.0.1/u>" }],
        },
      },
    }),
  );

describe("queues", () => {
  const template: Template = {
    Resources: {
      Messages: {
        Type: "AWS::SQS::Queue",
        Properties: {
          VisibilityTimeout: 600,
          RedrivePolicy: { deadLetterTargetArn: { "Fn::GetAtt": ["Dead", "Arn"] }, maxReceiveCount: 5 },
        },
      },
      Dead: { Type: "AWS::SQS::Queue" },
    },
  };

  it("keep messages between starts, and show again what was in flight, in its old place", async () => {
    const path = folder("queues");
    const made = nothingMade();
    const first = await startQueues(template, made, path);
    expect(first.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:/);
    for (const MessageBody of ["one", "two"])
      await first.client.send(new SendMessageCommand({ QueueUrl: made.ref.get("Messages"), MessageBody }));
    await first.client.send(new ReceiveMessageCommand({ QueueUrl: made.ref.get("Messages") }));
    await first.close();

    const again = nothingMade();
    const second = await startQueues(template, again, path);
    expect(Object.fromEntries(second.waiting())).toEqual({ Dead: 0, Messages: 2 });
    const receive = new ReceiveMessageCommand({ QueueUrl: again.ref.get("Messages"), MaxNumberOfMessages: 10 });
    expect((await second.client.send(receive)).Messages?.map(({ Body }) => Body)).toEqual(["one", "two"]);
    await second.close();
  });
});

describe("tables", () => {
  const key = { AttributeDefinitions: ["pk", "sk", "workPk"].map((AttributeName) => ({ AttributeName, AttributeType: "S" as const })) };
  const properties = {
    ...key,
    KeySchema: [
      { AttributeName: "pk", KeyType: "HASH" as const },
      { AttributeName: "sk", KeyType: "RANGE" as const },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: "work",
        KeySchema: [{ AttributeName: "workPk", KeyType: "HASH" as const }],
        Projection: { ProjectionType: "KEYS_ONLY" as const },
      },
    ],
  };
  const template: Template = { Resources: { Rows: { Type: "AWS::DynamoDB::GlobalTable", Properties: properties } } };
  it("keep rows between starts, and live through a client that goes away in the middle of its request", async () => {
    const path = folder("tables");
    const first = await startTables(template, nothingMade(), path, false);
    const client = new DynamoDBClient(settings(first.endpoint));
    await client.send(new PutItemCommand({ TableName: "Rows", Item: row("a", "DUE") }));
    const { port } = new URL(first.endpoint);
    const socket = connect(Number(port), "127.0.0.1");
    socket.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: 100\r\n\r\n{");
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.resetAndDestroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await due(client, "DUE")).toEqual(["a"]);
    client.destroy();
    await first.close();

    const second = await startTables(template, nothingMade(), path, true);
    const again = new DynamoDBClient(settings(second.endpoint));
    expect((await again.send(new GetItemCommand({ TableName: "Rows", Key: { pk: { S: "p" }, sk: { S: "a" } } }))).Item).toEqual(
      row("a", "DUE"),
    );
    again.destroy();
    await second.close();
  });

  it("are mended where an index says other than its table", async () => {
    const tables = await startTables(template, nothingMade(), folder("tables"), false);
    const client = new DynamoDBClient(settings(tables.endpoint));
    // What a kill between the three writes leaves behind, made by showing the mender a table and an index that differ.
    await client.send(new PutItemCommand({ TableName: "Rows", Item: row("moved", "NEW") }));
    await client.send(new PutItemCommand({ TableName: "Rows", Item: row("gone", "DUE") }));
    const differing = Object.create(client) as DynamoDBClient;
    const stale = [row("moved", "OLD"), row("never", "DUE")];
    const written: unknown[] = [];
    differing.send = (async (command: { input: { IndexName?: string; Item?: unknown } }) => {
      if (command.input.Item !== undefined) written.push(command.input.Item);
      return command.input.IndexName === undefined ? client.send(command as never) : { Items: stale };
    }) as never;
    await mendIndexes(differing, "Rows", properties);
    expect(written).toEqual([row("moved", "OLD"), row("moved", "NEW"), row("never", "DUE"), row("gone", "DUE"), row("moved", "NEW")]);
    expect(await due(client, "DUE")).toEqual(["gone"]);
    expect(await due(client, "NEW")).toEqual(["moved"]);
    expect(await due(client, "OLD")).toEqual([]);
    client.destroy();
    await tables.close();
  });
});

describe("mail", () => {
  const path = folder("inbox");
  it("is on disk before it counts as sent, and there at the next start", async () => {
    const first = await startMail(path);
    const sent = await Promise.all(["One", "Two", "Three"].map((subject) => send(first.endpoint, subject)));
    const other = await startMail(path);
    const ids = other.mails().map(({ id }) => id);
    expect(ids.toSorted()).toEqual(sent.map(({ MessageId }) => MessageId ?? "").toSorted());
    expect(other.mails()[0]).toMatchObject({ to: ["reader@vigia.local"], headers: { "List-Unsubscribe": "<http://127.0.0.1/u>" } });
    await Promise.all([first.close(), other.close()]);
  });

  it("is shown as text, and its HTML in a frame that runs nothing", async () => {
    const mail = await startMail(path);
    afterAll(() => mail.close());
    const id = mail.mails()[0]?.id ?? "";
    const shown = inboxPage(`/inbox/${id}`, mail);
    expect(shown?.body).toContain("text &lt;b&gt;");
    expect(shown?.body).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
    const part = inboxPage(`/inbox/${id}/html`, mail);
    expect(part?.body).toContain("<p>html</p>");
    expect(part?.headers["content-security-policy"]).toMatch(/^sandbox allow-popups/);
    const whole = { ...mail.mails()[0]!, html: "<!doctype html>\n<html><head><title>x</title></head><body></body></html>" };
    const document = String(inboxPage(`/inbox/${id}/html`, { mails: () => [whole], mail: () => whole })?.body);
    expect(document).toMatch(/^<!doctype html>\n<html><head><base target="_blank"><title>/);
    for (const none of ["/inbox/none", "/inbox/%E0%A4%A", "/inbox/%", "/inbox/%ff/html"]) expect(inboxPage(none, mail)?.status).toBe(404);
    expect(JSON.parse(String(inboxPage("/inbox.json", mail)?.body))).toHaveLength(3);
  });
});

describe("an inbox folder with files that are no mails", () => {
  const path = folder("inbox");
  it("shows the mails, and skips the rest", async () => {
    const first = await startMail(path);
    await send(first.endpoint, "Kept");
    await first.close();
    const foreign = { null: "null", empty: "", torn: '{"id":"a"', list: "[]", other: '{"id":"a","subject":"b","to":"c"}' };
    for (const [name, text] of Object.entries(foreign)) writeFileSync(join(path, `${name}.json`), text);
    mkdirSync(join(path, "folder.json"));
    const mail = await startMail(path);
    afterAll(() => mail.close());
    expect(mail.mails().map(({ subject }) => subject)).toEqual(["Kept"]);
    expect(inboxPage("/inbox", mail)?.body).toContain("1 message,");
  });
});

describe("the data folder", () => {
  it("is one runner's at a time", () => {
    const path = folder("data");
    const giveBack = takeFolder(path);
    expect(() => takeFolder(path)).toThrow(CannotStart);
    giveBack();
    takeFolder(path)();
  });
});
