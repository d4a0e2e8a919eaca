import type { Feed } from "../core/feed.ts";
import { isDue } from "../core/feed.ts";
import type { IngestMessage } from "./messages.ts";
import { holdBack, poll } from "./poll.ts";
import type { Known, PollDeps } from "./poll.ts";
import type { PollClaim } from "./ports.ts";

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
  const inSlot = known.filter((one) => (feedId === undefined || one.feed.id === feedId) && isDue(one.feed, one.state, after, upTo));
  if (inSlot.length === 0) return { ...nothing, outcome: "nothing-due" };
  const now = clock();
  const others = async () => (await store.claimsSince(shard, now - Math.max(...inSlot.map(restOf)))).filter((claim) => claim.tick !== upTo);
  const isRested = (claims: readonly PollClaim[]) => (one: Known) => now - lastAsked(one, claims) >= restOf(one);
  const due = inSlot.filter(isRested(await others()));
  if (due.length === 0) return { ...nothing, outcome: "nothing-due" };
  const ids = due.map(({ feed }) => feed.id);
  if (!(await store.claimPoll(shard, upTo, now, ids, feedId))) return { ...nothing, outcome: "claimed-before" };
  // Another tick's poll may have claimed them since we looked. Of two, one or none goes on; the feed's next slot comes by itself.
  const mine = due.filter(isRested(await others()));

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
  await inParallel([...byHost(mine).values()], HOSTS_AT_ONCE, pollHost);
  await store.closePoll(shard, upTo, heardNow, feedId);
  return { shard, outcome: "polled", feeds: mine.length, items, failed };
};

/**
 * How long a feed is left alone after it was asked, ms: its floor. Slots keep that distance; this is for a feed added just
 * before its slot, for minutes that were caught up, and for polls that died. A minute is forgiven, since a slot is that wide.
 */
const restOf = ({ feed }: Known): number => feed.floorSeconds * 1000 - 60_000;

/** When the feed was last asked, as far as its state, its shard and the claims know; epoch ms, 0 for never. */
const lastAsked = ({ feed, state, heardAt }: Known, claims: readonly PollClaim[]): number => {
  const claimed = claims.filter(({ feedIds }) => feedIds.includes(feed.id)).map(({ claimedAt }) => claimedAt);
  return Math.max(heardAt ?? 0, state?.changedAt ?? 0, ...claimed);
};

const hostOf = ({ url }: Feed): string => URL.parse(url)?.host ?? url;

const byHost = (known: readonly Known[]): Map<string, Known[]> => Map.groupBy(known, ({ feed }) => hostOf(feed));

const inParallel = async <T>(all: readonly T[], limit: number, work: (one: T) => Promise<void>): Promise<void> => {
  const left = [...all];
  const worker = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: Math.min(limit, left.length) }, worker));
};
