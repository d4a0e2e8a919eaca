import { addressOf, type Feed, type FeedState, hostOf } from "../core/feed.ts";
import { stateAfter } from "../core/feed-state.ts";
import { restAfter } from "../core/interval.ts";
import { refusesUs } from "../core/robots.ts";
import { type Known, type PollDeps, remember } from "./poll.ts";

/**
 * Asks a host for its robots.txt, once, and remembers for each of these feeds of it what it says (reliability F24). Without an
 * answer that can be read (no such file, no such page) nothing is forbidden; while the server fails, what it said last holds.
 */
export const askRobots = async (origin: string, feeds: readonly Asked[], shard: number, deps: PollDeps): Promise<void> => {
  const result = await deps.fetch(`${origin}/robots.txt`, {});
  const now = deps.clock();
  const text = result.kind === "body" ? new TextDecoder().decode(result.bytes) : "";
  const status = result.kind === "status" ? result.status : 0;
  const isSilent = result.kind === "error" || status === 429 || status >= 500;
  for (const { feed, state } of feeds) {
    const refuses = isSilent ? state.robots?.refuses === true : refusesUs(text, addressOf(feed, state));
    await remember(feed, state, lookedAt(feed, state, refuses, now), shard, deps);
  }
  if (result.kind === "status" && status === 429) await deps.store.restHost(hostOf(result.url), restAfter(status, result.headers, now));
};

/** A feed that was asked before. */
export interface Asked extends Pick<Known, "feed"> {
  readonly state: FeedState;
}

/** A feed that is refused now waits for the next look; one that was refused until now returns to its own pace. */
const lookedAt = (feed: Feed, state: FeedState, refuses: boolean, at: number): FeedState => {
  const looked = { ...state, robots: { at, refuses } };
  if (refuses) return stateAfter(feed, looked, { kind: "fault", fault: "robots" }, at);
  if (state.robots?.refuses !== true) return looked;
  const { notBefore: _, ...open } = looked;
  return open;
};
