import { describe, expect, it } from "vitest";
import type { Scope } from "../../lambdas/core/api-key.ts";
import type { MatchPage } from "../../lambdas/core/answer.ts";
import { archiveFrom } from "../../lambdas/core/archive.ts";
import { checkId } from "../../lambdas/core/check.ts";
import { shardOf } from "../../lambdas/core/feed.ts";
import type { Operation } from "../../lambdas/core/operation.ts";
import { operations } from "../../lambdas/core/operation.ts";
import { keyFor, NOW } from "../fixtures/news-desk.ts";
import { faultOf, servedApi } from "../fixtures/served-api.ts";

const address = "https://looked-at.example/rss";
const bodies: Partial<Record<keyof typeof operations, unknown>> = {
  tryText: { title: "Antony Blinken arrives" },
  addFeed: { url: "https://new.example/rss", outlet: "New Outlet", lang: "en", country: "US" },
  changeFeed: { enabled: false },
  addEntity: { kind: "topic", name: { en: "Ports", es: "Puertos" }, aliases: [{ text: "seaport" }] },
  checkEntity: { kind: "topic", name: { en: "Ports", es: "Puertos" }, aliases: [{ text: "seaport" }] },
  tryEntity: { entity: { kind: "topic", name: { en: "Ports", es: "Puertos" }, aliases: [{ text: "seaport" }] } },
  changeEntity: { everyday: true },
  addTenure: { holder: "antony-blinken", from: "2026-10-01" },
  importEntities: { entities: [{ id: "dea", everyday: true }] },
  importFeeds: { feeds: [{ url: "https://listed.example/rss", outlet: "Listed", lang: "es", country: "MX" }] },
  checkAddress: { url: address },
  rejectMatch: { entity: "antony-blinken" },
  preview: { select: { entities: ["antony-blinken"] } },
  changeSubscription: { lang: "es" },
  snoozeSubscription: { days: 7 },
  exportSubscriber: { address: "ana@example.org" },
  eraseSubscriber: { address: "ana@example.org" },
  releaseSubscriber: { address: "ana@example.org" },
  subscribe: { select: { entities: ["antony-blinken"] }, contact: { channel: "webhook", url: "https://hooks.example/vigia" } },
  replayDeliveries: { since: "2026-11-01" },
};
const named: Partial<Record<string, string>> = {
  "/feeds/{id}": "ledger",
  "/feeds/{id}/backfill": "frontera",
  "/feeds/checks/{id}": checkId(address),
  "/entities/{id}": "antony-blinken",
  "/entities/{id}/rematch": "antony-blinken",
  "/entities/{id}/tenures": "us-ambassador-to-mexico",
};

const frontera = { id: "frontera", url: "https://frontera.example/rss.xml", floorSeconds: 900 };

/** An API with one story and one subscription whose ids are known. */
const opened = async () => {
  const served = await servedApi();
  const { matches } = await served.desk.store.matches({ entity: "antony-blinken", limit: 1 });
  const made = await served.call("POST", "/subscriptions", { key: served.desk.keys.write, body: bodies.subscribe });
  await served.desk.store.claimCheck({ id: checkId(address), url: address, askedAt: NOW, notBefore: NOW + 900_000 });
  await served.desk.store.openArchive({ ...archiveFrom(frontera, "https://frontera.example/2", NOW) }, shardOf(frontera.url));
  const { subscription } = (await made.json()) as { subscription: { id: string } };
  const pathOf = ({ path }: Operation) =>
    path.replace("{id}", path.startsWith("/stories") ? matches[0]!.storyId : (named[path] ?? subscription.id));
  const meant = { story: matches[0]!.storyId, entity: "antony-blinken" };
  const bodyOf = (name: keyof typeof operations) => (name === "giveFeedback" || name === "takeFeedbackBack" ? meant : bodies[name]);
  return { ...served, subscription, pathOf, bodyOf };
};

/** What an operation cannot be asked without. */
const queries: Partial<Record<keyof typeof operations, string>> = { readTogether: "?entity=antony-blinken" };

