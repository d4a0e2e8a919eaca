import { afterFault, afterPage, type Archive, endedAtFeed, isArchiveDue, isPast, postponed, visited } from "../core/archive.ts";
import type { Feed } from "../core/feed.ts";
import type { Fault } from "../core/health.ts";
import { sharedIdentities, toItem } from "../core/item.ts";
import { faultOf } from "./check.ts";
import { type FetchResult, type ParsedFeed, ParseError } from "./fetch-ports.ts";
import type { RoundDeps } from "./round.ts";
import { askInTurn } from "./turn.ts";

/**
 * Asks the next page of every archive of the shard that is due, one after the other, none after `until` (epoch ms); returns how many items went on
 * to `match`. They are baseline: stored and logged as sightings, never alerted.
 *
 * A visit is claimed before its request, its items are sent before the page is noted as read. Dying anywhere, the same page
 * comes again once the floor has passed, and `match` knows its items.
 */
export const readArchives = async (shard: number, until: number, deps: RoundDeps): Promise<number> => {
  const { store, clock } = deps;
  const due = [...(await store.archivesOf(shard)).values()].filter((archive) => isArchiveDue(archive, clock()));
  if (due.length === 0) return 0;
  const [feeds, states, heard] = await Promise.all([store.feedsOf(shard), store.feedStatesOf(shard), store.heardOf(shard)]);
  let items = 0;
  for (const archive of due) {
    const feed = feeds.find(({ id, url, enabled }) => id === archive.feedId && url === archive.url && enabled);
    // What keeps us from the feed keeps us from its archive: its robots.txt, or that it is gone (reliability F17, F24).
    const state = states.get(archive.feedId);
    const isOpen = state?.robots?.refuses !== true && state?.health !== "gone";
    if (feed !== undefined && isOpen && clock() <= until) items += await visit(feed, archive, shard, heard.get(feed.id), deps);
  }
  return items;
};

const visit = async (feed: Feed, due: Archive, shard: number, heardAt: number | undefined, deps: RoundDeps): Promise<number> => {
  const { store, clock, match } = deps;
  const claim = visited(due, feed.floorSeconds, clock());
  if (claim.next === undefined || !(await store.saveArchive(claim, shard))) return 0;
  const answer = await askInTurn(claim.next, `archive of ${feed.id}`, deps);
  if (answer.kind === "unasked") {
    // While the host is busy the claim stands: the same page is due again once the floor has passed.
    if (answer.why === "resting") await store.saveArchive(postponed(claim, answer.until), shard);
    if (answer.why === "followed") await store.saveArchive(endedAtFeed(claim), shard);
    return 0;
  }
  const { page, fault, error } = await read(answer, feed, deps);
  if (page === undefined) {
    await store.saveArchive(afterFault(claim, fault, "headers" in answer ? answer.headers : undefined, feed.floorSeconds, clock()), shard);
    if (error !== undefined) throw error;
    return 0;
  }
  const past = page.entries.filter(({ published }) => isPast(published, feed, claim, heardAt));
  const shared = sharedIdentities(page.entries);
  const seenAt = new Date(clock()).toISOString();
  // Of two entries with one identity the upper is the newer.
  const items = new Map(
    past
      .map((entry) => toItem(entry, feed, seenAt, true, shared(entry)))
      .toReversed()
      .map((item) => [item.id, item]),
  );
  if (items.size > 0) await match([...items.values()].map((item) => ({ item: { ...item, baseline: true } })));
  const times = page.entries.flatMap(({ published }) => (published === undefined ? [] : [Date.parse(published)]));
  const found = { times, items: items.size, ...(page.archive !== undefined && { next: page.archive }) };
  await store.saveArchive(afterPage(claim, found), shard);
  return items.size;
};

type Page = { page: ParsedFeed; fault?: never; error?: never } | { page?: never; fault: Fault; error?: unknown };

const read = async (answer: FetchResult, feed: Feed, { parse }: RoundDeps): Promise<Page> => {
  if (answer.kind !== "body") return { fault: faultOf(answer) };
  const { bytes, contentType, url } = answer;
  try {
    return { page: await parse(bytes, { url, timezone: feed.timezone, ...(contentType !== undefined && { contentType }) }) };
  } catch (error) {
    return error instanceof ParseError ? { fault: error.code } : { fault: "internal", error };
  }
};
