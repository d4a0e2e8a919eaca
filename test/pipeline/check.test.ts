import { beforeEach, describe, expect, it } from "vitest";
import { checkId } from "../../lambdas/core/check.ts";
import { shardOf } from "../../lambdas/core/feed.ts";
import type { Refusal } from "../../lambdas/core/problem.ts";
import { aFeed, DAY, MINUTE, NOON } from "../contracts/rows.ts";
import { openCatalog, url } from "../fixtures/catalog.ts";
import { leastGap, rssOf } from "../fixtures/counting-origin.ts";

const document = rssOf("Gaceta del Golfo", [["Vuelve el secretario", NOON - MINUTE]], "<language>es-MX</language>");
const page = `<!doctype html><html><head><title>Gaceta</title>
<link rel="alternate" type="application/rss+xml" title="Gaceta: comentarios" href="/comments/feed">
<link rel="alternate" type="application/rss+xml" title="Gaceta" href="/rss"></head><body>Hola</body></html>`;

let catalog: ReturnType<typeof openCatalog>;
beforeEach(() => {
  catalog = openCatalog();
});

const add = async (change?: Record<string, unknown>) => {
  const id = await catalog.follow(change);
  await catalog.work();
  return catalog.feed(id);
};

describe("following a feed costs one GET (F7)", () => {
  it("which is made at once, and the first scheduled poll is conditional", async () => {
    catalog.origin.site.set(url, document);
    expect(await add()).toMatchObject({ id: "gaceta", health: "ok", heardAt: expect.any(String), nextCheckAt: expect.any(String) });
    expect(catalog.origin.asked).toEqual([{ url, at: NOON }]);
    expect(catalog.origin.sent.map(({ title, baseline }) => [title, baseline])).toEqual([["Vuelve el secretario", true]]);
    await catalog.tick(NOON, NOON + MINUTE);
    expect(catalog.origin.asked).toHaveLength(1);
    catalog.time.now += DAY;
    await catalog.tick(NOON, catalog.time.now);
    expect(catalog.origin.asked[1]).toMatchObject({ url, etag: `"${document.length}"` });
  });

  it("also when it was looked at before: the look's answer is the first document", async () => {
    catalog.origin.site.set(url, document);
    expect((await catalog.check()).feed?.suggested).toEqual({
      outlet: "Gaceta del Golfo",
      lang: "es",
      country: "MX",
      kind: "media",
      timezone: "America/Mexico_City",
    });
    catalog.time.now += 10 * MINUTE;
    expect(await add()).toMatchObject({ health: "ok" });
    expect(catalog.origin.asked).toHaveLength(1);
    expect(catalog.origin.sent).toHaveLength(1);
    catalog.time.now += DAY;
    await catalog.tick(NOON, catalog.time.now);
    expect(catalog.origin.asked[1]?.etag).toBe(`"${document.length}"`);
  });

  it("and one more for the web page that named it", async () => {
    catalog.origin.site.set("https://gaceta.example/", page).set(url, document);
    const found = await catalog.check("https://gaceta.example/");
    expect(found).toMatchObject({
      state: "done",
      fault: "not-a-feed",
      reason: { en: "This is a web page. It names 2 feeds." },
      offers: [
        { url, title: "Gaceta" },
        { url: "https://gaceta.example/comments/feed", title: "Gaceta: comentarios" },
      ],
    });
    expect((await catalog.check()).feed).toMatchObject({ title: "Gaceta del Golfo", items: 1 });
    await add();
    expect(catalog.origin.urls()).toEqual(["https://gaceta.example/", url]);
    // The second comes two seconds after the first: they have one host.
    expect(catalog.origin.asked[1]!.at - catalog.origin.asked[0]!.at).toBeGreaterThanOrEqual(2000);
  });

  it("but after a quarter of an hour it is asked anew: what it held then is old", async () => {
    catalog.origin.site.set(url, document);
    await catalog.check();
    catalog.time.now += 15 * MINUTE + 1000;
    await add();
    expect(catalog.origin.asked).toHaveLength(2);
  });

  it("and when the server failed at the look, the feed waits as after any failure", async () => {
    catalog.origin.site.set(url, { kind: "status", status: 503, url, headers: new Map([["retry-after", "7200"]]) });
    expect(await catalog.check()).toMatchObject({ fault: "http-503", notBefore: new Date(NOON + 7_200_000).toISOString() });
    expect(await add()).toMatchObject({ health: "failing", failures: 1 });
    expect(catalog.origin.asked).toHaveLength(1);
  });

  it("by two kinds of messages, however often they come", async () => {
    catalog.origin.site.set(url, document);
    await catalog.check();
    for (let n = 0; n < 3; n++) await catalog.origin.gather({ check: url });
    await add();
    for (let n = 0; n < 3; n++) {
      catalog.time.now += 1000;
      await catalog.origin.gather({ shard: shardOf(url), after: catalog.time.now, upTo: catalog.time.now });
    }
    expect(catalog.origin.asked).toHaveLength(1);
  });

  it("where a feed that is a web page says which feeds it names, and goes on at one of them with one GET", async () => {
    const home = "https://gaceta.example/";
    catalog.origin.site.set(home, page).set(url, document);
    const feed = await add({ url: home });
    expect(feed).toMatchObject({ health: "not-a-feed", reason: { en: "This is a web page. It names 2 feeds." } });
    expect(feed.offers?.[0]).toEqual({ url, title: "Gaceta" });
    catalog.time.now += 15 * MINUTE;
    await catalog.run.changeFeed({ id: "gaceta", query: undefined, body: { url } });
    await catalog.work();
    const moved = await catalog.feed();
    expect(moved).toMatchObject({ url, health: "ok", alternates: [home], alertSince: new Date(NOON + 15 * MINUTE).toISOString() });
    expect(moved).not.toHaveProperty("offers");
    expect(catalog.origin.urls()).toEqual([home, url]);
  });
});

