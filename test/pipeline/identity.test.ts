/**
 * What publishers change about what they have published, through the whole pipeline: bytes in, mails out. Each story is told
 * once (reliability F26–F28).
 */
import { beforeEach, describe, expect, it } from "vitest";
import { NOON } from "../contracts/rows.ts";
import { atom, gazette, news, newsroom, PEOPLE, rss } from "../fixtures/newsroom.ts";
import type { Entry, Newsroom } from "../fixtures/newsroom.ts";

let room: Newsroom;
const subjects = (id: string) =>
  room
    .mails(id)
    .map(({ subject }) => subject)
    .toSorted();

beforeEach(async () => {
  room = await newsroom();
});

/** Later on the same document is a different one to a machine. */
const edits: readonly [string, (entry: Entry, n: number) => Entry][] = [
  ["another GUID scheme", (entry, n) => ({ ...entry, guid: `tag:gaceta.example,2026:${n}` })],
  ["GUIDs that are addresses", (entry, n) => ({ ...entry, guid: `https://gaceta.example/?p=${n}` })],
  ["no GUIDs any more", ({ guid: _, ...entry }) => entry],
  ["http for https", (entry) => ({ ...entry, link: entry.link!.replace("https:", "http:") })],
  ["www before the host", (entry) => ({ ...entry, link: entry.link!.replace("//", "//www.") })],
  ["tracking parameters", (entry) => ({ ...entry, link: `${entry.link}?utm_source=rss&utm_campaign=feed&_ga=2.1` })],
  ["a session in the address", (entry, n) => ({ ...entry, link: `${entry.link};jsessionid=AB${n}` })],
  ["edited titles", (entry) => ({ ...entry, title: `Update: ${entry.title}, and the bridge` })],
  ["new dates", (entry) => ({ ...entry, published: entry.published! + 40 * 3_600_000 })],
  ["other addresses under the same GUIDs", (entry, n) => ({ ...entry, link: `https://noticias.gaceta.example/${n}` })],
  ["other addresses and other GUIDs", (entry, n) => ({ ...entry, guid: `new-${n}`, link: `https://noticias.gaceta.example/${n}` })],
  ["other GUIDs and edited titles", (entry, n) => ({ ...entry, guid: `new-${n}`, title: `${entry.title}!` })],
];

