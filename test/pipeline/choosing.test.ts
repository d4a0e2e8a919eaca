import { describe, expect, it } from "vitest";
import { operations } from "../../lambdas/core/operation.ts";
import { servedApi } from "../fixtures/served-api.ts";
import type { Subscription } from "../../lambdas/core/subscription.ts";

const DAYS = 86_400_000;

const opened = async () => {
  const served = await servedApi();
  const { call, desk } = served;
  const made = await call("POST", "/subscriptions", {
    key: desk.keys.write,
    body: {
      name: "First",
      prominence: "any",
      select: { entities: ["antony-blinken"] },
      contact: { channel: "webhook", url: "https://hooks.example/v" },
    },
  });
  const { id } = ((await made.json()) as { subscription: Subscription }).subscription;
  const ask = async (method: string, path: string, body?: unknown, key = desk.keys.write) => {
    const answer = await call(method, `/subscriptions/${id}${path}`, { key, ...(body !== undefined && { body }) });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> & { subscription: Subscription; next: string } };
  };
  return { ...served, id, ask, stored: () => desk.store.subscription(id) };
};

describe("PATCH /subscriptions/{id}", () => {
  it("changes what is named, leaves the rest, and null takes a choice back", async () => {
    const { ask, stored } = await opened();
    const before = await stored();
    const { status, body } = await ask("PATCH", "", { silenceDays: 90, lang: "es", name: null, prominence: null });
    const { name: _, prominence: __, ...rest } = before!;
    expect([status, body]).toEqual([200, { ...rest, silenceDays: 90, lang: "es" }]);
    expect(await stored()).toEqual(body);
    expect(operations.changeSubscription.answer.safeParse(body).success).toBe(true);
    expect((await ask("PATCH", "", {})).body).toEqual(body);
  });

  it.each([
    [{ silenceDays: 0 }, "silenceDays"],
    [{ select: { entities: ["nobody"] } }, "select.entities"],
    [{ select: null }, "select"],
    [{ contact: { channel: "email", address: "a@b.example" } }, "contact"],
    [{ status: "ended" }, "status"],
    [{ name: "a\nb" }, "name"],
    // It is a webhook, which is told at once, always.
    [{ cadence: "weekly" }, "cadence"],
    [{ quietHours: { from: 1, to: 2 } }, "quietHours"],
  ])("refuses %j and changes nothing", async (change, field) => {
    const { ask, stored } = await opened();
    const before = await stored();
    const { status, body } = await ask("PATCH", "", change);
    expect([status, (body.errors as { field: string }[])[0]?.field]).toEqual([400, field]);
    expect(await stored()).toEqual(before);
  });

  it("is refused for what waits for its confirmation or is over", async () => {
    const { ask, desk, id } = await opened();
    await desk.store.endSubscription(id);
    for (const [method, path, body] of [
      ["PATCH", "", { lang: "es" }],
      ["POST", "/pause", undefined],
      ["POST", "/resume", undefined],
      ["POST", "/snooze", { days: 7 }],
    ] as const) {
      const { status, body: said } = await ask(method, path, body);
      expect([path, status, said.type]).toEqual([path, 409, "urn:vigia:wrong-state"]);
    }
  });
});

describe("a pause", () => {
  it("begins, is listed as such, and ends, and doing it again changes nothing", async () => {
    const { ask, desk, id } = await opened();
    for (const _ of [1, 2]) {
      const { status, body } = await ask("POST", "/pause");
      expect([status, body.subscription.status]).toEqual([200, "paused"]);
      expect(body.next).toContain("not told afterwards");
    }
    expect((await ask("GET", "")).body.status).toBe("paused");
    expect((await desk.store.activeSubscriptions()).map((one) => one.id)).not.toContain(id);
    for (const _ of [1, 2]) expect((await ask("POST", "/resume")).body.subscription.status).toBe("active");
  });

  it("for some days ends by itself, with no writer", async () => {
    const { ask, desk, stored } = await opened();
    const until = new Date(desk.now + 7 * DAYS).toISOString();
    expect((await ask("POST", "/snooze", { days: 7 })).body.subscription).toMatchObject({ status: "paused", until });
    const row = await stored();
    desk.now += 7 * DAYS;
    const { body } = await ask("GET", "");
    expect([body.status, body.until]).toEqual(["active", undefined]);
    expect(await stored()).toEqual(row);
  });

  it.each([{ days: 8 }, { days: "7" }, {}])("refuses %j", async (body) => {
    const { ask } = await opened();
    expect((await ask("POST", "/snooze", body)).status).toBe(400);
  });

  it("is nobody else's to make", async () => {
    const { ask, desk } = await opened();
    expect((await ask("POST", "/pause", undefined, desk.keys.read)).status).toBe(403);
    expect((await ask("PATCH", "", { lang: "es" }, desk.keys.admin)).status).toBe(200);
  });
});