describe("dying anywhere loses no feed and asks nobody twice", () => {
  const dies = () => Promise.reject(new Error("died"));

  it("before the message of a new feed was sent: the next tick asks it", async () => {
    catalog.origin.site.set(url, document);
    await catalog.follow();
    catalog.queue.length = 0;
    await catalog.tick(NOON, NOON + MINUTE);
    expect(catalog.origin.asked).toHaveLength(1);
    expect((await catalog.store.feeds())[0]?.state?.health).toBe("ok");
  });

  it("after the claim of a check: nothing is asked until its time is over, then everything goes on", async () => {
    catalog.origin.site.set(url, document);
    const died = catalog.origin.gather({ check: url }, { fetch: dies });
    await expect(died).rejects.toThrow("died");
    await catalog.origin.gather({ check: url });
    expect(catalog.origin.asked).toHaveLength(0);
    catalog.time.now += 15 * MINUTE;
    expect((await catalog.check()).feed?.items).toBe(1);
    expect(catalog.origin.asked).toHaveLength(1);
  });

  it("in the first poll, whose document was taken: the feed is asked anew, not within its floor", async () => {
    catalog.origin.site.set(url, document);
    await catalog.check();
    await catalog.follow();
    await expect(catalog.origin.gather(catalog.queue.shift()!, { match: dies, parse: dies })).rejects.toThrow("ended in an error of ours");
    for (let n = 0; n < 20; n++) {
      catalog.time.now += MINUTE;
      await catalog.tick(catalog.time.now - MINUTE, catalog.time.now);
    }
    expect(catalog.origin.asked.length).toBeLessThanOrEqual(2);
    catalog.time.now += DAY;
    await catalog.tick(catalog.time.now - DAY, catalog.time.now);
    expect(leastGap(catalog.origin.asked)).toBeGreaterThanOrEqual(14 * MINUTE);
    expect(catalog.origin.sent.length).toBeGreaterThan(0);
  });
});

