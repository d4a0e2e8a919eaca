/** `npm run bench:fanout`: one story for ten thousand subscribers, through `match` and the table's own adapters; prints it and writes `fanout.md`. */
import { fork } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { BatchWriteItemCommand, CreateTableCommand, DynamoDBClient, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { matchStore } from "../lambdas/adapters/dynamo-store.ts";
import { PREFIX, SUBSCRIPTION_SHARDS } from "../lambdas/adapters/table.ts";
import { hashNumber } from "../lambdas/core/hash.ts";
import type { Item } from "../lambdas/core/item.ts";
import type { Found } from "../lambdas/core/match.ts";
import type { Subscription } from "../lambdas/core/subscription.ts";
import { rarity } from "../lambdas/data/rarity.ts";
import { inParallel } from "../lambdas/pipeline/in-parallel.ts";
import { match } from "../lambdas/pipeline/match.ts";
import type { MatchStore } from "../lambdas/pipeline/ports.ts";
import { useAwsEndpoint } from "../test/fixtures/aws-endpoint.ts";
import { tableDefinition } from "../test/fixtures/dynalite.ts";
import type { Asked } from "./fanout-table.ts";

const SUBSCRIBERS = [100, 10_000] as const;
const NOW = Date.parse("2026-11-24T12:00:00Z");
/** Of the model: what a call to DynamoDB or SQS takes within a region, ms. */
const CALL_MS = 5;
/** Of the model: what of a core a function with the memory of `match` has (Lambda gives a whole one for 1,769 MB). */
const SHARE = 1769 / 1769;
/** Subscriptions that `raiseAlerts` looks at together. */
const AT_ONCE = 10;

const child = fork(join(import.meta.dirname, "fanout-table.ts"), { execArgv: [] });
const heard = <T>(): Promise<T> => new Promise((resolve) => child.once("message", (message) => resolve(message as T)));
const endpoint = await heard<string>();
useAwsEndpoint("DYNAMODB", endpoint);
const asked = (): Promise<Asked> => {
  child.send("report");
  return heard<Asked>();
};

const client = new DynamoDBClient({});
const aSubscription = (n: number): Subscription => ({
  id: `sub-${n.toString(16).padStart(30, "0")}`,
  name: `Somebody who follows the secretary, number ${n}`,
  select: { entities: ["secretary"] },
  trigger: "every",
  silenceDays: 30,
  minConfidence: 0.7,
  lang: n % 3 === 0 ? "es" : "en",
  channel: n % 2 === 0 ? "email" : "webhook",
  status: "active",
  createdAt: new Date(NOW - 86_400_000).toISOString(),
});

const title = "The secretary comes back to the border after a year away and says little of what she wants";
const found: Found = {
  entity: "secretary",
  kind: "official",
  confidence: 0.95,
  evidence: ["name"],
  prominence: "headline",
  mentions: [{ field: "title", start: 4, end: 13, surface: "secretary" }],
  sentence: { text: title, start: 4, end: 13 },
};
/** Items of two stories: nothing but whom they name is the same. */
const anItem = (id: "one" | "two"): Item => ({
  id,
  feedId: "ledger",
  link: `https://ledger.example/the-secretary-comes-back/${id}`,
  outlet: "The Border Ledger",
  lang: "en",
  title: id === "one" ? title : "Ports of entry close early as the secretary opens talks on water with both governors",
  summary: (id === "one" ? "She spoke for an hour. " : "The reservoirs hold less than ever. ").repeat(20),
  seenAt: new Date(NOW).toISOString(),
  published: new Date(NOW).toISOString(),
  baseline: false,
});

/** One run of `match` for the item: what it asked, sent and held. `diesAfter`: so many alerts were put. */
const run = async (store: MatchStore, item: Item, diesAfter = Number.POSITIVE_INFINITY) => {
  let [messages, requests, put] = [0, 0, 0];
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  let peak = before;
  await asked();
  const [started, cpu] = [performance.now(), process.cpuUsage()];
  const died = await match(
    { item },
    {
      store: {
        ...store,
        putAlert: async (alert) => {
          if (++put > diesAfter) throw new Error("died");
          return store.putAlert(alert);
        },
      },
      matcher: async () => ({ read: () => ({ retrospective: false, countries: [], found: [found] }) }),
      rarity,
      deliver: async (sent) => {
        messages += sent.length;
        // What is held, and not what nobody has collected yet.
        requests += Math.ceil(sent.length / 10);
        if (messages % 1000 !== 0 && messages !== 50) return;
        globalThis.gc?.();
        peak = Math.max(peak, process.memoryUsage().heapUsed);
      },
      clock: () => NOW,
    },
  ).then(
    () => false,
    () => true,
  );
  const ms = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  return { died, ms, cpuMs: (user + system) / 1000, peakMb: (peak - before) / 1e6, messages, sqs: requests, ...(await asked()) };
};

type Result = Awaited<ReturnType<typeof run>>;

/** A table with so many subscribers, written as rows: the emulator takes a while as it is. */
const prepare = async (n: number): Promise<MatchStore> => {
  const TableName = `fanout-${n}`;
  await client.send(new CreateTableCommand({ TableName, ...tableDefinition }));
  await waitUntilTableExists({ client, maxWaitTime: 5, minDelay: 0.01, maxDelay: 0.01 }, { TableName });
  const rows = Array.from({ length: n }, (_, i) => aSubscription(i)).map((body) => ({
    pk: `${PREFIX.subscription}#${hashNumber(body.id) % SUBSCRIPTION_SHARDS}`,
    sk: body.id,
    body,
  }));
  const batches = Array.from({ length: Math.ceil(n / 25) }, (_, i) => rows.slice(i * 25, i * 25 + 25));
  await inParallel(batches, 4, async (batch) => {
    const puts = batch.map((row) => ({ PutRequest: { Item: marshall(row) } }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: puts } }));
  });
  return matchStore(TableName, () => NOW);
};

