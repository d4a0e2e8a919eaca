import { describe, expect, it } from "vitest";
import { shardOf } from "../../lambdas/core/feed.ts";
import { operations } from "../../lambdas/core/operation.ts";
import type { PreviewAnswer } from "../../lambdas/core/preview-answer.ts";
import { SubscriptionChoice } from "../../lambdas/core/subscription.ts";
import { aFeed, DAY } from "../contracts/rows.ts";
import { tellFentanyl } from "../fixtures/busy-topic.ts";
import { faultOf, servedApi } from "../fixtures/served-api.ts";
import { generator } from "../simulation/stage.ts";

const day = (at: number) => new Date(at).toISOString();
const HOUR = DAY / 24;

const preview = async (served: Awaited<ReturnType<typeof servedApi>>, choice: object): Promise<PreviewAnswer> => {
  const answer = await served.call("POST", "/preview", { body: choice });
  expect(answer.status).toBe(200);
  expect(await faultOf(answer.clone(), operations.preview)).toBeUndefined();
  return (await answer.json()) as PreviewAnswer;
};

/** A desk whose one feed of the world was heard for a hundred days, but for the days in `deaf`. */
const desk = async (deaf: readonly number[] = []) => {
  const served = await servedApi();
  const { store, now } = served.desk;
  await store.putSetting("reads", "public");
  for (const { feed } of await store.feeds()) await store.removeFeed(feed.id);
  const feed = aFeed("puerto", { outlet: "puerto" });
  const shard = shardOf(feed.url);
  await store.putFeed(feed);
  await store.hear(shard, new Map([["puerto", now - 100 * DAY]]));
  await store.hear(shard, new Map([["puerto", now + 60 * DAY]]));
  for (const from of deaf) await store.addHole("puerto", { from: now - from * DAY, to: now - (from - 1) * DAY, why: "missed" }, shard);
  return served;
};

const syllables = ["ba", "ce", "di", "fo", "gu", "la", "me", "ni", "ro"];
const names = ["Marcelo Ebrard", "Antony Blinken", "Alicia Bárcena"];
const ids = ["marcelo-ebrard", "antony-blinken", "alicia-barcena"];
const choices: [string, object][] = [
  ["every story", { select: { entities: ids }, trigger: "every" }],
  ["a return after three days", { select: { entities: ids }, silenceDays: 3 }],
  ["a return after ten days, in headlines", { select: { kinds: ["official"] }, silenceDays: 10, prominence: "headline-or-lead" }],
  ["two together again after four days", { select: { together: ids.slice(0, 2) }, silenceDays: 4 }],
];

