import { BatchWriteItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { openTable } from "../../lambdas/adapters/dynamo-table.ts";
import { MAX_ROW_CHARACTERS, TTL_ATTRIBUTE } from "../../lambdas/adapters/table.ts";
import { aDelivery, aKeyed, aMatch, anAlert, anItem, aSubscription, MINUTE, NOON } from "../contracts/rows.ts";
import type { Store } from "../memory-store.ts";
import { dynamoStore } from "../fixtures/dynamo-store.ts";
import type { Dynalite } from "../fixtures/dynalite.ts";
import { startDynalite, useEndpoint } from "../fixtures/dynalite.ts";
import type { MeddlingProxy, Passing } from "../fixtures/meddling-proxy.ts";
import { LOST, startMeddlingProxy } from "../fixtures/meddling-proxy.ts";

let dynalite: Dynalite;
let proxy: MeddlingProxy;

beforeAll(async () => {
  dynalite = await startDynalite();
  proxy = await startMeddlingProxy(dynalite.endpoint);
  useEndpoint(proxy.endpoint);
});

afterEach(() => void (proxy.meddle = () => undefined));

afterAll(async () => {
  await proxy.stop();
  await dynalite.stop();
});

const open = async (clock = () => NOON) => {
  const name = await dynalite.makeTable();
  return { store: dynamoStore(name, clock), table: openTable(name, clock) };
};

/** Loses the first answer to a successful request that holds the text; counts how often it was seen. */
const loseAnswerOnce = (text: string) => {
  const seen = { times: 0 };
  proxy.meddle = ({ request, operation }: Passing) => {
    if (!/^(Put|Update)Item$/.test(operation) || !request.includes(text)) return undefined;
    return seen.times++ === 0 ? LOST : undefined;
  };
  return seen;
};

const writes: [string, (store: Store) => Promise<unknown>, unknown][] = [
  ["POLL#", (store) => store.claimPoll(0, NOON, NOON, []), true],
  [`"tick"`, (store) => store.moveTick(0, undefined, NOON), true],
  ["ITEM#", (store) => store.keepItem(anItem("i1")), { item: anItem("i1") }],
  ["STORYKEY#", (store) => store.holdStoryKey("k1", aKeyed("s1")), aKeyed("s1")],
  ["MATCH#ada", (store) => store.keepMatch(aMatch()), aMatch()],
  ["TOLD#", (store) => store.saveTold("sub-1", "ada", { version: 1, returns: [] }), true],
  ["ALERT#", (store) => store.putAlert(anAlert("a1")), undefined],
  ["DELIVERY#", (store) => store.saveDelivery(aDelivery("d1")), true],
  ["SUB#", (store) => store.createSubscription(aSubscription("s1"), { channel: "email", address: "a@example.org" }), true],
];

it.each(writes)("knows its own write of %s again when the answer was lost and the SDK wrote twice", async (text, write, expected) => {
  const { store } = await open();
  const seen = loseAnswerOnce(text);
  expect(await write(store)).toEqual(expected);
  expect(seen.times).toBeGreaterThan(1);
});

it("asks again for the keys that a batch left unprocessed", async () => {
  const { store } = await open();
  const keys = Array.from({ length: 30 }, (_, i) => `key-${i}`);
  for (const key of keys) await store.holdStoryKey(key, aKeyed(key));
  const asked: number[] = [];
  proxy.meddle = ({ operation, request, answer }) => {
    if (operation !== "BatchGetItem") return undefined;
    const [[table, { Keys }]] = Object.entries(JSON.parse(request).RequestItems) as [[string, { Keys: object[] }]];
    asked.push(Keys.length);
    const half = Math.floor(Keys.length / 2);
    const left = new Set(Keys.slice(0, half).map((key) => JSON.stringify((key as { pk: object }).pk)));
    const rows = JSON.parse(answer).Responses[table].filter((row: { pk: object }) => !left.has(JSON.stringify(row.pk)));
    return JSON.stringify({
      Responses: { [table]: rows },
      UnprocessedKeys: half > 0 ? { [table]: { Keys: Keys.slice(0, half), ConsistentRead: true } } : {},
    });
  };
  expect((await store.storiesHolding(keys)).map((ref) => ref?.storyId)).toEqual(keys);
  expect(asked).toEqual([30, 15, 7, 3, 1]);
});

it("gives up on keys that stay unprocessed", async () => {
  const { store } = await open();
  proxy.meddle = ({ operation, request }) =>
    operation === "BatchGetItem" ? JSON.stringify({ Responses: {}, UnprocessedKeys: JSON.parse(request).RequestItems }) : undefined;
  await expect(store.storiesHolding(["k1"])).rejects.toThrow("left unprocessed");
}, 10_000);

it("stores no row above 100 kB", async () => {
  const { store } = await open();
  const summary = "x".repeat(MAX_ROW_CHARACTERS);
  await expect(store.keepItem(anItem("i1", { summary }))).rejects.toThrow(RangeError);
  expect((await store.keepItem(anItem("i1", { summary: summary.slice(1000) }))).item.summary).toHaveLength(MAX_ROW_CHARACTERS - 1000);
});

it("completes a subscription whose making was cut short, and never alerts for it before", async () => {
  let now = NOON;
  const { store } = await open(() => now);
  const hook = aSubscription("s1", { channel: "webhook" });
  const create = () => store.createSubscription(hook, { channel: "webhook", url: "https://a.example/" }, "whsec_1");
  proxy.meddle = ({ request }) => {
    // Subscription, address and secret are stored; the making ends there.
    return request.includes("SECRET#") ? "not JSON" : undefined;
  };
  await expect(create()).rejects.toBeInstanceOf(SyntaxError);
  proxy.meddle = () => undefined;
  expect((await store.subscriptions()).map((one) => one.status)).toEqual(["pending"]);
  now += MINUTE;
  expect(await store.activeSubscriptions()).toEqual([]);
  expect(await create()).toBe(true);
  expect([await store.subscription("s1"), await store.webhookSecrets("s1")]).toEqual([hook, ["whsec_1"]]);
  expect(await create()).toBe(false);
}, 15_000);

it("finds a rare match behind thousands of others, in pages of bounded work", async () => {
  const { store, table } = await open();
  const total = 2100;
  const rows = Array.from({ length: total }, (_, i) => {
    const match = aMatch({ storyId: `s${i}`, at: new Date(NOON - i * MINUTE).toISOString(), outlet: i === total - 1 ? "Rara" : "Gaceta" });
    return {
      pk: "MATCH#ada",
      sk: `${match.at}#${match.storyId}`,
      body: match,
      month: "MONTH#2026-11",
      monthAt: `${match.at}#${match.storyId}#ada`,
    };
  });
  for (let start = 0; start < total; start += 25) {
    const puts = rows.slice(start, start + 25).map((row) => ({ PutRequest: { Item: marshall(row) } }));
    await table.client.send(new BatchWriteItemCommand({ RequestItems: { [table.name]: puts } }));
  }
  for (const asked of [{}, { entity: "ada" }]) {
    const pages: number[] = [];
    let cursor: string | undefined;
    let queries = 0;
    proxy.meddle = ({ operation }) => void (queries += operation === "Query" ? 1 : 0);
    do {
      const page = await store.matches({ ...asked, outlet: "Rara", limit: 50, cursor });
      pages.push(page.matches.length);
      cursor = page.cursor;
      expect(queries).toBeLessThan(100 * pages.length);
    } while (cursor !== undefined);
    expect(pages).toEqual([0, 1]);
  }
}, 60_000);

it("keeps what matters for good, and gives the rest a time to go", async () => {
  const { store, table } = await open();
  await store.keepItem(anItem("i1"));
  await store.holdStoryKey("k1", aKeyed("s1"));
  await store.claimPoll(0, NOON, NOON, []);
  await store.keepMatch(aMatch());
  await store.putAlert(anAlert("a1"));
  await store.saveDelivery(aDelivery("d1"));
  const { Items } = await table.client.send(new ScanCommand({ TableName: table.name }));
  const mortal = (Items ?? []).filter((row) => row[TTL_ATTRIBUTE] !== undefined).map((row) => row.pk?.S?.split("#")[0]);
  expect(new Set(mortal)).toEqual(new Set(["HEARD", "ITEM", "ITEMLOG", "STORYKEY"]));
});

it("remembers watchlist and subscriptions for less than a minute, as the same object while nothing changes", async () => {
  let now = NOON;
  const { store } = await open(() => now);
  const address = { channel: "email", address: "a@example.org" } as const;
  await store.createSubscription(aSubscription("s1"), address);
  const [watchlist, active] = [await store.watchlist(), await store.activeSubscriptions()];
  await store.createSubscription(aSubscription("s2"), address);
  let queries = 0;
  proxy.meddle = ({ operation }) => void (queries += operation === "Query" ? 1 : 0);
  now += MINUTE / 2 - 1;
  expect([await store.watchlist(), await store.activeSubscriptions()]).toEqual([watchlist, active]);
  expect(queries).toBe(0);
  now += 2;
  expect(await store.watchlist()).toBe(watchlist);
  expect((await store.activeSubscriptions()).map((one) => one.id)).toEqual(["s1", "s2"]);
});