describe("a story is told once, though", () => {
  const both = [
    ...edits.map(([what, edit]) => ["one item gets", what, edit, 1] as const),
    ...edits.map(([what, edit]) => ["all items get", what, edit, 8] as const),
  ];

  it.each(both)("%s %s", async (_, __, edit, count) => {
    room.publish(gazette.url, rss(news()));
    await room.check();
    const told = [subjects("every"), subjects("return")];
    expect(told.map((some) => some.length)).toEqual([8, 8]);
    // Two days later the silence that the second reader waits for is long over.
    room.wait(48);
    room.publish(gazette.url, rss(news().map((entry, n) => (n < count ? edit(entry, n) : entry))));
    expect((await room.check()).failed).toEqual({});
    expect([subjects("every"), subjects("return")]).toEqual(told);
  });

  it.each<[string, (entries: readonly Entry[]) => string]>([
    ["the dialect changes", atom],
    ["the order changes", (entries) => rss(entries.toReversed())],
    [
      "a new system gives all items new addresses, GUIDs and dates at once",
      (entries) =>
        rss(entries.map((entry, n) => ({ ...entry, guid: `n${n}`, link: `https://gaceta.example/n/${n}`, published: room.now() }))),
    ],
  ])("%s", async (_, document) => {
    room.publish(gazette.url, rss(news()));
    await room.check();
    room.wait(48);
    room.publish(gazette.url, document(news()));
    await room.check();
    expect([subjects("every").length, subjects("return").length]).toEqual([8, 8]);
    expect(room.sent()).toHaveLength(8);
    expect((await room.store.ledger(0)).find(({ feed }) => feed.id === gazette.id)?.holes).toEqual([]);
  });

  it("a new system and a piece of news come in one document: the news is told", async () => {
    room.publish(gazette.url, rss(news(7)));
    await room.check();
    room.wait(48);
    const moved = news(7).map((entry, n) => ({ ...entry, guid: `n${n}`, link: `https://gaceta.example/n/${n}`, published: room.now() }));
    room.publish(gazette.url, rss([{ ...news(8)[7]!, published: room.now() }, ...moved]));
    await room.check();
    expect(subjects("every")).toHaveLength(8);
  });

  it("its page was shared, is not any more, and its title is edited", async () => {
    const live = news(3).map((entry) => ({ ...entry, link: "https://gaceta.example/live" }));
    room.publish(gazette.url, rss(live.slice(0, 2)));
    await room.check();
    room.publish(gazette.url, rss([{ ...live[1]!, title: `${live[1]!.title}, and the bridge` }]));
    await room.check();
    expect([subjects("every").length, room.sent().length]).toEqual([2, 2]);
    room.publish(gazette.url, rss([live[2]!]));
    await room.check();
    expect([subjects("every").length, room.sent().length]).toEqual([3, 3]);
  });

  it("each version has another fragment in its GUID", async () => {
    const version = (n: number) =>
      news().map((entry) => ({ ...entry, guid: `${entry.link}#${n}`, title: `${entry.title}${", again".repeat(n)}` }));
    for (let n = 0; n < 3; n++) {
      room.publish(gazette.url, rss([...version(n).slice(0, 2), ...version(0).slice(2)]));
      await room.check();
    }
    expect([subjects("every").length, room.sent().length]).toEqual([8, 8]);
  });

  it("a single item gets an edited title and another GUID that ends in its address", async () => {
    const [one] = news(1) as [Entry];
    const guises = [one.link!, `tag:${one.link}`, `tag:other,${one.link}`].map((guid, n) => ({
      ...one,
      guid,
      title: `${one.title} ${"+".repeat(n)}${n}`,
    }));
    for (const entry of guises) {
      room.publish(gazette.url, rss([entry]));
      await room.check();
    }
    expect([subjects("every").length, room.sent().length]).toEqual([1, 1]);
  });

  it("all get other GUIDs, and one an edited title too", async () => {
    room.publish(gazette.url, rss(news()));
    await room.check();
    const edited = news().map((entry, n) => ({
      ...entry,
      guid: `new-${n}`,
      title: n === 3 ? `${entry.title}, and the bridge` : entry.title,
    }));
    room.publish(gazette.url, rss(edited));
    await room.check();
    expect([subjects("every").length, room.sent().length]).toEqual([8, 8]);
  });

  it("all get other GUIDs and edited titles at once", async () => {
    room.publish(gazette.url, rss(news()));
    await room.check();
    room.publish(gazette.url, rss(news().map((entry, n) => ({ ...entry, guid: `new-${n}`, title: `${entry.title} | The Gazette` }))));
    await room.check();
    expect([subjects("every").length, room.sent().length]).toEqual([8, 8]);
  });

  it("an undated feed gives every item another session at each check", async () => {
    const sessions = (n: number) =>
      rss(news().map(({ title, link, guid }) => ({ title, link: `${link}/session-${n}`, guid: `${guid}-${n}` })));
    room.publish(gazette.url, rss([]));
    await room.check();
    for (let n = 0; n < 5; n++) {
      room.publish(gazette.url, sessions(n));
      await room.check();
    }
    expect([subjects("every").length, subjects("return").length]).toEqual([8, 8]);
  });
});

