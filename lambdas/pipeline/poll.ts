import type { Feed, FeedState } from "../core/feed.ts";
import { validatorsOf } from "../core/feed.ts";
import { heldBack, isFirst, stateAfter } from "../core/feed-state.ts";
import { hashBytes } from "../core/hash.ts";
import type { Fault } from "../core/health.ts";
import type { Check } from "../core/interval.ts";
import { sharedIdentities, toItem } from "../core/item.ts";
import type { Item } from "../core/item.ts";
import type { MatchMessage } from "./messages.ts";
import type { Clock, FeedFetcher, FeedParser, IngestStore, Outbox } from "./ports.ts";
import { ParseError } from "./ports.ts";

export interface PollDeps {
  readonly store: IngestStore;
  readonly fetch: FeedFetcher;
  readonly parse: FeedParser;
  readonly match: Outbox<MatchMessage>;
  readonly clock: Clock;
}

/** What polling one feed came to. */
export interface Poll {
  /** When it was checked, epoch ms. */
  readonly at: number;
  /** What is known of it now. */
  readonly state: FeedState;
  /** Items sent on to `match`. */
  readonly items: number;
  readonly failure?: Fault;
  /** What went wrong in Vigía itself, if the failure is `internal`. */
  readonly error?: unknown;
  /** Set after a 429: no feed of the host is asked before, epoch ms. */
  readonly restHostUntil?: number;
}

/** A feed with what is known of it before the check. */
export interface Known {
  readonly feed: Feed;
  readonly state: FeedState | undefined;
  /** Last good check, epoch ms. */
  readonly heardAt: number | undefined;
}

/**
 * How much later a feed's first news follow its past, seconds: their gaps are then measured against a log that holds it.
 * Long enough for the other new feeds of its host, two seconds apart, to send theirs.
 */
const FIRST_NEWS_DELAY = 15;

/**
 * Asks one feed once. New items go to `match` before anything is remembered of the document: dying in between, the next
 * poll gets the same document again, sends the same items, and `match` knows them.
 */
export const poll = async ({ feed, state, heardAt }: Known, shard: number, deps: PollDeps): Promise<Poll> => {
  const { store, clock } = deps;
  const asked = clock();
  const { check, fresh, error } = await read(feed, state, deps);
  const past = fresh.filter((item) => item.baseline);
  const news = fresh.filter((item) => !item.baseline);
  if (past.length > 0) await deps.match(past.map((item) => ({ item })));
  if (news.length > 0)
    await deps.match(
      news.map((item) => ({ item })),
      isFirst(state) ? FIRST_NEWS_DELAY : 0,
    );

  // A document that shares nothing with the one before it may have lost what came between them.
  const seen = new Set(state?.itemIds);
  const continues = check.kind !== "document" || seen.size === 0 || check.itemIds.some((id) => seen.has(id));
  if (!continues && heardAt !== undefined) await store.addHole(feed.id, heardAt, asked);
  const after = stateAfter(feed, state, check, clock());
  if (after !== state) await store.saveFeedState(after, shard);
  return {
    at: asked,
    state: after,
    items: fresh.length,
    ...(check.kind === "fault" && { failure: check.fault }),
    ...(error !== undefined && { error }),
    ...(check.kind === "fault" && check.fault === "http-429" && after.notBefore !== undefined && { restHostUntil: after.notBefore }),
  };
};

/** After a 429 the host is left alone, whichever of its feeds it was said to: this is another one of them. */
export const holdBack = async (
  feed: Feed,
  state: FeedState | undefined,
  shard: number,
  until: number,
  { store, clock }: PollDeps,
): Promise<void> => {
  const held = heldBack(feed, state, until, clock());
  if (held !== state) await store.saveFeedState(held, shard);
};

/** The answer to one conditional GET, with the items that the last document did not hold, oldest first. */
const read = async (
  feed: Feed,
  state: FeedState | undefined,
  { fetch, parse, clock }: PollDeps,
): Promise<{ check: Check; fresh: readonly Item[]; error?: unknown }> => {
  const result = await fetch(feed.url, validatorsOf(state, clock()));
  const nothing = (check: Check) => ({ check, fresh: [] });
  if (result.kind === "unchanged") return nothing({ kind: "unchanged", headers: result.headers });
  if (result.kind === "status") return nothing({ kind: "fault", fault: `http-${result.status}`, headers: result.headers });
  if (result.kind === "error") return nothing({ kind: "fault", fault: result.code });
  const { bytes, headers, url, contentType } = result;
  const bodyHash = hashBytes(bytes);
  if (state?.bodyHash === bodyHash) return nothing({ kind: "same-body", headers });
  try {
    const parsed = await parse(bytes, { url, timezone: feed.timezone, ...(contentType !== undefined && { contentType }) });
    const seenAt = new Date(clock()).toISOString();
    const shared = sharedIdentities(parsed.entries);
    const all = parsed.entries.map((entry) => toItem(entry, feed, seenAt, isFirst(state), shared(entry)));
    const items = new Map(all.map((item) => [item.id, item]));
    const known = new Set(state?.itemIds);
    const fresh = [...items.values()]
      .filter((item) => !known.has(item.id))
      .toSorted((a, b) => compare(a.published ?? "", b.published ?? ""));
    const itemTimes = [...items.values()].flatMap((item) => item.published ?? []);
    const { wishes, repaired } = parsed;
    return {
      check: {
        kind: "document",
        headers,
        bodyHash,
        itemIds: [...items.keys()],
        itemTimes,
        ...(wishes !== undefined && { wishes }),
        ...(repaired !== undefined && { repaired }),
      },
      fresh,
    };
  } catch (error) {
    if (error instanceof ParseError) return nothing({ kind: "fault", fault: error.code, headers });
    // A document that breaks our reader must not be asked for at once again, and people must see why it is not read.
    return { ...nothing({ kind: "fault", fault: "internal", headers }), error };
  }
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