/** What each operation answers to: nobody, and a key of each scope. The write key owns the subscription; admin sees all. */
const all = Object.entries(operations) as [keyof typeof operations, Operation][];
const expected = (access: Operation["access"], path: string, scope: Scope | "none", reads: "key" | "public"): number | "ok" => {
  if (access === "open") return "ok";
  if (scope === "none") return access === "reads" && reads === "public" ? "ok" : 401;
  const ladder = ["read", "write", "admin"];
  if (ladder.indexOf(scope) < ladder.indexOf(access === "reads" ? "read" : access)) return 403;
  return path.startsWith("/subscriptions/") && scope === "read" ? 404 : "ok";
};

describe.each(["key", "public"] as const)("who may do what, with reads for `%s` (A4, A9)", (reads) => {
  describe.each(all)("%s", (name, operation) => {
    it.each(["none", "read", "write", "admin"] as const)("called with %s", async (scope) => {
      const { call, desk, pathOf, bodyOf } = await opened();
      await desk.store.putSetting("reads", reads);
      const answer = await call(operation.method.toUpperCase(), `${pathOf(operation)}${queries[name] ?? ""}`, {
        ...(scope !== "none" && { key: desk.keys[scope] }),
        ...(bodyOf(name) !== undefined && { body: bodyOf(name) }),
      });
      const wanted = expected(operation.access, operation.path, scope, reads);
      expect(wanted === "ok" ? [operation.status, ...(operation.also ?? [])] : [wanted]).toContain(answer.status);
      expect(answer.headers.get("www-authenticate")).toBe(wanted === 401 ? 'Bearer realm="vigia"' : null);
      expect(await faultOf(answer, operation)).toBeUndefined();
    });
  });
});

describe("keys", () => {
  it.each([
    ["another scheme", "Basic dmlnaWE6eA=="],
    ["no key at all", "Bearer hello"],
    ["an unknown key", `Bearer vigia_aaaaaaaa_${"b".repeat(43)}`],
    ["two keys", "Bearer a b"],
  ])("refuses %s", async (_, authorization) => {
    const { call } = await servedApi();
    expect((await call("GET", "/matches", { headers: { Authorization: authorization } })).status).toBe(401);
  });

  it("refuses any changed character without reading the table for what is no key", async () => {
    let reads = 0;
    const { call, desk } = await servedApi({ store: { apiKey: async (id) => ((reads += 1), desk.store.apiKey(id)) } });
    expect((await call("GET", "/matches", { key: `${desk.keys.read}x` })).status).toBe(401);
    expect(reads).toBe(0);
    const { read } = desk.keys;
    const changed = read.slice(0, -2) + (read.at(-2) === "A" ? "B" : "A") + read.slice(-1);
    expect((await call("GET", "/matches", { key: changed })).status).toBe(401);
    expect(reads).toBe(1);
  });

  it("forgets a revoked key at once, and an expired one on time", async () => {
    const { call, desk } = await servedApi();
    await desk.store.removeApiKey(desk.keys.read.slice(6, 14));
    expect((await call("GET", "/matches", { key: desk.keys.read })).status).toBe(401);
    const brief = await keyFor(desk.store, "read", 9, { expiresAt: new Date(desk.now + 1000).toISOString() });
    expect((await call("GET", "/matches", { key: brief })).status).toBe(200);
    desk.now += 1000;
    expect((await call("GET", "/matches", { key: brief })).status).toBe(401);
  });

  it("refuses a key in the address, whatever it is called (A5)", async () => {
    const { call, desk } = await servedApi();
    for (const query of [`key=x`, `api_key=x`, `access_token=x`, `outlet=${desk.keys.read}`]) {
      const answer = await call("GET", `/matches?${query}`, { key: desk.keys.read });
      expect(answer.status).toBe(400);
      expect(await answer.text()).not.toContain(desk.keys.read);
    }
  });

  it("does not show a subscription to another key, not even to one that writes (A9)", async () => {
    const { call, desk, subscription } = await opened();
    const stranger = await keyFor(desk.store, "write", 77);
    for (const [method, path] of [
      ["GET", ""],
      ["DELETE", ""],
      ["GET", "/deliveries"],
    ] as const)
      expect((await call(method, `/subscriptions/${subscription.id}${path}`, { key: stranger })).status).toBe(404);
    expect(await (await call("GET", "/subscriptions", { key: stranger })).json()).toEqual({ subscriptions: [] });
  });
});

