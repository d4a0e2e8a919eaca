import { checkId, requestOf } from "../core/check.ts";
import { hostOf, shardOf } from "../core/feed.ts";
import { retryAfterSeconds } from "../core/freshness.ts";
import { busyHosts, RECENT_MS } from "./ingest.ts";
import { hostFor, knownOf } from "./poll.ts";
import type { FeedFetcher, FetchResult } from "./ports.ts";
import { HOST_PAUSE_MS, type RoundDeps } from "./round.ts";

/** How long a turn lasts if nobody ends it, ms: longer than the longest request. */
const TURN_MS = 25_000;

/** How often a busy host is tried, {@link HOST_PAUSE_MS} apart. */
const TRIES = 10;

/** The least a host is left alone after a 429, ms (reliability F13). */
const LEAST_REST_MS = 3_600_000;

/**
 * One unconditional GET besides the polls, in the host's turn: while nobody else asks it, two seconds after whoever did, and not
 * at all while it rests, which reads as a 429. Undefined if the turn did not come within half a minute, or if it is the address of
 * a feed that is followed, which only polls ask (reliability F8, F13, F19).
 *
 * Polls look for turns before they ask, turns look for polls before they ask: of two at once at least one sees the other. A turn
 * whose owner died ends by itself.
 */
export const askInTurn = async (url: string, owner: string, deps: RoundDeps): Promise<FetchResult | undefined> => {
  const { store, clock, pause } = deps;
  const host = hostOf(url);
  for (let tries = 0; tries < TRIES; tries++) {
    if (tries > 0) await pause(HOST_PAUSE_MS);
    if (((await store.restingHosts()).get(host) ?? 0) > clock()) return { kind: "status", status: 429, url, headers: new Map() };
    if (!(await store.takeHost(host, owner, clock() + TURN_MS))) continue;
    const polled = await lookAround(url, host, deps);
    if (polled === "now" || polled === "followed") {
      await store.leaveHost(host, owner, clock());
      if (polled === "now") continue;
      return undefined;
    }
    if (polled === "recently") await pause(HOST_PAUSE_MS);
    const answer = await deps.fetch(url, {});
    if (answer.kind === "status" && answer.status === 429)
      await store.restHost(hostOf(answer.url), clock() + Math.max(LEAST_REST_MS, waitAsked(answer, clock())));
    await store.leaveHost(host, owner, clock() + HOST_PAUSE_MS);
    return answer;
  }
  return undefined;
};

/**
 * The way polls ask: once a turn at the host is over, however it ends. And where a check asked this address in the last minutes,
 * its answer serves as the first one, so that looking whether there is a feed and following it cost one GET together (F7).
 */
export const afterTurns =
  ({ store, fetch, clock, pause }: Pick<RoundDeps, "store" | "fetch" | "clock" | "pause">): FeedFetcher =>
  async (url, validators) => {
    for (let waited = 0; waited < TURN_MS; waited += HOST_PAUSE_MS) {
      const left = (await store.hostTakenUntil(hostOf(url))) - clock();
      if (left <= 0) break;
      await pause(Math.min(HOST_PAUSE_MS, left));
    }
    const isFirst = validators.etag === undefined && validators.lastModified === undefined;
    return (isFirst ? await store.takeAnswer(checkId(url)) : undefined) ?? fetch(url, validators);
  };

/** How long a server that refuses asks us to wait, ms; 0 if it does not say. Only 429 and 503 are believed. */
export const waitAsked = (answer: FetchResult, now: number): number =>
  answer.kind === "status" && (answer.status === 429 || answer.status === 503)
    ? (retryAfterSeconds(answer.headers.get("retry-after"), now) ?? 0) * 1000
    : 0;

/** When the host's feeds are polled: just now, in the last minutes, or neither; or that the address is one of theirs. */
const lookAround = async (
  url: string,
  host: string,
  { store, clock }: Pick<RoundDeps, "store" | "clock">,
): Promise<"followed" | "now" | "recently" | undefined> => {
  const shard = shardOf(url);
  const [known, claims] = await Promise.all([knownOf(shard, store), store.claimsSince(shard, clock() - RECENT_MS)]);
  if (known.some(({ feed }) => requestOf(feed.url) === requestOf(url))) return "followed";
  if (busyHosts(known, claims, clock()).has(host)) return "now";
  const claimed = new Set(claims.flatMap(({ feedIds }) => feedIds));
  return known.some(({ feed, state }) => claimed.has(feed.id) && hostFor({ feed, state }) === host) ? "recently" : undefined;
};
