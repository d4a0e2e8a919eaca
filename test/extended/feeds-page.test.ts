/** What people do with feeds in a real browser, against the whole API, with ingest behind it and servers that count. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { build } from "vite";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { shardOf } from "../../lambdas/core/feed.ts";
import { noBrowser, openBrowser } from "../fixtures/browser.ts";
import { countingOrigin, rssOf } from "../fixtures/counting-origin.ts";
import { NOW } from "../fixtures/news-desk.ts";
import { serve } from "../fixtures/serve.ts";
import { servedApi } from "../fixtures/served-api.ts";

const axe = readFileSync(join(import.meta.dirname, "../../node_modules/axe-core/axe.min.js"), "utf8");
const home = "https://nueva.example/";
const rss = "https://nueva.example/rss";
const page = `<html><link rel="alternate" type="application/rss+xml" title="La Nueva" href="/rss"><link rel="alternate" type="application/rss+xml" href="/other">`;

describe.skipIf(noBrowser !== undefined)(
  `the feeds page in Chromium${noBrowser === undefined ? "" : ` (skipped: ${noBrowser})`}`,
  { timeout: 60_000 },
  () => {
    let site: string;
    let browser: Browser;
    let origin: ReturnType<typeof countingOrigin>;
    let served: Awaited<ReturnType<typeof servedApi>>;
    let server: Awaited<ReturnType<typeof serve>>;
    let tab: Page;
    const complaints: string[] = [];

    beforeAll(async () => {
      site = mkdtempSync(join(tmpdir(), "vigia-feeds-page-"));
      await build({ root: join(import.meta.dirname, "../../dashboard"), logLevel: "warn", build: { outDir: site } });
      browser = await openBrowser();
    }, 60_000);
    afterAll(async () => {
      await browser?.close();
      rmSync(site, { recursive: true, force: true });
    });
    beforeEach(async () => {
      served = await servedApi({
        site,
        gather: (message, desk) => {
          origin ??= countingOrigin(desk, desk.store);
          return origin.gather(message);
        },
      });
      origin = countingOrigin(served.desk, served.desk.store);
      await served.desk.store.putSetting("reads", "public");
      server = await serve(served.app);
      tab = await (await browser.newContext({ locale: "en-US", viewport: { width: 1280, height: 900 } })).newPage();
      complaints.length = 0;
      // A refusal for want of a key is part of the story.
      // The page says "this minute" by the clock of whoever looks.
      await tab.clock.setFixedTime(NOW);
      tab.on("console", (message) => message.type() === "error" && !/40[134]/.test(message.text()) && complaints.push(message.text()));
      tab.on("pageerror", (error) => complaints.push(error.message));
      await tab.goto(`${server.origin}/feeds`);
      await tab.getByRole("heading", { name: "Feeds" }).waitFor();
    });
    afterEach(async () => {
      await tab.context().close();
      await server.close();
    });

    const signIn = async () => {
      await tab.getByLabel("Key").fill(served.desk.keys.admin);
      await tab.getByRole("button", { name: "Sign in" }).click();
    };
    const faults = async () => {
      await tab.evaluate(axe);
      const { violations } = await tab.evaluate(() =>
        (window as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe.run(),
      );
      return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
    };
    const row = async (outlet: string) => (await tab.locator("tr", { hasText: outlet }).innerText()).replace(/\s+/g, " ");

    it("follows a feed that a web page names: one GET of the page, one of the feed", async () => {
      origin.site.set(home, page).set(rss, rssOf("La Nueva Época", [["Hola", NOW - 60_000]], "<language>es-mx</language>"));
      await tab.getByText("Follow another feed").click();
      await tab.getByLabel("Address of a feed or of a website").fill(home);
      await tab.getByRole("button", { name: "Look", exact: true }).click();
      await signIn();
      await tab.getByText("This is a web page. It names 2 feeds.").waitFor();
      expect(await faults()).toEqual([]);
      await tab.getByRole("button", { name: `Look at ${rss}` }).click();
      await tab.getByText("La Nueva Época: a feed with 1 item.").waitFor();
      expect([await tab.getByLabel("Outlet", { exact: true }).inputValue(), await tab.getByLabel("Country").inputValue()]).toEqual([
        "La Nueva Época",
        "MX",
      ]);
      expect(await faults()).toEqual([]);
      await tab.getByLabel("Outlet", { exact: true }).fill("La Nueva");
      await tab.getByRole("button", { name: "Follow it" }).click();
      await tab.getByText("La Nueva is followed. What it holds now is stored, not alerted.").waitFor();
      await tab.locator("tr", { hasText: rss }).waitFor();
      expect(await row(rss)).toMatch(/Spanish · media answers well this minute .*on followed since 24 Nov 2026/);
      expect(origin.urls()).toEqual([home, rss]);
      expect(complaints).toEqual([]);
    });

    it("says why there is no feed, and what the server asks", async () => {
      origin.site.set(home, { kind: "status", status: 403, url: home, headers: new Map() });
      await tab.getByText("Follow another feed").click();
      await tab.getByLabel("Address of a feed or of a website").fill(home);
      await tab.getByRole("button", { name: "Look", exact: true }).click();
      await signIn();
      await tab.getByText("The publisher refuses our requests (403).").waitFor();
      await tab.getByLabel("Address of a feed or of a website").fill("https://ledger.example/rss.xml");
      await tab.getByRole("button", { name: "Look", exact: true }).click();
      await tab.getByText('The feed "ledger" (The Sample Ledger) has this address already.').waitFor();
      expect(complaints.filter((text) => !text.includes("409"))).toEqual([]);
    });

    it("proposes where a lost feed may be now, and goes there when somebody says so", async () => {
      const { store } = served.desk;
      const gaceta = (await store.feeds()).find(({ feed }) => feed.id === "gaceta")!;
      const there = "https://gaceta.example/feed";
      await store.putFeed({ ...gaceta.feed, alternates: [there] });
      await store.hear(shardOf(gaceta.feed.url), new Map([["gaceta", NOW - 5 * 86_400_000]]));
      origin.site.set(there, rssOf("Gaceta", [["Hola", NOW]]));
      await origin.gather({ shard: shardOf(there), after: NOW - 3_600_000, upTo: NOW - 3_600_000 + 3_600_000 });
      await tab.reload();
      await tab.getByRole("button", { name: `Follow it at ${there}` }).click();
      await signIn();
      await tab.getByText(there, { exact: true }).waitFor();
      served.desk.now += 900_000;
      await origin.gather({ shard: shardOf(there), after: served.desk.now, upTo: served.desk.now });
      await tab.reload();
      await tab.locator("tr", { hasText: there }).getByText("answers well").waitFor();
      expect(await tab.getByRole("button", { name: /Follow it at/ }).count()).toBe(0);
    });

    it("says how much of a feed's time was heard", async () => {
      const { store } = served.desk;
      const gaceta = (await store.feeds()).find(({ feed }) => feed.id === "gaceta")!;
      const shard = shardOf(gaceta.feed.url);
      await store.hear(shard, new Map([["gaceta", NOW - 10 * 86_400_000]]));
      await store.hear(shard, new Map([["gaceta", NOW]]));
      await store.addHole("gaceta", { from: NOW - 5 * 86_400_000, to: NOW - 3.9 * 86_400_000, why: "missed" }, shard);
      await tab.reload();
      await tab.getByText("89 % of 10 days heard").waitFor();
      await tab.getByRole("button", { name: "Español" }).click();
      await tab.getByText("escuchado el 89 % de 10 días").waitFor();
      expect(complaints).toEqual([]);
    });

    it("takes a file of feeds, and gives one", async () => {
      await tab.getByText("Feeds as a file").click();
      const table = "url,outlet,lang,country\nhttps://uno.example/rss,Uno,es,MX\nhttps://10.0.0.1/rss,Dos,es,MX\n";
      const file = { name: "feeds.csv", mimeType: "", buffer: Buffer.from(table) };
      await tab.getByLabel("Follow the feeds of an OPML, CSV or JSON file").setInputFiles(file);
      await signIn();
      await tab.getByText("1 added, 0 followed before, 1 refused.").waitFor();
      expect(await tab.getByText(/^Entry 2/).innerText()).toMatch(/https:\/\/10\.0\.0\.1\/rss: "url" is not allowed/);
      await tab.locator("tr", { hasText: "https://uno.example/rss" }).waitFor();
      expect(await faults()).toEqual([]);
      const download = tab.waitForEvent("download");
      await tab.getByRole("link", { name: "As OPML" }).click();
      expect(readFileSync(await (await download).path(), "utf8")).toContain('xmlUrl="https://uno.example/rss"');
      expect(complaints).toEqual([]);
    });

    it("fits a telephone, and says it all in Spanish", async () => {
      const context = await browser.newContext({ locale: "es-MX", viewport: { width: 320, height: 700 }, colorScheme: "dark" });
      const phone = await context.newPage();
      await phone.goto(`${server.origin}/feeds`);
      await phone.getByText("Seguir otra fuente").click();
      await phone.getByText("Las fuentes como archivo").click();
      await phone.getByLabel("Dirección de una fuente o de un sitio web").waitFor();
      expect(await phone.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      await context.close();
    });
  },
);