describe("answers", () => {
  it("says which field is wrong, in a sentence", async () => {
    const { call, desk } = await servedApi();
    const detail = async (path: string) => ((await (await call("GET", path, { key: desk.keys.read })).json()) as { detail: string }).detail;
    expect(await detail("/matches?limit=0")).toBe(`"limit" must be at least 1.`);
    expect(await detail("/matches?limit=ten")).toBe(`"limit" must be a number.`);
    expect(await detail("/matches?limit=1.5")).toBe(`"limit" must be a number.`);
    expect(await detail("/matches?kind=person")).toBe(`"kind" must be one of "official", "office", "organization", "topic".`);
    expect(await detail("/matches?since=yesterday")).toContain(`"since" must be a date (2026-11-24) or a time`);
    expect(await detail("/matches?since=2026-02-31")).toContain(`"since"`);
    expect(await detail("/matches?since=2026-11-02&until=2026-11-01")).toBe(`"until" must be later than "since".`);
    expect(await detail("/matches?who=blinken")).toBe(`"who" is not a field of this request.`);
    expect(await detail("/matches?limit=5&limit=6")).toBe(`"limit" is given twice.`);
    expect(await detail("/matches?cursor=nonsense")).toContain(`"cursor" must be one that an earlier page gave`);
    expect(await detail("/entities?limit=5")).toContain(`"limit" is not a parameter`);
  });

  it("take JSON only, up to 64 kB, and say so", async () => {
    const { app, call, desk } = await servedApi();
    const key = { Authorization: `Bearer ${desk.keys.write}` };
    const post = (body: string, type: string) =>
      app.request("/api/v1/match", { method: "POST", body, headers: { ...key, "Content-Type": type } });
    expect((await post("title=x", "application/x-www-form-urlencoded")).status).toBe(415);
    expect((await post("{", "application/json")).status).toBe(400);
    expect((await post("null", "application/json; charset=utf-8")).status).toBe(400);
    expect((await post(JSON.stringify({ title: "x".repeat(65_536) }), "application/json")).status).toBe(413);
    expect((await call("POST", "/match", { key: desk.keys.read, body: { title: "" } })).status).toBe(400);
  });

  it("know methods and addresses", async () => {
    const { call, app } = await servedApi();
    const put = await call("PUT", "/matches");
    expect([put.status, put.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    expect((await call("GET", "/nothing")).status).toBe(404);
    const page = await app.request("/nothing");
    expect([page.status, page.headers.get("content-type")]).toEqual([404, "text/html; charset=UTF-8"]);
  });

  it("hide what broke, and report it", async () => {
    const { call, desk, reported } = await servedApi({
      store: { matches: async () => Promise.reject(new Error("table vigia-secret-name is gone")) },
    });
    const answer = await call("GET", "/matches", { key: desk.keys.read });
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toMatch(/vigia-secret-name|Error|at /);
    expect(reported.map(({ message }) => message)).toEqual(["table vigia-secret-name is gone"]);
  });

  it("carry an ETag, and are not sent twice", async () => {
    const { call, desk } = await servedApi();
    const first = await call("GET", "/matches", { key: desk.keys.read });
    expect(first.headers.get("cache-control")).toBe("no-store");
    const again = await call("GET", "/matches", { key: desk.keys.read, headers: { "If-None-Match": first.headers.get("etag")! } });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    await desk.tell({ id: "late", published: "2026-11-24T15:00:00.000Z", title: "Marcelo Ebrard cooks" });
    const changed = await call("GET", "/matches", { key: desk.keys.read, headers: { "If-None-Match": first.headers.get("etag")! } });
    expect(changed.status).toBe(200);
  });

  it("carry the policy that keeps pages safe (C8)", async () => {
    const { app } = await servedApi();
    for (const path of ["/", "/api/v1/health", "/confirm/x/y"]) {
      const { headers } = await app.request(path);
      expect(headers.get("content-security-policy")).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
      expect(headers.get("content-security-policy")).toContain("require-trusted-types-for 'script'");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("access-control-allow-origin")).toBeNull();
    }
  });
});

/** Follows `Link: rel=next` to the end while a new match comes in after every page. */
const walk = async (query: string) => {
  const { call, desk } = await servedApi();
  const seen: string[] = [];
  let next: string | undefined = `/matches?${query}`;
  for (let page = 1; next !== undefined && page < 50; page += 1) {
    const answer = await call("GET", next, { key: desk.keys.read });
    const { matches, cursor } = (await answer.json()) as MatchPage;
    seen.push(...matches.map(({ id }) => id));
    const link: string | undefined = /^<\/api\/v1(.+)>; rel="next"$/.exec(answer.headers.get("link") ?? "")?.[1];
    expect(link === undefined).toBe(cursor === undefined);
    next = link;
    await desk.tell({
      id: `new-${page}`,
      published: new Date(desk.now + page * 1000).toISOString(),
      title: "Marcelo Ebrard again",
      seenAt: new Date(desk.now + page * 1000).toISOString(),
    });
  }
  const whole = await desk.store.matches({ limit: 1000 });
  return { seen, whole: whole.matches };
};

describe("GET /matches", () => {
  it.each([1, 2, 3, 100])("a full walk by %i gives each match once while news come in (A13)", async (limit) => {
    const { seen, whole } = await walk(`limit=${limit}`);
    expect(new Set(seen).size).toBe(seen.length);
    const before = whole.filter(({ itemId }) => !itemId.startsWith("new-") && whole.some(({ at }) => at >= "2026"));
    expect(new Set(seen)).toEqual(new Set(before.map(({ id }) => id)));
  });

  it.each([
    ["entity=antony-blinken", ["antony-blinken", "antony-blinken"]],
    ["entity=antony-blinken&since=2026-01-01", ["antony-blinken"]],
    ["kind=office", ["us-ambassador-to-mexico"]],
    ["outlet=Diario+de+la+Frontera&language=es&entity=marcelo-ebrard", ["marcelo-ebrard", "marcelo-ebrard"]],
    ["minGap=1000", ["alicia-barcena", "antony-blinken", "arms-trafficking", "fentanyl"]],
    ["since=2026-11-24&until=2026-11-24T10:00:00Z", ["marcelo-ebrard"]],
    ["list=successors", []],
    ["entity=never-seen", []],
    ["kind=official&outlet=", ["alicia-barcena", "antony-blinken", "marcelo-ebrard", "marcelo-ebrard"]],
  ])("%s", async (query, entities) => {
    const { call, desk } = await servedApi();
    const { matches } = (await (await call("GET", `/matches?${query}`, { key: desk.keys.read })).json()) as MatchPage;
    expect(matches.map(({ entity }) => entity).toSorted()).toEqual(entities);
  });

  it("as CSV: a byte order mark, and no cell that a spreadsheet would run", async () => {
    const { call, desk } = await servedApi();
    await desk.tell({
      id: "formula",
      published: "2026-11-24T15:30:00.000Z",
      title: `=HYPERLINK("https://evil.example";"Marcelo Ebrard")`,
      outlet: "+The, Outlet",
    });
    const answer = await call("GET", "/matches?limit=1", { key: desk.keys.read, headers: { Accept: "text/csv" } });
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(await answer.arrayBuffer());
    expect(answer.headers.get("content-type")).toContain("text/csv");
    expect(text.startsWith("\uFEFFat,entity,name_en,")).toBe(true);
    expect(text).toContain(`"'=HYPERLINK(""https://evil.example"";""Marcelo Ebrard"")","'+The, Outlet"`);
    expect(text.split("\r\n")).toHaveLength(3);
  });
});
