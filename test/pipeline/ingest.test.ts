import { beforeEach, describe, expect, it } from "vitest";
import { FEED_SHARDS, shardOf } from "../../lambdas/core/feed.ts";
import { listeningTo } from "../../lambdas/core/ledger.ts";
import type { IngestStore } from "../../lambdas/pipeline/ports.ts";
import { aFeed, DAY, MINUTE, NOON } from "../contracts/rows.ts";
import type { Bench } from "../fixtures/poll-bench.ts";
import { body, entry, feed, openBench, shard, status } from "../fixtures/poll-bench.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});

const holes = async () => (await bench.store.ledger(0)).find(({ feed: { id } }) => id === feed.id)?.holes;

describe("a new feed", () => {
  it("is asked at once, with one GET and no validators (F1, F7)", async () => {
    bench.answers.set(feed.url, [entry(1)]);
    expect(await bench.first()).toMatchObject({ outcome: "polled", feeds: 1, items: 1, failed: {} });
    expect(bench.asked).toEqual([{ url: feed.url }]);
  });
  it("sends its past first and its news a little later, so that they are measured against it", async () => {
    bench.answers.set(feed.url, [entry(1), entry(2, { title: "Old", published: "2020-01-01T00:00:00.000Z" })]);
    await bench.first();
    expect(bench.sent).toEqual([
      { ids: ["Old"], baseline: [true], delay: 0 },
      { ids: ["Item 1"], baseline: [false], delay: 15 },
    ]);
  });
  it("is left alone for its floor, even if its slot comes at once (F8)", async () => {
    bench.answers.set(feed.url, [entry(1)]);
    await bench.first();
    for (let m = 1; m < 14; m++) {
      bench.now = NOON + m * MINUTE;
      await bench.go(bench.now - MINUTE, bench.now, shard);
    }
    expect(bench.asked).toHaveLength(1);
  });
});

it("a feed's past is its past also when its first checks failed (F27)", async () => {
  bench.answers.set(feed.url, { kind: "error", code: "timeout", message: "timed out" });
  await bench.first();
  bench.answers.set(feed.url, [
    { link: "https://gaceta.example/undated", title: "Undated", summary: "" },
    entry(1),
    entry(2, { title: "To come", published: new Date(NOON + 9 * DAY).toISOString() }),
  ]);
  await bench.nextDay();
  expect(bench.sent.flatMap(({ baseline }) => baseline).filter(Boolean)).toHaveLength(2);
});

it("a message that was redriven after more than an hour asks nobody: other polls could not see its claim", async () => {
  bench.now += 61 * MINUTE;
  expect(await bench.go(NOON - MINUTE, NOON)).toMatchObject({ outcome: "nothing-due", feeds: 0 });
  expect(bench.asked).toEqual([]);
  expect(await bench.store.claimPoll(shard, NOON, bench.now, [])).toBe(true);
  expect(await bench.go(NOON - MINUTE, NOON + 2 * MINUTE)).toMatchObject({ outcome: "polled", feeds: 1 });
});

