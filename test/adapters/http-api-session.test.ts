import { describe, expect, it } from "vitest";
import { servedApi } from "../fixtures/served-api.ts";

const signedIn = async () => {
  const served = await servedApi();
  const answer = await served.call("POST", "/session", { key: served.desk.keys.write });
  const cookie = answer.headers.get("set-cookie") ?? "";
  const read = (headers: Record<string, string> = {}) =>
    served.call("GET", "/matches", { headers: { Cookie: cookie.split(";")[0]!, ...headers } });
  return { ...served, answer, cookie, read };
};

describe("the dashboard's session", () => {
  it("is a cookie that no script reads, no other site sends and that holds no key", async () => {
    const { answer, cookie, desk } = await signedIn();
    expect(answer.status).toBe(204);
    expect(cookie).toMatch(/; HttpOnly/);
    expect(cookie).toMatch(/; Secure/);
    expect(cookie).toMatch(/; SameSite=Strict/);
    expect(cookie).not.toContain(desk.keys.write.slice(15));
  });

  it("reads what its key reads, until it ends or the key is revoked", async () => {
    const { desk, read } = await signedIn();
    expect((await read()).status).toBe(200);
    desk.now += 7 * 86_400_000 - 1000;
    expect((await read()).status).toBe(200);
    desk.now += 1000;
    expect((await read()).status).toBe(401);
    desk.now -= 86_400_000;
    expect((await read()).status).toBe(200);
    await desk.store.removeApiKey(desk.keys.write.slice(6, 14));
    expect((await read()).status).toBe(401);
  });

  it("is worthless when edited, or when another site's page sends it", async () => {
    const { call, cookie, read } = await signedIn();
    const [id, ends, proof] = cookie.split(";")[0]!.split("=")[1]!.split(".");
    const forged = `vigia_session=${id}.${Number(ends) + 1}.${proof}`;
    expect((await call("GET", "/matches", { headers: { Cookie: forged } })).status).toBe(401);
    expect((await read({ "Sec-Fetch-Site": "cross-site" })).status).toBe(401);
    expect((await read({ "Sec-Fetch-Site": "same-origin" })).status).toBe(200);
  });

  it("does not renew itself: a cookie alone gets no other", async () => {
    const { call, cookie } = await signedIn();
    const again = await call("POST", "/session", { headers: { Cookie: cookie.split(";")[0]! } });
    expect([again.status, again.headers.get("set-cookie")]).toEqual([401, null]);
  });

  it("is given to a key only, and forgotten on request", async () => {
    const { call, desk } = await signedIn();
    expect((await call("POST", "/session")).status).toBe(401);
    await desk.store.putSetting("reads", "public");
    expect((await call("POST", "/session")).status).toBe(401);
    expect((await call("DELETE", "/session")).headers.get("set-cookie")).toMatch(/vigia_session=; Max-Age=0/);
  });
});
