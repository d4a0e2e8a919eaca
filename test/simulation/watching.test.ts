/** The mail that says that Vigía is still watching, through weeks of news, changes of clocks and deaths. */
import { describe, expect, it } from "vitest";
import { kindOf } from "../../lambdas/core/delivery-id.ts";
import type { Subscription } from "../../lambdas/core/subscription.ts";
import { quietEnd, timingOf } from "../../lambdas/core/timing.ts";
import { deliver } from "../../lambdas/pipeline/deliver.ts";
import type { DeliverStore, Mailer } from "../../lambdas/pipeline/deliver-ports.ts";
import { DAY, MINUTE } from "../contracts/rows.ts";
import { aMatch, anAlert, aSubscription, watchedGap } from "../fixtures/alert.ts";
import { memoryStore } from "../memory-store.ts";
import { generator } from "./stage.ts";

/** The clocks of New York go back on 1 November and forward on 14 March. */
const START = Date.parse("2026-10-05T16:20:00Z");
const WEEK = 7 * DAY;
const STEP = 2 * MINUTE;

interface Came {
  readonly kind: string;
  readonly ref: string;
  readonly at: number;
}

class Died extends Error {}

/** Plays a subscription through `weeks`, with news on the days given (from the start), if any; a share of effects is met by a death. */
const play = async (choice: Partial<Subscription>, news: readonly number[], weeks: number, { seed = 1, deaths = 0 } = {}) => {
  const random = generator(seed);
  const time = { now: START };
  const store = memoryStore(() => time.now);
  await store.ensureAppSecret("app-secret");
  const subscription = aSubscription({ trigger: "reappearance", timezone: "America/New_York", ...choice });
  await store.createSubscription(subscription, { channel: "email", address: "reader@news.example" });
  const came: Came[] = [];
  const step = async <T>(apply: () => Promise<T>): Promise<T> => {
    if (random() < deaths) throw new Died();
    const value = await apply();
    if (random() < deaths) throw new Died();
    return value;
  };
  const mortal: DeliverStore = {
    ...store,
    delivery: (...args) => step(() => store.delivery(...args)),
    saveDelivery: (row) => step(() => store.saveDelivery(row)),
  };
  const kindsOfRef = (ref: string) => (ref.startsWith("watching-") ? "watching" : ref.startsWith("welcome-") ? "welcome" : kindOf(ref));
  const mail: Mailer = ({ headers }) =>
    step(async () => {
      const ref = String(headers["X-Entity-Ref-ID"]);
      came.push({ ref, kind: kindsOfRef(ref), at: time.now });
      return { outcome: "sent" };
    });
  const run = async (deliveryId: string): Promise<void> => {
    try {
      const deps = {
        store: mortal,
        mail,
        webhook: () => Promise.reject(new Error("none")),
        clock: () => time.now,
        publicUrl: "https://vigia.example",
      };
      await deliver({ subscriptionId: subscription.id, deliveryId }, deps);
    } catch (error) {
      if (!(error instanceof Died)) throw error;
      again.push({ deliveryId, at: time.now + 6 * MINUTE });
    }
  };
  let again: { deliveryId: string; at: number }[] = [{ deliveryId: "welcome", at: START }];
  const raised = news.map((day, n) => ({ deliveryId: `alert-${n}`, at: START + day * DAY }));
  for (const { deliveryId, at } of raised) {
    const matches = [aMatch({ gap: watchedGap })];
    await store.putAlert(anAlert({ id: deliveryId, storyId: deliveryId, createdAt: new Date(at).toISOString(), matches }));
  }
  again.push(...raised);
  for (; time.now < START + weeks * WEEK; time.now += STEP) {
    const due = again.filter(({ at }) => at <= time.now);
    again = again.filter(({ at }) => at > time.now);
    for (const { deliveryId } of due) await run(deliveryId);
    for (const part of [0, 1, 2, 3]) for (const { id } of await store.dueDeliveries(part, time.now, 10)) await run(id);
  }
  return { came, subscription, store };
};

