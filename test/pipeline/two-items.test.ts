/** What a publisher tells apart stays apart, through the whole pipeline: bytes in, mails out (reliability F28). */
import { beforeEach, describe, expect, it } from "vitest";
import { NOON } from "../contracts/rows.ts";
import { gazette, news, newsroom, rss } from "../fixtures/newsroom.ts";
import type { Entry, Newsroom } from "../fixtures/newsroom.ts";

let room: Newsroom;
const subjects = (id: string) => room.mails(id).map(({ subject }) => subject);

beforeEach(async () => {
  room = await newsroom();
});

describe("two items are two (F28)", () => {
  const [first, second] = news(2) as [Entry, Entry];
  const titled = (n: number) => ({ title: news()[n]!.title });

  it("with one GUID in one document", async () => {
    room.publish(gazette.url, rss([first, { ...second, guid: first.guid! }]));
    await room.check();
    expect(subjects("every")).toHaveLength(2);
  });

  it("with one GUID in one document after the other", async () => {
    room.publish(gazette.url, rss([first]));
    await room.check();
    room.publish(gazette.url, rss([{ ...second, guid: first.guid! }]));
    await room.check();
    expect(subjects("every")).toHaveLength(2);
  });

  it("on one live page, told apart by their GUIDs", async () => {
    const live = "https://gaceta.example/live";
    room.publish(
      gazette.url,
      rss([
        { ...first, link: `${live}#1` },
        { ...second, link: `${live}#2` },
      ]),
    );
    await room.check();
    expect(subjects("every")).toHaveLength(2);
  });

  it("on one live page without GUIDs that grows and shrinks, and is told once each", async () => {
    const page = news(3).map(({ title, published }) => ({ title, published: published!, link: "https://gaceta.example/live" }));
    for (const document of [page.slice(0, 1), page.slice(0, 2), page, page.slice(2)]) {
      room.publish(gazette.url, rss(document));
      await room.check();
    }
    expect([subjects("every").length, room.sent().length]).toEqual([3, 3]);
  });

  it.each<[string, (n: number) => Pick<Entry, "link" | "guid">]>([
    ["GUIDs and links of one live page", (n) => ({ link: `https://gaceta.example/live#p${n}`, guid: `https://gaceta.example/live#p${n}` })],
    ["GUIDs of one live page", (n) => ({ link: "https://gaceta.example/live", guid: `https://gaceta.example/live#p${n}` })],
    ["links of one live page", (n) => ({ link: `https://gaceta.example/live#p${n}` })],
    ["GUIDs alone", (n) => ({ guid: `https://gaceta.example/live#p${n}` })],
    [
      "GUIDs and links of a front page",
      (n) => ({ link: `https://gaceta.example/#/news/${n}`, guid: `https://gaceta.example/#/news/${n}` }),
    ],
    ["links of a front page", (n) => ({ link: `https://gaceta.example/#/news/${n}` })],
  ])("where only the fragment differs, in one document and the next: %s", async (_, named) => {
    const entries = news().map(({ title, published }, n) => ({ title, published: published!, ...named(n) }));
    room.publish(gazette.url, rss(entries.slice(0, 3)));
    await room.check();
    expect(subjects("every")).toHaveLength(3);
    room.publish(gazette.url, rss(entries.slice(2, 5)));
    await room.check();
    room.publish(gazette.url, rss(entries.slice(4, 6)));
    await room.check();
    expect([subjects("every").length, room.sent().length]).toEqual([6, 6]);
  });

  const page = "https://gaceta.example/comunicado";
  it.each<[string, (n: number) => Entry]>([
    ["another GUID and title", (n) => ({ ...first, ...titled(n), link: page, guid: `n${n}` })],
    ["another GUID and title, in a fragment", (n) => ({ ...first, ...titled(n), link: `${page}#${n}`, guid: `${page}#${n}` })],
    ["another GUID and title, on the front page", (n) => ({ ...first, ...titled(n), link: "https://gaceta.example/", guid: `n${n}` })],
    ["another title and a later date, without GUID", (n) => ({ ...titled(n), link: page, published: NOON + n * 600_000 })],
  ])("on one page in one document after the other: %s", async (_, entry) => {
    for (let n = 0; n < 5; n++) {
      room.publish(gazette.url, rss([entry(n)]));
      await room.check();
      expect(room.sent()).toHaveLength(n + 1);
    }
    expect(subjects("every")).toHaveLength(5);
    // A cache that is behind, and a headline that is edited, are no news.
    for (const entries of [[entry(3)], [entry(4)], [entry(4), entry(3)], [{ ...entry(4), title: `${entry(4).title}, and the bridge` }]]) {
      room.publish(gazette.url, rss(entries));
      await room.check();
    }
    expect(room.sent()).toHaveLength(5);
  });

  it("on one page beside another page that keeps its title, without GUIDs", async () => {
    const day = (n: number) => [
      { ...titled(0), link: "https://gaceta.example/weather", published: NOON + n * 86_400_000 },
      { ...titled(n), link: page, published: NOON + n * 86_400_000 },
    ];
    for (let n = 1; n < 4; n++) {
      room.wait(21);
      room.publish(gazette.url, rss(day(n)));
      await room.check();
      expect(room.sent()).toHaveLength(n + 1);
    }
  });

  it("under one title, in one edition after the other", async () => {
    const day = (n: number) =>
      news(6).map(({ title }, k) => ({
        title: title.slice(0, title.indexOf(" speaks")),
        link: `https://gaceta.example/day-${n}/${k}`,
        guid: `day-${n}-${k}`,
        published: room.now() - k * 1_200_000,
      }));
    for (let n = 1; n < 4; n++) {
      room.wait(21);
      room.publish(gazette.url, rss(day(n)));
      await room.check();
      expect([subjects("every").length, room.sent().length]).toEqual([6 * n, 6 * n]);
    }
  });

  it("with one short title on one day", async () => {
    const live = (n: number) => ({ ...news(2)[n]!, title: ["Ana Alba", "Ana Alba"][n]! });
    room.publish(gazette.url, rss([live(0)]));
    await room.check();
    room.publish(gazette.url, rss([live(1), live(0)]));
    await room.check();
    expect(subjects("every")).toHaveLength(2);
  });
});
