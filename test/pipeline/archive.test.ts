import { beforeEach, describe, expect, it } from "vitest";
import type { Archive } from "../../lambdas/core/archive.ts";
import { shardOf } from "../../lambdas/core/feed.ts";
import type { Refusal } from "../../lambdas/core/problem.ts";
import { keepingFeeds } from "../../lambdas/pipeline/feeds.ts";
import type { RoundDeps } from "../../lambdas/pipeline/round.ts";
import type { GatherMessage } from "../../lambdas/pipeline/messages.ts";
import { aFeed, DAY, MINUTE, NOON } from "../contracts/rows.ts";
import { countingWorld, leastGap, rssOf } from "../fixtures/counting-origin.ts";

const url = "https://gaceta.example/feed";
const shard = shardOf(url);
const feed = aFeed("gaceta", { url, alertSince: new Date(NOON).toISOString(), addedAt: new Date(NOON).toISOString() });
const generator = "<generator>https://wordpress.org/?v=6.4</generator>";
const pageOf = (n: number) => `${url}?paged=${n}`;

let { time, store, origin } = countingWorld();

beforeEach(async () => {
  ({ time, store, origin } = countingWorld());
  await store.putFeed(feed);
});

/** A blog of WordPress with one item a day and three a page; the first page is the feed. */
const blog = (days: number) => {
  for (let page = 1; page <= Math.ceil(days / 3); page++) {
    const items = [0, 1, 2].map((n) => (page - 1) * 3 + n).filter((n) => n < days);
    const document = rssOf(
      "Gaceta",
      items.map((n) => [`Day ${n}`, NOON - n * DAY - MINUTE]),
      generator,
    );
    origin.site.set(page === 1 ? url : pageOf(page), document);
  }
};
const minutes = async (count: number, over: Partial<RoundDeps> = {}) => {
  for (let n = 0; n < count; n++) {
    const upTo = (time.now = Math.floor(time.now / MINUTE) * MINUTE + MINUTE);
    await origin.gather({ shard, after: upTo - MINUTE, upTo }, over).catch((error: unknown) => {
      if (!(error instanceof Error && error.message === "died")) throw error;
    });
  }
};
const archive = async (): Promise<Archive | undefined> => (await store.archivesOf(shard)).get("gaceta");
const pages = () => origin.asked.filter((one) => one.url !== url);

