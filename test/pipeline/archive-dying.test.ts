import { beforeEach, describe, expect, it } from "vitest";
import type { Refusal } from "../../lambdas/core/problem.ts";
import { keepingFeeds } from "../../lambdas/pipeline/feeds.ts";
import type { GatherMessage } from "../../lambdas/pipeline/messages.ts";
import type { RoundDeps } from "../../lambdas/pipeline/round.ts";
import { DAY, MINUTE, NOON } from "../contracts/rows.ts";
import { feed, generator, openBlog, pageOf, shard, url } from "../fixtures/archive-blog.ts";
import { leastGap, rssOf } from "../fixtures/counting-origin.ts";

let { time, store, origin, blog, minutes, archive, pages } = await openBlog();
beforeEach(async () => {
  ({ time, store, origin, blog, minutes, archive, pages } = await openBlog());
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
    expect(pages()).toHaveLength(8);
    expect((await archive())?.ended).toBe("unreadable");
  });
});

describe("vigia feeds backfill", () => {
  const edits = () =>
    keepingFeeds({
      store,
      clock: () => time.now,
      ingest: async () => undefined,
      match: async () => undefined,
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
