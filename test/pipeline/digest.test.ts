import { beforeEach, describe, expect, it } from "vitest";
import { retractionOf } from "../../lambdas/core/alert.ts";
import type { Alert } from "../../lambdas/core/alert.ts";
import { DIGEST_ALERTS } from "../../lambdas/core/delivery.ts";
import { digestId } from "../../lambdas/core/delivery-id.ts";
import type { Subscription } from "../../lambdas/core/subscription.ts";
import { deliver } from "../../lambdas/pipeline/deliver.ts";
import type { DeliverDeps } from "../../lambdas/pipeline/prepare.ts";
import type { SendResult } from "../../lambdas/pipeline/ports.ts";
import type { Mail } from "../../lambdas/pipeline/deliver-ports.ts";
import { aMatch as aStoredMatch, DAY, MINUTE } from "../contracts/rows.ts";
import { aMatch, anAlert, aSubscription, watchedGap } from "../fixtures/alert.ts";
import { memoryStore } from "../memory-store.ts";

const at = Date.parse;
/** Eight o'clock in Mexico City. */
const EIGHT = at("2026-11-24T14:00:00Z");

let now = 0;
let store = memoryStore(() => now);
let mails: Mail[] = [];
let answers: SendResult[] = [];

const deps = (): DeliverDeps => ({
  store,
  clock: () => now,
  publicUrl: "https://vigia.example",
  mail: async (mail) => (mails.push(mail), answers.shift() ?? { outcome: "sent", messageId: "m-1" }),
  webhook: () => Promise.reject(new Error("nothing is posted here")),
});
const go = async (deliveryId: string) => (await deliver({ subscriptionId: "sub-1", deliveryId }, deps())).outcome;
const refs = () => mails.map(({ headers }) => headers["X-Entity-Ref-ID"]);

const subscribe = (choice: Partial<Subscription>) =>
  store.createSubscription(
    aSubscription({ trigger: "every", timezone: "America/Mexico_City", createdAt: "2026-11-01T00:00:00.000Z", ...choice }),
    { channel: "email", address: "reader@news.example" },
  );

const aStory = (id: string, change: Partial<Alert> = {}): Alert => {
  const title = `Headline of ${id}`;
  const link = `https://ledger.example/${id}`;
  return anAlert({
    id,
    storyId: `story-${id}`,
    trigger: "every",
    story: { ...anAlert().story, title, link },
    matches: [aMatch({ title, link })],
    ...change,
  });
};
const raise = async (...ids: string[]) => {
  for (const id of ids) await store.putAlert(aStory(id));
  const outcomes: string[] = [];
  for (const id of ids) outcomes.push(await go(id));
  return outcomes;
};
/** Delivers what is due, as the tick does, until `end`. */
const until = async (end: number) => {
  for (; now < end; now += MINUTE)
    for (const part of [0, 1, 2, 3]) for (const { id } of await store.dueDeliveries(part, now, 100)) await go(id);
};

beforeEach(async () => {
  now = EIGHT - DAY / 2;
  store = memoryStore(() => now);
  [mails, answers] = [[], []];
  await store.ensureAppSecret("app-secret");
});

