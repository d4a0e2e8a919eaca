/** One poison body costs its neighbours nothing: neither those of other hosts nor those of its own. */
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { shardOf } from "../../lambdas/core/feed.ts";
import { aFeed } from "../contracts/rows.ts";
import { hostileDocuments } from "../fixtures/hostile-documents.ts";
import { dice } from "../fixtures/mutation.ts";
import { news, newsroom, rss } from "../fixtures/newsroom.ts";

/** Three hosts of one shard. */
const hosts = Array.from({ length: 60 }, (_, n) => `host-${n}.example`)
  .filter((host) => shardOf(`https://${host}`) === 1)
  .slice(0, 3);
const on = (host: number, id: string) => aFeed(id, { url: `https://${hosts[host]}/${id}`, alertSince: "2026-11-20T00:00:00.000Z" });
const poison = on(1, "poison");
const neighbours = [on(0, "before"), on(1, "a-sibling"), on(1, "sibling"), on(2, "after")];

const bodies: readonly [string, string | Uint8Array][] = [
  ...hostileDocuments.map(({ name, make }): [string, string | Uint8Array] => [name, make(200_000)]),
  ["nothing", ""],
  ["a page", "<html><body>Sorry</body></html>"],
  ["noise", Uint8Array.from({ length: 50_000 }, (_, n) => Math.floor(dice(n)() * 256))],
  ["a bomb", gzipSync(Buffer.alloc(50_000_000, 32))],
];

describe("among its neighbours", () => {
  it.each(bodies)("%s", async (_, body) => {
    const room = await newsroom([poison, ...neighbours]);
    room.publish(poison.url, body);
    for (const [n, feed] of neighbours.entries())
      room.publish(
        feed.url,
        rss(news(2).map((one) => ({ ...one, title: `${one.title}, ${feed.id}`, link: `https://x.example/${n}/${one.guid}` }))),
      );
    const outcome = await room.check(poison);
    expect(outcome).toMatchObject({ outcome: "polled", feeds: 5 });
    expect(Object.keys(outcome.failed).filter((id) => id !== poison.id)).toEqual([]);
    for (const { id } of neighbours) expect(room.sent().filter((title) => title.endsWith(`, ${id}`))).toHaveLength(2);
    const states = await room.store.feedStatesOf(1);
    expect(neighbours.map(({ id }) => states.get(id)?.health)).toEqual(["ok", "ok", "ok", "ok"]);
    expect(states.get(poison.id)?.health).toMatch(/^(ok|undated|empty|not-a-feed|too-large)$/);
  });
});
