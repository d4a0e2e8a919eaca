import { expect, it } from "vitest";
import { type Archive, archiveFrom } from "../../lambdas/core/archive.ts";
import { checkId, type FeedCheck } from "../../lambdas/core/check.ts";
import { shardOf } from "../../lambdas/core/feed.ts";
import type { FetchResult } from "../../lambdas/pipeline/fetch-ports.ts";
import { aFeed, DAY, MINUTE, NOON } from "./rows.ts";
import type { Bench } from "./store.ts";

const url = "https://gaceta.example/rss";
const aCheck = (more: Partial<FeedCheck> = {}): FeedCheck => ({
  id: checkId(url),
  url,
  askedAt: NOON,
  notBefore: NOON + 15 * MINUTE,
  ...more,
});
const id = checkId(url);

const anArchive = (more: Partial<Archive> = {}): Archive => ({
  ...archiveFrom(aFeed("gaceta"), "https://gaceta.example/rss?paged=2", NOON),
  ...more,
});

/** Bytes that no packing makes smaller, more than one row takes. */
const noise = new Uint8Array(200_000).map((_, n) => (Math.imul(n + 1, 2_654_435_761) >>> 13) & 255);

export const catalogContract = (open: () => Promise<Bench>): void => {
  it("gives a check to one of many, and again when its time is over", async () => {
    const { store, time } = await open();
    const claims = await Promise.all(Array.from({ length: 5 }, () => store.claimCheck(aCheck())));
    expect(claims.filter(Boolean)).toHaveLength(1);
    time.now = NOON + 15 * MINUTE - 1;
    expect(await store.claimCheck(aCheck({ askedAt: time.now }))).toBe(false);
    time.now = NOON + 15 * MINUTE;
    expect(await store.claimCheck(aCheck({ askedAt: time.now, notBefore: time.now + DAY }))).toBe(true);
    expect((await store.checks([id])).get(id)?.askedAt).toBe(time.now);
  });

  it("remembers what came of a check for thirty days", async () => {
    const { store, time } = await open();
    const done = aCheck({ doneAt: NOON + 5, fault: "not-a-feed", offers: [{ url: "https://gaceta.example/feed", title: "Gaceta" }] });
    await store.claimCheck(aCheck());
    await store.saveCheck(done);
    expect(await store.checks([id, "nobody"])).toEqual(new Map([[id, done]]));
    time.now = NOON + 30 * DAY + 1000;
    expect(await store.checks([id])).toEqual(new Map());
    expect(await store.checks([])).toEqual(new Map());
    expect(await store.claimCheck(aCheck({ notBefore: time.now + MINUTE }))).toBe(true);
  });

  it.each<[string, FetchResult]>([
    ["a document", { kind: "body", bytes: noise, url, contentType: "text/xml", headers: new Map([["etag", '"x"']]), moved: url }],
    ["an empty one", { kind: "body", bytes: new Uint8Array(), url, headers: new Map() }],
    ["a refusal", { kind: "status", status: 503, url, headers: new Map([["retry-after", "7"]]) }],
    ["a failure", { kind: "error", code: "dns", message: "the server's name was not found" }],
  ])("keeps %s as it came, for one to take", async (_, answer) => {
    const { store } = await open();
    expect(await store.takeAnswer(id)).toBeUndefined();
    await store.keepAnswer(id, answer, NOON + 15 * MINUTE);
    expect(await store.takeAnswer(checkId("https://other.example/"))).toBeUndefined();
    const taken = (await Promise.all([1, 2, 3].map(() => store.takeAnswer(id)))).filter((one) => one !== undefined);
    expect(taken).toEqual([answer]);
    await store.keepAnswer(id, answer, NOON + 15 * MINUTE);
    expect(await store.takeAnswer(id)).toEqual(answer);
  });

  it("does not keep an answer beyond its time", async () => {
    const { store, time } = await open();
    await store.keepAnswer(id, { kind: "body", bytes: noise, url, headers: new Map() }, NOON + 15 * MINUTE);
    time.now = NOON + 15 * MINUTE + 1000;
    expect(await store.takeAnswer(id)).toBeUndefined();
  });

  it("gives a host's turn to one at a time, until it is over or its owner leaves", async () => {
    const { store, time } = await open();
    expect(await store.hostTakenUntil("a.example")).toBe(0);
    const takers = await Promise.all(["x", "y", "z"].map((owner) => store.takeHost("a.example", owner, NOON + MINUTE)));
    expect(takers.filter(Boolean)).toHaveLength(1);
    expect(await store.takeHost("b.example", "x", NOON + MINUTE)).toBe(true);
    expect(await store.hostTakenUntil("a.example")).toBe(NOON + MINUTE);
    time.now = NOON + MINUTE;
    expect(await store.takeHost("a.example", "late", NOON + 3 * MINUTE)).toBe(true);
    // Whose turn is over ends nobody else's.
    for (const owner of ["x", "y", "z"]) await store.leaveHost("a.example", owner, NOON);
    expect(await store.hostTakenUntil("a.example")).toBe(NOON + 3 * MINUTE);
    await store.leaveHost("a.example", "late", NOON + MINUTE + 2000);
    expect(await store.takeHost("a.example", "next", NOON + 9 * MINUTE)).toBe(false);
    time.now = NOON + MINUTE + 2000;
    expect(await store.takeHost("a.example", "next", NOON + 9 * MINUTE)).toBe(true);
    await store.leaveHost("nobody.example", "next", NOON);
    expect(await store.hostTakenUntil("nobody.example")).toBe(0);
  });

  it("opens an archive once for each address, and shows it beside its feed", async () => {
    const { store } = await open();
    const feed = aFeed("gaceta");
    const shard = shardOf(feed.url);
    await store.putFeed(feed);
    expect(await store.openArchive(anArchive(), shard)).toBe(true);
    expect(await store.openArchive(anArchive({ startedAt: 1 }), shard)).toBe(false);
    await store.openArchive(anArchive({ feedId: "otra" }), (shard + 1) % 4);
    expect(await store.archivesOf(shard)).toEqual(new Map([["gaceta", anArchive()]]));
    expect(await store.feeds()).toEqual([{ feed, archive: anArchive() }]);
    const elsewhere = anArchive({ url: "https://gaceta.example/new" });
    expect(await store.openArchive(elsewhere, shard)).toBe(true);
    expect(await store.archivesOf(shard)).toEqual(new Map([["gaceta", elsewhere]]));
  });

  it("reads an archive on by its version: of two visits one wins", async () => {
    const { store, time } = await open();
    await store.openArchive(anArchive(), 1);
    expect(await store.saveArchive(anArchive({ version: 3 }), 1)).toBe(false);
    const visits = await Promise.all([1, 2, 3].map((pages) => store.saveArchive(anArchive({ version: 2, pages }), 1)));
    expect(visits.filter(Boolean)).toHaveLength(1);
    expect((await store.archivesOf(1)).get("gaceta")?.version).toBe(2);
    expect(await store.saveArchive(anArchive({ feedId: "nobody", version: 2 }), 1)).toBe(false);
    time.now = NOON + 90 * DAY + 1000;
    expect(await store.archivesOf(1)).toEqual(new Map());
    expect(await store.openArchive(anArchive({ startedAt: time.now }), 1)).toBe(true);
  });
};
