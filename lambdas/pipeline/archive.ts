import { afterFault, afterPage, type Archive, isArchiveDue, isPast, visited } from "../core/archive.ts";
import type { Feed } from "../core/feed.ts";
import type { Fault } from "../core/health.ts";
import { sharedIdentities, toItem } from "../core/item.ts";
import { faultOf } from "./check.ts";
import { type FetchResult, type ParsedFeed, ParseError } from "./ports.ts";
import type { RoundDeps } from "./round.ts";
import { askInTurn, waitAsked } from "./turn.ts";

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
    // A robots.txt that keeps us from the feed keeps us from its archive (reliability F24).
    const isOpen = states.get(archive.feedId)?.robots?.refuses !== true;
    if (feed !== undefined && isOpen && clock() <= until) items += await visit(feed, archive, shard, heard.get(feed.id), deps);
  }
  return items;
};

const visit = async (feed: Feed, due: Archive, shard: number, heardAt: number | undefined, deps: RoundDeps): Promise<number> => {
  const { store, clock, match } = deps;
  const claim = visited(due, feed.floorSeconds, clock());
  if (claim.next === undefined || !(await store.saveArchive(claim, shard))) return 0;
  const answer = await askInTurn(claim.next, `archive of ${feed.id}`, deps);
  // The host had no time for us: it is asked again when it would be after a page.
  if (answer === undefined) return 0;
  const { page, fault, error } = await read(answer, feed, deps);
  if (page === undefined) {
    await store.saveArchive(afterFault(claim, fault, waitAsked(answer, clock()), feed.floorSeconds, clock()), shard);
    if (error !== undefined) throw error;
    return 0;
  }
  const past = page.entries.filter(({ published }) => isPast(published, feed, claim, heardAt));
  const shared = sharedIdentities(page.entries);
  const seenAt = new Date(clock()).toISOString();
  const items = new Map(past.map((entry) => toItem(entry, feed, seenAt, true, shared(entry))).map((item) => [item.id, item]));
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