describe("a preview", () => {
  it.each(choices)("equals what was sent: %s", async (_, choice) => {
    let sent = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const random = generator(seed);
      const below = (most: number) => Math.floor(random() * most);
      const served = await desk(seed % 3 === 0 ? [20, 19, 18, 17, 16, 6, 5] : []);
      const { store, now, tell } = served.desk;
      // What the desk holds already lies before the thirty days.
      const from = now + 2 * DAY;
      await store.createSubscription(
        { ...SubscriptionChoice.parse(choice), id: "real", channel: "webhook", status: "active", createdAt: day(from) },
        { channel: "webhook", url: "https://hooks.example/" },
        "whsec_x",
      );
      for (let at = from + HOUR, n = 0; at < from + 29 * DAY; at += below(60) * HOUR + HOUR, n++) {
        const [first, second] = [names[below(3)]!, names[below(3)]!];
        // No two of them say the same in other words: each is a story.
        const words = () => Array.from({ length: 5 }, () => `${syllables[below(9)]}${syllables[below(9)]}${syllables[below(9)]}`).join(" ");
        const title = below(3) === 0 ? `Port of ${words()}` : `${first} ${words()}`;
        served.desk.now = at;
        await tell({
          id: `${seed}-${n}`,
          title,
          summary: `${words()}. ${first} ${words()} ${second} ${words()}.`,
          outlet: "puerto",
          published: day(at),
        });
      }
      served.desk.now = from + 29 * DAY;
      const told = (await store.allAlerts("real")).map((alert) => `${alert.story.at} ${alert.told.join()}`).toSorted();
      const seen = await preview(served, choice);
      const mine = seen.alerts.filter(({ at }) => at > day(from)).map((alert) => `${alert.at} ${alert.told.map(({ entity }) => entity).toSorted().join()}`); // prettier-ignore
      expect({ seed, told: mine.toSorted() }).toEqual({ seed, told });
      expect(seen.total).toBe(seen.alerts.length);
      sent += told.length;
    }
    expect(sent).toBeGreaterThan(10);
  });

  it("says on which days it rests, and never that nothing would have come of time that was not heard", async () => {
    const served = await desk([30, 29, 28, 27, 26, 25, 24, 23, 22, 21]);
    const seen = await preview(served, { select: { entities: ["never-seen"] } });
    expect(seen).toMatchObject({ total: 0, days: 30, complete: true });
    expect(seen.heard).toBeCloseTo(2 / 3, 2);
  });

  it("rests on fewer days where Vigía is young, and on nothing that its feeds held before", async () => {
    const served = await servedApi();
    await served.desk.store.putSetting("reads", "public");
    for (const { feed } of await served.desk.store.feeds()) await served.desk.store.removeFeed(feed.id);
    const young = aFeed("nuevo");
    await served.desk.store.putFeed(young);
    await served.desk.store.hear(shardOf(young.url), new Map([["nuevo", served.desk.now - 2 * DAY]]));
    await served.desk.tell({ id: "old", title: "Nadia Quetzal canta", published: day(served.desk.now - 3 * DAY), baseline: true });
    Object.assign(served.deps.store, { watchingSince: async () => day(served.desk.now - 2 * DAY) });
    const seen = await preview(served, { select: { entities: ["never-seen"] }, trigger: "every" });
    expect(seen).toMatchObject({ days: 2, total: 0 });
  });

  it("counts what would have been held back for want of hearing", async () => {
    const served = await desk([9, 8, 7, 6, 5, 4, 3, 2]);
    const { now, tell } = served.desk;
    await tell({ id: "q1", title: "Nadia Quetzal canta", outlet: "puerto", published: day(now - 12 * DAY) });
    await tell({ id: "q2", title: "Nadia Quetzal vuelve a cantar", outlet: "puerto", published: day(now - HOUR) });
    expect(await preview(served, { select: { entities: ["never-seen"] }, silenceDays: 10 })).toMatchObject({ unheard: 1 });
  });

  describe("of who is named on most days", () => {
    const busy = async (deaf: readonly number[] = [], silent: readonly number[] = [9]) => {
      const served = await desk(deaf);
      await tellFentanyl(served.desk, silent);
      return served;
    };

    it("warns, and proposes the pair that would have been told", async () => {
      const seen = await preview(await busy(), { select: { entities: ["fentanyl", "never-seen"] }, silenceDays: 10 });
      expect(seen.warnings).toEqual([
        {
          entity: "fentanyl",
          name: { en: "fentanyl", es: "fentanilo" },
          namedDays: 29,
          ofDays: 30,
          heardDays: 30,
          pair: { entity: "antony-blinken", name: { en: "Antony Blinken", es: "Antony Blinken" }, days: 3, alerts: 2 },
        },
      ]);
      const pair = await preview(await busy(), { select: { together: ["fentanyl", "antony-blinken"] }, silenceDays: 10 });
      expect([pair.total, pair.warnings]).toEqual([2, []]);
    });

    it("says how many of the days were heard, and calls no day silent that was not", async () => {
      const [{ namedDays, ofDays, heardDays } = {}] = (await preview(await busy([7, 6], [6, 5]), { select: { entities: ["fentanyl"] } }))
        .warnings;
      expect({ namedDays, ofDays, heardDays }).toEqual({ namedDays: 28, ofDays: 30, heardDays: 28 });
      // Ten days of which nothing is known may have been a silence of ten days.
      const gap = Array.from({ length: 10 }, (_, n) => n + 5);
      const deaf = await preview(await busy(gap.map((back) => back + 1), gap), { select: { entities: ["fentanyl"] }, silenceDays: 10 }); // prettier-ignore
      expect(deaf.warnings).toEqual([]);
    });

    it.each([
      ["every story", { select: { entities: ["fentanyl"] }, trigger: "every" }],
      ["a silence that there was", { select: { entities: ["fentanyl"] }, silenceDays: 1 }],
      ["headlines only, of one that stands further down", { select: { entities: ["dea"] }, prominence: "headline-or-lead" }],
      ["somebody who is seldom named", { select: { entities: ["antony-blinken"] }, silenceDays: 10 }],
    ])("says nothing of %s", async (_, choice) => {
      const served = await desk();
      const { now, tell } = served.desk;
      const random = generator(9);
      const words = () => Array.from({ length: 6 }, () => `${syllables[Math.floor(random() * 9)]}${syllables[Math.floor(random() * 9)]}${syllables[Math.floor(random() * 9)]}`).join(" "); // prettier-ignore
      for (let back = 29; back >= 0; back--)
        await tell({
          id: `p-${back}`,
          title: back === 12 ? words() : `Fentanyl ${words()}`,
          summary: `It rained ${words()}. Later ${words()} the Drug Enforcement Administration ${words()}.`,
          outlet: "puerto",
          published: day(now - back * DAY - 2 * HOUR),
        });
      expect((await preview(served, choice)).warnings).toEqual([]);
    });
  });

  it("refuses a selection that can never fire", async () => {
    const served = await desk();
    const answer = await served.call("POST", "/preview", { body: { select: { entities: ["nobody-known"] } } });
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining("not on the watchlist")]);
  });
});
