import { describe, expect, it } from "vitest";
import type { DeliveryList } from "../../lambdas/core/answer.ts";
import { servedApi } from "../fixtures/served-api.ts";

const subscribed = async () => {
  const served = await servedApi();
  const body = { select: { entities: ["antony-blinken"] }, contact: { channel: "webhook", url: "https://hooks.example/vigia" } };
  const made = await served.call("POST", "/subscriptions", { key: served.desk.keys.write, body });
  const { subscription } = (await made.json()) as { subscription: { id: string } };
  return { ...served, subscription };
};

describe("GET /subscriptions/{id}/deliveries", () => {
  it("a full page of nothing but failures stays below 1 MB, and the next page is linked", async () => {
    const { call, desk, subscription } = await subscribed();
    const attempt = { at: new Date(desk.now).toISOString(), ms: 15_000, status: 500, error: "http-status", response: '"€'.repeat(512) };
    for (let n = 0; n < 101; n++)
      await desk.store.saveDelivery({
        id: `${"d".repeat(60)}${n}`,
        subscriptionId: subscription.id,
        channel: "webhook",
        state: "retry",
        version: 1,
        attempts: Array.from({ length: 12 }, () => attempt),
        unknown: 0,
        nextAttemptAt: desk.now + n,
        createdAt: new Date(desk.now + n).toISOString(),
      });
    const key = desk.keys.admin;
    const first = await call("GET", `/subscriptions/${subscription.id}/deliveries`, { key });
    const text = await first.text();
    expect(Buffer.byteLength(text)).toBeLessThan(1_000_000);
    const { deliveries } = JSON.parse(text) as DeliveryList;
    expect([deliveries.length, deliveries[0]?.createdAt]).toEqual([100, new Date(desk.now + 100).toISOString()]);
    expect(deliveries[0]?.attempts[0]?.response).toBe('"€'.repeat(80));
    const [, next = ""] = /^<\/api\/v1(.+)>; rel="next"$/.exec(first.headers.get("link") ?? "") ?? [];
    const rest = await call("GET", next, { key });
    expect(rest.headers.get("link")).toBeNull();
    expect(((await rest.json()) as DeliveryList).deliveries.map(({ createdAt }) => createdAt)).toEqual([new Date(desk.now).toISOString()]);
  });

  it("says what an operator must do for a mail that SES does not take, and of other subscriptions of the address nothing but that one told it", async () => {
    const { call, desk, subscription } = await subscribed();
    const row = {
      subscriptionId: subscription.id,
      channel: "email",
      version: 1,
      unknown: 0,
      createdAt: new Date(desk.now).toISOString(),
    } as const;
    const refused = { at: new Date(desk.now).toISOString(), ms: 90, status: 400, error: "sender-not-ready", response: "MessageRejected" };
    const other = { subscriptionId: "sub-of-another-key", id: "their-alert" };
    await desk.store.saveDelivery({
      ...row,
      id: "held",
      state: "retry",
      attempts: [refused],
      nextAttemptAt: desk.now + 1000,
      carries: [other],
      without: ["x"],
    });
    await desk.store.saveDelivery({ ...row, id: "told", state: "sent", attempts: [], joins: { ...other, until: desk.now } });
    const text = await (await call("GET", `/subscriptions/${subscription.id}/deliveries`, { key: desk.keys.admin })).text();
    const { deliveries } = JSON.parse(text) as DeliveryList;
    expect(deliveries.find(({ id }) => id === "held")?.held).toMatch(/^Held, for up to a week: .*Verify the sender's domain/);
    expect(deliveries.find(({ id }) => id === "told")).toMatchObject({ joins: "their-alert" });
    expect(text).not.toContain("another-key");
  });

  it("refuses a cursor that no page gave, and more than 100", async () => {
    const { call, desk, subscription } = await subscribed();
    for (const query of ["cursor=nonsense", "limit=101", "limit=0"]) {
      const answer = await call("GET", `/subscriptions/${subscription.id}/deliveries?${query}`, { key: desk.keys.admin });
      expect([query, answer.status]).toEqual([query, 400]);
    }
  });
});
