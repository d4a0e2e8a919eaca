import { beforeEach, describe, expect, it } from "vitest";
import { aFeed, DAY, MINUTE, NOON } from "../contracts/rows.ts";
import { feed, generator, openBlog, pageOf, shard, url } from "../fixtures/archive-blog.ts";
import { leastGap, rssOf } from "../fixtures/counting-origin.ts";

let { time, store, origin, blog, minutes, archive, pages } = await openBlog();
beforeEach(async () => {
  ({ time, store, origin, blog, minutes, archive, pages } = await openBlog());
});

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

  it("waits as the server asks, tries eight times over some days, and then lets it be", async () => {
    blog(9);
    origin.site.set(pageOf(2), { kind: "status", status: 503, url, headers: new Map([["retry-after", "7200"]]) });
    await minutes(130);
    expect(pages()).toHaveLength(1);
    await minutes(5 * 1440);
    expect(pages()).toHaveLength(8);
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

  it("waits while its host rests, however long, and that is no failure of its own", async () => {
    blog(9);
    await minutes(5);
    await store.restHost("gaceta.example", time.now + 3 * DAY);
    await minutes(3 * 1440 - 10);
    expect([pages(), await archive()]).toEqual([[], expect.objectContaining({ failures: 0 })]);
    await minutes(120);
    expect(await archive()).toMatchObject({ ended: "complete" });
    expect(pages().length).toBeGreaterThan(1);
  });

  it("waits after a refusal as a feed would: four hours after 403, then eight", async () => {
    blog(9);
    origin.site.set(pageOf(2), { kind: "status", status: 403, url, headers: new Map() });
    await minutes(16 * 60);
    const [first, second, third] = pages().map(({ at }) => at);
    expect([(second! - first!) / 3_600_000, (third! - second!) / 3_600_000]).toEqual([4, 8]);
  });

  it("is not read once the feed has said that it is gone (F17)", async () => {
    blog(9);
    await minutes(5);
    const state = (await store.feedStatesOf(shard)).get("gaceta")!;
    await store.saveFeedState({ ...state, health: "gone", fault: "http-410", failures: 1 }, shard);
    await minutes(120);
    expect(pages()).toEqual([]);
  });

  it("ends where its next page is a feed that is followed for itself", async () => {
    blog(9);
    await store.putFeed(aFeed("otra", { url: pageOf(2) }));
    await minutes(60);
    expect(await archive()).toMatchObject({ ended: "complete", pages: 0 });
  });

  it("takes the upper of two entries with one identity", async () => {
    const same = "<guid>one</guid>";
    const entry = (title: string) =>
      `<item><title>${title}</title>${same}<link>https://gaceta.example/one</link><pubDate>${new Date(NOON - 9 * DAY).toUTCString()}</pubDate></item>`;
    origin.site.set(url, rssOf("Gaceta", [["Now", NOON - MINUTE]], generator));
    origin.site.set(pageOf(2), `<rss><channel>${entry("Detienen al alcalde (actualizado)")}${entry("Minuto a minuto")}</channel></rss>`);
    await minutes(60);
    expect(origin.sent.map(({ title }) => title)).toEqual(["Now", "Detienen al alcalde (actualizado)"]);
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
