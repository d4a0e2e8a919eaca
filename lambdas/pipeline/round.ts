import { addressOf } from "../core/feed.ts";
import { ROBOTS_EVERY } from "../core/robots.ts";
import { HostBusy } from "./fetch-ports.ts";
import { inParallel } from "./in-parallel.ts";
import { hostFor, type Known, poll, type PollDeps } from "./poll.ts";
import { askRobots, type Asked } from "./robots.ts";

export interface RoundDeps extends PollDeps {
  /** Waits, milliseconds: between two requests to one host. */
  readonly pause: (ms: number) => Promise<void>;
}

/** Hosts that are asked at the same time. */
const HOSTS_AT_ONCE = 8;

/** Between two requests to one host (reliability F19). */
export const HOST_PAUSE_MS = 2_000;

/** How long a turn at a host lasts if nobody ends it, ms: longer than the longest request. */
export const TURN_MS = 25_000;

/**
 * Asks feeds of a shard, hosts side by side, the feeds of one host one after the other, and keeps the score. `known` are all
 * feeds of the shard. Nothing is begun after `until` (epoch ms); what is left comes with its next slot.
 */
export const startRound = (shard: number, known: readonly Known[], until: number, deps: RoundDeps) => {
  const states = new Map(known.map(({ feed, state }) => [feed.id, state]));
  const resting = new Set<string>();
  const failed: Record<string, string> = {};
  const errors: unknown[] = [];
  let [asked, items] = [0, 0];
  const isOver = (host: string): boolean => deps.clock() > until || resting.has(host);

  const askOne = async (one: Known, heard: Map<string, number>): Promise<void> => {
    try {
      asked++;
      const result = await poll(one, shard, deps);
      items += result.items;
      states.set(one.feed.id, result.state);
      if (result.heard) heard.set(one.feed.id, result.at);
      if (result.failure !== undefined) failed[one.feed.id] = result.failure;
      if (result.error !== undefined) errors.push(result.error);
      if (result.restingHost !== undefined) resting.add(result.restingHost);
    } catch (error) {
      if (error instanceof HostBusy) {
        asked--;
        return;
      }
      errors.push(error);
      failed[one.feed.id] = "internal";
    }
  };

  /**
   * The feeds of a host whose robots.txt is to be looked at: never on the day a feed is added, which costs one GET (F7), and never
   * for one that is gone: that it is refused would take the place of that, and it would be asked again.
   */
  const unlooked = (host: string): readonly Asked[] =>
    known.flatMap(({ feed, state: before }) => {
      const state = states.get(feed.id);
      const isDue = state !== undefined && state.health !== "gone" && deps.clock() - (state.robots?.at ?? 0) >= ROBOTS_EVERY;
      return before !== undefined && feed.enabled && isDue && hostFor({ feed, state }) === host ? [{ feed, state }] : [];
    });

  const askHost = async (feeds: readonly Known[], heard: Map<string, number>): Promise<void> => {
    const host = hostFor(feeds[0]!);
    const last = Math.max(...known.filter((one) => hostFor(one) === host).map(({ learnedAt }) => learnedAt));
    let wait = last + HOST_PAUSE_MS - deps.clock();
    for (const one of feeds) {
      if (one.state?.robots?.refuses === true) continue;
      if (wait > 0) await deps.pause(wait);
      wait = HOST_PAUSE_MS;
      if (isOver(host) || !(await turnsEnd(host, deps))) return;
      await askOne(one, heard);
    }
    const [first, ...more] = unlooked(host);
    const origin = first && originOf(first);
    if (first === undefined || origin === undefined) return;
    if (wait > 0) await deps.pause(wait);
    if (isOver(host) || !(await turnsEnd(host, deps))) return;
    const looks = [first, ...more.filter((one) => originOf(one) === origin)];
    await askRobots(origin, looks, shard, deps).catch((error: unknown) => void (error instanceof HostBusy || errors.push(error)));
  };

  return {
    failed,
    errors,
    asked: () => asked,
    items: () => items,
    /** One write when all have answered: who was heard. */
    ask: async (feeds: readonly Known[]): Promise<void> => {
      const heard = new Map<string, number>();
      await inParallel(byHost(feeds), HOSTS_AT_ONCE, (host) => askHost(host, heard));
      if (heard.size > 0) await deps.store.hear(shard, heard);
    },
  };
};

/** Waits until a turn at the host is over, however it ends (`turn.ts`); false if the host is to be left alone since. */
const turnsEnd = async (host: string, { store, clock, pause }: Pick<RoundDeps, "store" | "clock" | "pause">): Promise<boolean> => {
  let waited = 0;
  for (; waited < TURN_MS; waited += HOST_PAUSE_MS) {
    const left = (await store.hostTakenUntil(host)) - clock();
    if (left <= 0) break;
    await pause(Math.min(HOST_PAUSE_MS, left));
  }
  return waited === 0 || ((await store.restingHosts()).get(host) ?? 0) <= clock();
};

const originOf = ({ feed, state }: Asked): string | undefined => URL.parse(addressOf(feed, state))?.origin;

/** The hosts whose feeds come most often first: news from them are the freshest. */
const byHost = (known: readonly Known[]): readonly (readonly Known[])[] => {
  const floor = (feeds: readonly Known[]) => Math.min(...feeds.map(({ feed }) => feed.floorSeconds));
  return [...Map.groupBy(known, hostFor).values()].toSorted((a, b) => floor(a) - floor(b));
};
