import type { Feed, FeedState } from "../core/feed.ts";
import { isDue } from "../core/feed.ts";
import type { IngestMessage, MatchMessage } from "./messages.ts";
import { poll } from "./poll.ts";
import type { Clock, FeedFetcher, FeedParser, IngestStore, Outbox } from "./ports.ts";

export interface IngestDeps {
  readonly store: IngestStore;
  readonly fetch: FeedFetcher;
  readonly parse: FeedParser;
  readonly match: Outbox<MatchMessage>;
  readonly clock: Clock;
  /** Waits, milliseconds: between two requests to one host. */
  readonly pause: (ms: number) => Promise<void>;
}

export interface IngestOutcome {
  readonly shard: number;
  readonly outcome: "polled" | "nothing-due" | "claimed-before";
  readonly feeds: number;
  readonly items: number;
  /** Feeds whose check failed, with the code of the failure. */
  readonly failed: Readonly<Record<string, string>>;
}

/** Hosts that are asked at the same time. */
const HOSTS_AT_ONCE = 8;

/** Between two requests to one host (reliability F19). */
const HOST_PAUSE_MS = 2_000;

/**
 * Polls the feeds of a shard that are due: hosts side by side, the feeds of one host one after the other. A feed's failure
 * is its health, never a failed message.
 *
 * The poll is claimed before the first request. A duplicate message is dropped; dying after the claim costs these feeds
 * this one slot, and leaves the claim unclosed for `schedule` to see.
 */
export const ingest = async ({ shard, after, upTo, feedId }: IngestMessage, deps: IngestDeps): Promise<IngestOutcome> => {
  const { store, clock } = deps;
  const nothing = { shard, feeds: 0, items: 0, failed: {} };
  const [feeds, states, heard] = await Promise.all([store.feedsOf(shard), store.feedStatesOf(shard), store.heardOf(shard)]);
  const due = feeds.filter(
    (feed) =>
      (feedId === undefined || feed.id === feedId) &&
      isDue(feed, states.get(feed.id), after, upTo) &&
      rested(feed, states.get(feed.id), heard.get(feed.id), upTo),
  );
  if (due.length === 0) return { ...nothing, outcome: "nothing-due" };
  if (!(await store.claimPoll(shard, upTo, clock(), feedId))) return { ...nothing, outcome: "claimed-before" };

  const heardNow = new Map<string, number>();
  const failed: Record<string, string> = {};
  let items = 0;
  const pollHost = async (host: readonly Feed[]): Promise<void> => {
    for (const [n, feed] of host.entries()) {
      if (n > 0) await deps.pause(HOST_PAUSE_MS);
      const result = await poll(feed, shard, states.get(feed.id), heard.get(feed.id), deps);
      items += result.items;
      if (result.failure === undefined) heardNow.set(feed.id, result.at);
      else failed[feed.id] = result.failure;
    }
  };
  await inParallel([...byHost(due).values()], HOSTS_AT_ONCE, pollHost);
  await store.closePoll(shard, upTo, heardNow, feedId);
  return { shard, outcome: "polled", feeds: due.length, items, failed };
};

/**
 * Has the feed's floor passed since it was last asked? Slots keep their distance; this catches a feed that was added just
 * before its slot. A minute is forgiven, since a slot is a minute wide.
 */
const rested = ({ floorSeconds }: Feed, state: FeedState | undefined, heardAt: number | undefined, upTo: number): boolean =>
  upTo - Math.max(heardAt ?? 0, state?.changedAt ?? 0) >= floorSeconds * 1000 - 60_000;

const byHost = (feeds: readonly Feed[]): Map<string, Feed[]> => Map.groupBy(feeds, ({ url }) => URL.parse(url)?.host ?? url);

const inParallel = async <T>(all: readonly T[], limit: number, work: (one: T) => Promise<void>): Promise<void> => {
  const left = [...all];
  const worker = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: Math.min(limit, left.length) }, worker));
};
