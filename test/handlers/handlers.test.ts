/**
 * Every function takes its sample event: the bundle that deploys, in its own environment, under its own role, over stand-ins that
 * speak the real AWS APIs. What it then does is the steps' tests' business; here it must do it at all.
 */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { APIGatewayProxyStructuredResultV2, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FunctionName } from "../../lambdas/adapters/env.ts";
import type { Outcome } from "../../local/functions.ts";
import { operatorStore } from "../../lambdas/adapters/dynamo-operator.ts";
import { ingestStore, matchStore, queryStore, scheduleStore } from "../../lambdas/adapters/dynamo-store.ts";
import { aFeed, anAlert, anItem, aSubscription } from "../contracts/rows.ts";
import { aMatch } from "../fixtures/alert.ts";
import type { IngestMessage } from "../../lambdas/pipeline/messages.ts";
import { useEndpoint } from "../fixtures/dynalite.ts";
import { deploy, type Deployed, PUBLIC_URL, sample } from "./deployed.ts";

let vigia: Deployed;
let site: Server;

/** One item, written for this test. */
const DOCUMENT = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>Harbour Notes</title><link>https://harbour.example/</link><description>-</description>
<item><guid>tide-7</guid><title>Tide tables redrawn</title><link>https://harbour.example/tide-7</link>
<description>The port published new tables.</description><pubDate>Tue, 24 Nov 2026 11:30:00 GMT</pubDate></item>
</channel></rss>`;

beforeAll(async () => {
  vigia = await deploy();
  useEndpoint(vigia.table.endpoint);
  site = createServer((_, response) => response.writeHead(200, { "content-type": "application/rss+xml" }).end(DOCUMENT));
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
}, 60_000);

afterAll(async () => {
  await vigia?.stop();
  site?.closeAllConnections();
  await new Promise((resolve) => site?.close(resolve));
});

const store = () => ({
  ...scheduleStore(vigia.table.name),
  ...ingestStore(vigia.table.name),
  ...matchStore(vigia.table.name),
  ...queryStore(vigia.table.name),
  ...operatorStore(vigia.table.name),
});

/** What the handler returned; fails with its error if it threw. */
const resultOf = (outcome: Outcome): unknown => {
  if ("error" in outcome) throw new Error(`${outcome.error.errorType}: ${outcome.error.errorMessage}\n${vigia.log.slice(-5).join("\n")}`);
  return outcome.result;
};

const answerOf = (outcome: Outcome) => resultOf(outcome) as APIGatewayProxyStructuredResultV2;

const noFailures: SQSBatchResponse = { batchItemFailures: [] };

describe("ingest", () => {
  it("polls the shard of its message and sends on what is new", async () => {
    const { port } = site.address() as AddressInfo;
    // What is older than the feed's own start goes on at once; first news wait for it.
    const alertSince = "2026-11-24T12:00:00.000Z";
    await store().putFeed(aFeed("harbour", { url: `http://127.0.0.1:${port}/rss`, floorSeconds: 1, alertSince }));
    // One that is an hour old would be dropped.
    const [record] = (sample("ingest") as SQSEvent).Records;
    const now = Date.now();
    const body = JSON.stringify({ ...(JSON.parse(record!.body) as IngestMessage), after: now - 60_000, upTo: now });
    expect(resultOf(await vigia.invoke("ingest", { Records: [{ ...record!, body }] }))).toEqual(noFailures);
    expect(await vigia.take("match")).toEqual([
      { item: expect.objectContaining({ feedId: "harbour", title: "Tide tables redrawn", baseline: true }) },
    ]);
    expect([...(await store().heardOf(0)).keys()]).toEqual(["harbour"]);
  });
});

describe("schedule", () => {
  it("seeds what ships, and sends each shard's poll", async () => {
    resultOf(await vigia.invoke("schedule"));
    expect((await store().entities()).length).toBeGreaterThan(20);
    expect(await vigia.take("ingest")).toHaveLength(4);
    await expect(store().appSecret()).resolves.toMatch(/.{20,}/);
  });
});