describe("a new feed's own archive", () => {
  it("is read to its end: a page a visit, never within the floor, everything baseline", async () => {
    blog(8);
    await minutes(120);
    expect(pages().map((one) => one.url)).toEqual([pageOf(2), pageOf(3), pageOf(4)]);
    expect(pages()[0]!.at - NOON).toBeGreaterThanOrEqual(15 * MINUTE);
    expect(leastGap(pages())).toBeGreaterThanOrEqual(15 * MINUTE);
    expect(new Set(origin.sent.map(({ title }) => title))).toEqual(new Set(Array.from({ length: 8 }, (_, n) => `Day ${n}`)));
    expect(origin.sent.every(({ baseline }) => baseline)).toBe(true);
    expect(await archive()).toMatchObject({ ended: "complete", pages: 2, items: 5 });
    // Once: a day later nothing of it is asked again.
    await minutes(1440);
    expect(pages()).toHaveLength(3);
  });

  it("is followed where its pages say (RFC 5005), on another host as well", async () => {
    const older = (href: string) => `<atom:link rel="prev-archive" href="${href}"/>`;
    origin.site.set(url, rssOf("Gaceta", [["Now", NOON - MINUTE]], older("/2026/10")));
    origin.site.set("https://gaceta.example/2026/10", rssOf("Gaceta", [["October", NOON - 30 * DAY]], older("https://old.example/09")));
    origin.site.set("https://old.example/09", rssOf("Gaceta", [["September", NOON - 60 * DAY]]));
    await minutes(60);
    expect(pages().map((one) => one.url)).toEqual(["https://gaceta.example/2026/10", "https://old.example/09"]);
    expect(origin.sent.map(({ title }) => title)).toEqual(["Now", "October", "September"]);
    expect(await archive()).toMatchObject({ ended: "complete", pages: 2, items: 2 });
  });

  it("goes back ninety days", async () => {
    const far = rssOf("Gaceta", [["Near", NOON - 89 * DAY], ["Far", NOON - 91 * DAY]], generator); // prettier-ignore
    origin.site
      .set(url, rssOf("Gaceta", [["Now", NOON - MINUTE]], generator))
      .set(pageOf(2), far)
      .set(pageOf(3), far);
    await minutes(90);
    expect(pages()).toHaveLength(1);
    expect(origin.sent.map(({ title }) => title)).toEqual(["Now", "Near"]);
    expect((await archive())?.ended).toBe("enough");
  });

  it("ends after ten pages", async () => {
    blog(60);
    await minutes(300);
    expect(pages()).toHaveLength(10);
    expect(await archive()).toMatchObject({ ended: "enough", pages: 10 });
  });

  it("ends where a server ignores the page's number", async () => {
    blog(3);
    for (const n of [2, 3, 4]) origin.site.set(pageOf(n), origin.site.get(url)!);
    await minutes(120);
    expect(pages()).toHaveLength(2);
    expect((await archive())?.ended).toBe("complete");
  });

  it("gives nothing undated: nobody can say when that was", async () => {
    origin.site.set(url, rssOf("Gaceta", [["Now", NOON - MINUTE]], generator));
    origin.site.set(
      pageOf(2),
      `<rss><channel>${generator}<item><title>Undated</title><link>https://news.example/u</link></item></channel></rss>`,
    );
    await minutes(60);
    expect(origin.sent.map(({ title }) => title)).toEqual(["Now"]);
    expect(await archive()).toMatchObject({ ended: "complete", items: 0 });
  });

  it("is none where the document leads to none", async () => {
    origin.site.set(url, rssOf("Gaceta", [["Now", NOON - MINUTE]]));
    await minutes(60);
    expect(await archive()).toBeUndefined();
    expect(pages()).toEqual([]);
  });

  it("waits as the server asks, tries five times, and then lets it be", async () => {
    blog(9);
    origin.site.set(pageOf(2), { kind: "status", status: 503, url, headers: new Map([["retry-after", "7200"]]) });
    await minutes(130);
    expect(pages()).toHaveLength(1);
    await minutes(3 * 1440);
    expect(pages()).toHaveLength(5);
    expect((await archive())?.ended).toBe("unreadable");
  });

  it("holds back the host's feeds after a 429", async () => {
    blog(9);
    origin.site.set(pageOf(2), { kind: "status", status: 429, url, headers: new Map([["retry-after", "86400"]]) });
    await minutes(20);
    const before = origin.asked.length;
    await minutes(1400);
    expect(origin.asked).toHaveLength(before);
    origin.site.set(pageOf(2), rssOf("Gaceta", [["Old", NOON - 9 * DAY]]));
    await minutes(300);
    expect(origin.sent.at(-1)?.title).toBe("Old");
  });

  it("is not read while the feed is off, and goes on when it is on again", async () => {
    blog(6);
    await minutes(5);
    await store.putFeed({ ...feed, enabled: false });
    await minutes(60);
    expect(pages()).toEqual([]);
    await store.putFeed(feed);
    await minutes(2);
    expect(pages()).toHaveLength(1);
  });

  it("is left alone where robots.txt keeps us from the feed (F24)", async () => {
    blog(6);
    await minutes(5);
    const state = (await store.feedStatesOf(shard)).get("gaceta")!;
    await store.saveFeedState({ ...state, robots: { at: time.now, refuses: true } }, shard);
    await minutes(60);
    expect(pages()).toEqual([]);
  });

  it("is not read on for a feed that has gone elsewhere", async () => {
    blog(9);
    await minutes(20);
    expect(pages()).toHaveLength(1);
    const there = "https://gaceta.example/new";
    await store.putFeed({ ...feed, url: there });
    origin.site.set(there, rssOf("Gaceta", [["New", NOON]]));
    await minutes(60);
    expect(new Set(pages().map((one) => one.url))).toEqual(new Set([pageOf(2), there]));
  });

  it("of another address is another archive", async () => {
    blog(9);
    await minutes(20);
    expect(pages()).toHaveLength(1);
    const there = "https://gaceta.example/new";
    await store.putFeed({ ...feed, url: there });
    origin.site.set(there, rssOf("Gaceta", [["New", NOON]], `<atom:link rel="next" href="/new/2"/>`));
    await minutes(60);
    const asked = new Set(pages().map((one) => one.url));
    expect(asked).toEqual(new Set([pageOf(2), there, "https://gaceta.example/new/2"]));
  });
});

