import { describe, expect, it } from "vitest";
import { operations } from "../../lambdas/core/operation.ts";
import type { ReturnList } from "../../lambdas/core/return-answer.ts";
import { aGap, DAY } from "../contracts/rows.ts";
import { faultOf, servedApi } from "../fixtures/served-api.ts";

const subscribed = async (select: object) => {
  const served = await servedApi();
  const body = { select, contact: { channel: "webhook", url: "https://hooks.example/vigia" } };
  const made = await served.call("POST", "/subscriptions", { key: served.desk.keys.write, body });
  return { ...served, made, answer: (await made.clone().json()) as { subscription: { id: string }; detail?: string } };
};

describe("GET /subscriptions/{id}/returns", () => {
  it("lists what was told, what was held back and what was corrected, newest first", async () => {
    const { call, desk, answer } = await subscribed({ entities: ["antony-blinken"] });
    const { id } = answer.subscription;
    const at = (days: number) => new Date(desk.now - days * DAY).toISOString();
    const late = { storyId: "late", at: at(20), title: "Late", outlet: "Diario" };
    const claim = (days: number, more: object = {}) => ({ at: at(days), storyId: `s${days}`, itemId: "i", gap: aGap(more) });
    await desk.store.saveTold(id, "antony-blinken", { version: 1, returns: [claim(90), { ...claim(10), corrected: late }] });
    await desk.store.saveTold(id, "antony-blinken+fentanyl", { version: 1, returns: [claim(5, { observed: false, heard: 0.4 })] });
    const got = await call("GET", `/subscriptions/${id}/returns`, { key: desk.keys.admin });
    expect(await faultOf(got.clone(), operations.listReturns)).toBeUndefined();
    expect(((await got.json()) as ReturnList).returns).toMatchObject([
      { entities: ["antony-blinken", "fentanyl"], verdict: "unheard", told: false, gap: { heard: 0.4 } },
      { entities: ["antony-blinken"], verdict: "observed", told: true, corrected: late },
      { entities: ["antony-blinken"], verdict: "observed", told: true, storyId: "s90" },
    ]);
  });

  it("is nobody else's to read", async () => {
    const { call, desk, answer } = await subscribed({ entities: ["antony-blinken"] });
    expect((await call("GET", `/subscriptions/${answer.subscription.id}/returns`, { key: desk.keys.read })).status).toBe(404);
    expect((await call("GET", `/subscriptions/${answer.subscription.id}/returns`)).status).toBe(401);
  });
});

describe("a subscription to two together", () => {
  it("is made, without a prominence that nobody chose", async () => {
    const { made, answer } = await subscribed({ together: ["antony-blinken", "fentanyl"] });
    expect(made.status).toBe(201);
    expect(answer.subscription).toMatchObject({ select: { together: ["antony-blinken", "fentanyl"] } });
    expect(answer.subscription).not.toHaveProperty("prominence");
  });
  it("is refused for whom nobody knows", async () => {
    const { made, answer } = await subscribed({ together: ["antony-blinken", "nobody"] });
    expect([made.status, answer.detail]).toEqual([400, expect.stringContaining('"select.together" names "nobody"')]);
  });
});
