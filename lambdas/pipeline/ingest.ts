import type { Feed } from "../core/feed.ts";
import { isDue } from "../core/feed.ts";
import type { IngestMessage } from "./messages.ts";
import { holdBack, poll } from "./poll.ts";
import type { Known, PollDeps } from "./poll.ts";

export interface IngestDeps extends PollDeps {
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
  const known = feeds.map((feed): Known => ({ feed, state: states.get(feed.id), heardAt: heard.get(feed.id) }));
  const due = known.filter(
    (one) => (feedId === undefined || one.feed.id === feedId) && isDue(one.feed, one.state, after, upTo) && rested(one, upTo),
  );
  if (due.length === 0) return { ...nothing, outcome: "nothing-due" };
  if (!(await store.claimPoll(shard, upTo, clock(), feedId))) return { ...nothing, outcome: "claimed-before" };

  const heardNow = new Map<string, number>();
  const statesNow = new Map(states);
  const failed: Record<string, string> = {};
  let items = 0;
  const pollHost = async (feedsOfHost: readonly Known[]): Promise<void> => {
    for (const [n, one] of feedsOfHost.entries()) {
      if (n > 0) await deps.pause(HOST_PAUSE_MS);
      const result = await poll(one, shard, deps);
      items += result.items;
      statesNow.set(one.feed.id, result.state);
      if (result.failure === undefined) heardNow.set(one.feed.id, result.at);
      else failed[one.feed.id] = result.failure;
      if (result.restHostUntil === undefined) continue;
      const siblings = known.filter(({ feed }) => feed.id !== one.feed.id && hostOf(feed) === hostOf(one.feed));
      for (const sibling of siblings) await holdBack(statesNow.get(sibling.feed.id), shard, result.restHostUntil, deps);
      return;
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
const rested = ({ feed, state, heardAt }: Known, upTo: number): boolean =>
  upTo - Math.max(heardAt ?? 0, state?.changedAt ?? 0) >= feed.floorSeconds * 1000 - 60_000;

const hostOf = ({ url }: Feed): string => URL.parse(url)?.host ?? url;

const byHost = (known: readonly Known[]): Map<string, Known[]> => Map.groupBy(known, ({ feed }) => hostOf(feed));

const inParallel = async <T>(all: readonly T[], limit: number, work: (one: T) => Promise<void>): Promise<void> => {
  const left = [...all];
  const worker = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: Math.min(limit, left.length) }, worker));
};
