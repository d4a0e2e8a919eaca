import { describe, expect, it } from "vitest";
import { operations } from "../../lambdas/core/operation.ts";
import { mailboxHash } from "../../lambdas/core/email-address.ts";
import { aDelivery, aGap } from "../contracts/rows.ts";
import { servedApi } from "../fixtures/served-api.ts";

const opened = async () => {
  const served = await servedApi();
  const { call, desk } = served;
  const subscribe = async (address: string) => {
    const body = { select: { lists: ["article"] }, contact: { channel: "email", address } };
    const answer = await call("POST", "/subscriptions", { key: desk.keys.write, body });
    return ((await answer.json()) as { subscription: { id: string } }).subscription.id;
  };
  const ask = async (what: string, address: string, key = desk.keys.admin) => {
    const answer = await call("POST", `/subscribers/${what}`, { key, body: { address } });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  return { ...served, subscribe, ask };
};

describe("the person behind an address", () => {
  it("is given all that is kept, and erased at once, with nobody else", async () => {
    const { ask, desk, subscribe } = await opened();
    const [first, second, other] = [
      await subscribe("ana@example.org"),
      await subscribe("Ana@Example.org"),
      await subscribe("bea@example.org"),
    ];
    const mine = [first, second].toSorted();
    await desk.store.saveDelivery(aDelivery("alert-1", { subscriptionId: first }));
    await desk.store.saveTold(first, "dea", {
      version: 1,
      returns: [{ at: "2026-11-24T11:00:00.000Z", storyId: "s", itemId: "i", gap: aGap() }],
    });

    const given = await ask("export", "ana@example.org");
    expect(operations.exportSubscriber.answer.safeParse(given.body).success).toBe(true);
    const { subscriptions } = operations.exportSubscriber.answer.parse(given.body);
    expect(subscriptions.map(({ subscription }) => subscription.id)).toEqual(mine);
    const about = subscriptions.find(({ subscription }) => subscription.id === first);
    expect([about?.deliveries.map(({ id }) => id), about?.returns.map(({ entities }) => entities)]).toEqual([["alert-1"], [["dea"]]]);

    expect(await ask("erase", "ANA@example.org")).toEqual({ status: 200, body: { erased: mine } });
    for (const id of mine) {
      expect([await desk.store.subscription(id), await desk.store.contact(id)]).toEqual([undefined, undefined]);
      expect((await desk.store.allTold(id)).size).toBe(0);
    }
    expect((await ask("export", "ana@example.org")).body).toEqual({ subscriptions: [] });
    expect((await ask("erase", "ana@example.org")).body).toEqual({ erased: [] });
    expect(await desk.store.contact(other)).toEqual({ channel: "email", address: "bea@example.org" });
  });

  it("stays known as one who takes no mail after being erased, until an operator releases the address", async () => {
    const { ask, desk, subscribe } = await opened();
    await subscribe("ana@example.org");
    const hash = mailboxHash(await desk.store.appSecret(), "ana@example.org");
    await desk.store.suppress(hash, { reason: "complaint", at: "2026-11-24T11:00:00.000Z" });
    await ask("erase", "ana@example.org");
    expect(await desk.store.suppression(hash)).toMatchObject({ reason: "complaint" });
    expect((await ask("release", "Ana@example.org")).body).toEqual({ released: true });
    expect((await ask("release", "ana@example.org")).body).toEqual({ released: false });
    expect(await desk.store.suppression(hash)).toBeUndefined();
  });

  it.each(["export", "erase", "release"])("is nobody's business without an admin key: %s", async (what) => {
    const { ask, desk } = await opened();
    for (const key of [desk.keys.read, desk.keys.write]) expect((await ask(what, "ana@example.org", key)).status).toBe(403);
  });
});
