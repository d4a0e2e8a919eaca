/**
 * Following feeds through the real emulators: the command, the API and the queues against a publisher that counts what it is
 * asked. One GET for a page, one for a feed; later polls are conditional; its archive is read; files go out and come back.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CheckAnswer, FeedAnswer, MatchPage } from "../../lambdas/core/answer.ts";
import { rssOf } from "../fixtures/counting-origin.ts";
import { type LoopbackServer, startServer } from "../fixtures/loopback-server.ts";
import { runCommand, startVigia, type VigiaProcess } from "../local/vigia-process.ts";

const HOUR = 3_600_000;
const wordpress = "<generator>https://wordpress.org/?v=6.4</generator><language>es</language>";

/** By path and query; everything else is a 404. */
const documents: Readonly<Record<string, () => string>> = {
  "/": () => `<!doctype html><title>Gaceta</title><link rel="alternate" type="application/rss+xml" title="Gaceta" href="/feed">`,
  "/feed": () => rssOf("Gaceta del Golfo", [["Vuelve Marcelo Ebrard", Date.now() - HOUR]], wordpress),
  // So much that it is asked every minute, as far as its floor allows.
  "/fast": () =>
    rssOf(
      "Diario Veloz",
      Array.from({ length: 800 }, (_, n) => [`Nota ${n}`, noon - n * 60_000]),
      wordpress,
    ),
  "/fast?paged=2": () => rssOf("Diario Veloz", [["Merrick Garland en el archivo", noon - 240 * HOUR]], wordpress),
};
const noon = Date.now();

let publisher: LoopbackServer;
let vigia: VigiaProcess;
let env: Readonly<Record<string, string>>;

const asked = (path: string) => publisher.requests.filter(({ url }) => url === path);
const command = (...args: string[]) => runCommand(["feeds", ...args], env);
const feed = (id: string) => vigia.json<FeedAnswer>(`/api/v1/feeds/${id}`);

beforeAll(async () => {
  publisher = await startServer((request, response) => {
    const document = documents[request.url ?? ""]?.();
    const etag = `"${request.url}"`;
    const status = document === undefined ? 404 : request.headers["if-none-match"] === etag ? 304 : 200;
    const type = document?.startsWith("<!") === true ? "text/html" : "application/rss+xml";
    response.writeHead(status, { etag, "content-type": type }).end(status === 200 ? document : "");
  });
  vigia = await startVigia(["--offline", "--no-sample"]);
  env = { VIGIA_API: vigia.origin, VIGIA_KEY: vigia.key };
}, 90_000);

afterAll(async () => {
  await vigia.stop();
  await publisher[Symbol.asyncDispose]();
});

const json = { "content-type": "application/json" };

describe("a feed that may be asked every minute", () => {
  it("is asked at once when it is added", async () => {
    const body = { id: "veloz", url: `${publisher.origin}/fast`, outlet: "Diario Veloz", lang: "es", country: "MX", floorSeconds: 1 };
    const added = await vigia.ask("/api/v1/feeds", { method: "POST", body: JSON.stringify(body), headers: json });
    expect(added.status).toBe(201);
    await expect.poll(async () => (await feed("veloz")).health, { timeout: 15_000 }).toBe("ok");
    expect(asked("/fast")).toHaveLength(1);
    expect((await feed("veloz")).nextCheckAt).toMatch(/Z$/);
  });
});

