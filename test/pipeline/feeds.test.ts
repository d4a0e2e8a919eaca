import { describe, expect, it } from "vitest";
import { shardOf } from "../../lambdas/core/feed.ts";
import { currentState } from "../../lambdas/core/feed-state.ts";
import { operations } from "../../lambdas/core/operation.ts";
import { accept, Refusal } from "../../lambdas/core/problem.ts";
import { isDue } from "../../lambdas/core/slot.ts";
import { api } from "../../lambdas/pipeline/api.ts";
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

  it("are switched off with a reason, and removed", async () => {
    const { run, desk } = await opened();
    const { body } = await run.changeFeed({ id: "ledger", query: undefined, body: { enabled: false, note: "Too noisy." } });
    expect(body).toMatchObject({ enabled: false, note: "Too noisy.", outlet: "The Sample Ledger", health: "ok" });
    await run.removeFeed({ id: "ledger", query: undefined, body: undefined });
    expect((await desk.store.feeds()).map(({ feed }) => feed.id)).not.toContain("ledger");
    expect((await refused(run.removeFeed({ id: "ledger", query: undefined, body: undefined }))).status).toBe(404);
  });
});
