import { expect, it } from "vitest";
import { addressChangeId } from "../../lambdas/core/address-change.ts";
import { shardOf } from "../../lambdas/core/feed.ts";
import type { ItemDecision } from "../../lambdas/pipeline/ports.ts";
import { aFeed, aKeyed, aMatch, aMember, anItem, aSubscription, DAY, MINUTE, NOON } from "./rows.ts";
import type { Bench } from "./store.ts";

const decision = (storyId: string): ItemDecision => ({
  storyId,
  at: "2026-11-24T11:00:00.000Z",
  reading: { found: [], retrospective: false, countries: ["MX"] },
});
const at = (ms: number) => new Date(NOON + ms).toISOString();

export const matchContract = (open: () => Promise<Bench>): void => {
  it("keeps an item as it first came, with the decision about it", async () => {
    const { store } = await open();
    const item = anItem("i1", { link: "https://gaceta.example/1", summary: "…", sample: true });
    expect(await store.keepItem(item)).toEqual({ item });
    expect(await store.keepItem(anItem("i1", { title: "edited" }))).toEqual({ item });
    expect(await store.decide("i1", decision("s1"))).toEqual(decision("s1"));
    expect(await store.decide("i1", decision("s2"))).toEqual(decision("s1"));
    expect(await store.keepItem(anItem("i1"))).toEqual({ item, decision: decision("s1") });
  });

  it("lets one of many decide, and all of them see it", async () => {
    const { store } = await open();
    const kept = await Promise.all(["a", "b", "c", "d"].map((title) => store.keepItem(anItem("i1", { title }))));
    expect(new Set(kept.map(({ item }) => item.title)).size).toBe(1);
    const decided = await Promise.all(["a", "b", "c", "d"].map((story) => store.decide("i1", decision(story))));
    expect(new Set(decided.map((d) => d.storyId)).size).toBe(1);
  });

  it("decides nothing about an item it does not have", async () => {
    const { store } = await open();
    await expect(store.decide("i1", decision("s1"))).rejects.toThrow("before it is kept");
    expect(await store.keepItem(anItem("i1"))).toEqual({ item: anItem("i1") });
  });

  it("takes an item past its time as new, though the row is still there", async () => {
    const { store, time } = await open();
    await store.keepItem(anItem("i1"));
    await store.decide("i1", decision("s1"));
    time.now = NOON + 90 * DAY - 1000;
    expect((await store.keepItem(anItem("i1", { title: "again" }))).decision).toBeDefined();
    time.now = NOON + 90 * DAY + 1000;
    expect(await store.keepItem(anItem("i1", { title: "again" }))).toEqual({ item: anItem("i1", { title: "again" }) });
    expect((await store.keepItem(anItem("i1"))).item.title).toBe("again");
  });

  it("gives a story key to whoever comes first", async () => {
    const { store } = await open();
    const refs = ["a", "b", "c", "d", "e"].map((storyId, i) => aKeyed(storyId, at(i)));
    const holders = await Promise.all(refs.map((ref) => store.holdStoryKey("k1", ref)));
    expect(new Set(holders.map((holder) => holder.storyId)).size).toBe(1);
    expect(refs).toContainEqual(holders[0]);
    expect(await store.holdStoryKey("k1", aKeyed("late"))).toEqual(holders[0]);
  });

  it("links two stories of one event, however often, and each names the other", async () => {
    const { store } = await open();
    const [one, other] = [
      { storyId: "s1", at: at(0) },
      { storyId: "s2", at: at(1) },
    ];
    for (const storyId of ["s1", "s2"]) await store.keepMatch(aMatch({ storyId }));
    expect((await store.story("s1"))?.sameEvent).toEqual([]);
    await store.linkStories(one, other);
    await store.linkStories(other, one);
    expect((await store.story("s1"))?.sameEvent).toEqual([other]);
    expect((await store.story("s2"))?.sameEvent).toEqual([one]);
  });

  it("reads an entity's log between two times, both inclusive", async () => {
    const { store } = await open();
    for (const n of [0, 1, 2, 3]) await store.keepMatch(aMatch({ storyId: `s${n}`, at: at(n * MINUTE) }));
    await store.keepMatch(aMatch({ entity: "ada-b", storyId: "other", at: at(MINUTE) }));
    const between = async (from: number, to: number, limit = 10) =>
      (await store.matchesBetween("ada", at(from * MINUTE), at(to * MINUTE), limit)).map(({ storyId }) => storyId);
    expect(await between(1, 2)).toEqual(["s1", "s2"]);
    expect(await between(0, 3, 2)).toEqual(["s0", "s1"]);
    expect(await between(4, 9)).toEqual([]);
  });

  it("tells who holds each of many keys, in the order asked", async () => {
    const { store } = await open();
    const keys = Array.from({ length: 130 }, (_, i) => `key-${i}`);
    const held = keys.filter((_, i) => i % 3 === 0);
    await Promise.all(held.map((key) => store.holdStoryKey(key, aKeyed(key))));
    const asked = [...keys.toReversed(), "key-0"];
    expect((await store.storiesHolding(asked)).map((ref) => ref?.storyId)).toEqual(
      asked.map((key) => (held.includes(key) ? key : undefined)),
    );
    expect(await store.storiesHolding([])).toEqual([]);
  });

  it("lets go of a story key after 14 days, though the row is still there", async () => {
    const { store, time } = await open();
    await store.holdStoryKey("k1", aKeyed("old"));
    time.now = NOON + 14 * DAY - 1000;
    expect((await store.storiesHolding(["k1"]))[0]?.storyId).toBe("old");
    time.now = NOON + 14 * DAY + 1000;
    expect(await store.storiesHolding(["k1"])).toEqual([undefined]);
    expect((await store.holdStoryKey("k1", aKeyed("new"))).storyId).toBe("new");
    expect((await store.storiesHolding(["k1"]))[0]?.storyId).toBe("new");
  });

  it("counts a story's member once", async () => {
    const { store } = await open();
    await store.addMember("s1", aMember("b"));
    await store.addMember("s1", aMember("a", { link: "https://gaceta.example/a", published: at(-5) }));
    await store.addMember("s1", aMember("b"));
    await store.addMember("s2", aMember("c"));
    expect((await store.membersOf("s1")).map((member) => member.itemId)).toEqual(["a", "b"]);
    expect((await store.membersOf("s1"))[0]).toEqual(aMember("a", { link: "https://gaceta.example/a", published: at(-5) }));
    expect(await store.membersOf("s3")).toEqual([]);
  });

  it("keeps the match that tells most", async () => {
    const { store } = await open();
    const passing = aMatch({
      prominence: "passing",
      itemId: "1",
      last: { storyId: "s0", at: at(-DAY), title: "t", outlet: "o" },
      gapDays: 1,
    });
    const headline = aMatch({ prominence: "headline", itemId: "2" });
    expect(await store.keepMatch(passing)).toEqual(passing);
    expect(await store.keepMatch(headline)).toEqual(headline);
    expect(await store.keepMatch(passing)).toEqual(headline);
    expect(await store.keepMatch({ ...headline, itemId: "3" })).toEqual(headline);
    // What is no sighting never hides one, however prominent.
    expect(await store.keepMatch(aMatch({ prominence: "headline", retrospective: true, confidence: 1, itemId: "4" }))).toEqual(headline);
    expect((await store.matches({ limit: 10 })).matches).toEqual([headline]);
    expect((await store.matches({ limit: 10, entity: "ada" })).matches).toEqual([headline]);
  });

  it("keeps one match whatever the order of many writers", async () => {
    const { store } = await open();
    const offered = ([0.7, 0.9, 0.8, 0.75] as const).map((confidence) => aMatch({ confidence, itemId: String(confidence) }));
    await Promise.all(offered.map((match) => store.keepMatch(match)));
    expect((await store.matches({ limit: 10 })).matches).toEqual([offered[1]]);
  });

  it("reads an entity's log backwards from just before a story", async () => {
    const { store } = await open();
    const log = [0, 1, 1, 2, 3].map((minute, i) => aMatch({ storyId: `s${i}`, at: at(minute * MINUTE) }));
    for (const match of log) await store.keepMatch(match);
    await store.keepMatch(aMatch({ entity: "ada-b", storyId: "other" }));
    const before = async (i: number, limit = 10) =>
      (await store.matchesBefore("ada", log[i] ?? aMatch(), limit)).map((match) => match.storyId);
    expect(await before(4)).toEqual(["s3", "s2", "s1", "s0"]);
    expect(await before(2)).toEqual(["s1", "s0"]);
    expect(await before(4, 2)).toEqual(["s3", "s2"]);
    expect(await before(0)).toEqual([]);
    expect((await store.matchesBefore("ada", { at: at(9 * MINUTE), storyId: "" }, 10))[0]).toEqual(log[4]);
  });

  it("reads what comes after a match, and tells it of a later sighting, never of an earlier", async () => {
    const { store } = await open();
    const log = [0, 1, 2].map((n) => aMatch({ storyId: `s${n}`, at: at(n * MINUTE) }));
    for (const match of log) await store.keepMatch(match);
    const after = async (n: number, limit = 10) =>
      (await store.matchesAfter("ada", log[n] ?? aMatch(), limit)).map((match) => match.storyId);
    expect(await after(0)).toEqual(["s1", "s2"]);
    expect(await after(0, 1)).toEqual(["s1"]);
    expect(await after(2)).toEqual([]);
    const last = (storyId: string, minutes: number) => ({ storyId, at: at(minutes * MINUTE), title: "Before", outlet: "Diario" });
    const stored = async () => (await store.matchesAfter("ada", log[1] ?? aMatch(), 1))[0];
    const [, , newest = aMatch()] = log;
    await store.setLast(newest, { last: last("s0", 0), gapDays: 3, heard: 0.9 });
    expect(await stored()).toEqual({ ...newest, last: last("s0", 0), gapDays: 3, heard: 0.9 });
    await store.setLast(newest, { last: last("s1", 1), gapDays: 2 });
    await store.setLast(newest, { last: last("s0", 0), gapDays: 3 });
    expect(await stored()).toEqual({ ...newest, last: last("s1", 1), gapDays: 2 });
    await store.setLast(aMatch({ storyId: "nowhere" }), { last: last("s0", 0), gapDays: 1 });
    expect(await store.matchesAfter("ada", { at: at(2 * MINUTE), storyId: "s2" }, 9)).toEqual([]);
  });

  it("retracts a match for good: it is marked in the log and in its story, listed nowhere, and nothing replaces it", async () => {
    const { store } = await open();
    await store.addMember("s1", aMember("i1"));
    const match = aMatch({ storyId: "s1", prominence: "passing" });
    for (const one of [match, aMatch({ storyId: "s1", entity: "eva" })]) await store.keepMatch(one);
    expect(await store.retractMatch(aMatch({ storyId: "nowhere" }), at(0))).toBeUndefined();
    const retracted = { ...match, retracted: at(1) };
    expect(await store.retractMatch(match, at(1))).toEqual(retracted);
    expect(await store.retractMatch(match, at(2))).toEqual(retracted);
    expect(await store.keepMatch(aMatch({ storyId: "s1", prominence: "headline" }))).toEqual(retracted);
    expect(await store.matchesBefore("ada", { at: "9", storyId: "" }, 9)).toEqual([retracted]);
    expect((await store.matches({ limit: 9 })).matches.map(({ entity }) => entity)).toEqual(["eva"]);
    expect((await store.matches({ entity: "ada", limit: 9 })).matches).toEqual([]);
    expect(await store.retractedIn("s1")).toEqual(["ada"]);
    expect(await store.retractedIn("s2")).toEqual([]);
    expect((await store.story("s1"))?.matches.map(({ entity, retracted: when }) => [entity, when])).toEqual([
      ["ada", at(1)],
      ["eva", undefined],
    ]);
  });

  it("lets a match forget the sighting that was retracted, for an earlier one or for none", async () => {
    const { store } = await open();
    const match = aMatch({ storyId: "s9" });
    await store.keepMatch(match);
    const last = (storyId: string, minutes: number) => ({ storyId, at: at(minutes * MINUTE), title: "Before", outlet: "Diario" });
    const stored = async () => (await store.matchesBefore("ada", { at: "9", storyId: "" }, 1))[0];
    await store.setLast(match, { last: last("s3", -30), gapDays: 0, heard: 0.5 });
    await store.setLast(match, { last: last("s1", -90), gapDays: 2 }, "s2");
    expect((await stored())?.last?.storyId).toBe("s3");
    await store.setLast(match, { last: last("s1", -90), gapDays: 2 }, "s3");
    expect(await stored()).toEqual({ ...match, last: last("s1", -90), gapDays: 2 });
    await store.setLast(match, {}, "s3");
    expect((await stored())?.last?.storyId).toBe("s1");
    await store.setLast(match, {}, "s1");
    expect(await stored()).toEqual(match);
  });

  it("lists active subscriptions; a change is in force within a minute", async () => {
    const { store, time } = await open();
    expect(await store.activeSubscriptions()).toEqual([]);
    for (const status of ["pending", "active", "disabled", "ended"] as const)
      await store.createSubscription(aSubscription(status, { status }), { channel: "email", address: "a@example.org" });
    time.now += MINUTE;
    expect(await store.activeSubscriptions()).toEqual([aSubscription("active")]);
    await store.confirmSubscription("pending");
    await store.endSubscription("active");
    time.now += MINUTE;
    expect((await store.activeSubscriptions()).map((one) => one.id)).toEqual(["pending"]);
  });

  it("says under which hashes the addresses of active subscriptions are known", async () => {
    const { store } = await open();
    const contact = { channel: "email", address: "a@example.org" } as const;
    await store.createSubscription(aSubscription("s1"), contact, undefined, "hash-1");
    await store.createSubscription(aSubscription("s2"), contact, undefined, "hash-1");
    await store.createSubscription(aSubscription("s3"), contact);
    const change = addressChangeId(NOON, new Uint8Array(10));
    await store.proposeContact("s2", change, { ...contact, address: "b@example.org" }, "hash-2");
    await store.acceptContact("s2", change);
    expect((await store.activeSubscriptions()).map(({ id, mailboxes }) => [id, mailboxes?.toSorted()])).toEqual([
      ["s1", ["hash-1"]],
      ["s2", ["hash-1", "hash-2"]],
      ["s3", undefined],
    ]);
  });

  it("says what was heard of every feed; a change is in force within a minute", async () => {
    const { store, time } = await open();
    expect(await store.listening()).toEqual([]);
    for (const feed of [aFeed("a"), aFeed("b", { outlet: "Muestra", sample: true }), aFeed("never")]) await store.putFeed(feed);
    const [a, b] = [shardOf(aFeed("a").url), shardOf(aFeed("b").url)];
    for (const ago of [60, 0])
      for (const [shard, id] of [
        [a, "a"],
        [b, "b"],
      ] as const)
        await store.hear(shard, new Map([[id, time.now - ago * DAY]]));
    const hole = { from: time.now - 9 * DAY, to: time.now - 8 * DAY, why: "missed" as const };
    await store.addHole("a", hole, a);
    const heardAt = time.now;
    time.now += MINUTE;
    expect(await store.listening()).toEqual([
      { feedId: "a", outlet: "Gaceta", sample: false, since: heardAt - 60 * DAY, heardAt, pauses: [], holes: [hole] },
      { feedId: "b", outlet: "Muestra", sample: true, since: heardAt - 60 * DAY, heardAt, pauses: [], holes: [] },
    ]);
  });
};
