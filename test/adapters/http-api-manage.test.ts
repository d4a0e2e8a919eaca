import { describe, expect, it } from "vitest";
import { pausedBecause } from "../../lambdas/core/suppression.ts";
import { makeToken } from "../../lambdas/core/token.ts";
import { aSubscription } from "../contracts/rows.ts";
import { servedApi } from "../fixtures/served-api.ts";

const DAYS = 86_400_000;

/** A confirmed subscription, and the link to its page. */
const opened = async (change: Parameters<typeof aSubscription>[1] = {}) => {
  const served = await servedApi();
  const { app, desk } = served;
  const subscription = aSubscription("sub-1", { name: "Mine", select: { entities: ["antony-blinken", "dea"] }, ...change });
  await desk.store.createSubscription(subscription, { channel: "email", address: "ana@example.org" });
  const secret = await desk.store.appSecret();
  const link = `/manage/sub-1/${makeToken(secret, "manage", "sub-1")}`;
  const look = async (query = "") => (await app.request(link + query)).text();
  const press = async (what: string, query = "") => {
    const answer = await app.request(link + query, { method: "POST", body: new URLSearchParams({ do: what }) });
    expect([answer.status, answer.headers.get("location"), answer.headers.get("set-cookie")]).toEqual([200, null, null]);
    return answer.text();
  };
  return { ...served, secret, subscription, link, look, press, stored: () => desk.store.subscription("sub-1") };
};

describe("the page to manage a subscription", () => {
  it("says what is followed, and looking changes nothing, by whatever method and with whatever query", async () => {
    const { app, link, look, subscription, stored } = await opened();
    const text = await look();
    for (const part of ["Mine", "Antony Blinken", "These alerts are on", "reappears after 30 days", "is not told afterwards"])
      expect(text).toContain(part);
    expect(text).not.toMatch(/<script|onload|http-equiv|ana@/i);
    for (const method of ["GET", "HEAD", "OPTIONS"])
      for (const query of ["", "?snooze=7", "?do=unsubscribe"]) await app.request(link + query, { method });
    expect(await stored()).toEqual(subscription);
  });

  it("pauses and resumes, however often a button is pressed", async () => {
    const { press, stored, subscription, desk } = await opened();
    for (const _ of [1, 2]) expect(await press("pause")).toContain("paused until you resume");
    expect(await stored()).toEqual({ ...subscription, status: "paused" });
    for (const _ of [1, 2]) expect(await press("resume")).toContain("These alerts are on");
    expect(await stored()).toEqual({ ...subscription, enabledAt: new Date(desk.now).toISOString() });
  });

  it.each([
    ["en", "Three mails to your address came back within a week", "These alerts are on"],
    ["es", "Tres correos a su dirección fueron devueltos en una semana", "Estos avisos están activos"],
  ] as const)("says in %s why it was paused, until its reader resumes; so does the API", async (lang, why, on) => {
    const { press, look, desk, call } = await opened({ lang });
    await desk.store.pauseForBounces("sub-1", pausedBecause[lang]);
    expect(await look()).toContain(why);
    const answer = async () => (await (await call("GET", "/subscriptions/sub-1", { key: desk.keys.admin })).json()) as object;
    expect(await answer()).toMatchObject({ status: "paused", reason: expect.stringContaining(why) as string });
    const text = await press("resume");
    expect([text.includes(on), text.includes(why)]).toEqual([true, false]);
    expect(await answer()).not.toHaveProperty("reason");
  });

  it.each([7, 30, 90])("snoozes for %i days, and then it goes on by itself", async (days) => {
    const { desk, look, press, stored, subscription } = await opened();
    const text = await press(`snooze-${days}`);
    expect(text).toContain("These alerts are paused until");
    const until = new Date(desk.now + days * DAYS).toISOString();
    expect(await stored()).toEqual({ ...subscription, status: "paused", until });
    desk.now += days * DAYS - 1;
    expect(await look()).toContain("paused until");
    desk.now += 1;
    expect(await look()).toContain("These alerts are on");
  });

  it("asks first where a mail's link to snooze was followed", async () => {
    const { look, press, stored } = await opened();
    const text = await look("?snooze=30");
    expect(text).toContain("Pause for 30 days?");
    expect(text.indexOf('value="snooze-30"')).toBeLessThan(text.indexOf('value="snooze-7"'));
    expect(await look("?snooze=31")).not.toContain("days?");
    expect(await press("snooze-30", "?snooze=30")).not.toContain("days?");
    expect((await stored())?.status).toBe("paused");
  });

  it("unsubscribes for good: no button brings it back", async () => {
    const { look, press, stored, desk } = await opened();
    expect(await press("unsubscribe")).toContain("You are unsubscribed");
    for (const what of ["resume", "pause", "snooze-7", "nonsense", "unsubscribe"]) await press(what);
    expect((await stored())?.status).toBe("ended");
    expect(await look()).not.toContain("<button");
    await desk.store.removeSubscription("sub-1");
    expect(await look()).toContain("You are unsubscribed");
  });

  it("says why Vigía has switched it off, and offers to leave only", async () => {
    const { look } = await opened({ status: "disabled", reason: "Mail to the address came back." });
    const text = await look();
    expect(text).toContain("Vigía has switched these alerts off. Mail to the address came back.");
    expect(text.match(/<button/g)).toHaveLength(1);
  });

  it("speaks the subscription's language, and shows its name as text", async () => {
    const { look } = await opened({ lang: "es", name: "<b>Mía</b>", select: { together: ["antony-blinken", "dea"] } });
    const text = await look("?snooze=7");
    for (const part of ['<html lang="es">', "¿Pausar por 7 días?", "&lt;b&gt;Mía&lt;/b&gt;", "Darse de baja", "no se avisa después"])
      expect(text).toContain(part);
  });

  it("opens to its own link alone, in no cache and no index", async () => {
    const { app, link, secret, subscription, stored } = await opened();
    const wrong = [`/manage/sub-1/${makeToken(secret, "unsubscribe", "sub-1")}`, `/manage/nobody/${link.split("/")[3]}`, "/manage/sub-1/x"];
    for (const path of wrong) {
      expect((await app.request(path)).status).toBe(404);
      expect((await app.request(path, { method: "POST", body: new URLSearchParams({ do: "pause" }) })).status).toBe(404);
    }
    expect(await stored()).toEqual(subscription);
    const { headers } = await app.request(link);
    expect([headers.get("cache-control"), headers.get("referrer-policy"), headers.get("x-robots-tag")]).toEqual([
      "no-store",
      "no-referrer",
      "noindex",
    ]);
  });
});
