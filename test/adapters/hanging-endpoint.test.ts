import type { SQSRecord } from "aws-lambda";
import { expect, it } from "vitest";
import { sendWebhook } from "../../lambdas/adapters/http.ts";
import { eachMessage } from "../../lambdas/adapters/lambda.ts";
import { deliver } from "../../lambdas/pipeline/deliver.ts";
import { anAlert, aSubscription } from "../fixtures/alert.ts";
import { startServer } from "../fixtures/loopback-server.ts";
import { memoryStore } from "../memory-store.ts";

/** Of a batch of ten, four go to an endpoint that never answers (reliability W13). The time it is given is cut from 15 s to 4 s. */
it("one endpoint that hangs keeps nobody else waiting", { timeout: 20_000 }, async () => {
  const arrived: number[] = [];
  const started = performance.now();
  await using hanging = await startServer(() => undefined);
  await using well = await startServer((_, response) => {
    arrived.push(performance.now() - started);
    response.writeHead(204).end();
  });
  const store = memoryStore(Date.now);
  await store.ensureAppSecret("app-secret");
  const to = (n: number) => (n < 4 ? "hanging" : `well-${n}`);
  const secret = "whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LTMyISE=";
  for (const id of new Set(Array.from({ length: 10 }, (_, n) => to(n))))
    await store.createSubscription(
      aSubscription({ id, channel: "webhook" }),
      { channel: "webhook", url: `${id === "hanging" ? hanging.origin : well.origin}/in` },
      secret,
    );
  const Records: SQSRecord[] = [];
  for (let n = 0; n < 10; n++) {
    await store.putAlert(anAlert({ id: `alert-${n}`, subscriptionId: to(n) }));
    const body = JSON.stringify({ subscriptionId: to(n), deliveryId: `alert-${n}` });
    Records.push(Object.assign(Object.create(null), { messageId: String(n), body, attributes: {}, messageAttributes: {} }));
  }
  const webhook = sendWebhook({ userAgent: "Vigia/0.1", loopback: true, clock: Date.now }, { totalMs: 4_000 });
  const deps = { store, webhook, clock: Date.now, publicUrl: "https://vigia.example", mail: async () => ({ outcome: "sent" }) as const };
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const edge = { log, counters: { add: () => undefined, publish: () => undefined } };
  const answer = await eachMessage(
    "deliver",
    (message) => deliver(message, deps),
    edge,
  )({ Records }, { getRemainingTimeInMillis: () => 60_000 });
  expect(answer).toEqual({ batchItemFailures: [] });
  expect(arrived).toHaveLength(6);
  expect(Math.max(...arrived)).toBeLessThan(2_000);
  for (let n = 0; n < 4; n++)
    expect(await store.delivery("hanging", `alert-${n}`)).toMatchObject({ state: "retry", attempts: [{ error: "timeout" }] });
});
