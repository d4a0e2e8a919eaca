import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeToken } from "../../lambdas/core/token.ts";
import { aSubscription } from "../contracts/rows.ts";
import { noBrowser, openBrowser } from "../fixtures/browser.ts";
import { serve } from "../fixtures/serve.ts";
import { type ServedApi, servedApi } from "../fixtures/served-api.ts";

const axe = readFileSync(join(import.meta.dirname, "../../node_modules/axe-core/axe.min.js"), "utf8");

describe.skipIf(noBrowser !== undefined)(
  "the page to manage a subscription, in Chromium without JavaScript of ours",
  { timeout: 60_000 },
  () => {
    let browser: Browser;
    let served: ServedApi;
    let server: Awaited<ReturnType<typeof serve>>;
    let link: string;

    beforeAll(async () => {
      browser = await openBrowser();
      served = await servedApi();
      const { store } = served.desk;
      await store.createSubscription(aSubscription("sub-1", { name: "Mía", lang: "es", select: { entities: ["antony-blinken"] } }), {
        channel: "email",
        address: "ana@example.org",
      });
      link = `/manage/sub-1/${makeToken(await store.appSecret(), "manage", "sub-1")}`;
      server = await serve(served.app);
    }, 60_000);
    afterAll(async () => {
      await browser?.close();
      await server?.close();
    });

    it.each(["light", "dark"] as const)("fits a phone and is free of what axe finds: %s", async (colorScheme) => {
      const page = await (await browser.newContext({ viewport: { width: 390, height: 844 }, colorScheme, bypassCSP: true })).newPage();
      await page.goto(`${server.origin}${link}?snooze=7`);
      await page.evaluate(axe);
      const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>("axe.run()");
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
      await page.context().close();
    });

    it("its buttons work with JavaScript switched off, by keyboard", async () => {
      const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
      await page.goto(`${server.origin}${link}?snooze=7`);
      await page.getByRole("button", { name: "Pausar por 7 días" }).press("Enter");
      await page.getByText("Estos avisos están en pausa hasta el").waitFor();
      expect((await served.desk.store.subscription("sub-1"))?.status).toBe("paused");
      await page.getByRole("button", { name: "Reanudar ahora" }).click();
      await page.getByText("Estos avisos están activos.").waitFor();
      expect((await served.desk.store.subscription("sub-1"))?.status).toBe("active");
      await page.context().close();
    });
  },
);
