import { describe, expect, it } from "vitest";
import { anAlert } from "../fixtures/alert.ts";
import { keyFor } from "../fixtures/news-desk.ts";
import { servedApi } from "../fixtures/served-api.ts";

const subscribed = async (contact: object = {}) => {
  const served = await servedApi();
  const body = {
    select: { entities: ["antony-blinken"] },
    contact: { channel: "webhook", url: "https://hooks.example/vigia", ...contact },
  };
  const made = await served.call("POST", "/subscriptions", { key: served.desk.keys.write, body });
  const answer = (await made.json()) as { subscription: { id: string }; secret?: string };
  const { id } = answer.subscription;
  const post = async (path: string, more?: unknown, key = served.desk.keys.write) => {
    const response = await served.call("POST", `/subscriptions/${id}/${path}`, { key, ...(more !== undefined && { body: more }) });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  return { ...served, id, secret: answer.secret, made: JSON.stringify(answer), post };
};

/** Puts a delivery that is over. */
const over = async ({ desk, id }: Awaited<ReturnType<typeof subscribed>>, delivery: string, state: "failed" | "cancelled" | "sent") => {
  await desk.store.putAlert(anAlert({ id: delivery, subscriptionId: id }));
  const attempt = { at: new Date(desk.now - 1000).toISOString(), ms: 5, status: 500, error: "http-status" };
  const createdAt = new Date(desk.now - 1000).toISOString();
  const row = { id: delivery, subscriptionId: id, channel: "webhook", state, version: 1, unknown: 0, createdAt } as const;
  await desk.store.saveDelivery({ ...row, attempts: Array.from({ length: 10 }, () => attempt) });
};

describe("rotating a secret (W7)", () => {
  it("shows the new one once; both sign from then on", async () => {
    const { post, desk, id, secret } = await subscribed();
    const { status, body } = await post("rotate-secret");
    expect([status, body.oldSignsUntil]).toEqual([200, new Date(desk.now + 24 * 3_600_000).toISOString()]);
    expect(await desk.store.webhookSecrets(id)).toEqual([body.secret, secret]);
  });

  it("is refused to a key that did not make it, to one that only reads, and where nothing is signed", async () => {
    const { post, desk } = await subscribed();
    expect((await post("rotate-secret", undefined, await keyFor(desk.store, "write", 9))).status).toBe(404);
    expect((await post("rotate-secret", undefined, desk.keys.read)).status).toBe(403);
    expect((await post("rotate-secret", undefined, desk.keys.admin)).status).toBe(200);
    expect((await (await subscribed({ format: "slack" })).post("rotate-secret")).status).toBe(409);
  });
});

describe("enabling (W12)", () => {
  it("switches on what was switched off; again changes nothing", async () => {
    const { post, desk, id } = await subscribed();
    await desk.store.disableSubscription(id, "it failed");
    const { status, body } = await post("enable");
    expect([status, body.status, body.reason, body.enabledAt]).toEqual([200, "active", undefined, new Date(desk.now).toISOString()]);
    desk.now += 1000;
    expect((await post("enable")).body).toEqual(body);
  });

  it("brings nobody back who left", async () => {
    const { post, desk, id } = await subscribed();
    await desk.store.endSubscription(id);
    expect((await post("enable")).status).toBe(409);
  });
});

describe("a test (W15)", () => {
  it("is sent when it is asked for, five times an hour", async () => {
    const { post, sent, desk, id } = await subscribed();
    expect(sent).toEqual([]);
    for (let n = 0; n < 5; n++, desk.now += 1000) expect((await post("test")).status).toBe(202);
    expect((await post("test")).status).toBe(429);
    expect(sent).toHaveLength(5);
    expect(sent[0]).toEqual({ subscriptionId: id, deliveryId: `test-${desk.now - 5000}` });
  });
});

describe("replaying (W5, W12)", () => {
  it("one delivery: again with all its attempts ahead, its old ones kept; asked for twice it is under way", async () => {
    const served = await subscribed();
    await over(served, "alert-1", "failed");
    expect((await served.post("replay", { delivery: "alert-1" })).body).toEqual({ deliveries: ["alert-1"] });
    expect((await served.post("replay", { delivery: "alert-1" })).body).toEqual({ deliveries: [] });
    const row = await served.desk.store.delivery(served.id, "alert-1");
    expect(row).toMatchObject({ state: "retry", version: 2, nextAttemptAt: served.desk.now });
    expect(row?.attempts).toHaveLength(10);
    expect(served.sent).toEqual([{ subscriptionId: served.id, deliveryId: "alert-1" }]);
  });

  it("those of a time that never arrived; those that did only when they are asked for", async () => {
    const served = await subscribed();
    for (const [delivery, state] of [["a", "failed"], ["b", "cancelled"], ["c", "sent"]] as const) await over(served, delivery, state); // prettier-ignore
    const since = new Date(served.desk.now - 2000).toISOString();
    expect((await served.post("replay", { since, until: since })).body).toEqual({ deliveries: [] });
    expect((await served.post("replay", { since })).body).toMatchObject({ deliveries: ["a", "b"] });
    expect((await served.post("replay", { since, states: ["sent"] })).body).toMatchObject({ deliveries: ["c"] });
  });

  it("two hundred at once, each once, whatever became of them meanwhile", async () => {
    const served = await subscribed();
    for (let n = 0; n < 401; n++) await over(served, `alert-${n}`, "sent");
    const all: string[] = [];
    for (let after: string | undefined, n = 0; n < 4; n++) {
      const answer = await served.post("replay", { since: "2026-11-01T00:00:00Z", states: ["sent"], ...(after && { after }) });
      const { deliveries, next } = answer.body as { deliveries: string[]; next?: string };
      expect(deliveries.length).toBe([200, 200, 1][n]);
      for (const one of deliveries) {
        const row = (await served.desk.store.delivery(served.id, one))!;
        // Whoever was told once may have to be told that it was wrong, whatever becomes of this.
        expect(row.unknown).toBe(1);
        await served.desk.store.saveDelivery({ ...row, state: "sent", version: row.version + 1 });
      }
      all.push(...deliveries);
      after = next;
      if (after === undefined) break;
    }
    expect(new Set(all).size).toBe(401);
    expect(all).toHaveLength(401);
  });

  it("is refused for what is not there, while switched off, and with half a question", async () => {
    const served = await subscribed();
    expect((await served.post("replay", { delivery: "nothing" })).status).toBe(404);
    for (const body of [{}, { since: "yesterday" }, { delivery: "a", since: "2026-11-01T00:00:00Z" }, { delivery: "a", states: ["sent"] }])
      expect([body, (await served.post("replay", body)).status]).toEqual([body, 400]);
    expect((await served.post("replay", { delivery: "test-1764000000000" })).status).toBe(404);
    await served.desk.store.pauseSubscription(served.id);
    expect((await served.post("replay", { delivery: "a" })).body).toMatchObject({
      detail: expect.stringMatching(/paused.*Resume it first/),
    });
    expect((await served.post("enable")).status).toBe(409);
    await served.desk.store.resumeSubscription(served.id);
    const { enabledAt } = (await served.desk.store.subscription(served.id))!;
    await served.desk.store.disableSubscription(served.id, "it failed", enabledAt);
    expect((await served.post("replay", { delivery: "a" })).body).toMatchObject({
      detail: expect.stringMatching(/disabled.*Enable it first/),
    });
  });

  it("works again when a snooze is over, though nobody wrote that it is", async () => {
    const served = await subscribed();
    await over(served, "alert-1", "failed");
    await served.desk.store.pauseSubscription(served.id, new Date(served.desk.now + 1000).toISOString());
    expect((await served.post("replay", { delivery: "alert-1" })).status).toBe(409);
    served.desk.now += 1000;
    expect((await served.post("replay", { delivery: "alert-1" })).status).toBe(202);
    expect((await served.post("test")).status).toBe(202);
  });
});

it("a webhook's contact is answered nowhere, and its owner's address must be one", async () => {
  const contact = { headers: { "X-Token": "hush-hush" }, ownerEmail: "owner@news.example" };
  const { made, call, desk, id } = await subscribed(contact);
  const read = await (await call("GET", `/subscriptions/${id}`, { key: desk.keys.admin })).text();
  expect(made + read).not.toMatch(/hush-hush|owner@news|hooks\.example/);
  const body = {
    select: { entities: ["antony-blinken"] },
    contact: { channel: "webhook", url: "https://hooks.example/", ownerEmail: "a b" },
  };
  expect((await call("POST", "/subscriptions", { key: desk.keys.write, body })).status).toBe(400);
  const wrong = { ...body, contact: { channel: "webhook", url: "https://hooks.example/", headers: { "x-a": "b\r\nc" } } };
  expect((await call("POST", "/subscriptions", { key: desk.keys.write, body: wrong })).status).toBe(400);
});
