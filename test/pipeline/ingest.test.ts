import { beforeEach, describe, expect, it } from "vitest";
import { listeningTo } from "../../lambdas/core/ledger.ts";
import { DAY, MINUTE, NOON } from "../contracts/rows.ts";
import type { Bench } from "../fixtures/poll-bench.ts";
import { body, entry, feed, openBench, shard } from "../fixtures/poll-bench.ts";

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