describe("a known feed", () => {
  it("takes of several entries with one identity the first, which is the newest", async () => {
    const same = { link: "https://gaceta.example/1", guid: "1" };
    bench.answers.set(feed.url, [entry(1, same), entry(2, { ...same, title: "As it was told at first" })]);
    await bench.first();
    expect(bench.sent.flatMap(({ ids }) => ids)).toEqual(["Item 1"]);
  });
  it("sends only what is new, and its validators byte for byte", async () => {
    bench.answers.set(feed.url, [entry(1)]);
    await bench.first();
    bench.answers.set(feed.url, [entry(3), entry(2), entry(1)]);
    await bench.nextDay();
    expect(bench.sent.slice(1)).toEqual([{ ids: ["Item 3", "Item 2"], baseline: [false, false], delay: 0 }]);
    expect(bench.asked[1]).toEqual({ url: feed.url, etag: body([entry(1)]).headers.get("etag") });
  });
  it("costs no write to the feed when nothing changed (304)", async () => {
    bench.answers.set(feed.url, [entry(1)]);
    await bench.first();
    bench.answers.set(feed.url, { kind: "unchanged", headers: new Map() });
    let writes = 0;
    bench.now += DAY;
    await bench.go(bench.now - DAY, bench.now, shard, { saveFeedState: async () => void writes++, addHole: async () => void writes++ });
    expect(bench.asked).toHaveLength(2);
    expect(writes).toBe(0);
    expect((await bench.store.heardOf(shard)).get(feed.id)).toBe(bench.now);
  });
  it("leaves a hole where its document shares nothing with the one before", async () => {
    bench.answers.set(feed.url, [entry(1)]);
    await bench.first();
    bench.answers.set(feed.url, [entry(7), entry(8)]);
    await bench.nextDay();
    expect(await holes()).toEqual([{ from: NOON, to: NOON + DAY, why: "missed" }]);
    bench.answers.set(feed.url, [entry(9), entry(8)]);
    await bench.nextDay();
    expect(await holes()).toHaveLength(1);
  });
  it("leaves one hole, not many, while no document shares anything with the one before", async () => {
    for (let n = 1; n < 5; n++) {
      bench.answers.set(feed.url, [entry(n * 10)]);
      await (n === 1 ? bench.first() : bench.nextDay());
    }
    expect(await holes()).toEqual([{ from: NOON, to: NOON + 3 * DAY, why: "missed" }]);
  });
  it.each(["a 304", "the same bytes"])("ends a hole where %s says that nothing has changed since", async (answer) => {
    for (const n of [1, 7]) {
      bench.answers.set(feed.url, [entry(n)]);
      await (n === 1 ? bench.first() : bench.nextDay());
    }
    if (answer === "a 304") bench.answers.set(feed.url, { kind: "unchanged", headers: new Map() });
    for (let day = 2; day < 5; day++) await bench.nextDay();
    bench.answers.set(feed.url, [entry(9)]);
    await bench.nextDay();
    expect(await holes()).toEqual([
      { from: NOON, to: NOON + DAY, why: "missed" },
      { from: NOON + 4 * DAY, to: NOON + 5 * DAY, why: "missed" },
    ]);
  });
  it("leaves the same hole when it dies before it remembers the document", async () => {
    bench.answers.set(feed.url, [entry(1)]);
    await bench.first();
    bench.answers.set(feed.url, [entry(7)]);
    const dying = { saveFeedState: () => Promise.reject(new Error("dead")), hear: () => Promise.reject(new Error("dead")) };
    await bench.nextDay(dying).catch(() => undefined);
    await bench.nextDay();
    expect(await holes()).toEqual([{ from: NOON, to: NOON + 2 * DAY, why: "missed" }]);
  });
  it("leaves a hole where it had fallen silent for more than five times its usual spacing", async () => {
    const daily = (day: number) =>
      entry(0, { link: `https://gaceta.example/d${day}`, published: new Date(NOON + day * DAY).toISOString() });
    bench.answers.set(feed.url, [daily(0)]);
    await bench.first();
    for (let day = 1; day < 10; day++) {
      bench.answers.set(feed.url, [daily(day), daily(day - 1)]);
      await bench.nextDay();
    }
    bench.answers.set(feed.url, { kind: "unchanged", headers: new Map() });
    for (let day = 10; day < 30; day++) await bench.nextDay();
    const [entryNow] = (await bench.store.ledger(0)).filter(({ feed: { id } }) => id === feed.id);
    const open = listeningTo(entryNow!)?.holes;
    bench.answers.set(feed.url, [daily(30), daily(9)]);
    await bench.nextDay();
    const closed = await holes();
    expect(open).toEqual([{ from: closed?.[0]?.from, to: NOON + 29 * DAY, why: "stale" }]);
    expect(closed).toEqual([{ from: expect.any(Number) as number, to: NOON + 29 * DAY, why: "stale" }]);
    const from = closed?.[0]?.from ?? 0;
    expect(from).toBeGreaterThan(NOON + 12 * DAY);
    expect(from).toBeLessThan(NOON + 16 * DAY);
  });
  it("keeps its old validators when the document cannot be read (F4)", async () => {
    bench.answers.set(feed.url, [entry(1)]);
    await bench.first();
    bench.answers.set(feed.url, {
      kind: "body",
      bytes: new TextEncoder().encode("<html>"),
      url: feed.url,
      headers: new Map([["etag", '"broken"']]),
    });
    expect((await bench.nextDay()).failed).toEqual({ gaceta: "not-a-feed" });
    expect(await bench.stateOf(feed.id)).toMatchObject({
      health: "not-a-feed",
      failures: 1,
      etag: body([entry(1)]).headers.get("etag"),
    });
    expect((await bench.store.heardOf(shard)).get(feed.id)).toBe(NOON);
  });
  it("sends its items again when we died before remembering them", async () => {
    bench.answers.set(feed.url, [entry(1)]);
    await expect(bench.first({ saveFeedState: () => Promise.reject(new Error("died")) })).rejects.toThrow("ended in an error of ours");
    bench.now += DAY;
    await bench.go(bench.now - DAY, bench.now, shard);
    expect(bench.sent.map((s) => s.ids)).toEqual([["Item 1"], ["Item 1"]]);
  });
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
