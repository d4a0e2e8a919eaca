import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { feedsInOpml } from "../../lambdas/adapters/opml.ts";
import type { FeedAnswer, ImportAnswer } from "../../lambdas/core/answer.ts";
import { MAX_IMPORT } from "../../lambdas/core/feed-input.ts";
import { feedsOpml } from "../../lambdas/core/opml.ts";
import { NOW } from "../fixtures/news-desk.ts";
import { servedApi } from "../fixtures/served-api.ts";

const opened = async () => {
  const served = await servedApi();
  const { app, desk } = served;
  const authorization = `Bearer ${desk.keys.admin}`;
  const send = (body: string | Uint8Array<ArrayBuffer>, type: string, query = "") =>
    app.request(`/api/v1/feeds/import${query}`, { method: "POST", body, headers: { authorization, "content-type": type } });
  const take = async (body: string | Uint8Array<ArrayBuffer>, type: string, query = "") => {
    const answer = await send(body, type, query);
    expect(answer.status).toBe(200);
    return (await answer.json()) as ImportAnswer;
  };
  const refused = async (body: string | Uint8Array<ArrayBuffer>, type: string) => {
    const answer = await send(body, type);
    return [answer.status, ((await answer.json()) as { detail: string }).detail] as const;
  };
  const give = async (format: string, headers: Record<string, string> = {}) =>
    app.request(`/api/v1/feeds${format === "" ? "" : `?format=${format}`}`, { headers: { authorization, ...headers } });
  const clear = async () => {
    for (const { feed } of await desk.store.feeds()) await desk.store.removeFeed(feed.id);
  };
  return { ...served, send, take, refused, give, clear };
};

const types = { csv: "text/csv", opml: "text/x-opml", json: "application/json" } as const;
/** All that people decide about a feed. */
const decided = ({
  health: _,
  reason: __,
  heardAt,
  failures,
  intervalMinutes,
  nextCheckAt,
  alertSince,
  addedAt,
  revivedAt,
  ...feed
}: FeedAnswer) => feed;

describe.each(Object.entries(types))("feeds as %s", (format, type) => {
  it("come back as they went out, and a second time nothing changes", async () => {
    const { desk, give, take, clear } = await opened();
    const notes = ["=cmd()", "'=quoted'", `"a", 'b'; <c> & d`, "línea uno\nlínea dos", "🇲🇽 ñ"];
    for (const [n, note] of notes.entries())
      await desk.store.putFeed({
        ...(await desk.store.feeds())[0]!.feed,
        id: `odd-${n}`,
        url: `https://odd-${n}.example/rss?a=1&b=2;c`,
        outlet: `Outlet "${n}" & <sons>`,
        note,
        alternates: ["https://odd.example/a", "https://odd.example/b?x=1&y=2"],
      });
    await desk.store.removeFeed("ledger");
    const before = (await desk.store.feeds()).map(({ feed }) => feed);
    const file = await (await give(format)).text();
    await clear();

    expect(await take(file, type)).toEqual({ added: before.map(({ id }) => id), unchanged: [], refused: [], passedOver: [] });
    const after = (await desk.store.feeds()).map(({ feed }) => feed);
    expect(after.map((feed) => decided(feed as FeedAnswer))).toEqual(before.map((feed) => decided(feed as FeedAnswer)));
    expect(after.every(({ alertSince }) => alertSince === new Date(NOW).toISOString())).toBe(true);

    expect(await take(file, type)).toMatchObject({ added: [], unchanged: before.map(({ id }) => id), refused: [] });
    expect((await desk.store.feeds()).map(({ feed }) => feed)).toEqual(after);
  });

  it("go out to whoever asks for them, by Accept or by name", async () => {
    const { give } = await opened();
    for (const answer of [await give(format), await give("", { accept: type })]) {
      expect(answer.headers.get("content-type")).toContain(type);
      expect(answer.headers.get("content-disposition")).toBe(format === "json" ? null : `attachment; filename="vigia-feeds.${format}"`);
    }
  });

  it("leave out the sample, which is no feed of the world", async () => {
    const { give } = await opened();
    const text = await (await give(format)).text();
    expect(text).toContain("frontera");
    expect(text.includes("ledger.example")).toBe(format === "json");
  });

  it("have all been asked for at once, one message a shard", async () => {
    const { give, take, clear, asked } = await opened();
    const file = await (await give(format)).text();
    await clear();
    await take(file, type);
    expect(asked.length).toBeGreaterThan(1);
    expect(asked.length).toBeLessThanOrEqual(4);
    for (const message of asked) expect(message).toMatchObject({ after: NOW, upTo: NOW });
  });
});

