import { openBrowser } from "./fixtures/browser.ts";
import { everyMail } from "./fixtures/every-mail.ts";
const browser = await openBrowser();
for (const colorScheme of ["light", "dark"] as const)
  for (const width of [360, 800]) {
    const context = await browser.newContext({ viewport: { width, height: 700 }, colorScheme });
    const page = await context.newPage();
    for (const { name, lang, mail } of everyMail) {
      await page.setContent(mail.html);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (over > 0) console.log("too wide", name, lang, width, over);
      await page.screenshot({ path: `/root/w/mails-shots/${name}-${lang}-${width}-${colorScheme}.png`, fullPage: true });
    }
    await context.close();
  }
await browser.close();