describe("vigia feeds", () => {
  it("check says which feeds a page names, with one GET", async () => {
    const { code, out } = await command("check", `${publisher.origin}/`);
    expect([code, out]).toEqual([
      1,
      expect.stringContaining(`This is a web page. It names one feed.\n  ${publisher.origin}/feed  Gaceta\n`),
    ]);
    expect(asked("/")).toHaveLength(1);
  }, 30_000);

  it("add follows the feed that the page names: the page is not asked again, the feed once", async () => {
    const unsaid = await command("add", `${publisher.origin}/`);
    expect([unsaid.code, unsaid.err]).toEqual([1, "The document does not say all of it. Add --country.\n"]);
    const added = await command("add", `${publisher.origin}/`, "--country", "MX");
    expect(added).toMatchObject({
      code: 0,
      err: "",
      out: expect.stringMatching(/^gaceta-del-golfo {2}ok: .*Next check .*stored, not alerted\.\n$/),
    });
    expect(await feed("gaceta-del-golfo")).toMatchObject({
      url: `${publisher.origin}/feed`,
      outlet: "Gaceta del Golfo",
      lang: "es",
      floorSeconds: 900,
    });
    expect([asked("/").length, asked("/feed").length]).toEqual([1, 1]);
    for (const { headers } of [...asked("/"), ...asked("/feed")]) expect(headers).not.toHaveProperty("if-none-match");
  }, 60_000);

  it("check says what is known of a followed address, and what is wrong with another", async () => {
    expect((await command("check", `${publisher.origin}/feed`)).err).toContain(
      `The feed "gaceta-del-golfo" (Gaceta del Golfo) has this address already.`,
    );
    const nothing = await command("check", `${publisher.origin}/nothing`);
    expect([nothing.code, nothing.out]).toEqual([
      1,
      expect.stringMatching(/nothing: The address does not exist any more \(404\)\.\nIt is not asked again before /),
    ]);
    expect((await command("check", "http://10.0.0.1/")).err).toContain("private");
  }, 60_000);

  it.each(["opml", "csv", "json"])(
    "export --%s gives a file that import takes, and finds nothing new in",
    async (format) => {
      const exported = await command("export", `--${format}`);
      expect(exported.out).toContain("gaceta-del-golfo");
      const file = join(vigia.folder, `feeds.${format}`);
      writeFileSync(file, exported.out);
      const again = await command("import", file);
      expect(again).toMatchObject({ code: 0, out: expect.stringMatching(/^0 added, \d+ followed before, 0 refused\.\n$/) });
      await command("remove", "gaceta-del-golfo");
      const back = await command("import", file, "--json");
      expect(JSON.parse(back.out)).toMatchObject({ added: ["gaceta-del-golfo"], refused: [] });
    },
    60_000,
  );

  it("import tells what it refuses, line by line, and fails", async () => {
    const file = join(vigia.folder, "wrong.csv");
    writeFileSync(file, "url,outlet,lang,country\nhttp://10.0.0.1/,Dos,es,MX\n");
    const { code, out } = await command("import", file);
    expect([code, out]).toEqual([
      1,
      expect.stringMatching(/0 added, 0 followed before, 1 refused\.\nENTRY {2}URL .*\n1 .*"url" is not allowed/),
    ]);
    expect(await command("import", join(vigia.folder, "absent.csv"))).toMatchObject({
      code: 1,
      err: expect.stringContaining("cannot be read (ENOENT)"),
    });
  }, 60_000);

  it("backfill says why there is nothing to read, and accept that nothing is known", async () => {
    const shipped = (await vigia.json<{ feeds: FeedAnswer[] }>("/api/v1/feeds")).feeds.find(({ enabled }) => !enabled)!;
    expect((await command("backfill", shipped.id)).err).toContain("This feed is off");
    expect((await command("accept", "gaceta-del-golfo")).err).toContain("Nothing is known of another address");
  }, 60_000);
});

describe("a minute later", () => {
  it("the feed is polled with its validators, and its archive is read without alerting", async () => {
    await expect.poll(() => asked("/fast").length, { timeout: 100_000, interval: 500 }).toBeGreaterThan(1);
    expect(asked("/fast")[1]?.headers["if-none-match"]).toBe('"/fast"');
    await expect.poll(() => asked("/fast?paged=2").length, { timeout: 100_000, interval: 500 }).toBe(1);
    await expect.poll(async () => (await feed("veloz")).backfill, { timeout: 20_000 }).toMatchObject({ pages: 1, items: 1 });
    const found = async () =>
      (await vigia.json<MatchPage>("/api/v1/matches?entity=merrick-garland")).matches.find(({ title }) => title.endsWith("en el archivo"));
    await expect.poll(found, { timeout: 20_000 }).toMatchObject({ baseline: true, outlet: "Diario Veloz" });
    // Whatever was looked at, added, removed and imported meanwhile: nobody was asked twice for a first document.
    expect(asked("/feed").length).toBe(1);
  }, 240_000);
});

it("a look that has been made is answered at once", async () => {
  const body = JSON.stringify({ url: `${publisher.origin}/` });
  const answer = await vigia.ask("/api/v1/feeds/checks", { method: "POST", body, headers: json });
  expect([answer.status, ((await answer.json()) as CheckAnswer).offers]).toEqual([
    200,
    [{ url: `${publisher.origin}/feed`, title: "Gaceta" }],
  ]);
  expect(asked("/")).toHaveLength(1);
});
