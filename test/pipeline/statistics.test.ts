import { describe, expect, it } from "vitest";
import { shardOf } from "../../lambdas/core/feed.ts";
import { operations } from "../../lambdas/core/operation.ts";
import { aFeed, DAY } from "../contracts/rows.ts";
import { faultOf, servedApi } from "../fixtures/served-api.ts";

const day = (at: number) => new Date(at).toISOString();

/** A desk that listened for ten days, was deaf for one of them, and read some stories. */
const desk = async () => {
  const served = await servedApi();
  const { store, now, tell } = served.desk;
  await store.putSetting("reads", "public");
  const feed = aFeed("puerto", { outlet: "puerto" });
  const shard = shardOf(feed.url);
  await store.putFeed(feed);
  await store.hear(shard, new Map([["puerto", now - 10 * DAY]]));
  await store.hear(shard, new Map([["puerto", now]]));
  await store.addHole("puerto", { from: now - 3 * DAY, to: now - 2 * DAY, why: "missed" }, shard);
  const stories: [string, string, number][] = [
    ["a", "Marcelo Ebrard habla con Antony Blinken", 1.2],
    ["b", "Marcelo Ebrard visita el puerto de Veracruz", 1.3],
    ["c", "Marcelo Ebrard recibe a Antony Blinken en Palacio Nacional", 4.1],
    ["d", "Hace cinco años: Marcelo Ebrard toma posesión", 1.1],
  ];
  for (const [id, title, days] of stories) await tell({ id, title, outlet: "puerto", published: day(now - days * DAY) });
  await store.countItems(stories.map(([id, , days]) => ({ id, at: day(now - days * DAY) })), shard); // prettier-ignore
  const read = async <Body>(name: "readTimeline" | "readTogether", query: string) => {
    const answer = await served.call("GET", `${operations[name].path}${query}`);
    if (answer.ok) expect(await faultOf(answer.clone(), operations[name])).toBeUndefined();
    return (await answer.json()) as Body;
  };
  return { ...served, now, read };
};
interface Timeline {
  buckets: { from: string; to: string; stories?: number; items: number; heard: number }[];
  detail?: string;
}

describe("the timeline", () => {
  it("has the stories that sighted an entity beside all items heard, and how far the time was heard", async () => {
    const { read, now } = await desk();
    const { buckets } = await read<Timeline>("readTimeline", `?entity=marcelo-ebrard&since=${day(now - 5 * DAY)}&until=${day(now - DAY)}`);
    expect(buckets[0]?.from.slice(11)).toBe("00:00:00.000Z");
    // A piece that looks back is heard, and is no sighting.
    expect(buckets.map(({ stories }) => stories)).toEqual([0, 1, 0, 0, 2]);
    expect(buckets.map(({ items }) => items)).toEqual([0, 1, 0, 0, 3]);
    expect(buckets.map(({ heard }) => heard === 1)).toEqual([true, true, false, false, true]);
    const deaf = buckets.reduce((sum, { from, to, heard }) => sum + (1 - heard) * (Date.parse(to) - Date.parse(from)), 0);
    expect(deaf / DAY).toBeCloseTo(1, 5);
  });

  it("without an entity counts items alone, in the buckets that are asked for", async () => {
    const { read, now } = await desk();
    const { buckets } = await read<Timeline>("readTimeline", `?bucket=week&tz=America/Mexico_City&since=${day(now - 9 * DAY)}`);
    expect(buckets.every((bucket) => !("stories" in bucket))).toBe(true);
    expect(buckets.reduce((sum, { items }) => sum + items, 0)).toBe(4);
    expect(buckets.every(({ from }) => from.endsWith("T06:00:00.000Z"))).toBe(true);
  });

  it.each([
    ["?entity=nobody-at-all", "There is no entity"],
    ["?tz=America/Atlantis", "IANA zone"],
    ["?bucket=hour&since=2026-11-01&until=2026-11-20", "at most 7 days apart"],
    ["?since=2026-01-01&until=2026-11-20", "at most 100 days apart"],
    ["?since=2026-11-20&until=2026-11-20", "must be later"],
  ])("refuses %s", async (query, why) => {
    const { read } = await desk();
    expect(JSON.stringify(await read("readTimeline", query))).toContain(why);
  });
});

describe("who was named together", () => {
  it("is counted by stories, the most first", async () => {
    const { read, now } = await desk();
    const body = await read<{ stories: number; with: { entity: string; stories: number }[] }>(
      "readTogether",
      `?entity=marcelo-ebrard&since=${day(now - 5 * DAY)}&until=${day(now - DAY)}`,
    );
    expect(body.stories).toBe(3);
    expect(body.with.find(({ entity }) => entity === "antony-blinken")?.stories).toBe(2);
    expect(body.with.map(({ stories }) => stories)).toEqual(body.with.map(({ stories }) => stories).toSorted((a, b) => b - a));
  });

  it("is nobody where the entity was not sighted", async () => {
    const { read, now } = await desk();
    const query = `?entity=marcelo-ebrard&since=${day(now - 60 * DAY)}&until=${day(now - 50 * DAY)}`;
    expect(await read("readTogether", query)).toMatchObject({ stories: 0, with: [] });
  });
});
