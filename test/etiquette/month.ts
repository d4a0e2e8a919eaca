import { parseFeed } from "../../lambdas/adapters/rss.ts";
import { shardOf } from "../../lambdas/core/feed.ts";
import type { FeedNotice } from "../../lambdas/core/notice.ts";
import { gather } from "../../lambdas/pipeline/gather.ts";
import type { GatherMessage } from "../../lambdas/pipeline/messages.ts";
import type { RoundDeps } from "../../lambdas/pipeline/round.ts";
import { schedule } from "../../lambdas/pipeline/schedule.ts";
import { anItem } from "../contracts/rows.ts";
import { memoryStore } from "../memory-store.ts";
import { generator } from "../simulation/stage.ts";
import { openOrigin } from "./origin.ts";
import { linkOf } from "./publisher.ts";
import { DAY, HOUR, MINUTE, openTimeline } from "./timeline.ts";
import { buildTown } from "./town.ts";

export interface Options {
  readonly seed: number;
  readonly days: number;
  /** Only sites of these kinds. */
  readonly only?: readonly string[];
  /** Replaces what ingest works with: to plant a bug. */
  readonly meddle?: (deps: RoundDeps) => RoundDeps;
  /** The scheduler runs once in so many minutes; every minute unless told. */
  readonly every?: number;
}

/** A Friday. */
const START = Date.parse("2026-05-01T00:00:00Z");

/** For three hours of this day the scheduler stands still. */
const STANDSTILL = [20 * DAY, 20 * DAY + 3 * HOUR] as const;

/**
 * Days of virtual time: the real `schedule`, `gather` and parser over memory ports, against the servers of the town. Messages
 * come late, some twice, the scheduler sometimes runs twice at once, and people look whether there are feeds at the same hosts.
 */
export const playMonth = async ({ seed, days, only, meddle = (deps) => deps, every = 1 }: Options) => {
  const random = generator(seed);
  const end = START + days * DAY;
  const timeline = openTimeline(START);
  const { now, pause } = timeline;
  const standsStill = (at: number, more = 0) => at - START >= STANDSTILL[0] && at - START < STANDSTILL[1] + more;
  const town = buildTown(random, START, end, only);
  const origin = openOrigin(town, timeline, random, (at) => !standsStill(at, 3 * HOUR));
  const store = memoryStore(now);
  for (const { feed } of town) await store.putFeed(feed);
  const matched = new Map(town.map(({ feed }) => [feed.id, new Map<string, string>()]));
  const notices: FeedNotice[] = [];
  const errors: unknown[] = [];

  const deps = meddle({
    store,
    fetch: origin.fetch,
    parse: parseFeed,
    match: async (messages) => {
      for (const { item } of messages) matched.get(item.feedId)?.set(item.link ?? "", item.title);
    },
    tell: async (notice) => void notices.push(notice),
    clock: now,
    pause,
  });
  const poll = async (message: GatherMessage, delay: number): Promise<void> => {
    await pause(delay);
    await gather(message, deps).catch((error: unknown) => void errors.push(error));
  };
  // A die of its own, so that the town is the same with and without it.
  const looks = generator(seed + 1);
  let looked = 0;
  const look = (): void => {
    const { origin: host } = new URL(town[Math.floor(looks() * town.length)]!.feed.url);
    void poll({ check: `${host}/look-${looked++}` }, Math.floor(looks() * 20_000));
  };
  const tick = (): Promise<unknown> =>
    schedule({
      store,
      clock: now,
      ingest: async (messages) => {
        for (const message of messages) {
          void poll(message, 50 + Math.floor(random() * 3000));
          // At least once: now and then a message comes again, at once or much later.
          if (random() < 0.01) void poll(message, 3000);
          if (random() < 0.005) void poll(message, 40 * MINUTE);
          if (looks() < 0.03) look();
        }
      },
      match: async () => undefined,
      deliver: async () => undefined,
      seed: { version: "1", entities: [], feeds: () => [], article: anItem("article") },
      newSecret: () => "secret",
    }).catch((error: unknown) => void errors.push(error));

  for (let at = START; at < end; at += MINUTE) {
    await timeline.run(at);
    if (standsStill(at) || ((at - START) / MINUTE) % every > 0) continue;
    void tick();
    if (random() < 0.01) void tick();
  }
  await timeline.run(end);
  for (const site of town) origin.judge.ends(site, end);

  return {
    town,
    origin,
    store,
    notices,
    errors,
    end,
    violations: origin.judge.violations,
    polls: origin.minutes.reduce((sum, count) => sum + count, 0),
    /** Items that were shown and never reached `match`, by link. */
    missed: town.flatMap(({ feed, publisher }) => {
      const truth = origin.truthOf(feed.id);
      const [since, until] = truth.span() ?? [end, end];
      const lost = new Set(truth.lost(publisher));
      const numbers = publisher.times.keys().filter((n) => publisher.times[n]! > since && publisher.times[n]! <= until && !lost.has(n));
      return [...numbers].map((n) => linkOf(feed.id, n)).filter((link) => matched.get(feed.id)?.has(link) !== true);
    }),
    titleOf: (feedId: string, link: string): string | undefined => matched.get(feedId)?.get(link),
    stateOf: async (feedId: string) => {
      const { feed } = town.find(({ feed }) => feed.id === feedId)!;
      return (await store.feedStatesOf(shardOf(feed.url))).get(feedId);
    },
  };
};
