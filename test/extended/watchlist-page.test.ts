/** How somebody is added to the watchlist in a real browser, against the whole API. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { build } from "vite";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { noBrowser, openBrowser } from "../fixtures/browser.ts";
import { NOW } from "../fixtures/news-desk.ts";
import { serve } from "../fixtures/serve.ts";
import { servedApi } from "../fixtures/served-api.ts";

const axe = readFileSync(join(import.meta.dirname, "../../node_modules/axe-core/axe.min.js"), "utf8");

describe.skipIf(noBrowser !== undefined)(
  `the watchlist page in Chromium${noBrowser === undefined ? "" : ` (skipped: ${noBrowser})`}`,
  { timeout: 60_000 },
  () => {
    let site: string;
    let browser: Browser;
    let served: Awaited<ReturnType<typeof servedApi>>;
    let server: Awaited<ReturnType<typeof serve>>;
    let tab: Page;
    const complaints: string[] = [];

    beforeAll(async () => {
      site = mkdtempSync(join(tmpdir(), "vigia-watchlist-page-"));
      await build({ root: join(import.meta.dirname, "../../dashboard"), logLevel: "warn", build: { outDir: site } });
      browser = await openBrowser();
    }, 60_000);
    afterAll(async () => {
      await browser?.close();
      rmSync(site, { recursive: true, force: true });
    });
    beforeEach(async () => {
      served = await servedApi({ site });
      await served.desk.store.putSetting("reads", "public");
      await served.desk.store.addEntity({
        id: "harbor-master",
        kind: "office",
        name: { en: "Harbor Master", es: "Capitanía de puerto" },
        lists: [],
        aliases: [],
        negatives: [],
        context: [],
        titles: [{ text: "harbor master" }],
      });
      await served.desk.tell({
        id: "pier",
        published: "2026-11-23T10:00:00.000Z",
        title: "A pier for the north shore",
        summary: "Harbor master Ficticia opened it.",
      });
      server = await serve(served.app);
      complaints.length = 0;
    });
    afterEach(async () => {
      await tab.context().close();
      await server.close();
    });

    const open = async (locale: string) => {
      tab = await (await browser.newContext({ locale, viewport: { width: 1280, height: 1000 } })).newPage();
      await tab.clock.setFixedTime(NOW);
      // A refusal for want of a key is part of the story.
      tab.on("console", (message) => message.type() === "error" && !/40[13]/.test(message.text()) && complaints.push(message.text()));
      tab.on("pageerror", (error) => complaints.push(error.message));
      await tab.goto(`${server.origin}/entities`);
    };
    const faults = async () => {
      await tab.evaluate(axe);
      const { violations } = await tab.evaluate(() =>
        (window as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe.run(),
      );
      return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
    };
    const entityOf = async (id: string) => (await served.desk.store.entities()).find((entity) => entity.id === id);

    it("adds an official: what is doubtful, what would have matched, then watched", async () => {
      await open("en-US");
      await tab.getByText("Watch somebody or something else").click();
      await tab.getByLabel("Given names").fill("Ana");
      await tab.getByLabel("Surname", { exact: true }).fill("Ficticia");
      await tab.getByLabel("Key").fill(served.desk.keys.admin);
      await tab.getByRole("button", { name: "Sign in" }).click();
      await tab.getByText(/wants evidence, and there is neither/).waitFor();
      await tab.getByRole("combobox", { name: "Office", exact: true }).selectOption("Harbor Master");
      await tab.getByLabel("In office since").fill("2026-10-01");
      await tab.getByRole("button", { name: "What would it have matched?" }).click();
      await tab.getByText(/^1 story of 7 items stored since/).waitFor();
      expect(await tab.locator("li.would").innerText()).toMatch(/A pier for the north shore.*Harbor master Ficticia opened it\./s);
      expect(await tab.locator("li.would mark").innerText()).toMatch(/Ficticia/);
      expect(await faults()).toEqual([]);
      expect(await entityOf("ana-ficticia")).toBeUndefined();
      await tab.getByRole("button", { name: "Watch it" }).click();
      await tab.getByText(/^Ana Ficticia is watched, in force within a minute/).waitFor();
      expect((await entityOf("ana-ficticia"))?.person).toEqual({ given: ["Ana"], surname: "Ficticia" });
      expect((await entityOf("harbor-master"))?.tenures?.[0]).toMatchObject({ holder: "ana-ficticia", from: "2026-10-01" });
      expect(complaints).toEqual([]);
    });

    it("shows when an entity was in the news and how far that was heard, with whom, and who held what", async () => {
      await served.desk.store.changeEntity("harbor-master", (was) => ({
        ...was,
        tenures: [{ holder: "marcelo-ebrard", from: "2026-10-01", source: "gazette", verifiedUntil: "2026-11-20" }],
      }));
      await open("en-US");
      await tab.getByRole("link", { name: "Marcelo Ebrard" }).first().click();
      await tab.getByRole("heading", { level: 1, name: "Marcelo Ebrard" }).waitFor();
      await tab.locator(".chart canvas").waitFor();
      if (process.env.SHOTS !== undefined) await tab.screenshot({ path: `${process.env.SHOTS}/entity.png`, fullPage: true });
      await tab.getByText(/^2 stories; \d+ % of the time was heard\.$/).waitFor();
      expect(await tab.getByRole("img", { name: /^How many stories named Marcelo Ebrard/ }).count()).toBe(1);
      expect(await tab.locator("section", { hasText: "Offices" }).innerText()).toMatch(
        /Harbor Master since 1 Oct 2026, last verified on 20 Nov 2026/,
      );
      expect(await tab.locator("section", { hasText: "Returns after" }).innerText()).toMatch(
        /24 Nov 2026 back after 74 days.*Diario de la Frontera 2/s,
      );
      await tab.getByText("The figures as a table").click();
      expect(await tab.getByRole("row", { name: /24 Nov 2026/ }).innerText()).toMatch(/1\s/);
      expect(await faults()).toEqual([]);
      await tab.getByLabel("Over").selectOption("a month");
      await tab.waitForURL(/span=30/);
      await tab.getByRole("link", { name: "Harbor Master" }).click();
      await tab.getByText("Who held it").waitFor();
      await tab.goto(`${server.origin}/entities/nobody`);
      await tab.getByText("nobody").waitFor();
      expect(complaints).toEqual([]);
    });

    it("enters in Spanish who took an office, and takes in a file", async () => {
      await open("es-MX");
      await tab.emulateMedia({ colorScheme: "dark" });
      await tab.getByText("Alguien asumió un cargo").click();
      const panel = tab.locator("details", { hasText: "Alguien asumió un cargo" });
      await panel.getByLabel("Cargo").selectOption("Capitanía de puerto");
      await panel.getByLabel("Quién lo asumió").selectOption("Marcelo Ebrard");
      await panel.getByLabel("Qué día").fill("2026-11-02");
      await panel.getByRole("button", { name: "Registrarlo" }).click();
      await tab.locator("input[type=password]").fill(served.desk.keys.admin);
      await tab.locator(".sign-in button").click();
      await tab.getByText("Capitanía de puerto: Marcelo Ebrard.").waitFor();
      expect((await entityOf("harbor-master"))?.tenures?.map(({ holder, from }) => [holder, from])).toEqual([["marcelo-ebrard", "2026-11-02"]]); // prettier-ignore
      await tab.getByText("La lista como archivo").click();
      const file = "kind,name_en,name_es,aliases\ntopic,Ports,Puertos,puerto de altura\ntopic,Nothing,Nada,\n";
      await tab.locator("input[type=file]").setInputFiles({ name: "lista.csv", mimeType: "text/csv", buffer: Buffer.from(file) });
      await tab.getByText("1 agregadas, 0 cambiadas, 0 como estaban, 1 rechazadas.").waitFor();
      await tab.getByRole("row", { name: /Puertos/ }).waitFor();
      expect(await faults()).toEqual([]);
      expect(complaints).toEqual([]);
    });
  },
);
