import { beforeEach, describe, expect, it } from "vitest";
import { FEED_SHARDS, shardOf } from "../../lambdas/core/feed.ts";
import type { IngestStore } from "../../lambdas/pipeline/ports.ts";
import { aFeed, DAY, MINUTE, NOON } from "../contracts/rows.ts";
import type { Bench } from "../fixtures/poll-bench.ts";
import { entry, feed, openBench, shard, status } from "../fixtures/poll-bench.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});

describe("a shard", () => {
  it("is polled once a tick, however often its message comes", async () => {
    expect((await bench.first()).outcome).toBe("polled");
    expect((await bench.first()).outcome).not.toBe("polled");
    expect(bench.asked).toHaveLength(1);
  });
  it("ends at once when nothing is due, without a write", async () => {
    const other = (shard + 1) % FEED_SHARDS;
    const never = () => Promise.reject(new Error("a write"));
    expect((await bench.go(NOON - MINUTE, NOON, other, { claimPoll: never, hear: never })).outcome).toBe("nothing-due");
  });
  it("does not let one feed's failure touch another", async () => {
    await bench.store.putFeed(aFeed("otra", { url: "https://gaceta.example/otra" }));
    bench.answers.set(feed.url, { kind: "error", code: "timeout", message: "timed out" });
    bench.answers.set("https://gaceta.example/otra", [entry(1)]);
    expect(await bench.first()).toMatchObject({ feeds: 2, items: 1, failed: { gaceta: "timeout" } });
    expect(bench.pauses).toBe(1); // one host, one request after the other (F19)
  });
  it("leaves a whole host alone after a 429, also its new feeds and those of other shards that moved to it (F13)", async () => {
    const other = aFeed("otra", { url: "https://gaceta.example/otra" });
    const urls = Array.from({ length: 20 }, (_, n) => `https://host-${n}.example/rss`);
    const mover = aFeed("mudada", { url: urls.find((url) => shardOf(url) !== shard)! });
    const tick = async () => {
      bench.now += DAY;
      for (let s = 0; s < FEED_SHARDS; s++) await bench.go(bench.now - DAY, bench.now, s);
    };
    await bench.store.putFeed(other);
    await bench.store.putFeed(mover);
    for (const { url } of [other, mover]) bench.answers.set(url, [entry(1)]);
    await tick();
    const known = (await bench.store.feedStatesOf(shardOf(mover.url))).get("mudada")!;
    await bench.store.saveFeedState({ ...known, moved: { to: "https://gaceta.example/mudada", at: bench.now } }, shardOf(mover.url));
    bench.asked = [];
    bench.answers.set(feed.url, status(429, { "retry-after": String(3 * 86_400) }));
    bench.now += DAY;
    await bench.go(bench.now - DAY, bench.now, shard);
    await bench.store.putFeed(aFeed("nueva", { url: "https://gaceta.example/nueva" }));
    await tick();
    await tick();
    expect(bench.asked.map((a) => a.url)).toEqual([feed.url]);
    bench.answers.set(feed.url, [entry(1)]);
    await tick();
    expect(new Set(bench.asked.map((a) => a.url))).toEqual(
      new Set([feed.url, other.url, "https://gaceta.example/nueva", "https://gaceta.example/mudada"]),
    );
  });
  it("lets the host rest that said 429, not the one that redirected there (F13)", async () => {
    const other = aFeed("otra", { url: "https://gaceta.example/otra" });
    await bench.store.putFeed(other);
    bench.answers.set(feed.url, status(429, { "retry-after": "86400" }, "https://cdn.example/rss"));
    bench.answers.set(other.url, [entry(1)]);
    expect(await bench.first()).toMatchObject({ feeds: 2, failed: { gaceta: "http-429" } });
    expect(await bench.store.restingHosts()).toEqual(new Map([["cdn.example", NOON + DAY]]));
  });
  it("lets a 503 delay its own feed only, for as long as it says (F14)", async () => {
    const other = aFeed("otra", { url: "https://gaceta.example/otra" });
    await bench.store.putFeed(other);
    bench.answers.set(feed.url, status(503, { "retry-after": String(3 * 86_400) }));
    bench.answers.set(other.url, [entry(1)]);
    await bench.first();
    for (let n = 0; n < 4; n++) await bench.nextDay();
    expect(bench.asked.filter(({ url }) => url === feed.url)).toHaveLength(2);
    expect(bench.asked.filter(({ url }) => url === other.url)).toHaveLength(5);
  });
  it("asks those last and one by one whom a poll that died had claimed, so that one of them dies alone", async () => {
    for (const id of ["otra", "tercera"]) await bench.store.putFeed(aFeed(id, { url: `https://gaceta.example/${id}` }));
    const died = () => Promise.reject(new Error("out of memory"));
    // All three are new and were claimed together; nothing more is known of that poll.
    await bench.store.claimPoll(shard, NOON - 20 * MINUTE, NOON - 20 * MINUTE, ["gaceta", "otra", "tercera"]);
    await bench.store.claimPoll(shard, NOON - 20 * MINUTE, NOON - 20 * MINUTE, ["gaceta"], "gaceta");
    for (const id of ["otra", "tercera"]) bench.answers.set(`https://gaceta.example/${id}`, [entry(1)]);
    const claims: string[][] = [];
    const outcome = await bench
      .first({
        claimPoll: (...args) => (claims.push([...args[3]]), args[4] === "gaceta" ? died() : bench.store.claimPoll(...args)),
      })
      .catch((error: unknown) => error);
    expect(outcome).toBeInstanceOf(Error);
    expect(claims).toEqual([[], ["otra"], ["tercera"], ["gaceta"]]);
    expect([...(await bench.store.heardOf(shard)).keys()].toSorted()).toEqual(["otra", "tercera"]);
  });
  it("goes on with the others when Vigía itself fails on one, says so in its health, and fails at the end", async () => {
    await bench.store.putFeed(aFeed("otra", { url: "https://otra.example/rss" }));
    const other = shardOf("https://otra.example/rss");
    bench.answers.set("https://otra.example/rss", {
      kind: "body",
      bytes: new TextEncoder().encode("{"),
      url: "https://otra.example/rss",
      headers: new Map(),
    });
    await expect(bench.go(NOON - MINUTE, NOON, other)).rejects.toThrow("ended in an error of ours");
    expect((await bench.store.feedStatesOf(other)).get("otra")).toMatchObject({ health: "failing", fault: "internal" });
  });
  it("begins no feed after its time is over", async () => {
    for (const id of ["otra", "tercera"]) await bench.store.putFeed(aFeed(id, { url: `https://gaceta.example/${id}` }));
    const slow = {
      saveFeedState: async (...args: Parameters<IngestStore["saveFeedState"]>) => (
        (bench.now += 80_000),
        bench.store.saveFeedState(...args)
      ),
    };
    expect((await bench.first(slow)).feeds).toBe(1);
  });
  it("forgets what it knew when a person turns a feed on again, but not that its floor has to pass (F8)", async () => {
    bench.answers.set(feed.url, status(410));
    await bench.first();
    expect((await bench.nextDay()).outcome).toBe("nothing-due");
    bench.now += DAY;
    bench.answers.set(feed.url, status(404));
    const revive = () => bench.store.putFeed({ ...feed, floorSeconds: 7200, revivedAt: new Date(bench.now).toISOString() });
    await revive();
    expect(await bench.go(bench.now - MINUTE, bench.now, shard)).toMatchObject({ outcome: "polled", failed: { gaceta: "http-404" } });
    for (let minutes = 0; minutes < 118; minutes++) {
      bench.now += MINUTE;
      await revive();
      expect(await bench.go(bench.now - MINUTE, bench.now, shard)).toMatchObject({ outcome: "nothing-due" });
    }
    bench.now += MINUTE;
    bench.answers.set(feed.url, [entry(1)]);
    expect(await bench.go(bench.now - MINUTE, bench.now, shard)).toMatchObject({ outcome: "polled", items: 1 });
  });
  it("pauses before a host that it asked a moment ago, and not otherwise (F19)", async () => {
    const other = aFeed("otra", { url: "https://gaceta.example/otra" });
    bench.answers.set(feed.url, [entry(1)]);
    await bench.first();
    expect(bench.pauses).toBe(0);
    await bench.store.putFeed(other);
    bench.now += 1_500;
    await bench.go(NOON, NOON + MINUTE, shard);
    expect(bench.pauses).toBe(1);
    await bench.store.putFeed(aFeed("tercera", { url: "https://gaceta.example/tercera" }));
    bench.now += 2_000;
    await bench.go(NOON + MINUTE, NOON + 2 * MINUTE, shard);
    expect(bench.pauses).toBe(1);
    expect(bench.asked).toHaveLength(3);
  });
});