const results: (Result & { readonly n: number })[] = [];
let store: MatchStore | undefined;
for (const n of SUBSCRIBERS) {
  store = await prepare(n);
  results.push({ n, ...(await run(store, anItem("one"))) });
}
if (store === undefined) throw new Error("nobody subscribes");
const most = SUBSCRIBERS[1];
const first = await run(store, anItem("two"), most / 2);
const second = await run(store, anItem("two"));
const third = await run(store, anItem("two"));
child.disconnect();
client.destroy();

const sum = (of: Readonly<Record<string, number>>): number => Object.values(of).reduce((a, b) => a + b, 0);
const [few, many] = results as [(typeof results)[0], (typeof results)[0]];
const calls = ({ requests, sqs }: Result) => sum(requests) + sqs;
/** How long the run takes in Lambda by the model: it waits for calls, ten subscriptions at once, or for its processor, whichever is longer. */
const modelled = (result: Result): number => Math.max((calls(result) * CALL_MS) / AT_ONCE, result.cpuMs / SHARE) / 1000;
const busiest = (of: Readonly<Record<string, number>>): [string, number] =>
  Object.entries(of).reduce<[string, number]>((a, b) => (b[1] > a[1] ? b : a), ["", 0]);
const [hot, hotUnits] = busiest(many.units);
const seconds = modelled(many);
/** All digests of one zone at eight: a tick takes 200 of each of four parts a minute. */
const digestMinutes = Math.ceil(most / (4 * 200));
const wcu = sum(many.units) / seconds;

const row = (name: string, r: Result): string =>
  `| ${name} | ${r.messages} | ${sum(r.requests)} | ${r.sqs} | ${sum(r.units)} | ${(r.ms / 1000).toFixed(1)} s | ${(r.cpuMs / 1000).toFixed(1)} s | ${modelled(r).toFixed(1)} s | ${r.peakMb.toFixed(0)} MB |`;

const report = `# One story for ten thousand

Made by \`npm run bench:fanout\`: one item that names an entity which everybody follows (half by mail, half by webhook, each story), through \`match\` with the adapters of the real table against an emulated DynamoDB in another process. What is sent to the queue is counted and goes nowhere.

- Machine: ${cpus()[0]?.model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 1e9)} GB; Node ${process.version}, ${process.platform} ${process.arch}. It may do other things meanwhile; the emulator is slower than DynamoDB. What counts are the numbers of calls and units, and the processor time.
- The model: a call takes ${CALL_MS} ms, ${AT_ONCE} subscriptions are looked at together, and the function has a core like this machine's (1,769 MB); the longer of both counts. \`match\` may run 60 s.

| subscribers | messages | calls to the table | to the queue | write units | wall here | processor | modelled | heap above start |
|---|---|---|---|---|---|---|---|---|
${row(String(few.n), few)}
${row(String(many.n), many)}
${row(`${most}, dies at alert ${most / 2}`, first)}
${row("… its retry", second)}
${row("… the message once more", third)}

**${most} subscribers are alerted in ${seconds.toFixed(0)} s by the model, ${(100 * (seconds / 60)).toFixed(0)} % of the step's time; the heap grows by ${many.peakMb.toFixed(0)} MB (${few.peakMb.toFixed(0)} MB with ${few.n}), which is the list of subscriptions; of alerts it holds some tens. The largest row is ${(many.largest / 1000).toFixed(1)} kB.**

- **A death in the middle doubles nothing.** The two runs together put ${most} alerts and sent ${first.messages + second.messages} messages; what was put and not sent (at most ten and what was in the air) is PENDING and sent by the sweep after a minute. A run that finds everything there costs ${(sum(third.requests) / most).toFixed(1)} calls a subscriber.
- **Busiest partition:** \`${hot}\`, ${hotUnits} units in ${seconds.toFixed(0)} s: ${(hotUnits / seconds).toFixed(0)} a second, of 1,000. An alert's own partition takes ${many.units[busiest(Object.fromEntries(Object.entries(many.units).filter(([pk]) => pk.startsWith("ALERT#"))))[0]] ?? 0} units in all.
- **All of the table:** ${wcu.toFixed(0)} units a second, of the 4,000 that a new on-demand table takes at once. Were it for waiting alone, ${AT_ONCE} at a time would take ${((calls(many) * CALL_MS) / AT_ONCE / 1000).toFixed(0)} s and ${(sum(many.units) / ((calls(many) * CALL_MS) / AT_ONCE / 1000)).toFixed(0)} units a second; twice as many would outrun a new table before they outran anything else.
- **What breaks first:** not the table, but the reader at the end. SES sends 14 mails a second to begin with: ${most / 2} mails take ${Math.ceil(most / 2 / 14 / 60)} minutes, as retries of mails that were throttled. Then the tick: ${most} digests of one zone at eight o'clock leave in ${digestMinutes} minutes (200 of each of four parts a minute; ${Math.ceil(most / 4 / digestMinutes / 60)} units a second and part of the index). Then \`match\`: beyond some ${Math.floor(((60 / seconds) * most) / 1000)},000 subscribers of one entity one run takes longer than it may; its retries go on where it died, at ${(sum(third.requests) / most).toFixed(1)} calls for each that has its alert.
`;
writeFileSync(join(import.meta.dirname, "fanout.md"), report);
console.log(report);
