/**
 * The whole way of an item, through the real emulators: the sample and a feed of our own on loopback → matches in the API,
 * mail in the inbox, verified webhooks; and whatever can go wrong on the way is shown with its reason and stops nothing else.
 */
import { createServer, type Server } from "node:http";
import { text } from "node:stream/consumers";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FeedAnswer, HeardAnswer } from "../../lambdas/core/answer.ts";
import type { Feed } from "../../lambdas/core/feed.ts";
import type { ReturnList } from "../../lambdas/core/return-answer.ts";
import type { Subscription } from "../../lambdas/core/subscription.ts";
import type { HookEntry } from "../../local/hooks.ts";
import { close, freePort, listen } from "../../local/loopback.ts";
import type { KeptMail } from "../../local/mail.ts";
import { aSubscription } from "../contracts/rows.ts";
import { noBrowser, openBrowser } from "../fixtures/browser.ts";
import { prepareFolder } from "./prepared-folder.ts";
import { newFolder, runCommand, startVigia, type VigiaProcess } from "./vigia-process.ts";

const secret = `whsec_${Buffer.alloc(32, 5).toString("base64")}`;
const received: { headers: Record<string, string>; body: string }[] = [];

/** A publisher and a subscriber that behave as badly as their paths say. */
const outside: Server = createServer((request, response) => {
  const answers: Readonly<Record<string, () => readonly [number, string, string]>> = {
    "/feed.xml": () => [200, "application/rss+xml", rss(new Date(Date.now() - 600_000))],
    "/page": () => [200, "text/html", "<!doctype html><title>News</title><p>Hello"],
    "/big.xml": () => [200, "application/rss+xml", `<rss><channel><title>${"x".repeat(6 * 1024 * 1024)}`],
    "/failing": () => [500, "text/plain", "out of order"],
  };
  const keep = (body: string): void => {
    if (request.url === "/hook") received.push({ headers: request.headers as Record<string, string>, body });
    const [status, type, answer] = answers[request.url ?? ""]?.() ?? [204, "text/plain", ""];
    response.writeHead(status, { "content-type": type }).end(answer);
  };
  text(request).then(keep, () => response.destroy());
});

const rss = (published: Date) => `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>End to end</title><link>https://end-to-end.example/</link><description>A test</description>
<item><title>Merrick Garland speaks to law students in Ohio</title><link>https://end-to-end.example/garland</link><guid>e2e-1</guid>
<pubDate>${published.toUTCString()}</pubDate><description>The former Attorney General Merrick Garland took questions.</description></item>
</channel></rss>`;

let vigia: VigiaProcess;

const inbox = () => vigia.json<readonly KeptMail[]>("/inbox.json");
const hooks = () => vigia.json<readonly HookEntry[]>("/hooks.json");
const matches = async (query: string) =>
  (await vigia.json<{ matches: { entity: string; title: string }[] }>(`/api/v1/matches?${query}`)).matches;
const feeds = async () => new Map((await vigia.json<{ feeds: FeedAnswer[] }>("/api/v1/feeds")).feeds.map((feed) => [feed.id, feed]));

const deliveries = async (id: string) => (await vigia.json<{ deliveries: object[] }>(`/api/v1/subscriptions/${id}/deliveries`)).deliveries;
const confirmation = async () => (await inbox()).find(({ to }) => to.includes("someone@example.org"));

beforeAll(async () => {
  const here = `http://127.0.0.1:${await listen(outside)}`;
  const nobody = `http://127.0.0.1:${await freePort()}/feed.xml`;
  const folder = newFolder();
  await prepareFolder(folder, async (store) => {
    const rows: readonly [string, string][] = [
      ["e2e", `${here}/feed.xml`],
      ["e2e-unreachable", nobody],
      ["e2e-html", `${here}/page`],
      ["e2e-big", `${here}/big.xml`],
    ];
    for (const [id, url] of rows) await store.putFeed(feed(id, url));
    const secrets = { "e2e-webhook": `${here}/hook`, "e2e-failing": `${here}/failing` };
    for (const [id, url] of Object.entries(secrets)) await store.createSubscription(subscription(id), { channel: "webhook", url }, secret);
  });
  vigia = await startVigia(["--offline"], folder);
}, 90_000);

afterAll(async () => {
  await vigia.stop();
  await close(outside);
});