describe("a file", () => {
  const csv = (...rows: string[]) => ["url,outlet,lang,country", ...rows].join("\n");

  it("is judged line by line: what is wrong is told with its field, the rest is followed", async () => {
    const { take, desk } = await opened();
    const answer = await take(
      csv(
        "https://uno.example/rss,Uno,es,MX",
        "http://10.0.0.1/rss,Dos,es,MX",
        "https://tres.example/rss,Tres,fr,MX",
        "https://cuatro.example/rss,,es,MX",
        "https://cinco.example/rss,Cinco,es,México",
        "https://uno.example/rss#again,Uno,es,MX",
        "https://seis.example/rss,Uno,es,MX",
        "ledger,Siete,es,MX",
      ),
      "text/csv",
    );
    expect(answer.added).toEqual(["uno", "uno-2"]);
    expect(answer.unchanged).toEqual(["uno"]);
    expect(answer.refused.map(({ entry, errors }) => [entry, errors[0]?.field])).toEqual([
      [2, "url"],
      [3, "lang"],
      [4, "outlet"],
      [5, "country"],
      [8, "url"],
    ]);
    expect(answer.refused[0]).toMatchObject({ url: "http://10.0.0.1/rss", errors: [{ message: expect.stringContaining("private") }] });
    expect((await desk.store.feeds()).map(({ feed }) => feed.id)).toContain("uno-2");
  });

  it("takes what it does not say from the request, and names what nobody has a use for", async () => {
    const { take, desk } = await opened();
    const file = "URL;Outlet;status;kind\nhttps://uno.example/rss;Uno;live;government\nhttps://dos.example/rss;Dos;;\n";
    const answer = await take(file, "text/csv", "?lang=es&country=MX&timezone=America/Mexico_City&kind=research");
    expect(answer).toMatchObject({ added: ["dos", "uno"], refused: [], passedOver: ["status"] });
    const feeds = new Map((await desk.store.feeds()).map(({ feed }) => [feed.id, feed]));
    expect(feeds.get("uno")).toMatchObject({ kind: "government", lang: "es", timezone: "America/Mexico_City" });
    expect(feeds.get("dos")).toMatchObject({ kind: "research" });
  });

  it("never takes the address or the id of a feed that is followed", async () => {
    const { take, desk } = await opened();
    const before = (await desk.store.feeds()).map(({ feed }) => feed);
    const answer = await take(
      JSON.stringify({ feeds: [{ id: "gaceta", url: "https://other.example/rss", outlet: "Other", lang: "es", country: "MX" }] }),
      "application/json",
    );
    expect(answer.refused).toEqual([
      { entry: 1, url: "https://other.example/rss", errors: [{ field: "id", message: expect.any(String) }] },
    ]);
    expect((await desk.store.feeds()).map(({ feed }) => feed)).toEqual(before);
  });

  it("gives an id that is named twice to the first that names it, however fast the second is", async () => {
    const { desk } = await servedApi();
    const slow = await servedApi({
      store: {
        ...desk.store,
        addFeed: async (feed) => {
          if (feed.url.includes("first")) await new Promise((resolve) => setTimeout(resolve, 20));
          return desk.store.addFeed(feed);
        },
      },
    });
    const feeds = ["first", "second"].map((host) => ({
      id: "same",
      url: `https://${host}.example/`,
      outlet: host,
      lang: "es",
      country: "MX",
    }));
    const answer = await slow.call("POST", "/feeds/import", { key: desk.keys.admin, body: { feeds } });
    expect(await answer.json()).toMatchObject({ added: ["same"], refused: [{ entry: 2, errors: [{ field: "id" }] }] });
  });

  it("that was cut short goes on where it stopped", async () => {
    let writes = 0;
    const { app, desk } = await servedApi();
    const cut = await servedApi({
      store: {
        ...desk.store,
        addFeed: async (feed) => {
          if (++writes > 3) throw new Error("died");
          return desk.store.addFeed(feed);
        },
      },
    });
    const file = csv(...Array.from({ length: 9 }, (_, n) => `https://n${n}.example/rss,N${n},es,MX`));
    const ask = (to: typeof app, key: string) =>
      to.request("/api/v1/feeds/import", {
        method: "POST",
        body: file,
        headers: { authorization: `Bearer ${key}`, "content-type": "text/csv" },
      });
    expect((await ask(cut.app, desk.keys.admin)).status).toBe(500);
    const answer = (await (await ask(app, desk.keys.admin)).json()) as ImportAnswer;
    expect([answer.added.length, answer.unchanged.length]).toEqual([6, 3]);
  });

  it("of another reader is read with its folders, whatever its encoding", async () => {
    const { take } = await opened();
    const file = `<?xml version="1.0" encoding="ISO-8859-1"?><opml version="1.0"><body><outline text="México">
      <outline text="Diario del Año" xmlUrl="https://uno.example/rss" language="es-mx"/>
      <outline title="News &amp; more" text="x" xmlUrl='https://dos.example/rss' type="atom"></outline>
      <outline text="a folder"/></outline></body></opml>`;
    const answer = await take(new Uint8Array(Buffer.from(file, "latin1")), "text/xml", "?country=MX&lang=en");
    expect(answer).toMatchObject({ added: ["diario-del-ano", "news-more"], refused: [] });
  });

  it.each<[string, string, string, number, string]>([
    ["no table of feeds", "name,address\na,b", "text/csv", 400, `no column "url"`],
    ["an empty table", "url,outlet\n", "text/csv", 400, "no feed in the file"],
    ["no OPML", "<html><body>", "text/x-opml", 400, "no OPML"],
    ["an empty OPML", "<opml><body/></opml>", "text/xml", 400, "no feed in the file"],
    ["an empty list", `{"feeds":[]}`, "application/json", 400, "at least 1"],
    ["another kind of file", "hello", "text/plain", 415, "text/csv or text/x-opml"],
    ["more feeds than a file may have", `url\n${"https://a.example/\n".repeat(MAX_IMPORT + 1)}`, "text/csv", 400, "at most 1000"],
    ["more outlines than a file may have", `<opml>${'<outline xmlUrl="x"/>'.repeat(MAX_IMPORT + 1)}`, "text/x-opml", 400, "at most 1000"],
    ["more than 1 MB", `url\n${"x".repeat(1024 * 1024)}`, "text/csv", 413, "1 MB at most"],
  ])("is refused whole: %s", async (_, body, type, status, said) => {
    const { refused } = await opened();
    const [got, detail] = await refused(body, type);
    expect([got, detail]).toEqual([status, expect.stringContaining(said)]);
  });

  it("may be larger than other bodies", async () => {
    const { take, app, desk } = await opened();
    const note = "x".repeat(290);
    const file = `url,outlet,lang,country,note\n${Array.from({ length: 500 }, (_, n) => `https://n${n}.example/,N${n},es,MX,${note}\n`).join("")}`;
    expect((await take(file, "text/csv")).added).toHaveLength(500);
    const large = await app.request("/api/v1/feeds", {
      method: "POST",
      body: file,
      headers: { authorization: `Bearer ${desk.keys.admin}`, "content-type": "application/json" },
    });
    expect(large.status).toBe(413);
  });

  it("whatever is in it, is answered with success or with a problem that blames the caller (A10)", { timeout: 60_000 }, async () => {
    const { send, reported } = await opened();
    const token = fc.constantFrom(
      "url,outlet,lang,country,enabled,alternates\n",
      "<opml>",
      '<outline xmlUrl="',
      "https://a.example/rss",
      '"',
      ",",
      "\n",
      "es",
      "MX",
      "true",
      "'=1",
      "\u0000",
      "&#x0;",
      "<",
      " xmlns:v='urn:vigia:feeds'",
    );
    const text = fc.array(fc.oneof(token, fc.string({ unit: "binary", maxLength: 8 })), { maxLength: 20 }).map((parts) => parts.join(""));
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.constantFrom("text/csv", "text/x-opml", "application/json", "text/xml; charset=utf-16"),
        async (body, type) => {
          expect((await send(body, type)).status).toBeLessThan(500);
        },
      ),
      { numRuns: 1_500 },
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        expect((await send(new Uint8Array(bytes), "text/csv")).status).toBeLessThan(500);
      }),
      { numRuns: 300 },
    );
    expect(reported).toEqual([]);
  });
});

it("OPML is read in linear time, however it is nested", () => {
  for (const text of [
    `<opml>${"<outline>".repeat(100_000)}`,
    `<opml><outline xmlUrl="${"x".repeat(1_000_000)}`,
    `<opml ${"a=b ".repeat(200_000)}`,
  ]) {
    const began = performance.now();
    feedsInOpml(text, MAX_IMPORT);
    expect(performance.now() - began).toBeLessThan(1500);
  }
});

it("OPML escapes what XML would read otherwise", () => {
  const feed = { id: "x", url: "https://x.example/?a&b", outlet: `<"&'>\n`, lang: "es" } as unknown as FeedAnswer;
  const text = feedsOpml([feed], new Date(NOW).toISOString());
  expect(text).toContain(`text="&#60;&#34;&#38;'&#62;&#10;"`);
  expect(feedsInOpml(text, 9)?.[0]).toMatchObject({ url: feed.url, id: "x", lang: "es" });
});
