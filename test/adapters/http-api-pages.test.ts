import { describe, expect, it } from "vitest";
import { makeToken } from "../../lambdas/core/token.ts";
import { servedApi } from "../fixtures/served-api.ts";

const HOURS = 3_600_000;

/** A pending email subscription, and the links its owner would get. */
const asked = async (change: Record<string, unknown> = {}) => {
  const served = await servedApi();
  const { call, desk } = served;
  const answer = await call("POST", "/subscriptions", {
    key: desk.keys.write,
    body: { select: { entities: ["antony-blinken"] }, contact: { channel: "email", address: "ana@example.org" }, ...change },
  });
  const { id } = ((await answer.json()) as { subscription: { id: string } }).subscription;
  const secret = await desk.store.appSecret();
  const link = (purpose: "confirm" | "unsubscribe", about = id) => `/${purpose}/${about}/${makeToken(secret, purpose, about)}`;
  return { ...served, id, link, status: async () => (await desk.store.subscription(id))?.status };
};

describe("the link to confirm (E1, E2)", () => {
  it("changes nothing when looked at, by whatever method, and submits nothing by itself", async () => {
    const { app, link, status } = await asked();
    for (const method of ["GET", "HEAD", "OPTIONS"]) await app.request(link("confirm"), { method });
    expect(await status()).toBe("pending");
    const text = await (await app.request(link("confirm"))).text();
    expect(text).toContain('<form method="post">');
    expect(text).toContain('<button type="submit">Yes, send me alerts</button>');
    expect(text).not.toMatch(/<script|onload|http-equiv/i);
  });

  it("confirms when the button is pressed, and again does no harm", async () => {
    const { app, link, status } = await asked();
    for (const _ of [1, 2]) {
      const answer = await app.request(link("confirm"), { method: "POST" });
      expect([answer.status, await status()]).toEqual([200, "active"]);
      expect(await answer.text()).toContain("Your alerts are on");
    }
  });

  it.each([
    [48 * HOURS - 1, 200, "active"],
    [48 * HOURS, 410, undefined],
  ])("is good for 48 hours: after %i ms it answers %i", async (later, code, after) => {
    const { app, desk, link, status } = await asked();
    desk.now += later;
    expect((await app.request(link("confirm"), { method: "POST" })).status).toBe(code);
    expect(await status()).toBe(after);
  });

  it("does not confirm somebody who leaves between the look and the press", async () => {
    const { app, deps, id, link, status } = await asked();
    const { store } = deps as { store: { confirmSubscription: (id: string) => Promise<boolean> } };
    const { confirmSubscription } = store;
    store.confirmSubscription = async (one) => {
      await deps.store.endSubscription(id);
      return confirmSubscription(one);
    };
    expect((await app.request(link("confirm"), { method: "POST" })).status).toBe(410);
    expect(await status()).toBe("ended");
  });

  it("does not bring back what was ended or removed", async () => {
    const { app, desk, id, link, status } = await asked();
    await app.request(link("unsubscribe"), { method: "POST" });
    expect((await app.request(link("confirm"), { method: "POST" })).status).toBe(410);
    expect(await status()).toBe("ended");
    await desk.store.removeSubscription(id);
    expect((await app.request(link("confirm"), { method: "POST" })).status).toBe(410);
    expect(await status()).toBeUndefined();
  });

  it("speaks the subscription's language and shows its name as text", async () => {
    const { app, link } = await asked({ lang: "es", name: `<script>alert(1)</script>` });
    const text = await (await app.request(link("confirm"))).text();
    expect(text).toContain('<html lang="es">');
    expect(text).toContain("Sí, envíenme avisos");
    expect(text).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  });
});

describe("the link to unsubscribe (RFC 8058)", () => {
  const form = new FormData();
  form.set("List-Unsubscribe", "One-Click");
  it.each<[string, BodyInit | undefined]>([
    ["urlencoded", new URLSearchParams({ "List-Unsubscribe": "One-Click" })],
    ["multipart", form],
    ["the page's button, which sends nothing", undefined],
  ])("ends it by one POST without cookie or redirect: %s", async (_, body) => {
    const { app, link, status } = await asked();
    await app.request(link("confirm"), { method: "POST" });
    for (const method of ["GET", "HEAD", "OPTIONS"]) await app.request(link("unsubscribe"), { method });
    expect(await status()).toBe("active");
    for (const _ of [1, 2]) {
      const answer = await app.request(link("unsubscribe"), { method: "POST", ...(body !== undefined && { body }) });
      expect([answer.status, answer.headers.get("location"), answer.headers.get("set-cookie")]).toEqual([200, null, null]);
      expect(await status()).toBe("ended");
    }
  });

  it("says done for a subscription that was removed", async () => {
    const { app, desk, id, link } = await asked();
    await desk.store.removeSubscription(id);
    expect((await app.request(link("unsubscribe"), { method: "POST" })).status).toBe(200);
  });
});

describe("tokens (E3)", () => {
  it("are good for their purpose and subscription only, and a wrong one tells nothing", async () => {
    const { app, id, link, status } = await asked();
    const [, , , token] = link("unsubscribe").split("/");
    const answers = await Promise.all(
      [`/confirm/${id}/${token}`, `/unsubscribe/${id}/x`, `/unsubscribe/nobody/${token}`, `/confirm/nobody/x`].map(async (path) => {
        const answer = await app.request(path, { method: "POST" });
        return [answer.status, await answer.text()] as const;
      }),
    );
    expect(new Set(answers.map(([code]) => code))).toEqual(new Set([404]));
    expect(new Set(answers.map(([, text]) => text)).size).toBe(1);
    expect(await status()).toBe("pending");
  });

  it("never hold the address, and no page may be kept", async () => {
    const { app, link } = await asked();
    const { headers } = await app.request(link("confirm"));
    expect(decodeURIComponent(link("confirm"))).not.toContain("ana");
    expect([headers.get("cache-control"), headers.get("referrer-policy"), headers.get("x-robots-tag")]).toEqual([
      "no-store",
      "no-referrer",
      "noindex",
    ]);
  });
});

describe("a page that breaks", () => {
  it("says so to a person, in both languages, and tells what broke to the log only", async () => {
    const { app, reported } = await servedApi({
      store: { appSecret: async () => Promise.reject(new Error("table vigia-secret-name is gone")) },
    });
    const answer = await app.request("/confirm/sub-1/token", { method: "POST" });
    const text = await answer.text();
    expect([answer.status, answer.headers.get("content-type")]).toEqual([500, "text/html; charset=UTF-8"]);
    expect(text).toContain("open the same link again");
    expect(text).toContain("abra el mismo enlace");
    expect(text).not.toContain("vigia-secret-name");
    expect(reported).toHaveLength(1);
  });
});
