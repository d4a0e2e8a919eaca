/**
 * Every captured feed, served over loopback, through the whole pipeline as it runs: GET, parse, queue, match. Each gets a
 * loopback address of its own, so that no two share a host and its pauses.
 */
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { Server } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FeedAnswer } from "../../lambdas/core/answer.ts";
import type { Feed } from "../../lambdas/core/feed.ts";
import { prepareFolder } from "../local/prepared-folder.ts";
import { newFolder, startVigia } from "../local/vigia-process.ts";
import type { VigiaProcess } from "../local/vigia-process.ts";

const folder = join(import.meta.dirname, "../../../shared/feeds/captures");
const present = existsSync(folder);
if (!present) console.warn("test/captures/pipeline: skipped, ../shared/feeds is not there");

interface Capture {
  readonly file: string;
  /** Absent for what no reader makes items of. */
  readonly expected: { readonly items: number } | null;
}

const captures = present ? (JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as Capture[]) : [];
const idOf = ({ file }: Capture): string => file.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");

const feedOf = (capture: Capture, url: string): Feed => ({
  id: idOf(capture),
  url,
  outlet: capture.file,
  lang: "en",
  country: "US",
  kind: "media",
  timezone: "UTC",
  enabled: true,
  alertSince: new Date().toISOString(),
  addedAt: new Date().toISOString(),
  floorSeconds: 60,
});

describe.skipIf(!present)("every capture through the whole pipeline", () => {
  const servers: Server[] = [];
  let vigia: VigiaProcess;
  let feeds: ReadonlyMap<string, FeedAnswer>;

  const polled = async (): Promise<ReadonlyMap<string, FeedAnswer>> => {
    const all = (await vigia.json<{ feeds: FeedAnswer[] }>("/api/v1/feeds")).feeds;
    return new Map(all.map((feed) => [feed.id, feed]));
  };

  beforeAll(async () => {
    const rows: Feed[] = [];
    for (const [n, capture] of captures.entries()) {
      const bytes = readFileSync(join(folder, capture.file));
      const server = createServer((_, response) => response.end(bytes));
      const host = `127.0.1.${n + 1}`;
      await new Promise<void>((resolve) => server.listen(0, host, resolve));
      servers.push(server);
      const address = server.address();
      if (address !== null && typeof address === "object") rows.push(feedOf(capture, `http://${host}:${address.port}/feed`));
    }
    const data = newFolder();
    await prepareFolder(data, async (store) => {
      for (const row of rows) await store.putFeed(row);
    });
    vigia = await startVigia(["--offline", "--no-sample"], data);
    const done = (all: ReadonlyMap<string, FeedAnswer>) => captures.every((capture) => (all.get(idOf(capture))?.health ?? "new") !== "new");
    for (let second = 0; second < 180; second++) {
      feeds = await polled();
      if (done(feeds)) break;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }, 300_000);

  afterAll(async () => {
    await vigia.stop();
    for (const server of servers) server.close();
  });

  it.for(captures.map((capture): [string, Capture] => [capture.file, capture]))("%s", ([, capture]) => {
    const { health, reason } = feeds.get(idOf(capture)) ?? {};
    const readable = (capture.expected?.items ?? 0) > 0;
    // Most are old, and so stale by now. What is no feed is told apart, with a sentence that says why.
    const isRead = health === "ok" || health === "stale" || health === "undated";
    expect({ read: isRead, explained: health === "ok" || Boolean(reason?.es), asked: health !== "new" }).toEqual({
      read: readable || isRead,
      explained: true,
      asked: true,
    });
  });

  it("loses no item on the way to match, and nothing fails", async () => {
    const wanted = captures.reduce((sum, { expected }) => sum + (expected?.items ?? 0), 0);
    const sent = () => [...vigia.output().matchAll(/ingest\s+polled.*?items=(\d+)/g)].reduce((sum, [, n]) => sum + Number(n), 0);
    console.log(`captures: ${feeds.size} feeds, ${sent()} items sent on, ${wanted} expected by the best parser measured`);
    expect(sent()).toBeGreaterThanOrEqual(wanted * 0.99);
    expect(vigia.output()).not.toMatch(/\b(ingest|match|deliver|schedule)\s+failed/);
  });

  it("ends in good order", async () => expect(await vigia.stop()).toBe(0));
});
