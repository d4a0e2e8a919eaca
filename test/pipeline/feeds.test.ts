import { describe, expect, it, vi } from "vitest";
import { shardOf } from "../../lambdas/core/feed.ts";
import { currentState } from "../../lambdas/core/feed-state.ts";
import { operations } from "../../lambdas/core/operation.ts";
import { accept, Refusal } from "../../lambdas/core/problem.ts";
import { isDue } from "../../lambdas/core/slot.ts";
import { api } from "../../lambdas/pipeline/api.ts";
import { aFeed } from "../contracts/rows.ts";
import { openCatalog, url } from "../fixtures/catalog.ts";
import { servedApi } from "../fixtures/served-api.ts";

const opened = async (options: Parameters<typeof servedApi>[0] = {}) => {
  const served = await servedApi(options);
  return { ...served, run: api(served.deps) };
};
const refused = async (promise: Promise<unknown>) => {
  const error = await promise.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Refusal);
  return (error as Refusal).problem;
};

const feedBody = (change: Record<string, unknown> = {}) =>
  accept(operations.addFeed.body, { url: "https://nueva.example/rss", outlet: "La Nueva Época", lang: "es", country: "MX", ...change });

const add = async (change?: Record<string, unknown>, options = {}) => {
  const served = await opened(options);
  return { ...served, added: served.run.addFeed({ id: "", query: undefined, body: feedBody(change) }) };
};

