import { checkId, requestOf } from "../core/check.ts";
import { addressOf, hostOf, shardOf } from "../core/feed.ts";
import { restAfter } from "../core/interval.ts";
import { busyHosts, RECENT_MS } from "./ingest.ts";
import { hostFor, type Known, knownOf } from "./poll.ts";
import { type FeedFetcher, type FetchResult, HostBusy } from "./fetch-ports.ts";
import { HOST_PAUSE_MS, type RoundDeps, TURN_MS } from "./round.ts";

/** How often a busy host is tried, {@link HOST_PAUSE_MS} apart. */
const TRIES = 10;

/** Nothing was asked: the host is busy; it rests until then (epoch ms) after a refusal; or the address is that of a feed that is followed. */
type Unasked =
  | { readonly kind: "unasked"; readonly why: "busy" | "followed" }
  | { readonly kind: "unasked"; readonly why: "resting"; readonly until: number };

/**
 * One unconditional GET besides the polls, in the host's turn; not at all if it is the address of a feed that is followed, which
 * only polls ask (reliability F8).
 */
export const askInTurn = (url: string, owner: string, deps: RoundDeps): Promise<FetchResult | Unasked> =>
  inTurn(url, owner, deps, async ({ known }): Promise<FetchResult | Unasked> => {
    const isIts = ({ feed, state }: Known) => [feed.url, addressOf(feed, state)].some((its) => requestOf(its) === requestOf(url));
    if (known.some(isIts)) return { kind: "unasked", why: "followed" };
    const answer = await deps.fetch(url, {});
    if (answer.kind === "status" && answer.status === 429)
      await deps.store.restHost(hostOf(answer.url), restAfter(answer.status, answer.headers, deps.clock()));
    return answer;
  });

/**
 * Asks a host in its turn: while nobody else asks it, two seconds after whoever did, and not at all while it rests or if the turn
 * does not come within half a minute (reliability F13, F19).
 *
 * Polls look for turns before they ask, turns look for polls before they ask: of two at once at least one sees the other. A turn
 * whose owner died ends by itself.
 */
const inTurn = async <Answer>(
  url: string,
  owner: string,
  { store, clock, pause }: RoundDeps,
  ask: (home: Home) => Promise<Answer>,
): Promise<Answer | Unasked> => {
  const host = hostOf(url);
  for (let tries = 0; tries < TRIES; tries++) {
    if (tries > 0) await pause(HOST_PAUSE_MS);
    const until = (await store.restingHosts()).get(host) ?? 0;
    if (until > clock()) return { kind: "unasked", why: "resting", until };
    if (!(await store.takeHost(host, owner, clock() + TURN_MS))) continue;
    const home = await lookAround(url, host, { store, clock });
    if (home.polled === "now") {
      await store.leaveHost(host, owner, clock());
      continue;
    }
    if (home.polled === "recently") await pause(HOST_PAUSE_MS);
    const answer = await ask(home);
    await store.leaveHost(host, owner, clock() + HOST_PAUSE_MS);
    return answer;
  }
  return { kind: "unasked", why: "busy" };
};

/**
 * The way polls ask. Where a check asked this address in the last minutes, its answer serves as the first one, so that looking
 * whether there is a feed and following it cost one GET together (F7). And a feed that moved to a host of another shard is asked in
 * the host's turn, since that shard's polls do not know of it; throws HostBusy if the turn does not come.
 */
export const pollersFetch =
  (shard: number, deps: RoundDeps): FeedFetcher =>
  async (url, validators) => {
    const { store, fetch } = deps;
    const isFirst = validators.etag === undefined && validators.lastModified === undefined;
    const kept = isFirst ? await store.takeAnswer(checkId(url)) : undefined;
    if (kept !== undefined || shardOf(url) === shard) return kept ?? fetch(url, validators);
    const answer = await inTurn(url, `poll of ${checkId(url)}`, deps, () => fetch(url, validators));
    if (answer.kind === "unasked") throw new HostBusy();
    return answer;
  };

/** The feeds of a host's own shard, and when those of the host are polled: just now, in the last minutes, or neither. */
interface Home {
  readonly known: readonly Known[];
  readonly polled: "now" | "recently" | undefined;
}

const lookAround = async (url: string, host: string, { store, clock }: Pick<RoundDeps, "store" | "clock">): Promise<Home> => {
  const shard = shardOf(url);
  const [known, claims] = await Promise.all([knownOf(shard, store), store.claimsSince(shard, clock() - RECENT_MS)]);
  if (busyHosts(known, claims, clock()).has(host)) return { known, polled: "now" };
  const claimed = new Set(claims.flatMap(({ feedIds }) => feedIds));
  return { known, polled: known.some((one) => claimed.has(one.feed.id) && hostFor(one) === host) ? "recently" : undefined };
};
