import { describe, expect, it } from "vitest";
import { shardOf } from "../../lambdas/core/feed.ts";
import { operations } from "../../lambdas/core/operation.ts";
import { aFeed, DAY } from "../contracts/rows.ts";
import { faultOf, servedApi } from "../fixtures/served-api.ts";

/** A desk that listened to two feeds of its own for 40 days, and missed two days of one. */
const listened = async () => {
  const served = await servedApi();
  const { desk } = served;
  const now = desk.now;
  await desk.store.putSetting("reads", "public");
  for (const id of ["puerto", "altiplano"]) {
    const feed = aFeed(id, { outlet: id });
    const shard = shardOf(feed.url);
    await desk.store.putFeed(feed);
    await desk.store.hear(shard, new Map([[id, now - 40 * DAY]]));
    await desk.store.hear(shard, new Map([[id, now]]));
    if (id === "puerto") await desk.store.addHole(id, { from: now - 10 * DAY, to: now - 8 * DAY, why: "missed" }, shard);
  }
  const read = async (query = "") => {
    const answer = await served.call("GET", `/heard${query}`);
    expect(await faultOf(answer.clone(), operations.readHeard)).toBeUndefined();
    return (await answer.json()) as {
      share: number;
      detail?: string;
      feeds: { id: string; share: number; weight: number; unheard: object[] }[];
    };
  };
  return { ...served, now, read };
};
const day = (at: number) => new Date(at).toISOString();

describe("how far a time was heard", () => {
  it("is told for the last 30 days where nobody says which", async () => {
    const { read, now } = await listened();
    expect(await read()).toMatchObject({ since: day(now - 30 * DAY), until: day(now) });
  });

  it("is told with each feed's part in it", async () => {
    const { read, now } = await listened();
    const { share, feeds } = await read(`?since=${day(now - 25 * DAY)}&until=${day(now - 5 * DAY)}`);
    const own = feeds.filter(({ id }) => id === "puerto" || id === "altiplano");
    expect(share).toBeCloseTo(1 - 2 / 20 / 2, 5);
    expect(own.map(({ id, share: part }) => [id, Math.round(part * 1000)])).toEqual([
      ["altiplano", 1000],
      ["puerto", 900],
    ]);
    expect(own[1]?.unheard).toEqual([{ from: day(now - 10 * DAY), to: day(now - 8 * DAY), why: "missed" }]);
  });

  it("counts the feeds that often name somebody for more", async () => {
    const { read, desk, now } = await listened();
    await desk.tell({ id: "old", title: "Marcelo Ebrard habla en el puerto", outlet: "puerto", published: day(now - 100 * DAY) });
    const plain = await read(`?since=${day(now - 20 * DAY)}`);
    const weighed = await read(`?since=${day(now - 20 * DAY)}&entity=marcelo-ebrard`);
    expect(weighed.feeds.find(({ id }) => id === "puerto")?.weight).toBe(2);
    expect(weighed.share).toBeLessThan(plain.share);
  });

  it.each([
    ["since=2026-11-24&until=2026-11-24", "later"],
    ["since=2020-01-01", "366 days"],
    ["since=yesterday", "date"],
  ])("refuses %s", async (query, reason) => {
    const { read } = await listened();
    expect((await read(`?${query}`)).detail).toContain(reason);
  });
});