describe("a daily digest", () => {
  beforeEach(() => subscribe({ cadence: "daily" }));

  it("tells all that waited in one mail at its hour, and nothing before", async () => {
    expect(await raise("a", "b")).toEqual(["waiting", "waiting"]);
    expect(await raise("a")).toEqual(["waiting"]);
    await until(EIGHT);
    expect(mails).toEqual([]);
    await until(EIGHT + 2 * DAY);
    expect(refs()).toEqual([digestId("sub-1", EIGHT)]);
    expect(mails[0]?.text).toContain("Headline of a");
    expect(mails[0]?.text).toContain("https://ledger.example/b");
    expect(mails[0]?.headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
    expect(await store.delivery("sub-1", "a")).toMatchObject({ state: "waiting", slot: EIGHT });
  });

  it("has no mail where nothing waited", async () => {
    await until(EIGHT + 2 * DAY);
    expect(mails).toEqual([]);
  });

  it("takes what comes just before its hour, and leaves what comes later to the next", async () => {
    now = EIGHT - 10;
    await raise("a");
    now = EIGHT;
    await raise("b");
    await until(EIGHT + 2 * DAY);
    expect(refs()).toEqual([EIGHT, EIGHT + DAY].map((slot) => digestId("sub-1", slot)));
    expect(mails.map(({ text }) => [text.includes("of a"), text.includes("of b")])).toEqual([
      [true, false],
      [false, true],
    ]);
  });

  it("takes nothing any more once it was tried, so that a second try tells the same", async () => {
    await raise("a");
    answers = [{ outcome: "unknown", error: "timeout" }];
    now = EIGHT;
    expect(await go(digestId("sub-1", EIGHT))).toBe("retry");
    // As if its clock were a little behind.
    now = EIGHT - 1;
    await raise("b");
    now = EIGHT + 1;
    await until(EIGHT + 2 * DAY);
    expect(refs()).toEqual([EIGHT, EIGHT, EIGHT + DAY].map((slot) => digestId("sub-1", slot)));
    expect(mails[1]?.text).toBe(mails[0]?.text);
    expect(mails[2]?.text).toContain("Headline of b");
  });

  it("leaves what is too much for one to the next", async () => {
    const ids = Array.from({ length: DIGEST_ALERTS + 1 }, (_, n) => `n${n}`);
    await raise(...ids);
    await until(EIGHT + 2 * DAY);
    expect(refs()).toEqual([EIGHT, EIGHT + DAY].map((slot) => digestId("sub-1", slot)));
    expect(mails[0]?.text).toContain("150 more stories");
    expect(mails[1]?.text).toContain(`Headline of n${DIGEST_ALERTS}`);
  });

  it("does not tell what was rejected meanwhile, and corrects nobody who was never told", async () => {
    await raise("a", "b");
    const match = aStoredMatch({ entity: "brian-nichols", storyId: "story-a" });
    await store.keepMatch(match);
    await store.retractMatch(match, new Date(now).toISOString());
    const correction = retractionOf(aStory("a"), aMatch(), new Date(now).toISOString());
    await store.putAlert(correction);
    expect(await go(correction.id)).toBe("held");
    await until(EIGHT + DAY);
    expect(refs()).toEqual([digestId("sub-1", EIGHT)]);
    expect(mails[0]?.text).not.toContain("Headline of a");
    expect((await store.delivery("sub-1", correction.id))?.state).toBe("cancelled");
  });

  it("is not sent when all of it was rejected", async () => {
    await raise("a");
    const match = aStoredMatch({ entity: "brian-nichols", storyId: "story-a" });
    await store.keepMatch(match);
    await store.retractMatch(match, new Date(now).toISOString());
    await until(EIGHT + DAY);
    expect(mails).toEqual([]);
    expect((await store.delivery("sub-1", digestId("sub-1", EIGHT)))?.state).toBe("cancelled");
  });

  it("is corrected where it told what is rejected later", async () => {
    await raise("a");
    await until(EIGHT + MINUTE);
    const correction = retractionOf(aStory("a"), aMatch(), new Date(now).toISOString());
    await store.putAlert(correction);
    expect(await go(correction.id)).toBe("sent");
  });

  it("waits while delivery is paused, and takes what comes meanwhile", async () => {
    await store.putSetting("deliveryPaused", true);
    expect(await raise("a")).toEqual(["waiting"]);
    await until(EIGHT + 60 * MINUTE);
    expect(mails).toEqual([]);
    await store.putSetting("deliveryPaused", false);
    await until(EIGHT + 120 * MINUTE);
    expect(refs()).toEqual([digestId("sub-1", EIGHT)]);
  });

  it("goes to nobody who left before its hour (E9)", async () => {
    await raise("a");
    await store.endSubscription("sub-1");
    await until(EIGHT + DAY);
    expect(mails).toEqual([]);
  });
});

it("keeps a weekly digest until its day", async () => {
  await subscribe({ cadence: "weekly", weekday: "friday", at: 18 });
  await raise("a");
  await until(EIGHT + 8 * DAY);
  expect(refs()).toEqual([digestId("sub-1", at("2026-11-28T00:00:00Z"))]);
});

describe("quiet hours", () => {
  const TEN = at("2026-11-25T04:00:00Z");
  const SEVEN = at("2026-11-25T13:00:00Z");
  beforeEach(() => subscribe({ cadence: "now", quietHours: { from: 22, to: 7 } }));

  it("let what comes in them wait for their end, in one mail", async () => {
    now = TEN - 1;
    expect(await raise("a")).toEqual(["sent"]);
    now = TEN;
    expect(await raise("b", "c")).toEqual(["waiting", "waiting"]);
    await until(SEVEN);
    expect(refs()).toEqual(["a"]);
    await until(SEVEN + MINUTE);
    expect(refs()).toEqual(["a", digestId("sub-1", SEVEN)]);
    expect(await raise("d")).toEqual(["sent"]);
  });

  it("hold what failed before them", async () => {
    now = TEN - 10;
    answers = [{ outcome: "failed", error: "throttled" }];
    expect(await raise("a")).toEqual(["retry"]);
    await until(SEVEN);
    expect(mails).toHaveLength(1);
    await until(SEVEN + MINUTE);
    expect(refs()).toEqual(["a", "a"]);
  });

  it("hold corrections", async () => {
    now = TEN - 10;
    await raise("a");
    now = TEN + MINUTE;
    const correction = retractionOf(aStory("a"), aMatch(), new Date(now).toISOString());
    await store.putAlert(correction);
    expect(await go(correction.id)).toBe("held");
    await until(SEVEN + MINUTE);
    expect(refs()).toEqual(["a", correction.id]);
  });
});

it("a weekly digest that began a week ago is not too old when the provider takes no more for a while", async () => {
  await subscribe({ cadence: "weekly", weekday: "tuesday", at: 8 });
  now = EIGHT - 7 * DAY + MINUTE;
  expect(await raise("a")).toEqual(["waiting"]);
  answers = Array.from({ length: 3 }, () => ({ outcome: "failed", error: "throttled" }) as const);
  await until(EIGHT + DAY);
  expect(refs()).toEqual(Array.from({ length: 4 }, () => digestId("sub-1", EIGHT)));
  expect(await store.delivery("sub-1", digestId("sub-1", EIGHT))).toMatchObject({ state: "sent" });
});

it("mails ten alerts of a clock hour at once, and the rest together at its end (E12)", async () => {
  await subscribe({ cadence: "now" });
  now = EIGHT + 20 * MINUTE;
  const ids = Array.from({ length: 13 }, (_, n) => `n${n}`);
  const outcomes = await raise(...ids);
  expect([outcomes.filter((one) => one === "sent").length, outcomes.slice(10)]).toEqual([10, ["waiting", "waiting", "waiting"]]);
  await until(EIGHT + 60 * MINUTE);
  expect(mails).toHaveLength(10);
  await until(EIGHT + 61 * MINUTE);
  expect(refs().slice(10)).toEqual([digestId("sub-1", EIGHT + 60 * MINUTE)]);
  expect(await raise("later")).toEqual(["sent"]);
});

describe("a digest's mail", () => {
  const gap = { ...watchedGap, days: 63 };
  const back = aStory("back", { trigger: "reappearance", matches: [aMatch({ gap, title: "Headline of back" })], told: ["brian-nichols"] });

  it("says who reappeared and for how long they were gone", async () => {
    await subscribe({ trigger: "reappearance", cadence: "daily" });
    await store.putAlert(back);
    await go("back");
    await until(EIGHT + MINUTE);
    expect(mails[0]?.subject).toBe("Back in the news: Brian Nichols");
    expect(mails[0]?.text).toContain("Back after 63 days");
    expect(mails[0]?.html).toContain("Headline of back");
  });

  it("has no English in Spanish", async () => {
    await subscribe({ trigger: "reappearance", cadence: "daily", lang: "es", name: "Funcionarios" });
    const spanish = { title: "Vuelve Nichols", outlet: "Diario", lang: "es" } as const;
    for (let n = 0; n < 52; n++) {
      const match = aMatch({
        ...spanish,
        entity: `e${n}`,
        name: { en: "Nobody", es: `Nombre ${n}` },
        sentence: { text: "Nichols abre un foro.", start: 0, end: 7 },
        gap: { ...gap, last: { ...gap.last, ...spanish } },
      });
      await store.putAlert({
        ...back,
        id: `b${n}`,
        storyId: `s${n}`,
        story: { ...back.story, ...spanish },
        told: [`e${n}`],
        matches: [match],
      });
      await go(`b${n}`);
    }
    await until(EIGHT + MINUTE);
    const [mail] = mails;
    expect(mail?.subject).toContain("52 reapariciones: Nombre 0");
    expect(mail?.text).toContain("2 noticias más: véalas en Vigía.");
    expect(mail?.html).toContain('lang="es"');
    for (const text of [mail?.text.replaceAll(/https:\S+/g, ""), mail?.html.replaceAll(/<style.*<\/style>|<[^>]*>/gs, " ")])
      expect(text).not.toMatch(/\b(the|and|more|stories|back|news|days|heard|last|you|why|unsubscribe|open|reported|nobody)\b/i);
  });
});
