/**
 * An operator rejects a match while an item is matched, in every order of their calls on the log. Whoever comes second sees the
 * other: the log ends without the rejected match, what it hid is told once, and whoever was alerted is corrected once.
 */
import { expect, it } from "vitest";
import { shardOf } from "../../lambdas/core/feed.ts";
import { DAY_MS } from "../../lambdas/core/gap.ts";
import { rarity } from "../../lambdas/data/rarity.ts";
import { judge } from "../../lambdas/pipeline/judge.ts";
import type { MatchMessage } from "../../lambdas/pipeline/messages.ts";
import { aFeed, anEntity, anItem, aSubscription, NOON } from "../contracts/rows.ts";
import { memoryStore } from "../memory-store.ts";
import type { MemoryStore } from "../memory-store.ts";
import { everyOrder } from "../simulation/interleavings.ts";
import type { Turn } from "../simulation/interleavings.ts";

const feed = aFeed("gaceta");
const iso = (at: number) => new Date(at).toISOString();
const WRONG = NOON - DAY_MS;

const matcher = async () => ({
  read: ({ title }: { title: string }) => ({
    retrospective: false,
    countries: [],
    found: [
      {
        entity: "ada",
        kind: "official" as const,
        confidence: 0.9,
        evidence: ["name" as const],
        prominence: title.startsWith("Ada") ? ("headline" as const) : ("passing" as const),
        mentions: [],
        sentence: { text: title, start: 0, end: 3 },
      },
    ],
  }),
});

/** Runs a message, and what it sends to its own step. */
const run = async (store: MemoryStore, message: MatchMessage): Promise<void> => {
  const own: MatchMessage[] = [];
  const match = async (messages: readonly MatchMessage[]) => void own.push(...messages);
  await judge(message, { store, matcher, rarity, clock: () => NOON, match, deliver: async () => undefined });
  for (const one of own) await run(store, one);
};

const itemOf = (id: string, title: string, published: number, link = id) => ({
  item: anItem(id, {
    title,
    link: `https://news.example/${link}`,
    published: iso(published),
    seenAt: iso(NOON),
    baseline: published < WRONG,
  }),
});

/** An old sighting, the subscription, the wrong match that was told, and what else is there. */
const begin = async (...more: readonly MatchMessage[]): Promise<MemoryStore> => {
  const store = memoryStore(() => NOON);
  await store.seed([{ prefix: "ENTITY", id: "ada", body: anEntity("ada") }]);
  await store.setSeedVersion("1", iso(NOON - 100 * DAY_MS));
  await store.putFeed(feed);
  for (const ago of [100, 0]) await store.hear(shardOf(feed.url), new Map([[feed.id, NOON - ago * DAY_MS]]));
  const contact = { channel: "email", address: "a@b.example" } as const;
  await store.createSubscription(aSubscription("back", { createdAt: iso(NOON - 90 * DAY_MS) }), contact);
  for (const message of [itemOf("old", "Ada speaks", NOON - 80 * DAY_MS), itemOf("wrong", "of Ada's namesake", WRONG), ...more])
    await run(store, message);
  return store;
};

type Call = "keepMatch" | "retractMatch" | "matchesBefore" | "matchesAfter" | "setLast" | "countStory" | "uncountStory";

/** The calls on the log; and those on the count. */
const LOG = ["keepMatch", "retractMatch", "matchesBefore", "matchesAfter", "setLast"] as const;
const COUNT = ["keepMatch", "retractMatch", "countStory", "uncountStory"] as const;

/** The run of a message; a turn is each of these calls. */
const worker =
  (turns: readonly Call[], message: (store: MemoryStore) => Promise<MatchMessage>) => async (store: MemoryStore, turn: Turn) => {
    const inTurns = turns.map((name) => [
      name,
      // What weighs the feeds lies before the silence, and so before what changes here.
      (...args: unknown[]) => {
        const call = () => Reflect.apply(store[name], store, args) as Promise<unknown>;
        return name === "matchesBefore" && (args[1] as { storyId: string }).storyId === "" ? call() : turn(call);
      },
    ]);
    return run({ ...store, ...(Object.fromEntries(inTurns) as Pick<MemoryStore, Call>) }, await message(store));
  };

const logOf = (store: MemoryStore) => store.matchesBefore("ada", { at: "9", storyId: "" }, 10);
const rejectWrong = async (store: MemoryStore): Promise<MatchMessage> => {
  const wrong = (await logOf(store)).find(({ at }) => at === iso(WRONG));
  return { reject: { storyId: wrong?.storyId ?? "", entity: "ada", at: iso(WRONG), rejectedAt: iso(NOON) } };
};

/** What is wrong at rest. */
const judged = async (store: MemoryStore, back: string): Promise<string | undefined> => {
  const [log, alerts] = [await logOf(store), await store.allAlerts("back")];
  const counted = await store.storiesCounted("ada", iso(NOON - 2 * DAY_MS), iso(NOON + DAY_MS));
  const wrong = log.find(({ at }) => at === iso(WRONG));
  const after = log.filter(({ at }) => at > iso(WRONG));
  if (wrong?.retracted === undefined) return "it is not retracted";
  if (after.some(({ last }) => last?.at !== iso(NOON - 80 * DAY_MS))) return `after it: ${JSON.stringify(after.map(({ last }) => last))}`;
  const stories = [...counted.values()].reduce((sum, set) => sum + set.size, 0);
  if (stories !== after.length) return `${stories} stories counted, not ${after.length}`;
  const kinds = alerts.map(({ trigger, story }) => `${trigger} ${story.title}`).toSorted();
  const expected = ["reappearance of Ada's namesake", `reappearance ${back}`, "retraction of Ada's namesake"].toSorted();
  return kinds.join() === expected.join() ? undefined : kinds.join();
};

const later = async () => itemOf("true", "Ada is back", NOON);
const again = async () => itemOf("again", "Ada's namesake, told again", WRONG + 1000, "wrong");
const withLater = () => begin(itemOf("true", "Ada is back", NOON));

it.each([
  ["a later story comes in: it is the return that was hidden", LOG, begin, later],
  ["a later story comes in, and is counted", COUNT, begin, later],
  ["the same story is told again, with a later one there", LOG, withLater, again],
  ["the same story is told again, and is not counted", COUNT, withLater, again],
] as const)("while %s", { timeout: 120_000 }, async (what, turns, start, item) => {
  const { orders, wrong } = await everyOrder(
    () => start(),
    [worker(turns, item), worker(turns, rejectWrong)],
    (store) => judged(store, "Ada is back"),
  );
  console.log(`a rejection while ${what}: ${orders} orders`);
  expect(orders).toBeGreaterThan(5);
  expect(wrong.slice(0, 3)).toEqual([]);
});

it("dying anywhere, and then again", { timeout: 120_000 }, async () => {
  for (let step = 1; step < 40; step++) {
    const store = await withLater();
    let left = step;
    const dying = async <T>(apply: () => Promise<T>): Promise<T> => {
      if (--left < 0) throw new Error("died");
      return apply();
    };
    const rejection = worker([...LOG, "uncountStory"], rejectWrong);
    await rejection(store, dying).catch(() => undefined);
    await rejection(store, (apply) => apply());
    expect(await judged(store, "Ada is back"), `dying after ${step}`).toBeUndefined();
  }
});