describe("a look", () => {
  it("is at what nobody follows", async () => {
    await catalog.store.putFeed(aFeed("gaceta", { url }));
    const refused = await catalog.run
      .checkAddress({ id: "", query: undefined, body: { url: `${url}#top` } })
      .catch((error: unknown) => error);
    expect((refused as Refusal).problem).toMatchObject({ status: 409, detail: 'The feed "gaceta" (Gaceta) has this address already.' });
    expect(catalog.queue).toEqual([]);
  });

  it("goes nowhere that is not allowed", async () => {
    const refused = await catalog.run
      .checkAddress({ id: "", query: undefined, body: { url: "http://169.254.169.254/" } })
      .catch((e: unknown) => e);
    expect((refused as Refusal).problem).toMatchObject({ status: 400, errors: [{ field: "url" }] });
    expect(catalog.queue).toEqual([]);
  });

  it("is not known before somebody asked for it", async () => {
    const unknown = await catalog.run.getCheck({ id: checkId(url), query: undefined, body: undefined }).catch((error: unknown) => error);
    expect((unknown as Refusal).problem.status).toBe(404);
    await catalog.run.checkAddress({ id: "", query: undefined, body: { url } });
    // Within a minute one message does for everybody.
    await catalog.store.claimCheck({ id: checkId(url), url, askedAt: NOON, notBefore: NOON + 15 * MINUTE });
    expect((await catalog.run.checkAddress({ id: "", query: undefined, body: { url } })).body.state).toBe("asking");
    expect(catalog.queue).toEqual([{ check: url }]);
    expect((await catalog.run.getCheck({ id: checkId(url), query: undefined, body: undefined })).body.state).toBe("asking");
  });

  it("says what is there instead of a feed", async () => {
    catalog.origin.site.set(url, { kind: "error", code: "dns", message: "the server's name was not found" });
    expect(await catalog.check()).toMatchObject({ fault: "dns", reason: { es: "No se encontró el nombre del servidor." }, offers: [] });
    expect(await catalog.check("https://gaceta.example/nothing")).toMatchObject({ fault: "http-404" });
  });

  it("tells an error of Vigía's own, and fails, so that its alarm rings", async () => {
    catalog.origin.site.set(url, document);
    await expect(catalog.origin.gather({ check: url }, { parse: () => Promise.reject(new Error("a bug")) })).rejects.toThrow("a bug");
    expect((await catalog.store.checks([checkId(url)])).get(checkId(url))).toMatchObject({ fault: "internal", doneAt: expect.any(Number) });
  });
});

describe("a feed that is added while its address is looked at", () => {
  it("waits for the look, and takes its answer", async () => {
    catalog.origin.site.set(url, document);
    const { fetch } = catalog.origin.deps;
    await catalog.origin.gather(
      { check: url },
      {
        fetch: async (...args) => {
          await catalog.follow();
          await catalog.work();
          return fetch(...args);
        },
      },
    );
    await catalog.tick(NOON, NOON + MINUTE);
    expect((await catalog.feed()).health).toBe("ok");
    expect(catalog.origin.asked).toHaveLength(1);
  });

  it.each(["keepAnswer", "saveCheck"] as const)("waits for its floor where the look died after its GET, in %s", async (method) => {
    catalog.origin.site.set(url, document);
    const { store } = catalog;
    const died = () => Promise.reject(new Error("died"));
    await expect(catalog.origin.gather({ check: url }, { store: { ...store, [method]: died } })).rejects.toThrow("died");
    await catalog.follow();
    await catalog.work();
    for (let n = 1; n < 20; n++) {
      catalog.time.now = NOON + n * MINUTE;
      await catalog.tick(catalog.time.now - MINUTE, catalog.time.now);
    }
    expect(catalog.origin.asked).toHaveLength(2);
    expect(leastGap(catalog.origin.asked)).toBeGreaterThanOrEqual(15 * MINUTE);
    expect((await catalog.feed()).health).toBe("ok");
  });

  it("leaves nothing to look at for a look that comes late", async () => {
    catalog.origin.site.set(url, document);
    await catalog.run.checkAddress({ id: "", query: undefined, body: { url } });
    const [late] = catalog.queue.splice(0);
    await add();
    await catalog.origin.gather(late!);
    expect(catalog.origin.asked).toHaveLength(1);
  });
});