describe("no flood comes", () => {
  const old = news(8, 24 * 8);

  it("with a feed's first document: its past is logged, its news are told (F27)", async () => {
    room.publish(gazette.url, rss([...news(2), ...old.slice(2)]));
    await room.check();
    expect(subjects("every")).toHaveLength(2);
    expect(room.sent()).toHaveLength(8);
  });

  it("with a first document without dates", async () => {
    room.publish(gazette.url, rss(news().map(({ published: _, ...entry }) => entry)));
    await room.check();
    expect(subjects("every")).toEqual([]);
  });

  it("with items that are older than a week when they come, however far back the feed alerts", async () => {
    const eager = { ...gazette, alertSince: "2020-01-01T00:00:00.000Z" };
    room = await newsroom([eager]);
    room.publish(eager.url, rss(news(1)));
    await room.check();
    room.publish(eager.url, rss([...news(1), ...old.slice(1)]));
    await room.check();
    expect(subjects("every")).toHaveLength(1);
    expect(room.sent()).toHaveLength(8);
  });

  it("with a feed that was broken for days: what is new is told, and nothing else", async () => {
    room.publish(gazette.url, rss(news(3)));
    await room.check();
    for (const broken of ["<html>Sorry</html>", "", rss([{ title: "" }])]) {
      room.wait(24);
      room.publish(gazette.url, broken);
      await room.check();
    }
    room.wait(24);
    room.publish(gazette.url, rss(news(4)));
    await room.check();
    expect(subjects("every")).toHaveLength(4);
  });

  it("with a feed that was empty: neither for its readers nor for one who came meanwhile", async () => {
    const undated = news(8).map(({ published: _, ...entry }) => entry);
    room.publish(gazette.url, rss(undated.slice(0, 1)));
    await room.check();
    room.publish(gazette.url, rss(undated));
    await room.check();
    expect(subjects("every")).toHaveLength(7);
    room.publish(gazette.url, rss([]));
    await room.check();
    await room.subscribe("newcomer", { trigger: "every" });
    // Longer than items are remembered.
    room.wait(24 * 100);
    room.publish(gazette.url, rss(undated));
    await room.check();
    expect([subjects("every").length, subjects("newcomer").length]).toEqual([7, 0]);
  });

  it("with an undated feed of which one answer was cut short", async () => {
    const undated = Array.from({ length: 50 }, (_, n) => ({
      title: `${PEOPLE[n % 8]} speaks, part ${n}`,
      link: `https://gaceta.example/${n}`,
    }));
    for (const some of [undated, undated.slice(0, 3), [], undated.slice(0, 3), undated]) {
      room.publish(gazette.url, rss(some));
      await room.check();
      room.wait(24 * 100);
    }
    expect([subjects("every").length, room.sent().length]).toEqual([0, 50]);
  });

  it("for a newcomer, when items leave the document and come back", async () => {
    room.publish(gazette.url, rss(news(8)));
    await room.check();
    room.publish(gazette.url, rss(news(1)));
    await room.check();
    await room.subscribe("newcomer", { trigger: "every" });
    room.publish(gazette.url, rss(news(8)));
    await room.check();
    expect([subjects("every").length, subjects("newcomer").length]).toEqual([8, 0]);
  });

  it("with items that come back after a month and name somebody who is followed since", async () => {
    room.publish(gazette.url, rss([{ ...news(1)[0]!, title: "Ivo Ibarra speaks about the harbor" }, ...news(8).slice(1)]));
    await room.check();
    expect(subjects("every")).toHaveLength(7);
    room.publish(gazette.url, rss(news(2).slice(1)));
    await room.check();
    room.wait(24 * 30);
    await room.follow("Ivo Ibarra");
    room.publish(gazette.url, rss([{ ...news(1)[0]!, title: "Ivo Ibarra speaks about the harbor" }, ...news(8).slice(1)]));
    await room.check();
    expect(subjects("every")).toHaveLength(7);
  });

  it("with a feed that a person turns on again: what it published meanwhile is its past", async () => {
    room.publish(gazette.url, rss(news(1)));
    await room.check();
    await room.store.putFeed({ ...gazette, enabled: false });
    room.wait(72);
    await room.store.putFeed({ ...gazette, revivedAt: new Date(room.now()).toISOString() });
    const since = news(8).map((entry, n) => ({ ...entry, published: NOON + (10 + n) * 3_600_000 }));
    room.publish(gazette.url, rss(since));
    await room.check();
    expect(subjects("every")).toHaveLength(1);
  });
});