/** What is wrong with when the mails came. */
const judge = ({ came, subscription }: Awaited<ReturnType<typeof play>>, weeks: number, longest = 2 * WEEK): string[] => {
  const timing = timingOf(subscription);
  const wrong: string[] = [];
  const first = new Map<string, number>();
  for (const { ref, at } of came) first.set(ref, first.get(ref) ?? at);
  for (const { kind, ref, at } of came) {
    if (kind !== "watching") continue;
    if (quietEnd(at, timing) !== undefined) wrong.push(`${ref} came in quiet hours`);
    const shown = new Intl.DateTimeFormat("en-US", {
      timeZone: timing.timezone,
      weekday: "long",
      hour: "numeric",
      hourCycle: "h23",
    }).format(at);
    if (timing.quietHours === undefined && first.get(ref) === at && !/^Monday,? (at )?0?8$/.test(shown))
      wrong.push(`${ref} came on ${shown}`);
    const before = came.filter((one) => one.ref !== ref && one.at < at).at(-1);
    // From hour to hour, and where clocks changed in between, a week is an hour shorter.
    if (before !== undefined && at - before.at < WEEK - (before.kind === "watching" ? 61 * MINUTE : 0))
      wrong.push(`${ref} came ${(at - before.at) / DAY} days after ${before.ref}`);
  }
  const times = [...came.map(({ at }) => at), START + weeks * WEEK];
  times.forEach((at, n) => {
    const silent = at - (times[n - 1] ?? START);
    if (silent > longest) wrong.push(`nothing came for ${silent / DAY} days`);
  });
  return wrong;
};

const watching = ({ came }: { readonly came: readonly Came[] }) => came.filter(({ kind }) => kind === "watching");

describe("a still-watching mail", () => {
  it("comes every Monday at eight while there is nothing to tell, through a change of clocks", async () => {
    const played = await play({}, [], 8);
    expect(judge(played, 8)).toEqual([]);
    expect(watching(played).map(({ at }) => new Date(at).toISOString().slice(5, 16))).toEqual([
      "10-19T12:10",
      "10-26T12:10",
      "11-02T13:10",
      "11-09T13:10",
      "11-16T13:10",
      "11-23T13:10",
      "11-30T13:10",
    ]);
  });

  it("does not come within a week of anything else", async () => {
    const played = await play({}, [10.1, 24, 40.9], 8);
    expect(judge(played, 8)).toEqual([]);
    expect(watching(played).map(({ at }) => new Date(at).toISOString().slice(5, 10))).toEqual(["10-26", "11-09", "11-23", "11-30"]);
  });

  it("does not come where the digest of its hour does", async () => {
    const played = await play({ cadence: "weekly" }, [10.1, 17, 24, 31], 5);
    expect(played.came.map(({ kind }) => kind)).toEqual(["welcome", "digest", "digest", "digest", "digest"]);
  });

  it("waits for the end of quiet hours", async () => {
    const played = await play({ quietHours: { from: 22, to: 11 } }, [], 4);
    expect(judge(played, 4)).toEqual([]);
    expect(watching(played).map(({ at }) => new Date(at).toISOString().slice(11, 16))).toEqual(["15:10", "15:10", "16:10"]);
  });

  it.each(Array.from({ length: 30 }, (_, n) => n + 1))("keeps its word in a rough world (seed %i)", async (seed) => {
    const random = generator(seed);
    const news = Array.from({ length: 1 + Math.floor(random() * 6) }, () => random() * 70).toSorted((a, b) => a - b);
    const weeks = 12;
    const cadence = (["now", "daily", "weekly"] as const)[seed % 3]!;
    const played = await play({ cadence }, news, weeks, { seed, deaths: 0.1 });
    // A mail whose sender died twice is not sent a third time, so that a week may pass without a sign; the next is always left behind.
    expect(judge(played, weeks, Number.POSITIVE_INFINITY)).toEqual([]);
    const { deliveries } = await played.store.deliveries("sub-1", { limit: 500 });
    const left = deliveries
      .filter(({ id, state }) => kindOf(id) === "watching" && state === "retry")
      .map(({ nextAttemptAt }) => nextAttemptAt ?? 0);
    expect(Math.min(...left)).toBeLessThan(START + (weeks + 2) * WEEK);
    expect(played.came.filter(({ ref }) => played.came.filter((one) => one.ref === ref).length > 2)).toEqual([]);
  });
});

it("would be found missing if a mail left none behind", async () => {
  const { came, subscription, store } = await play({}, [], 1);
  expect(judge({ came: came.slice(0, 1), subscription, store }, 8).join()).toContain("nothing came for");
});
