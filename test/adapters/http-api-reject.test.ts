import { describe, expect, it } from "vitest";
import { parseKey } from "../../lambdas/core/api-key.ts";
import type { ChangeList } from "../../lambdas/core/change.ts";
import { operations } from "../../lambdas/core/operation.ts";
import { aMatch } from "../contracts/rows.ts";
import { faultOf, servedApi } from "../fixtures/served-api.ts";

const served = async () => {
  const api = await servedApi();
  const match = aMatch({ storyId: "s1", entity: "antony-blinken" });
  await api.desk.store.keepMatch(match);
  const reject = (key: string | undefined, story = "s1", body: unknown = { entity: "antony-blinken" }) =>
    api.call("POST", `/stories/${story}/reject`, { ...(key !== undefined && { key }), body });
  return { ...api, match, reject };
};

describe("POST /stories/{id}/reject", () => {
  it("hands the rejection to match, and says when it was made", async () => {
    const { reject, desk, judged, match } = await served();
    const answer = await reject(desk.keys.admin);
    expect(answer.status).toBe(202);
    expect(await faultOf(answer.clone(), operations.rejectMatch)).toBeUndefined();
    const { rejectedAt } = (await answer.json()) as { rejectedAt: string };
    expect(rejectedAt).toBe(new Date(desk.now).toISOString());
    expect(judged).toEqual([{ reject: { storyId: "s1", entity: "antony-blinken", at: match.at, rejectedAt } }]);
  });

  it("may be repeated: it keeps the time of the first", async () => {
    const { reject, desk, judged, match } = await served();
    await desk.store.retractMatch(match, "2026-11-20T00:00:00.000Z");
    expect(await (await reject(desk.keys.admin)).json()).toMatchObject({ rejectedAt: "2026-11-20T00:00:00.000Z" });
    expect(judged).toHaveLength(1);
  });

  it("is noted once among what changed, with the key", async () => {
    const { reject, call, desk, match } = await served();
    await reject(desk.keys.admin);
    const rejectedAt = new Date(desk.now).toISOString();
    await desk.store.retractMatch(match, rejectedAt);
    desk.now += 60_000;
    await reject(desk.keys.admin);
    const { changes } = (await (await call("GET", "/changes?kind=match&until=2026-11-25", { key: desk.keys.read })).json()) as ChangeList;
    expect(changes).toEqual([{ at: rejectedAt, kind: "match", id: match.id, change: "rejected", by: parseKey(desk.keys.admin)?.id }]);
  });

  it("is refused without an admin's key, for what is no match, and for what is no entity", async () => {
    const { reject, desk, judged } = await served();
    for (const [key, status] of [
      [undefined, 401],
      [desk.keys.read, 403],
      [desk.keys.write, 403],
    ] as const)
      // prettier-ignore
      expect((await reject(key)).status).toBe(status);
    expect((await reject(desk.keys.admin, "s2")).status).toBe(404);
    expect((await reject(desk.keys.admin, "s1", { entity: "marcelo-ebrard" })).status).toBe(404);
    expect((await reject(desk.keys.admin, "s1", { entity: "No Such" })).status).toBe(400);
    expect(judged).toEqual([]);
  });

  it("is not shown in its story any more", async () => {
    const { call, desk, match } = await served();
    await desk.store.keepMatch(aMatch({ storyId: "s1", entity: "fentanyl" }));
    await desk.store.retractMatch(match, "2026-11-20T00:00:00.000Z");
    const story = (await (await call("GET", "/stories/s1", { key: desk.keys.read })).json()) as { matches: { entity: string }[] };
    expect(story.matches.map(({ entity }) => entity)).toEqual(["fentanyl"]);
  });
});
