/** The API shows nothing of what an operator rejected. */
import { expect, it } from "vitest";
import { operations } from "../../lambdas/core/operation.ts";
import { aDelivery, aGap, aMatch, aMember, aSubscription } from "../contracts/rows.ts";
import { faultOf, servedApi } from "../fixtures/served-api.ts";

it("does not list a return whose match was rejected as one that stands", async () => {
  const { call, desk } = await servedApi();
  await desk.store.createSubscription(aSubscription("back"), { channel: "email", address: "reader@news.example" });
  const one = { at: "2026-11-20T00:00:00.000Z", storyId: "s1", itemId: "i1", gap: aGap(), retracted: true as const };
  await desk.store.saveTold("back", "antony-blinken", { version: 1, returns: [one] });
  const answer = await call("GET", "/subscriptions/back/returns", { key: desk.keys.admin });
  expect(answer.status).toBe(200);
  const { returns } = (await answer.json()) as { returns: { told: boolean; retracted?: unknown }[] };
  expect(returns.filter(({ told, retracted }) => told && retracted === undefined)).toEqual([]);
});

it("is not among those whom the tellings of its story name", async () => {
  const { call, desk } = await servedApi();
  const match = aMatch({ storyId: "s1", entity: "antony-blinken" });
  await desk.store.addMember("s1", { ...aMember("i1"), entities: ["antony-blinken"] });
  await desk.store.keepMatch(match);
  await desk.store.retractMatch(match, "2026-11-20T00:00:00.000Z");
  const story = (await (await call("GET", "/stories/s1", { key: desk.keys.read })).json()) as { members: { entities: string[] }[] };
  expect(story.members.map(({ entities }) => entities)).toEqual([[]]);
});

it("answers the deliveries of an alert that left somebody out as it is published", async () => {
  const { call, desk } = await servedApi();
  await desk.store.createSubscription(aSubscription("both"), { channel: "email", address: "reader@news.example" });
  const { nextAttemptAt: _, ...sent } = aDelivery("a1", { subscriptionId: "both", state: "sent", leftOut: ["antony-blinken"] });
  await desk.store.saveDelivery(sent);
  const answer = await call("GET", "/subscriptions/both/deliveries", { key: desk.keys.admin });
  expect(answer.status).toBe(200);
  expect(await faultOf(answer, operations.listDeliveries)).toBeUndefined();
});
