import { describe, expect, it } from "vitest";
import { isNotThis, notThis } from "../../lambdas/core/not-this.ts";
import { operations } from "../../lambdas/core/operation.ts";
import { makeToken } from "../../lambdas/core/token.ts";
import { aMatch, aSubscription } from "../contracts/rows.ts";
import { servedApi } from "../fixtures/served-api.ts";

const match = (text: string, surface: string, storyId = "story-1") =>
  aMatch({ storyId, sentence: { text, start: text.indexOf(surface), end: text.indexOf(surface) + surface.length } });

describe("what a reader said is not about somebody", () => {
  const said = [notThis(match("The Garland, Texas council met.", "Garland"), "2026-11-24T12:00:00.000Z")];
  it.each([
    ["the same story, whatever it says", match("Merrick Garland spoke.", "Garland"), true],
    ["the same words elsewhere, whatever the case", match("In the GARLAND (Texas) area", "GARLAND", "story-2"), true],
    ["other words beside it", match("The Garland speech", "Garland", "story-2"), false],
    ["another surface", match("The Merrick Garland, Texas", "Merrick Garland", "story-2"), false],
    ["somebody else", { ...match("The Garland, Texas council met.", "Garland"), entity: "bea" }, false],
  ])("%s: %#", (_, other, expected) => expect(isNotThis(said, other)).toBe(expected));
});

const opened = async () => {
  const served = await servedApi();
  const { app, call, desk } = served;
  const { store } = desk;
  const made = await call("POST", "/subscriptions", {
    key: desk.keys.write,
    body: { trigger: "every", select: { entities: ["antony-blinken"] }, contact: { channel: "webhook", url: "https://hooks.example/v" } },
  });
  const { id } = ((await made.json()) as { subscription: { id: string } }).subscription;
  const { matches } = await store.matches({ entity: "antony-blinken", limit: 1 });
  const meant = { story: matches[0]!.storyId, entity: "antony-blinken" };
  const feedback = async (method: string, path = "", body?: object) => {
    const answer = await call(method, `/subscriptions/${id}/feedback${path}`, { key: desk.keys.write, ...(body && { body }) });
    return { status: answer.status, body: (await answer.json()) as { feedback: { storyId: string }[] } };
  };
  return { ...served, app, id, meant, first: matches[0]!, feedback };
};

describe("feedback by the API", () => {
  it("is given, listed, exported as a document that does not name the entity, and taken back", async () => {
    const { call, desk, feedback, first, meant } = await opened();
    for (const _ of [1, 2]) {
      const { status, body } = await feedback("POST", "", meant);
      expect([status, body.feedback.map(({ storyId }) => storyId)]).toEqual([200, [meant.story]]);
    }
    expect(operations.listFeedback.answer.safeParse((await feedback("GET")).body).success).toBe(true);
    const exported = await (await call("GET", "/feedback", { key: desk.keys.admin })).json();
    expect(operations.exportFeedback.answer.parse(exported).cases).toMatchObject([
      { title: first.title, notEntity: "antony-blinken", date: first.at },
    ]);
    expect((await call("GET", "/feedback", { key: desk.keys.write })).status).toBe(403);
    for (const _ of [1, 2]) expect((await feedback("POST", "/undo", meant)).body.feedback).toEqual([]);
  });

  it("of a match that is not there is refused", async () => {
    const { feedback, meant } = await opened();
    expect((await feedback("POST", "", { ...meant, story: "nothing" })).status).toBe(404);
    expect((await feedback("POST", "", { ...meant, entity: "dea-x" })).status).toBe(404);
    expect((await feedback("POST", "", { story: meant.story })).status).toBe(400);
  });

  it("keeps the like from alerting this subscription, and no other", async () => {
    const { desk, feedback, id, first, meant } = await opened();
    await desk.store.createSubscription(aSubscription("other", { trigger: "every", select: { entities: ["antony-blinken"] } }), {
      channel: "webhook",
      url: "https://hooks.example/other",
    });
    desk.now += 3_600_000;
    await feedback("POST", "", meant);
    const { text, start, end } = first.sentence;
    const again = `${text.slice(start, end)}${/^[^\p{L}]*\p{L}+/u.exec(text.slice(end))?.[0] ?? ""}`;
    const before = /\p{L}+[^\p{L}]*$/u.exec(text.slice(0, start))?.[0] ?? "";
    const published = new Date(desk.now).toISOString();
    await desk.tell({ id: "alike", title: `${before}${again} quite elsewhere about fishing quotas and lanterns`, published });
    expect([(await desk.store.allAlerts(id)).length, (await desk.store.allAlerts("other")).length]).toEqual([0, 1]);
    await desk.tell({ id: "unlike", title: "Minister praised Antony Blinken during harvest festival speeches", published });
    expect([(await desk.store.allAlerts(id)).length, (await desk.store.allAlerts("other")).length]).toEqual([1, 2]);
  });
});

describe("feedback by the page", () => {
  it("is asked where a mail's link was followed, kept when the button is pressed, and can be taken back", async () => {
    const { app, desk, id, meant } = await opened();
    const link = `/manage/${id}/${makeToken(await desk.store.appSecret(), "manage", id)}`;
    const query = `?${new URLSearchParams(meant)}`;
    const asked = await (await app.request(link + query)).text();
    expect(asked).toContain("Is that not Antony Blinken?");
    expect(await desk.store.notThis(id)).toEqual([]);
    const press = async (what: string) => {
      const answer = await app.request(link + query, { method: "POST", body: new URLSearchParams({ ...meant, do: what }) });
      return answer.text();
    };
    expect(await press("not-this")).toContain("What you said is somebody or something else");
    expect(await (await app.request(link + query)).text()).not.toContain("Is that not");
    expect(await desk.store.notThis(id)).toHaveLength(1);
    expect(await press("undo")).not.toContain("What you said");
    expect(await desk.store.notThis(id)).toEqual([]);
  });
});