describe("feeds", () => {
  it("are added with an id from the outlet, and with everything they hold now as baseline", async () => {
    const { added, desk } = await add();
    expect((await added).body).toMatchObject({
      id: "la-nueva-epoca",
      health: "new",
      enabled: true,
      alertSince: "2026-11-24T16:00:00.000Z",
      floorSeconds: 900,
    });
    expect((await desk.store.feeds()).map(({ feed }) => feed.id)).toContain("la-nueva-epoca");
  });

  it.each<[string, Record<string, unknown>, number, string]>([
    ["a private address", { url: "http://10.0.0.1/rss" }, 400, "private"],
    ["a file", { url: "file:///etc/passwd" }, 400, "only https"],
    ["a zone that does not exist", { timezone: "Mexico/Nowhere" }, 400, "IANA zone"],
    ["less than polite intervals", { floorSeconds: 60 }, 400, "at least 900"],
    [
      "an address that is followed already",
      { url: "https://ledger.example/rss.xml" },
      409,
      'feed "ledger" (The Sample Ledger) has this address',
    ],
    ["the same with a fragment", { url: "https://ledger.example/rss.xml#top" }, 409, 'feed "ledger"'],
    ["the same by a detour", { url: "https://LEDGER.example:443/x/../rss.xml" }, 409, 'feed "ledger"'],
    ["an id that is taken", { id: "ledger" }, 409, 'already a feed with the id "ledger"'],
    ["an outlet without letters", { outlet: "新聞" }, 400, `"id" is needed`],
  ])("refuse %s", async (_, change, status, reason) => {
    const { added } = await add(change);
    const problem = await refused(added);
    expect([problem.status, problem.detail]).toEqual([status, expect.stringContaining(reason)]);
  });

  it("are added once, however many ask at once", async () => {
    const { run, desk } = await opened();
    const bodies = ["a", "b", "c"].map((host) => feedBody({ url: `https://${host}.example/rss`, id: "nueva" }));
    const statusOf = (body: ReturnType<typeof feedBody>) =>
      run.addFeed({ id: "", query: undefined, body }).then(
        () => 201,
        (error: unknown) => (error as Refusal).problem.status,
      );
    expect((await Promise.all(bodies.map(statusOf))).toSorted((a, b) => a - b)).toEqual([201, 409, 409]);
    expect((await desk.store.feeds()).filter(({ feed }) => feed.id === "nueva")).toHaveLength(1);
  });

  it("differ by host, path, query and scheme", async () => {
    const { run } = await opened();
    const others = ["https://ledger.example/rss.xml?x", "https://ledger.example/RSS.xml", "https://www.ledger.example/rss.xml"];
    for (const [n, url] of others.entries())
      await expect(run.addFeed({ id: "", query: undefined, body: feedBody({ url, id: `other-${n}` }) })).resolves.toBeDefined();
  });

  it("on this machine may be asked more often", async () => {
    const { added } = await add({ url: "http://127.0.0.1:9999/rss", floorSeconds: 5 }, { loopbackAllowed: true });
    expect((await added).body.floorSeconds).toBe(5);
  });

  it("that said they were gone are asked again once somebody switches them on", async () => {
    const { run, desk } = await opened();
    const { feed, state } = (await desk.store.feeds()).find((one) => one.feed.id === "ledger")!;
    await desk.store.saveFeedState({ ...state!, health: "gone", fault: "http-410", failures: 1 }, shardOf(feed.url));
    const change = (enabled: boolean) => run.changeFeed({ id: "ledger", query: undefined, body: { enabled } });
    const known = async () => (await desk.store.feeds()).find((one) => one.feed.id === "ledger")!;
    expect((await change(false)).body).toMatchObject({ enabled: false, health: "gone" });
    expect((await change(true)).body).toMatchObject({ enabled: true, health: "new", revivedAt: "2026-11-24T16:00:00.000Z" });
    const revived = await known();
    expect(isDue(revived.feed, currentState(revived.feed, revived.state), desk.now, desk.now)).toBe(true);
    // Wanting what runs already forgets nothing.
    desk.now += 60_000;
    await desk.store.saveFeedState({ ...state!, changedAt: desk.now }, shardOf(feed.url));
    expect((await change(true)).body).toMatchObject({ health: "ok", revivedAt: "2026-11-24T16:00:00.000Z" });
  });

  it("that moved are pinned to the address they were given, and let go again; nothing that was learned is lost (F15)", async () => {
    const { run, desk } = await opened();
    const { feed, state } = (await desk.store.feeds()).find((one) => one.feed.id === "ledger")!;
    const moved = { to: "https://new.example/rss", at: desk.now };
    await desk.store.saveFeedState({ ...state!, moved, itemIds: ["a"] }, shardOf(feed.url));
    const change = async (pinned: boolean) => (await run.changeFeed({ id: "ledger", query: undefined, body: { pinned } })).body;
    const listed = (await run.listFeeds({ id: "", query: {}, body: undefined })).body.feeds.find(({ id }) => id === "ledger");
    expect(listed).toMatchObject({ health: "moved", url: feed.url, movedTo: moved.to });
    const pinned = await change(true);
    expect(pinned).toMatchObject({ pinned: true, url: feed.url, health: "ok" });
    expect(pinned).not.toHaveProperty("movedTo");
    const free = await change(false);
    expect(free).toMatchObject({ health: "moved", movedTo: moved.to });
    expect(free).not.toHaveProperty("pinned");
    expect((await desk.store.feeds()).find((one) => one.feed.id === "ledger")?.state?.itemIds).toEqual(["a"]);
  });

  it("are shown with their streak, their last fault and when they are asked next (F25)", async () => {
    const { run, desk } = await opened();
    const shown = async () => (await run.listFeeds({ id: "", query: {}, body: undefined })).body.feeds.find(({ id }) => id === "gaceta");
    expect(await shown()).toMatchObject({ health: "failing", failures: 4, fault: "timeout", nextCheckAt: expect.any(String) });
    expect(Date.parse((await shown())!.nextCheckAt!)).toBeGreaterThan(desk.now);
    expect(Date.parse((await shown())!.nextCheckAt!)).toBeLessThanOrEqual(desk.now + 30 * 60_000);
    const rest = desk.now + 50 * 3_600_000;
    await desk.store.restHost("gaceta.example", rest);
    expect(Date.parse((await shown())!.nextCheckAt!)).toBeGreaterThanOrEqual(rest);
    expect(Date.parse((await shown())!.nextCheckAt!)).toBeLessThanOrEqual(rest + 30 * 60_000);
  });

  it.each<[string, number, Record<string, number>]>([
    ["said that it was gone", 410, {}],
    ["asked to wait for days", 503, { "retry-after": 5 * 86_400 }],
  ])("that were removed after one %s are asked when they are added again", async (_, status, fields) => {
    const { store, time, origin, follow, work, run, feed, tick } = openCatalog();
    const answer = { kind: "status", status, url, headers: new Map(Object.entries(fields).map(([name, n]) => [name, `${n}`])) } as const;
    origin.site.set(url, answer);
    await follow();
    await work();
    expect((await store.feeds())[0]?.state?.fault).toBe(`http-${status}`);
    time.now += 3_600_000;
    await run.removeFeed({ id: "gaceta", query: undefined, body: undefined });
    origin.site.delete(url);
    await follow();
    expect((await feed()).health).toBe("new");
    const before = origin.asked.length;
    await tick(time.now, time.now);
    expect(origin.urls().slice(before)).toEqual([url]);
  });

  it("whose address is changed and changed back are asked there again, even if they had said they were gone", async () => {
    const { store, time, origin, follow, work, run, feed } = openCatalog();
    const other = ["a", "b", "c", "d", "e"].map((host) => `https://${host}.example/rss`).find((one) => shardOf(one) !== shardOf(url))!;
    const change = async (to: string) => {
      time.now += 3_600_000;
      await run.changeFeed({ id: "gaceta", query: undefined, body: { url: to } });
      await work();
    };
    origin.site.set(url, { kind: "status", status: 410, url, headers: new Map() });
    await follow();
    await work();
    expect((await feed()).health).toBe("gone");
    await change(other);
    origin.site.delete(url);
    const before = origin.asked.length;
    await change(url);
    expect(origin.urls().slice(before)).toEqual([url]);
    expect((await feed()).health).not.toBe("gone");
    // To where polling had followed it, in the same shard: nothing is lost.
    const there = `${url}/new`;
    const { state } = (await store.feeds())[0]!;
    await store.saveFeedState({ ...state!, moved: { to: there, at: time.now }, itemIds: ["a"] }, shardOf(url));
    await run.changeFeed({ id: "gaceta", query: undefined, body: { url: there } });
    const [moved] = await store.feeds();
    expect(currentState(moved!.feed, moved!.state)?.itemIds).toEqual(["a"]);
  });

  it("that are removed or changed while they are changed stay removed, and keep both changes", async () => {
    const { run, desk } = await opened();
    let meanwhile: (() => Promise<unknown>) | undefined;
    const feeds = async () => {
      const read = await desk.store.feeds();
      await meanwhile?.();
      return read;
    };
    const late = api({ ...(await opened()).deps, store: { ...desk.store, feeds } });
    const note = (text: string) => late.changeFeed({ id: "ledger", query: undefined, body: { note: text } });
    meanwhile = () => run.changeFeed({ id: "ledger", query: undefined, body: { pinned: true } });
    expect((await note("Both.")).body).toMatchObject({ pinned: true, note: "Both." });
    meanwhile = () => run.removeFeed({ id: "ledger", query: undefined, body: undefined });
    expect((await refused(note("Too late."))).status).toBe(404);
    expect((await desk.store.feeds()).map(({ feed }) => feed.id)).not.toContain("ledger");
  });

  it("are imported by hundreds into hundreds: no address is read again for each of the others", async () => {
    const { run, desk } = await opened();
    for (let n = 0; n < 300; n++) await desk.store.addFeed(aFeed(`known-${n}`));
    const feeds = Array.from({ length: 300 }, (_, n) => ({ ...feedBody({ url: `https://new-${n}.example/rss`, outlet: "Nueva" }) }));
    const followed = [{ ...feedBody({ url: aFeed("known-7").url }) }, { ...feedBody({ url: "https://new-7.example/rss#again" }) }];
    const parse = vi.spyOn(URL, "parse");
    const { body } = await run.importFeeds({ id: "", query: {}, body: { feeds: [...feeds, ...followed] } });
    const calls = parse.mock.calls.length;
    parse.mockRestore();
    expect([body.added.length, body.unchanged, body.refused]).toEqual([300, ["known-7", "nueva-8"], []]);
    expect(calls).toBeLessThan(15_000);
  });

  it("are switched off with a reason, and removed", async () => {
    const { run, desk } = await opened();
    const { body } = await run.changeFeed({ id: "ledger", query: undefined, body: { enabled: false, note: "Too noisy." } });
    expect(body).toMatchObject({ enabled: false, note: "Too noisy.", outlet: "The Sample Ledger", health: "ok" });
    await run.removeFeed({ id: "ledger", query: undefined, body: undefined });
    expect((await desk.store.feeds()).map(({ feed }) => feed.id)).not.toContain("ledger");
    expect((await refused(run.removeFeed({ id: "ledger", query: undefined, body: undefined }))).status).toBe(404);
  });
});
