import { archiveFrom } from "../core/archive.ts";
import type { Feed, FeedState } from "../core/feed.ts";
import { addressOf, hostOf } from "../core/feed.ts";
import { currentState, isFirst, isHeard, stateAfter } from "../core/feed-state.ts";
import { hashBytes } from "../core/hash.ts";
import type { Fault } from "../core/health.ts";
import type { Check } from "../core/interval.ts";
import { apart, sharedIdentities, toItem } from "../core/item.ts";
import type { Item } from "../core/item.ts";
import { holesAfter, missedFrom } from "../core/ledger.ts";
import { noticesOf } from "../core/notice.ts";
import { recognise } from "../core/recognise.ts";
import { itemTime } from "../core/story.ts";
import { validatorsOf } from "../core/validators.ts";
import type { ItemMessage } from "./messages.ts";
import type { Clock, IngestStore, Outbox, TellOperator } from "./ports.ts";
import type { FeedFetcher, FeedParser } from "./fetch-ports.ts";
import { ParseError } from "./fetch-ports.ts";

export interface PollDeps {
  readonly store: IngestStore;
  readonly fetch: FeedFetcher;
  readonly parse: FeedParser;
  readonly match: Outbox<ItemMessage>;
  readonly tell: TellOperator;
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
  /** Was the feed heard? If not, `failure` says why, or a 304 said nothing of a document that could not be read. */
  readonly heard: boolean;
  readonly failure?: Fault;
  /** What went wrong in Vigía itself, if the failure is `internal`. */
  readonly error?: unknown;
  /** The host that answered 429. */
  readonly restingHost?: string;
}

/** A feed with what is known of it before the check. */
export interface Known {
  readonly feed: Feed;
  readonly state: FeedState | undefined;
  /** Last good check, epoch ms. */
  readonly heardAt: number | undefined;
  /** When anything was last learned of it, also of what is forgotten now, epoch ms; 0 for never. */
  readonly learnedAt: number;
}

/** The feeds of a shard, on and off, with what is known of each. */
export const knownOf = async (
  shard: number,
  store: Pick<IngestStore, "feedsOf" | "feedStatesOf" | "heardOf">,
): Promise<readonly Known[]> => {
  const [feeds, states, heard] = await Promise.all([store.feedsOf(shard), store.feedStatesOf(shard), store.heardOf(shard)]);
  return feeds.map((feed) => {
    const [stored, heardAt] = [states.get(feed.id), heard.get(feed.id)];
    return { feed, state: currentState(feed, stored), heardAt, learnedAt: Math.max(heardAt ?? 0, stored?.changedAt ?? 0) };
  });
};

/** The host that is asked for it. */
export const hostFor = ({ feed, state }: Pick<Known, "feed" | "state">): string => hostOf(addressOf(feed, state));

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
  const { check, fresh, error, refusedAt } = await read({ feed, state, heardAt }, deps);
  const past = fresh.filter((item) => item.baseline);
  const news = fresh.filter((item) => !item.baseline);
  if (past.length > 0) await deps.match(past.map((item) => ({ item })));
  if (news.length > 0)
    await deps.match(
      news.map((item) => ({ item })),
      isFirst(state) ? FIRST_NEWS_DELAY : 0,
    );

  // What the sample brings is no news of the world, and is taken away again.
  if (fresh.length > 0 && feed.sample !== true)
    await store.countItems(
      fresh.map((item) => ({ id: item.id, at: itemTime(item) })),
      shard,
    );

  // Dying after this, the next poll meets the same document again and finds the same holes.
  for (const hole of holesAfter(state, check, heardAt, asked)) await store.addHole(feed.id, hole, shard);
  // Before it is known that there was a document: dying in between, the next poll opens the archive again, to the same row.
  if (check.kind === "document" && check.archive !== undefined && isFirst(state))
    await store.openArchive(archiveFrom(feed, check.archive, asked), shard);
  const after = stateAfter(feed, state, check, clock());
  const restingHost = refusedAt === undefined ? undefined : hostOf(refusedAt);
  if (restingHost !== undefined) await store.restHost(restingHost, after.notBefore ?? 0);
  return {
    at: asked,
    state: await remember(feed, state, after, shard, deps),
    items: fresh.length,
    heard: isHeard(check, after),
    ...(check.kind === "fault" && { failure: check.fault }),
    ...(error !== undefined && { error }),
    ...(restingHost !== undefined && { restingHost }),
  };
};

