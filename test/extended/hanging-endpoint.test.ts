/** Reliability W13 as deployed: the bundle, its batch of ten, real sockets, the real 15 seconds. */
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { afterAll, beforeAll, expect, it } from "vitest";
import { deliverStore, matchStore, queryStore, scheduleStore } from "../../lambdas/adapters/dynamo-store.ts";
import { anAlert, aSubscription } from "../contracts/rows.ts";
import { aMatch } from "../fixtures/alert.ts";
import { useEndpoint } from "../fixtures/dynalite.ts";
import { startServer } from "../fixtures/loopback-server.ts";
import { deploy, type Deployed, sample } from "../handlers/deployed.ts";

let vigia: Deployed;

beforeAll(async () => {
  vigia = await deploy();
  useEndpoint(vigia.table.endpoint);
}, 60_000);

afterAll(() => vigia?.stop());

it("of ten messages four go to an endpoint that hangs: the other six are there within two seconds", { timeout: 60_000 }, async () => {
  let [asking, most, started] = [0, 0, 0];
  const arrived: number[] = [];
  await using hanging = await startServer((request) => {
    most = Math.max(most, ++asking);
    request.socket.once("close", () => asking--);
  });
  await using well = await startServer((_, response) => {
    arrived.push(performance.now() - started);
    response.writeHead(204).end();
  });
  const { name } = vigia.table;
  const store = { ...scheduleStore(name), ...matchStore(name), ...queryStore(name), ...deliverStore(name) };
  await store.ensureAppSecret("app-secret");
  // Two subscriptions share the server that hangs.
  const to = (n: number) => (n < 4 ? `hanging-${n % 2}` : `well-${n}`);
  const bodies = Array.from({ length: 10 }, (_, n) => ({ subscriptionId: to(n), deliveryId: `alert-${n}` }));
  for (const id of new Set(bodies.map(({ subscriptionId }) => subscriptionId))) {
    const { origin } = id.startsWith("hanging") ? hanging : well;
    await store.createSubscription(
      aSubscription(id, { channel: "webhook", status: "active" }),
      { channel: "webhook", url: `${origin}/${id}` },
      "whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LTMyISE=",
    );
  }
  for (const { subscriptionId, deliveryId } of bodies)
    await store.putAlert(anAlert(deliveryId, { subscriptionId, told: ["brian-nichols"], matches: [aMatch()] }));
  const [record] = (sample("deliver") as SQSEvent).Records;
  const Records = bodies.map((body, n) => ({ ...record!, messageId: `m-${n}`, body: JSON.stringify(body) }));

  // Warm, as a function is that has sent anything before.
  await vigia.invoke("deliver", { Records: [{ ...record!, body: JSON.stringify({ subscriptionId: "nobody", deliveryId: "x" }) }] });
  started = performance.now();
  const outcome = await vigia.invoke("deliver", { Records });
  const took = performance.now() - started;

  expect("result" in outcome && (outcome.result as SQSBatchResponse)).toEqual({ batchItemFailures: [] });
  expect(arrived).toHaveLength(6);
  expect(Math.max(...arrived)).toBeLessThan(2_000);
  // One request at a time; who waited for it is held in the table, without an attempt, and nobody for longer than one request.
  expect(most).toBe(1);
  expect(took).toBeLessThan(20_000);
  const rows = await Promise.all(bodies.slice(0, 4).map(({ subscriptionId, deliveryId }) => store.delivery(subscriptionId, deliveryId)));
  expect(rows.map((row) => row?.state)).toEqual(["retry", "retry", "retry", "retry"]);
  expect(rows.flatMap((row) => row?.attempts ?? [])).toMatchObject([{ error: "timeout" }]);
  expect(vigia.gate.denied).toEqual([]);
});
