import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noBrowser, openBrowser } from "../fixtures/browser.ts";
import { serve } from "../fixtures/serve.ts";
import type { ServedApi } from "../fixtures/served-api.ts";
import { servedApi } from "../fixtures/served-api.ts";

const axe = readFileSync(join(import.meta.dirname, "../../node_modules/axe-core/axe.min.js"), "utf8");

/** What a reader sees, and everything the browser complained about. */
interface Visit {
  readonly page: Page;
  readonly complaints: readonly string[];
}

/** What axe finds fault with. */
const violations = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(axe);
  const result = await page.evaluate(() =>
    (window as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe.run(),
  );
  return result.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
};

describe.skipIf(noBrowser !== undefined)(
  `the page in Chromium${noBrowser === undefined ? "" : ` (skipped: ${noBrowser})`}`,
  { timeout: 60_000 },
  () => {
    let site: string;
    let browser: Browser;
    let served: ServedApi;
    let server: Awaited<ReturnType<typeof serve>>;

    beforeAll(async () => {
      site = mkdtempSync(join(tmpdir(), "vigia-page-"));
      await build({ root: join(import.meta.dirname, "../../dashboard"), logLevel: "warn", build: { outDir: site } });
      browser = await openBrowser();
      served = await servedApi({ site });
      await served.desk.store.putSetting("reads", "public");
      server = await serve(served.app);
    }, 60_000);
    afterAll(async () => {
      await browser?.close();
      await server?.close();
      rmSync(site, { recursive: true, force: true });
    });

    /** Opens a path and waits until its content is there. */
    const visit = async (path: string, options: BrowserContextOptions = {}): Promise<Visit> => {
      const context = await browser.newContext({ locale: "en-US", ...options });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(error.message));
      await page.goto(server.origin + path);
      await page.locator("h1").first().waitFor();
      await page.locator(".waiting").waitFor({ state: "detached" });
      return { page, complaints };
    };

    const paths = ["/", "/?entity=antony-blinken", "/?entity=antony-blinken&kind=topic", "/entities", "/feeds", "/subscribe"];
    describe.each([
      ["light, English, wide", { colorScheme: "light", viewport: { width: 1280, height: 900 } }],
      ["dark, Spanish, 320 px", { colorScheme: "dark", locale: "es-MX", viewport: { width: 320, height: 700 } }],
    ] satisfies [string, BrowserContextOptions][])("%s", (_, options) => {
      it.each(paths)("%s has no fault that axe or the console knows, and does not scroll sideways", async (path) => {
        const { page, complaints } = await visit(path, options);
        expect(await violations(page)).toEqual([]);
        expect(complaints).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
        await page.context().close();
      });
    });

    it("shows a return with its gap, the marked name and the reason, and links the story", async () => {
      const { page } = await visit("/");
      const card = page.locator("article", { hasText: "Antony Blinken to lecture" });
      expect(await card.locator("h2 mark").allTextContents()).toEqual(["Antony Blinken"]);
      expect(await card.locator(".sentence mark").allTextContents()).toEqual(["arms trafficking", "fentanyl", "US ambassador to Mexico"]);
      const text = (await card.innerText()).replace(/\s+/g, " ");
      expect(text).toContain("back after 1,145 days");
      expect(text).toContain(
        "last seen 5 Oct 2023, The Sample Ledger: Security talks in the capital; we heard 0 % of the last 366 days: silence not observed",
      );
      expect(text).toMatch(/certain · full name · in the headline/);
      await card.getByRole("link", { name: "Whole story" }).click();
      await page.getByRole("heading", { name: "Whom it names" }).waitFor();
      expect(new URL(page.url()).pathname).toMatch(/^\/stories\/[\w-]+$/);
      expect(await page.title()).toMatch(/^Antony Blinken to lecture .* · Vigía$/);
      await page.context().close();
    });

    it("leads from a story to another of the same event", async () => {
      const { store } = served.desk;
      const [one] = (await store.matches({ entity: "antony-blinken", limit: 1 })).matches;
      const [other] = (await store.matches({ entity: "marcelo-ebrard", limit: 1 })).matches;
      await store.linkStories(one!, other!);
      const { page } = await visit(`/stories/${one!.storyId}`);
      await page.getByRole("heading", { name: "The same event" }).waitFor();
      await page.getByRole("link", { name: /^Story of 24 Nov 2026/ }).click();
      await page.getByRole("heading", { name: other!.title }).waitFor();
      expect(new URL(page.url()).pathname).toBe(`/stories/${other!.storyId}`);
      await page.context().close();
    });

    it("never runs what feeds write (A14)", async () => {
      const { page } = await visit("/");
      const card = page.locator("article", { hasText: "opens a reading room" });
      expect(await card.locator("h2").innerText()).toContain(`<img src=x onerror="document.title='owned'">`);
      expect(await card.locator("h2 a").count()).toBe(0);
      expect(await page.locator("main img, main script").count()).toBe(0);
      expect(await page.title()).toBe("Latest matches · Vigía");
      await page.context().close();
    });

    it("keeps its filters in the address, and goes back", async () => {
      const { page } = await visit("/", { viewport: { width: 1280, height: 900 } });
      await page.getByLabel("Kind").selectOption("office");
      await page.getByLabel("Language").selectOption("en");
      await page.waitForFunction(() => document.querySelectorAll("article").length === 1);
      expect(new URL(page.url()).search).toBe("?kind=office&language=en");
      await page.getByRole("link", { name: "Feeds" }).click();
      await page.getByRole("heading", { name: "Feeds" }).waitFor();
      await page.goBack();
      await page.waitForFunction(() => document.querySelectorAll("article").length === 1);
      await page.getByRole("button", { name: "Clear filters" }).click();
      await page.waitForFunction(() => document.querySelectorAll("article").length > 3);
      await page.context().close();
    });

    it("tells a name that is not on the watchlist from silence", async () => {
      for (const [locale, sentence] of [
        ["en-US", "There is no entity “nobody” on the watchlist."],
        ["es-MX", "En la lista no hay ninguna entidad «nobody»."],
      ] as const) {
        const { page } = await visit("/?entity=nobody", { locale });
        await page.getByText(sentence).waitFor();
        expect(await violations(page)).toEqual([]);
        await page.context().close();
      }
    });

    it("tries again by itself while Vigía is starting", async () => {
      const context = await browser.newContext({ locale: "es-MX" });
      let refused = 0;
      await context.route("**/api/v1/matches?*", (route) =>
        refused++ < 2 ? route.fulfill({ status: 503, contentType: "application/problem+json", body: "{}" }) : route.continue(),
      );
      const page = await context.newPage();
      await page.goto(`${server.origin}/`);
      await page.getByText("Vigía todavía no está en marcha.").waitFor();
      await page.locator("article").first().waitFor({ timeout: 20_000 });
      expect(await page.getByText("Vigía todavía no está en marcha.").count()).toBe(0);
      await context.close();
    });

    it("loads more until there is no more, without showing a story twice", async () => {
      for (let n = 0; n < 60; n += 1)
        await served.desk.tell({
          id: `many-${n}`,
          published: new Date(Date.parse("2026-10-01T12:00:00Z") + n * 3_600_000).toISOString(),
          title: `Nadia Quetzal, part ${n}`,
        });
      const { page } = await visit("/?entity=never-seen");
      expect(await page.locator("article").count()).toBe(40);
      const table = await page.request.get(
        server.origin + (await page.getByRole("link", { name: "As a table (CSV)" }).getAttribute("href")),
      );
      expect((await table.text()).trim().split("\r\n")).toHaveLength(61);
      await page.getByRole("button", { name: "Load more" }).click();
      await page.getByText("That is all there is.").waitFor();
      const headlines = await page.locator("article h2").allTextContents();
      expect(headlines).toHaveLength(60);
      expect(new Set(headlines).size).toBe(60);
      await page.context().close();
    });

    it("calls neither a look back nor the archive a return", async () => {
      const tell = served.desk.tell;
      await tell({ id: "first", published: "2026-10-04T12:00:00.000Z", title: "Nadia Quetzal teaches" });
      await tell({ id: "look-back", published: "2026-11-22T09:00:00.000Z", title: "A year ago today: Nadia Quetzal at a bridge" });
      await tell({ id: "archive", published: "2026-11-23T09:00:00.000Z", title: "Nadia Quetzal reads", baseline: true });
      const { page } = await visit("/?entity=never-seen");
      for (const [title, said] of [
        ["A year ago today", "a look back"],
        ["Nadia Quetzal reads", "from the archive"],
      ] as const) {
        const text = await page.locator("article", { hasText: title }).innerText();
        expect(text).toContain(said);
        expect(text).toMatch(/seen (48|49) days before/);
      }
      expect(await page.locator("main").innerText()).not.toMatch(/Nadia Quetzal[^]{0,20}back after/);
      await page.context().close();
    });

    it("speaks Spanish with Mexico City's hours, remembers language and theme", async () => {
      const { page } = await visit("/");
      await page.getByRole("button", { name: "Español" }).click();
      await page.getByRole("heading", { name: "Últimas menciones" }).waitFor();
      await page.getByRole("combobox", { name: "Tema", exact: true }).selectOption("dark");
      await page.reload();
      await page.getByRole("heading", { name: "Últimas menciones" }).waitFor();
      expect(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dataset.theme])).toEqual(["es", "dark"]);
      await page.locator("article").first().waitFor();
      expect((await page.locator("article", { hasText: "Antony Blinken to lecture" }).innerText()).replace(/\s/g, " ")).toContain(
        "24 nov 2026, 7:40 a.m.",
      );
      await page.context().close();
    });

    it("is used with the keyboard alone", async () => {
      const { page } = await visit("/entities");
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to content");
      await page.keyboard.press("Enter");
      await page.keyboard.press("Tab");
      await page.keyboard.type("quetz");
      await page.getByText("1 entity on the watchlist").waitFor();
      expect(new URL(page.url()).search).toBe("?q=quetz");
      await page.context().close();
    });

    it("says what is wrong with a feed and why one is off", async () => {
      const { page } = await visit("/feeds");
      const row = async (outlet: string) => (await page.locator("tr", { hasText: outlet }).innerText()).replace(/\s+/g, " ");
      expect(await row("Gaceta del Golfo")).toContain("does not answer The server took too long to answer. 4 failures in a row");
      expect(await row("Gaceta del Golfo")).toMatch(/asked again (in|this) /);
      expect(await row("Plaza Pública")).toContain("off Refuses our honest User-Agent");
      expect(await row("Plaza Pública")).not.toContain("asked again");
      await page.context().close();
    });

    it("says so when Vigía does not answer, and recovers by itself", async () => {
      const { page } = await visit("/feeds");
      await page.context().setOffline(true);
      await page.getByText("You are offline.").waitFor();
      await page.getByRole("link", { name: "Entities" }).click();
      await page.getByText("Vigía does not answer.").waitFor();
      expect(await page.getByRole("button", { name: "Try again" }).count()).toBe(1);
      await page.context().setOffline(false);
      await page.getByRole("link", { name: "Marcelo Ebrard" }).waitFor();
      expect(await page.getByText("Vigía does not answer.").count()).toBe(0);
      await page.context().close();
    });

    it("asks for a key where reading needs one, and lets the reader in", async () => {
      await served.desk.store.putSetting("reads", "key");
      try {
        const { page } = await visit("/");
        expect(await violations(page)).toEqual([]);
        await page.getByLabel("Key").fill("vigia_wrong");
        await page.getByRole("button", { name: "Sign in" }).click();
        await page.getByText("unknown, expired or revoked").waitFor();
        await page.getByLabel("Key").fill(served.desk.keys.read);
        await page.getByRole("button", { name: "Sign in" }).click();
        await page.locator("article").first().waitFor();
        expect(await page.evaluate(() => document.cookie)).toBe("");
        // It stays signed in over a new load, until it signs out.
        await page.reload();
        await page.locator("article").first().waitFor();
        expect(await violations(page)).toEqual([]);
        await page.getByRole("button", { name: "Sign out" }).click();
        await page.getByLabel("Key").waitFor();
        expect([await page.getByRole("button", { name: "Sign out" }).count(), await page.locator("article").count()]).toEqual([0, 0]);
        await page.reload();
        await page.getByLabel("Key").waitFor();
        await page.context().close();
      } finally {
        await served.desk.store.putSetting("reads", "public");
      }
    });
  },
);