/**
 * Writes down what changed and tells the operator what is to be told of it; returns the state as it is then. That the feed is
 * silent is written before it is told, and that it was told after: dying in between, it is told again, and that the feed is
 * back is told in any case.
 */
export const remember = async (
  feed: Feed,
  before: FeedState | undefined,
  after: FeedState,
  shard: number,
  { store, tell }: Pick<PollDeps, "store" | "tell">,
): Promise<FeedState> => {
  if (after === before) return after;
  const notices = noticesOf(feed, before, after);
  const isNews = notices.some(({ event }) => event === "silent");
  if (isNews) await store.saveFeedState(after, shard);
  for (const notice of notices) await tell(notice);
  const known: FeedState = isNews ? { ...after, told: true } : after;
  await store.saveFeedState(known, shard);
  return known;
};

interface Reading {
  readonly check: Check;
  /** The items that are not known from earlier documents, oldest first. */
  readonly fresh: readonly Item[];
  readonly error?: unknown;
  /** The address that answered 429 (reliability F13). */
  readonly refusedAt?: string;
}

/** The answer to one conditional GET. */
const read = async ({ feed, state, heardAt }: Omit<Known, "learnedAt">, { fetch, parse, clock }: PollDeps): Promise<Reading> => {
  const validators = validatorsOf(state, clock());
  const whole = validators.etag === undefined && validators.lastModified === undefined;
  const result = await fetch(addressOf(feed, state), validators);
  const about = { whole, ...("moved" in result && { moved: result.moved }) };
  const nothing = (check: Check): Reading => ({ check: { ...check, ...about }, fresh: [] });
  if (result.kind === "unchanged") return nothing({ kind: "unchanged", headers: result.headers });
  if (result.kind === "status")
    return {
      ...nothing({ kind: "fault", fault: `http-${result.status}`, headers: result.headers }),
      ...(result.status === 429 && { refusedAt: result.url }),
    };
  if (result.kind === "error") return nothing({ kind: "fault", fault: result.code });
  const { bytes, headers, url, contentType } = result;
  const bodyHash = hashBytes(bytes);
  if (state?.bodyHash === bodyHash) return nothing({ kind: "same-body", headers });
  try {
    const parsed = await parse(bytes, { url, timezone: feed.timezone, ...(contentType !== undefined && { contentType }) });
    const seenAt = new Date(clock()).toISOString();
    const shared = sharedIdentities(parsed.entries);
    const all = parsed.entries.map((entry) => toItem(entry, feed, seenAt, isFirst(state), shared(entry)));
    // Of several with one identity the first, which is the newest where a document is in its usual order.
    const entries = [...Map.groupBy(all, ({ id }) => id).values()].map(([first]) => first!);
    const { known, others, marks } = recognise(entries, state ?? { itemIds: [] });
    const items = entries.map((item) => (others.has(item.id) ? apart(item) : item));
    const found = { itemIds: items.map(({ id }) => id), marks };
    const fresh = items.filter((item) => !known.has(item.id)).toSorted((a, b) => compare(a.published ?? "", b.published ?? ""));
    const itemTimes = items.flatMap((item) => item.published ?? []);
    const { wishes, repaired, archive } = parsed;
    const missed = missedFrom(state, { overlaps: known.size > 0, whole }, heardAt, clock());
    return {
      check: {
        kind: "document",
        headers,
        bodyHash,
        ...found,
        itemTimes,
        ...(missed !== undefined && { missedFrom: missed }),
        ...(wishes !== undefined && { wishes }),
        ...(repaired !== undefined && { repaired }),
        ...(archive !== undefined && { archive }),
        ...about,
      },
      fresh,
    };
  } catch (error) {
    if (error instanceof ParseError) return nothing({ kind: "fault", fault: error.code, headers, offers: error.offers });
    // A document that breaks our reader must not be asked for at once again, and people must see why it is not read.
    return { ...nothing({ kind: "fault", fault: "internal", headers }), error };
  }
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