describe("match", () => {
  it("reads both items of its batch, and its hour for one who is looked for again: who is named is in the table", async () => {
    expect(resultOf(await vigia.invoke("match"))).toEqual(noFailures);
    const { matches } = await store().matches({ entity: "antony-blinken", limit: 10 });
    expect(matches.map(({ lang }) => lang).toSorted()).toEqual(["en", "es"]);
  });

  it("splits a rematch of more than an hour and asks itself for the parts, then finds in the past who is new", async () => {
    // One that no watchlist had when it came.
    const item = anItem("past", { title: "Antony Blinken visits the harbour", lang: "en", seenAt: "2026-11-20T10:30:00.000Z" });
    await store().keepItem(item);
    const [record] = (sample("match") as SQSEvent).Records;
    const send = (message: unknown) => vigia.invoke("match", { Records: [{ ...record!, body: JSON.stringify(message) }] });
    await vigia.take("match");
    const span = (from: string, to: string) => ({ rematch: { entity: "antony-blinken", from, to } });
    expect(resultOf(await send(span("2026-11-20T10", "2026-11-20T12")))).toEqual(noFailures);
    const parts = await vigia.take("match");
    expect(parts).toEqual([span("2026-11-20T10", "2026-11-20T11"), span("2026-11-20T11", "2026-11-20T12")]);
    for (const part of parts) expect(resultOf(await send(part))).toEqual(noFailures);
    const { matches } = await store().matches({ entity: "antony-blinken", limit: 10, since: "2026-11-20", until: "2026-11-21" });
    expect(matches.map(({ itemId }) => itemId)).toEqual(["past"]);
  });
});

describe("deliver", () => {
  it("sends the mail that asks an address to confirm", async () => {
    const subscription = aSubscription("sample-subscription-01", { status: "pending", channel: "email" });
    await store().createSubscription(subscription, { channel: "email", address: "reader@example.org" });
    expect(resultOf(await vigia.invoke("deliver"))).toEqual(noFailures);
    const [mail] = vigia.mail.mails();
    expect(mail?.to).toEqual(["reader@example.org"]);
    expect(mail?.text).toContain(`${PUBLIC_URL}/confirm/sample-subscription-01/`);
  });
});

describe("feedback", () => {
  it("hears of a mail that came back for good, and no mail goes to that address any more", async () => {
    await vigia.take("deliver");
    expect(resultOf(await vigia.invoke("feedback"))).toEqual(noFailures);
    // The address of the sample event.
    const gone = { channel: "email", address: "Gone@example.org" } as const;
    await store().createSubscription(aSubscription("sub-gone", { status: "active" }), gone);
    await store().createSubscription(aSubscription("sub-gone-2", { status: "pending" }), gone);
    await store().putAlert(anAlert("alert-1", { subscriptionId: "sub-gone", told: ["brian-nichols"], matches: [aMatch()] }));
    const [record] = (sample("deliver") as SQSEvent).Records;
    const bodies = [
      { subscriptionId: "sub-gone", deliveryId: "alert-1" },
      { subscriptionId: "sub-gone-2", deliveryId: "confirmation" },
    ];
    const Records = bodies.map((body, n) => ({ ...record!, messageId: `m-${n}`, body: JSON.stringify(body) }));
    const before = vigia.mail.mails().length;
    expect(resultOf(await vigia.invoke("deliver", { Records }))).toEqual(noFailures);
    expect(vigia.mail.mails()).toHaveLength(before);
    expect(await store().subscription("sub-gone")).toMatchObject({
      status: "ended",
      reason: expect.stringContaining("came back") as string,
    });
    expect(await store().subscription("sub-gone-2")).toMatchObject({ status: "pending" });
  });
});

describe("api", () => {
  it("asks for a key", async () => {
    expect(answerOf(await vigia.invoke("api")).statusCode).toBe(401);
  });

  it("answers the query of its event where everyone may read", async () => {
    await store().putSetting("reads", "public");
    const answer = answerOf(await vigia.invoke("api"));
    expect(answer.statusCode).toBe(200);
    const text = Buffer.from(answer.body ?? "", answer.isBase64Encoded === true ? "base64" : "utf8").toString();
    expect((JSON.parse(text) as { matches: { entity: string }[] }).matches.map(({ entity }) => entity)).toContain("antony-blinken");
  });
});

describe("a message that is not one of ours", () => {
  it.each<FunctionName>(["ingest", "match", "deliver", "feedback"])("%s: fails alone, and its error names no body", async (step) => {
    const event = sample(step) as SQSEvent;
    const broken = { ...event.Records[0]!, messageId: "broken", body: '{"surprise":"someone@example.org"' };
    const result = resultOf(await vigia.invoke(step, { Records: [broken, ...event.Records] }));
    expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: "broken" }] });
    expect(vigia.log.join("\n")).not.toContain("someone@example.org");
    expect(vigia.log.join("\n")).toContain("broken");
  });
});

describe("after all that", () => {
  it("no role was asked for more than it has", () => {
    expect(vigia.gate.denied).toEqual([]);
  });

  it("each function logged JSON that says which it is", () => {
    const services = new Set(vigia.log.map((line) => (JSON.parse(line) as { service?: string }).service));
    expect(services).toEqual(new Set(["api", "deliver", "feedback", "ingest", "match", "schedule"]));
  });

  it("and no address is in the logs", () => {
    expect(vigia.log.join("\n")).not.toMatch(/(reader|gone)@example\.org|192\.0\.2\.7/);
  });
});