describe("the sample", () => {
  it("alerts within 30 s of being ready", async () => {
    await expect.poll(async () => (await inbox()).length, { timeout: 30_000, interval: 100 }).toBeGreaterThan(0);
  }, 35_000);

  it("sends mails that can be unsubscribed from with one click", async () => {
    const [mail] = await inbox();
    expect(mail?.to).toEqual(["reader@vigia.local"]);
    expect(mail?.headers["List-Unsubscribe"]).toMatch(new RegExp(`<${vigia.origin}/unsubscribe/`));
    expect(mail?.headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
    expect(mail?.headers["X-Entity-Ref-ID"]).toMatch(/\S/);
    expect(mail?.text).toContain(mail?.headers["List-Unsubscribe"]?.replaceAll(/^.*<|>.*$/g, ""));
  });

  it("sends webhooks that the receiver verifies", async () => {
    await expect.poll(async () => (await hooks()).length, { timeout: 20_000 }).toBeGreaterThan(0);
    for (const entry of await hooks()) expect(entry).toMatchObject({ name: "sample", verified: true, type: expect.stringMatching(/\w/) });
  });

  it("tells in mail, webhook and API how much of the silence was heard, from its own archive and ledger", async () => {
    const heard = /we heard 100 % of the last 366 days/;
    const mail = async () => (await inbox()).find(({ subject }) => /Brian Nichols reappears after 412 days/.test(subject));
    await expect.poll(mail, { timeout: 20_000 }).toBeDefined();
    for (const part of ["text", "html"] as const) expect((await mail())?.[part]).toMatch(heard);
    expect((await mail())?.text).toMatch(/Back after 412 days \(last seen \d+ \w{3} 20\d\d; we heard/);
    const gap = { days: 412, heard: 1, listened: { days: 366, heard: 1 }, observed: true };
    const told = async () => (await hooks()).filter(({ type }) => type === "entity.reappeared").map(({ payload }) => payload);
    const told412 = expect.objectContaining({ entity: "brian-nichols", gap: expect.objectContaining(gap) });
    const payload = { data: expect.objectContaining({ matches: expect.arrayContaining([told412]), sample: true }) };
    await expect.poll(told, { timeout: 20_000 }).toContainEqual(expect.objectContaining(payload));
    expect(await matches("entity=brian-nichols&minGap=400&limit=1")).toMatchObject([{ gapDays: 412, heard: 1 }]);
    const { returns } = await vigia.json<ReturnList>("/api/v1/subscriptions/sample-returns/returns");
    expect(returns).toContainEqual(expect.objectContaining({ entities: ["brian-nichols"], verdict: "observed", told: true }));
    const listed = await runCommand(["subscriptions", "returns", "sample-returns"], { VIGIA_API: vigia.origin, VIGIA_KEY: vigia.key });
    expect(listed.out).toMatch(/brian-nichols +412 d +100 % of 30 d +observed/);
    // Nobody listened to anything else: the sample proves nothing of the world.
    expect(await vigia.json<HeardAnswer>("/api/v1/heard")).toMatchObject({ share: expect.closeTo(0, 3) });
    expect((await vigia.json<HeardAnswer>("/api/v1/heard?sample=true")).share).toBeGreaterThan(0.99);
  }, 60_000);

  it("is found through the API", async () => {
    await expect.poll(() => matches("entity=antony-blinken"), { timeout: 20_000 }).not.toEqual([]);
    for (const { entity } of await matches("entity=antony-blinken")) expect(entity).toBe("antony-blinken");
  });
});

describe("a feed on loopback", () => {
  it("becomes a match, and a webhook that svix and standardwebhooks verify", async () => {
    await expect.poll(() => received.map(({ body }) => body).join("\n"), { timeout: 30_000 }).toContain("end-to-end.example/garland");
    expect((await matches("entity=merrick-garland")).map(({ title }) => title)).toContain("Merrick Garland speaks to law students in Ohio");
    for (const { headers, body } of received) {
      expect(() => new StandardWebhook(secret).verify(body, headers)).not.toThrow();
      expect(() => new SvixWebhook(secret).verify(body, headers)).not.toThrow();
      expect(() => new StandardWebhook(secret).verify(`${body} `, headers)).toThrow(/signature/i);
    }
  });
});

describe("what goes wrong is shown, and stops nothing else", () => {
  it.each([
    ["e2e-unreachable", "failing", /refused|connect|reach/i],
    ["e2e-html", "not-a-feed", /HTML|page|feed/i],
    ["e2e-big", "too-large", /MB|large/i],
  ])("the feed %s is %s, and why", async (id, health, why) => {
    await expect.poll(async () => (await feeds()).get(id)?.health, { timeout: 20_000 }).toBe(health);
    expect((await feeds()).get(id)?.reason.en).toMatch(why);
    expect((await feeds()).get("e2e")?.health).toMatch(/^(ok|unchanged)$/);
    expect((await feeds()).get("e2e")).not.toHaveProperty("fault");
  });

  it("a webhook that answers 500 is retried, and its log says why", async () => {
    await expect
      .poll(() => deliveries("e2e-failing"), { timeout: 20_000 })
      .toContainEqual(
        expect.objectContaining({
          state: "retry",
          nextAttemptAt: expect.any(String),
          attempts: [expect.objectContaining({ status: 500, response: "out of order" })],
        }),
      );
  });

  it.each<[string, unknown, RegExp]>([
    ["an address that is none", { select: { entities: ["antony-blinken"] }, contact: { channel: "email", address: "nobody" } }, /address/i],
    ["nothing selected", { select: {}, contact: { channel: "email", address: "a@example.org" } }, /at least one/],
    ["a field that does not exist", { selekt: {}, contact: { channel: "email", address: "a@example.org" } }, /select|selekt/],
  ])("a subscription with %s is refused, and why", async (_, body, why) => {
    const answer = await vigia.ask("/api/v1/subscriptions", {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    });
    expect(answer.status).toBe(400);
    expect(((await answer.json()) as { detail: string }).detail).toMatch(why);
  });
});

describe("people", () => {
  it("read their mail at /inbox", async () => {
    const [mail] = await inbox();
    expect(await (await vigia.ask("/inbox")).text()).toContain(`/inbox/${mail?.id}`);
    expect((await vigia.ask(`/inbox/${mail?.id}`)).status).toBe(200);
  });

  it("subscribe with the vigia command, and confirm from the mail", async () => {
    const env = { VIGIA_API: vigia.origin, VIGIA_KEY: vigia.key };
    const added = await runCommand(["subscriptions", "add", "--email", "someone@example.org", "--entity", "antony-blinken", "--json"], env);
    expect(added).toMatchObject({ code: 0, err: "" });
    const { subscription } = JSON.parse(added.out) as { subscription: Subscription };
    expect(subscription.status).toBe("pending");
    await expect.poll(confirmation, { timeout: 20_000 }).toBeDefined();
    const [link = ""] = /http\S+\/confirm\/[^\s>)]+/.exec((await confirmation())?.text ?? "") ?? [];
    expect((await fetch(link, { method: "POST" })).status).toBeLessThan(400);
    const status = async () => (await vigia.json<Subscription>(`/api/v1/subscriptions/${subscription.id}`)).status;
    expect(await status()).toBe("active");
    expect((await runCommand(["subscriptions", "remove", subscription.id], env)).code).toBe(0);
    expect((await vigia.ask(`/api/v1/subscriptions/${subscription.id}`)).status).toBe(404);
  });

  it("see the matches in a browser, without errors", async ({ skip }) => {
    const wrong = noBrowser === undefined ? await visit(await openBrowser(), `${vigia.origin}/?entity=antony-blinken`) : skip(noBrowser);
    expect(wrong).toEqual([]);
  }, 40_000);
});

/** Opens the page, waits until it names someone, and tells what the browser complained about. */
const visit = async (browser: Browser, url: string) => {
  const page = await browser.newPage();
  const wrong: string[] = [];
  page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
  page.on("pageerror", (error) => wrong.push(error.message));
  await page.goto(url);
  await page.getByRole("link", { name: "Antony Blinken" }).first().waitFor({ timeout: 20_000 });
  await browser.close();
  return wrong;
};

describe("the sample's end", () => {
  it("takes all of it out, and leaves the rest", async () => {
    const cleared = await runCommand(["sample", "clear"], { VIGIA_API: vigia.origin, VIGIA_KEY: vigia.key });
    expect(cleared).toMatchObject({ code: 0, out: expect.stringMatching(/gone \([1-9]\d* rows\)/) });
    expect(await matches("entity=antony-blinken")).toEqual([expect.objectContaining({ title: expect.stringMatching(/US Delegation/) })]);
    expect([...(await feeds()).keys()].filter((id) => id.startsWith("sample-"))).toEqual([]);
    expect((await matches("entity=merrick-garland")).map(({ title }) => title)).toContain("Merrick Garland speaks to law students in Ohio");
    expect((await vigia.ask("/sample", { method: "DELETE", headers: { authorization: "Bearer x" } })).status).toBe(401);
  }, 90_000);
});

const feed = (id: string, url: string): Feed => ({
  id,
  url,
  outlet: `End to end: ${id}`,
  lang: "en",
  country: "US",
  kind: "media",
  timezone: "UTC",
  enabled: true,
  alertSince: new Date(Date.now() - 86_400_000).toISOString(),
  addedAt: new Date().toISOString(),
  floorSeconds: 60,
});

const subscription = (id: string): Subscription =>
  aSubscription(id, {
    select: { entities: ["merrick-garland"] },
    trigger: "every",
    channel: "webhook",
    createdAt: new Date().toISOString(),
  });
