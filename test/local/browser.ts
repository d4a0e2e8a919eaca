import { existsSync } from "node:fs";
import chromium from "@sparticuz/chromium";
import { type Browser, chromium as playwright } from "playwright-core";

const installed = [
  "/usr/bin/google-chrome",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/**
 * A real Chromium: the one that npm brings (Linux x64), else an installed one. `missing` says why there is none.
 * `VIGIA_CHROME` names another.
 */
export const openBrowser = async (): Promise<{ browser?: Browser; missing?: string }> => {
  const own = process.env.VIGIA_CHROME ?? installed.find((path) => existsSync(path));
  if (own !== undefined) return { browser: await playwright.launch({ executablePath: own, args: ["--no-sandbox"] }) };
  if (process.platform !== "linux" || process.arch !== "x64")
    return { missing: "no Chrome is installed, and npm brings one for Linux x64 only" };
  const executablePath = await chromium.executablePath();
  return { browser: await playwright.launch({ executablePath, args: [...chromium.args, "--no-sandbox"], headless: true }) };
};
