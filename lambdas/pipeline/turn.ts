import { checkId, requestOf } from "../core/check.ts";
import { addressOf, hostOf, shardOf } from "../core/feed.ts";
import { restAfter } from "../core/interval.ts";
import { busyHosts, RECENT_MS } from "./ingest.ts";
import { hostFor, knownOf } from "./poll.ts";
import type { FeedFetcher, FetchResult } from "./fetch-ports.ts";
import { HOST_PAUSE_MS, type RoundDeps, TURN_MS } from "./round.ts";

/** How often a busy host is tried, {@link HOST_PAUSE_MS} apart. */
const TRIES = 10;

/** Nothing was asked: the host is busy; it rests until then (epoch ms) after a refusal; or the address is that of a feed that is followed. */
type Unasked =
  | { readonly kind: "unasked"; readonly why: "busy" | "followed" }
  | { readonly kind: "unasked"; readonly why: "resting"; readonly until: number };

/**
 * One unconditional GET besides the polls, in the host's turn: while nobody else asks it, two seconds after whoever did, and not
 * at all while it rests, if the turn does not come within half a minute, or if it is the address of a feed that is followed, which
 * only polls ask (reliability F8, F13, F19).
 *
 * Polls look for turns before they ask, turns look for polls before they ask: of two at once at least one sees the other. A turn
 * whose owner died ends by itself.
 */
export const askInTurn = async (url: string, owner: string, deps: RoundDeps): Promise<FetchResult | Unasked> => {
  const { store, clock, pause } = deps;
  const host = hostOf(url);
  for (let tries = 0; tries < TRIES; tries++) {
    if (tries > 0) await pause(HOST_PAUSE_MS);
    const until = (await store.restingHosts()).get(host) ?? 0;
    if (until > clock()) return { kind: "unasked", why: "resting", until };
    if (!(await store.takeHost(host, owner, clock() + TURN_MS))) continue;
    const polled = await lookAround(url, host, deps);
    if (polled === "now" || polled === "followed") {
      await store.leaveHost(host, owner, clock());
      if (polled === "now") continue;
      return { kind: "unasked", why: "followed" };
    }
    if (polled === "recently") await pause(HOST_PAUSE_MS);
    const answer = await deps.fetch(url, {});
    if (answer.kind === "status" && answer.status === 429)
      await store.restHost(hostOf(answer.url), restAfter(answer.status, answer.headers, clock()));
    await store.leaveHost(host, owner, clock() + HOST_PAUSE_MS);
    return answer;
  }
  return { kind: "unasked", why: "busy" };
};

/**
 * The way polls ask: where a check asked this address in the last minutes, its answer serves as the first one, so that looking
 * whether there is a feed and following it cost one GET together (F7).
 */
export const keptFirst =
  ({ store, fetch }: Pick<RoundDeps, "store" | "fetch">): FeedFetcher =>
  async (url, validators) => {
    const isFirst = validators.etag === undefined && validators.lastModified === undefined;
    return (isFirst ? await store.takeAnswer(checkId(url)) : undefined) ?? fetch(url, validators);
  };

/** When the host's feeds are polled: just now, in the last minutes, or neither; or that the address is one of theirs. */
const lookAround = async (
  url: string,
  host: string,
  { store, clock }: Pick<RoundDeps, "store" | "clock">,
): Promise<"followed" | "now" | "recently" | undefined> => {
  const shard = shardOf(url);
  const [known, claims] = await Promise.all([knownOf(shard, store), store.claimsSince(shard, clock() - RECENT_MS)]);
  if (known.some(({ feed, state }) => [feed.url, addressOf(feed, state)].some((its) => requestOf(its) === requestOf(url))))
    return "followed";
  if (busyHosts(known, claims, clock()).has(host)) return "now";
  const claimed = new Set(claims.flatMap(({ feedIds }) => feedIds));
  return known.some(({ feed, state }) => claimed.has(feed.id) && hostFor({ feed, state }) === host) ? "recently" : undefined;
};
