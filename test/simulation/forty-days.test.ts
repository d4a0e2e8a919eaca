/**
 * The first forty days after a deploy, day by day in virtual time: what a subscriber is told and why, in both languages, and what
 * is held back. The files beside this one are read by people: a change in them is a change in what subscribers see.
 */
import { expect, it } from "vitest";
import { verdictOf } from "../../lambdas/core/gap.ts";
import type { Lang } from "../../lambdas/core/entity.ts";
import { DAY, NOON } from "../contracts/rows.ts";
import { gazette, newsroom, PEOPLE, rss } from "../fixtures/newsroom.ts";
import type { Entry, Newsroom } from "../fixtures/newsroom.ts";

interface Happening {
  readonly on: number;
  readonly title: string;
  /** Why it matters. */
  readonly why?: string;
  /** When it was published, if not on the day it comes. */
  readonly at?: number;
}

/** What the gazette publishes, by the day, besides twelve items a day that name nobody. */
const events: readonly Happening[] = [
  { on: 0, title: "Ana Alba signs the harbor treaty", why: "the article of 2023, in the feed's first document", at: -1146 },
  { on: 0, title: "Bruno Barca opens a bridge", why: "ten days before Vigía began", at: -10 },
  { on: 0, title: "Dario Duarte inspects the docks", why: "two days before Vigía began", at: -2 },
  { on: 1, title: "Bruno Barca visits a school", why: "seen eleven days before: no return" },
  { on: 2, title: "Ana Alba returns to the harbor", why: "known from 2023 alone" },
  { on: 3, title: "Carla Cano speaks of tariffs", why: "nobody knew of her" },
  { on: 4, title: "Elena Espejo presents a report", why: "nobody knew of her either" },
  { on: 20, title: "Hace un año: Dario Duarte inspects the docks", why: "an anniversary piece" },
  { on: 33, title: "Dario Duarte is back at the docks", why: "last seen before Vigía began, and not in the 33 days since" },
  { on: 36, title: "Elena Espejo presents another report", why: "seen 32 days before" },
  { on: 38, title: "Elena Espejo answers questions", why: "it comes late: published on day 20", at: 20 },
  { on: 39, title: "Felix Franco takes office", why: "nobody knew of him, and Vigía has watched for more than 30 days" },
  { on: 40, title: "Carla Cano speaks of tariffs again", why: "seen 37 days before" },
];

const HOUR = 3_600_000;

const fill = (from: number, to: number): readonly Entry[] =>
  Array.from({ length: Math.max(0, Math.floor((to - from) / (2 * HOUR))) }, (_, n) => {
    const published = Math.floor(to / (2 * HOUR)) * 2 * HOUR - n * 2 * HOUR;
    return { title: `Rain report number ${published / HOUR}`, link: `https://gaceta.example/rain/${published}`, published };
  });

/** Lives for so many days, eight checks a day, and subscribes to returns after 30 days in both languages. */
const live = async (days: number, happen: readonly Happening[], isOut: (day: number) => boolean = () => false): Promise<Newsroom> => {
  const room = await newsroom([gazette]);
  for (const lang of ["en", "es"] as const) await room.subscribe(lang, { lang, silenceDays: 30 });
  for (let step = 0; step <= days * 8; step++) {
    const day = (room.now() - NOON) / DAY;
    const known = happen
      .filter(({ on }) => on <= day && on > day - 2)
      .map(({ on, title, at = on }): Entry => ({
        title,
        link: `https://gaceta.example/${on}/${encodeURIComponent(title)}`,
        published: NOON + at * DAY,
      }));
    const document = rss([...fill(room.now() - 2 * DAY, room.now()), ...known]);
    room.publish(gazette.url, isOut(day) ? { kind: "error", code: "connection", message: "nobody answers" } : document);
    await room.check(gazette);
  }
  return room;
};

const toldTo = async (room: Newsroom, id: string) =>
  [...(await room.store.allTold(id))]
    .flatMap(([entity, returns]) => returns.map((one) => ({ ...one, entity, day: Math.round((Date.parse(one.at) - NOON) / DAY) })))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1));

/** What people read: the events, what was decided of them, and the mails. */
const account = async (room: Newsroom, lang: Lang): Promise<string> => {
  const decided = (await toldTo(room, lang)).map(({ entity, day, at, gap, corrected }) => {
    const heard = `heard ${gap.heard} of ${gap.silenceDays} days and ${gap.listened.heard} of ${gap.listened.days} listened days`;
    const late = corrected === undefined ? "" : `; corrected by "${corrected.title}" of ${corrected.at.slice(0, 10)}`;
    return `day ${day}  ${entity}: ${verdictOf(gap, at)}; ${heard}${late}`;
  });
  const mailed = room.mails(lang).map(({ subject, text }) => {
    const [, silence = "?"] = /\n[A-Z ]+\n([^\n]+)\n/.exec(text) ?? [];
    return `${subject}\n  ${silence}`;
  });
  const happened = events.map(({ on, title, why }) => `day ${on}  ${title} (${why})`);
  const parts = [
    ["What happened", happened],
    ["What was decided, and why", decided],
    [`What was mailed (${lang})`, mailed],
  ] as const;
  return parts.map(([heading, lines]) => `${heading}\n\n${lines.join("\n")}\n`).join("\n");
};

it.each(["en", "es"] as const)("are told as they were heard (%s)", { timeout: 60_000 }, async (lang) => {
  const room = await live(41, events);
  await expect(await account(room, lang)).toMatchFileSnapshot(`forty-days.${lang}.txt`);
});

/** Each person once, then nobody for 33 days and more, in which the server is out of order for ten; then everyone again. */
const outage = (from: number) => {
  const people = PEOPLE.slice(0, 3);
  const happen = people.flatMap((name, n): Happening[] => [
    { on: 1 + n, title: `${name} speaks about the harbor` },
    { on: Math.max(36, from + 11) + n, title: `${name} speaks about the mountains` },
  ]);
  return live(Math.max(36, from + 11) + people.length, happen, (day) => day >= from && day < from + 10);
};

it.each([6, 15, 24, 27, 40])("an outage of ten days from day %i on never makes a silence observed", { timeout: 60_000 }, async (from) => {
  const room = await outage(from);
  const [firsts, backs] = [3, 3].map((count, n) => [n * count, (n + 1) * count] as const);
  const told = await toldTo(room, "en");
  expect(told.slice(...firsts!).map(({ gap, at }) => verdictOf(gap, at))).toEqual(["first", "first", "first"]);
  // Listed, with what was heard, and not told.
  expect(told.slice(...backs!).map(({ gap, at }) => verdictOf(gap, at))).toEqual(["unheard", "unheard", "unheard"]);
  for (const { gap } of told.slice(...backs!)) expect(gap.heard).toBeLessThan(0.8);
  expect(room.mails("en")).toHaveLength(3);
});

it("the same without the outage is observed", { timeout: 60_000 }, async () => {
  const room = await outage(-100);
  expect((await toldTo(room, "en")).slice(3).map(({ gap, at }) => verdictOf(gap, at))).toEqual(["observed", "observed", "observed"]);
  expect(room.mails("en")).toHaveLength(6);
});
