import { describe, expect, it } from "vitest";
import { checkKey, parseKey } from "../../lambdas/core/api-key.ts";
import type { ChangeList } from "../../lambdas/core/change.ts";
import { operations } from "../../lambdas/core/operation.ts";
import { DAY } from "../contracts/rows.ts";
import { faultOf, servedApi } from "../fixtures/served-api.ts";

const opened = async () => {
  const served = await servedApi();
  const key = served.desk.keys.admin;
  const listed = async (query = "") => {
    const answer = await served.call("GET", `/changes${query}`, { key: served.desk.keys.read });
    expect(await faultOf(answer.clone(), operations.listChanges)).toBeUndefined();
    return (await answer.json()) as ChangeList;
  };
  return { ...served, key, listed, by: parseKey(key)!.id };
};
const feed = { url: "https://new.example/rss", outlet: "New Outlet", lang: "en", country: "US" };

describe("POST /entities/{id}/rematch", () => {
  it("asks match for all ninety days once the watchlist is known everywhere, says so, and notes it", async () => {
    const { call, judged, key, listed, by } = await opened();
    const answer = await call("POST", "/entities/antony-blinken/rematch", { key });
    expect(answer.status).toBe(202);
    expect(await answer.json()).toEqual({
      entity: "antony-blinken",
      since: "2026-08-26T16:00:00.000Z",
      until: "2026-11-24T17:00:00.000Z",
    });
    expect(judged).toEqual([{ rematch: { entity: "antony-blinken", from: "2026-08-26T16", to: "2026-11-24T17" } }]);
    const at = "2026-11-24T16:00:00.000Z";
    expect((await listed("?until=2026-11-25")).changes).toEqual([{ at, kind: "watchlist", id: "antony-blinken", change: "rematched", by }]);
  });

  it("refuses whom nobody watches, and asks nothing", async () => {
    const { call, judged, key, listed } = await opened();
    expect((await call("POST", "/entities/nobody/rematch", { key })).status).toBe(404);
    expect([judged, (await listed("?until=2026-11-25")).changes]).toEqual([[], []]);
  });
});

describe("GET /changes", () => {
  it("lists what was done to feeds, newest first, with the key and without address or words", async () => {
    const { call, desk, key, listed, by } = await opened();
    expect(checkKey(await desk.store.apiKey(by), parseKey(key)!.secret, "2026-11-24T16:00:00.000Z")).toBe(true);
    const minute = () => (desk.now += 60_000);
    await call("POST", "/feeds", { key, body: feed });
    minute();
    await call("PATCH", "/feeds/new-outlet", { key, body: { enabled: false, note: "Resting, says ana@example.org." } });
    minute();
    await call("DELETE", "/feeds/new-outlet", { key });
    minute();
    const listedFeeds = {
      feeds: [
        { ...feed, url: "https://listed.example/rss", outlet: "Listed" },
        { ...feed, url: "nonsense" },
      ],
    };
    await call("POST", "/feeds/import", { key, body: listedFeeds });
    minute();
    const { changes } = await listed();
    expect(changes.map(({ kind, id, change, by: whose }) => [kind, id, change, whose])).toEqual([
      ["feed", "listed", "added", by],
      ["feed", "new-outlet", "removed", by],
      ["feed", "new-outlet", "changed", by],
      ["feed", "new-outlet", "added", by],
    ]);
    expect(JSON.stringify(changes)).not.toMatch(/example/);
    expect((await listed(`?until=${changes[1]!.at}`)).changes).toEqual(changes.slice(2));
    expect((await listed("?kind=matcher")).changes).toEqual([]);
  });

  it("notes nothing that was refused", async () => {
    const { call, desk, key, listed } = await opened();
    await call("POST", "/feeds", { key, body: { ...feed, id: "ledger" } });
    await call("PATCH", "/feeds/nobody", { key, body: { enabled: false } });
    await call("DELETE", "/feeds/nobody", { key });
    desk.now += 60_000;
    expect((await listed()).changes).toEqual([]);
  });

  it("lists the newest thousand of a time, and says that there are more", async () => {
    const { desk, listed } = await opened();
    for (let n = 0; n < 1001; n++)
      await desk.store.noteChange({ at: new Date(desk.now - n * 1000 - 1).toISOString(), kind: "feed", id: `f${n}`, change: "added" });
    const { changes, more } = await listed();
    expect([changes.length, changes[0]?.id, more]).toEqual([1000, "f0", true]);
    expect(await listed(`?until=${changes.at(-1)!.at}`)).not.toHaveProperty("more");
  });

  it("refuses more than 400 days, a time that ends before it begins, and a kind there is none of", async () => {
    const { call, desk } = await opened();
    const since = new Date(desk.now - 401 * DAY).toISOString();
    for (const query of [`since=${since}`, "since=2026-11-02&until=2026-11-01", "kind=weather"])
      expect((await call("GET", `/changes?${query}`, { key: desk.keys.read })).status).toBe(400);
  });
});