describe("dying during a visit", () => {
  const once = <Args extends unknown[], Result>(
    call: (...args: Args) => Promise<Result>,
    when: (...args: Args) => boolean,
    after = false,
  ) => {
    let died = false;
    return async (...args: Args): Promise<Result> => {
      const dies = !died && when(...args);
      died ||= dies;
      if (dies && !after) throw new Error("died");
      const result = await call(...args);
      if (dies) throw new Error("died");
      return result;
    };
  };
  const isPage = (address: string) => address.includes("paged");

  it.each<[string, (deps: RoundDeps) => Partial<RoundDeps>]>([
    ["before its claim", ({ store }) => ({ store: { ...store, saveArchive: once(store.saveArchive, () => true) } })],
    ["after its claim", ({ store }) => ({ store: { ...store, saveArchive: once(store.saveArchive, () => true, true) } })],
    ["in its turn", ({ store }) => ({ store: { ...store, leaveHost: once(store.leaveHost, () => true) } })],
    ["after its GET", ({ fetch }) => ({ fetch: once(fetch, isPage, true) })],
    ["before its items are sent", ({ match }) => ({ match: once(match, (messages) => messages[0]?.item.title === "Day 3") })],
    ["after its items were sent", ({ match }) => ({ match: once(match, (messages) => messages[0]?.item.title === "Day 3", true) })],
    [
      "before the page is noted",
      ({ store }) => ({ store: { ...store, saveArchive: once(store.saveArchive, ({ pages }) => pages === 1) } }),
    ],
  ])("%s: the same page comes again, not within the floor, and nothing is lost", async (_, over) => {
    blog(6);
    await minutes(90, over(origin.deps));
    expect(new Set(origin.sent.map(({ title }) => title))).toEqual(new Set(Array.from({ length: 6 }, (__, n) => `Day ${n}`)));
    expect(await archive()).toMatchObject({ ended: "complete", items: 3 });
    expect(leastGap(pages())).toBeGreaterThanOrEqual(15 * MINUTE - 5000);
  });

  it("does not stop the others: two visits of one page ask once", async () => {
    blog(6);
    await minutes(16);
    const asked = pages().length;
    time.now += 15 * MINUTE;
    const message: GatherMessage = { shard, after: time.now, upTo: time.now };
    await Promise.all([origin.gather(message), origin.gather({ ...message, after: time.now + 1, upTo: time.now + 1 })]);
    expect(pages()).toHaveLength(asked + 1);
  });

  it("by an error of ours fails the message once a try, and ends like any failure", async () => {
    blog(6);
    const breaks: Partial<RoundDeps> = {
      parse: (bytes, about) => (isPage(about.url) ? Promise.reject(new Error("died")) : origin.deps.parse(bytes, about)),
    };
    await minutes(3 * 1440, breaks);
    expect(pages()).toHaveLength(5);
    expect((await archive())?.ended).toBe("unreadable");
  });
});

describe("vigia feeds backfill", () => {
  const edits = () =>
    keepingFeeds({
      store,
      clock: () => time.now,
      ingest: async () => undefined,
      deliver: async () => undefined,
      random: (bytes) => new Uint8Array(bytes),
      loopbackAllowed: false,
      sendsMail: false,
    });
  const ask = () => edits().backfillFeed({ id: "gaceta", query: undefined, body: undefined });
  const refused = async () => ((await ask().catch((error: unknown) => error)) as Refusal).problem;

  it("reads it again once it is over, and goes on where it is not", async () => {
    blog(6);
    await minutes(25);
    expect((await archive())?.ended).toBeUndefined();
    expect((await ask()).body.backfill).toMatchObject({ state: "running", pages: 1 });
    await minutes(40);
    expect((await archive())?.ended).toBe("complete");
    const asked = pages().length;
    const { body } = await ask();
    expect(body.backfill).toMatchObject({ state: "running", pages: 0, nextAt: expect.any(String) });
    await minutes(40);
    expect(pages().length).toBe(asked + 2);
    // What polls may still bring as news is left to them.
    expect(origin.sent.filter(({ title }) => title === "Day 3").length).toBe(2);
  });

  it("brings what polls missed as the past, also of the time since the feed was added", async () => {
    await store.putFeed({ ...feed, alertSince: new Date(NOON - 60 * DAY).toISOString() });
    origin.site.set(url, rssOf("Gaceta", [["Now", NOON - MINUTE]], generator));
    origin.site.set(pageOf(2), rssOf("Gaceta", [["Missed", NOON - 3 * DAY], ["Just now", NOON - MINUTE]])); // prettier-ignore
    await minutes(30);
    expect(origin.sent.map(({ title, baseline }) => [title, baseline])).toEqual([
      ["Now", false],
      ["Missed", true],
    ]);
  });

  it("is refused where there is none, and where the feed is off", async () => {
    origin.site.set(url, rssOf("Gaceta", [["Now", NOON - MINUTE]]));
    await minutes(2);
    expect(await refused()).toMatchObject({ status: 400, detail: expect.stringContaining("leads to no archive") });
    await store.putFeed({ ...feed, enabled: false });
    expect((await refused()).detail).toContain("is off");
  });
});
