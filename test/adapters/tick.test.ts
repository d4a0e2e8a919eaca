import { afterAll, beforeAll, expect, it } from "vitest";
import { FEED_SHARDS, shardOf } from "../../lambdas/core/feed.ts";
import { ingest } from "../../lambdas/pipeline/ingest.ts";
import type { IngestMessage } from "../../lambdas/pipeline/messages.ts";
import { schedule } from "../../lambdas/pipeline/schedule.ts";
import type { FetchResult } from "../../lambdas/pipeline/fetch-ports.ts";
import { aFeed, anItem, DAY, NOON } from "../contracts/rows.ts";
import { startDynalite, useEndpoint } from "../fixtures/dynalite.ts";
import type { Dynalite } from "../fixtures/dynalite.ts";
import { dynamoStore } from "../fixtures/dynamo-store.ts";
import type { MeddlingProxy } from "../fixtures/meddling-proxy.ts";
import { startMeddlingProxy } from "../fixtures/meddling-proxy.ts";

/** Counted where they are made: at the table's own door. */
const WRITES = /PutItem|UpdateItem|DeleteItem|BatchWriteItem/;

let dynalite: Dynalite;
let proxy: MeddlingProxy;
const requests: string[] = [];

beforeAll(async () => {
  dynalite = await startDynalite();
  proxy = await startMeddlingProxy(dynalite.endpoint);
  proxy.meddle = ({ operation }) => void requests.push(operation);
  useEndpoint(proxy.endpoint);
});
afterAll(async () => {
  await proxy.stop();
  await dynalite.stop();
});

it("a tick of 50 unchanged feeds makes at most 6 writes and 2 messages a shard", async () => {
  let now = NOON;
  const clock = () => now;
  const store = dynamoStore(await dynalite.makeTable(), clock);
  const feeds = Array.from({ length: 50 }, (_, n) => aFeed(`feed-${n}`, { url: `https://host-${n}.example/rss` }));
  for (const feed of feeds) await store.putFeed(feed);
  const document = (url: string): FetchResult => ({
    kind: "body",
    bytes: new TextEncoder().encode(url),
    url,
    headers: new Map([["etag", '"1"']]),
  });
  let sent: IngestMessage[] = [];
  const tick = () =>
    schedule({
      store,
      clock,
      ingest: async (messages) => void sent.push(...messages),
      match: async () => undefined,
      deliver: async () => undefined,
      seed: { version: "1", entities: [], feeds: () => [], article: anItem("article") },
      newSecret: () => "secret",
    });
  let polled = 0;
  let messages = 0;
  const poll = async (unchanged: boolean) => {
    for (const message of sent)
      polled += (
        await ingest(message, {
          store,
          clock,
          tell: async () => undefined,
          pause: async () => undefined,
          match: async (items) => void (messages += items.length),
          fetch: async (url, { etag }) => (unchanged && etag === '"1"' ? { kind: "unchanged", headers: new Map() } : document(url)),
          parse: async (bytes) => ({ entries: [{ link: new TextDecoder().decode(bytes), title: "One", summary: "" }], warnings: [] }),
        })
      ).feeds;
  };
  await tick();
  await poll(false);
  expect(polled).toBe(50);

  [sent, polled, messages] = [[], 0, 0];
  now += DAY;
  requests.length = 0;
  await tick();
  await poll(true);
  expect(polled).toBe(50);
  expect(messages).toBe(0);
  const shards = new Set(feeds.map(({ url }) => shardOf(url))).size;
  expect(shards).toBe(FEED_SHARDS);
  for (let shard = 0; shard < FEED_SHARDS; shard++) expect(sent.filter((message) => message.shard === shard).length).toBeLessThanOrEqual(2);
  const writes = requests.filter((operation) => WRITES.test(operation));
  expect(writes.length / shards).toBeLessThanOrEqual(6);
  expect(writes.length / shards).toBe(3); // the tick, the claim, who was heard
});
