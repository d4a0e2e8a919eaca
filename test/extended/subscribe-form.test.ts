import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noBrowser, openBrowser } from "../fixtures/browser.ts";
import { tellBusyMonth } from "../fixtures/busy-topic.ts";
import { serve } from "../fixtures/serve.ts";
import type { ServedApi } from "../fixtures/served-api.ts";
import { servedApi } from "../fixtures/served-api.ts";

const axe = readFileSync(join(import.meta.dirname, "../../node_modules/axe-core/axe.min.js"), "utf8");

describe.skipIf(noBrowser !== undefined)(
  `the form to subscribe in Chromium${noBrowser === undefined ? "" : ` (skipped: ${noBrowser})`}`,
  { timeout: 60_000 },
  () => {
    let site: string;
    let browser: Browser;
    let served: ServedApi;
    let server: Awaited<ReturnType<typeof serve>>;

    beforeAll(async () => {
      site = mkdtempSync(join(tmpdir(), "vigia-form-"));
      await build({ root: join(import.meta.dirname, "../../dashboard"), logLevel: "warn", build: { outDir: site } });
      browser = await openBrowser();
      served = await servedApi({ site });
      await served.desk.store.putSetting("reads", "public");
      await tellBusyMonth(served.desk);
      server = await serve(served.app);
    }, 60_000);
    afterAll(async () => {
      await browser?.close();
      await server?.close();
      rmSync(site, { recursive: true, force: true });
    });

    const opened = async (locale: string): Promise<{ page: Page; complaints: string[]; status: () => Promise<string> }> => {
      const context = await browser.newContext({ locale });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(error.message));
      await page.goto(`${server.origin}/subscribe`);
      return { page, complaints, status: async () => (await page.locator(".looked-back").innerText()).replaceAll(/\s+/g, " ") };
    };
    const violations = async (page: Page) => {
      await page.evaluate(axe);
      return page.evaluate(async () =>
        (await (window as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } }).axe.run()).violations.map(
          ({ id }) => id,
        ),
      );
    };

    it.each([
      [
        "en-US",
        "fentanyl was named on 29 of the last 30 days: that can hardly ever come back. The two would have come back together 2 times.",
        "Follow fentanyl together with Antony Blinken",
        "In the last 30 days it would have written 2 times; 99 % of that time was heard.",
      ],
      [
        "es-MX",
        "Se mencionó «fentanilo» en 29 de los últimos 30 días: así casi nunca puede volver. Juntos habrían vuelto 2 veces.",
        "Seguir «fentanilo» junto con «Antony Blinken»",
        "En los últimos 30 días le habría escrito 2 veces; se escuchó el 99 % de ese tiempo.",
      ],
    ])("%s: warns of a topic that is named every day, and takes the pair over", async (locale, warning, button, told) => {
      const { page, complaints, status } = await opened(locale);
      await page.locator("select[name=who]").selectOption("fentanyl");
      await page.locator("input[name=days]").fill("10");
      await page.locator("input[name=days]").blur();
      await expect.poll(status).toContain(warning);
      expect(await violations(page)).toEqual([]);
      await page.getByRole("button", { name: button }).click();
      await expect.poll(status).toContain(told);
      expect(await status()).not.toContain(warning);
      expect(await page.locator("select[name=together]").inputValue()).toBe("antony-blinken");
      expect(complaints).toEqual([]);
      await page.context().close();
    });

    it("subscribes an address to what is chosen, once a key is given", async () => {
      const { page } = await opened("en-US");
      await page.locator("select[name=who]").selectOption("fentanyl");
      await page.locator("select[name=together]").selectOption("antony-blinken");
      await page.locator("input[name=email]").fill("ana@example.org");
      await page.getByRole("button", { name: "Subscribe" }).click();
      await page.locator(".sign-in input").fill(served.desk.keys.write);
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByText("A mail with a button to confirm is on its way.").waitFor();
      const [subscription] = await served.desk.store.subscriptions();
      expect(subscription).toMatchObject({
        select: { together: ["fentanyl", "antony-blinken"] },
        silenceDays: 30,
        status: "pending",
        lang: "en",
      });
      await page.context().close();
    });
  },
);
