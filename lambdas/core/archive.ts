import type { Feed } from "./feed.ts";
import type { Headers } from "./freshness.ts";
import type { Fault } from "./health.ts";
import { DAY_MS } from "./gap.ts";
import { faultWait } from "./interval.ts";

/**
 * How far a feed's own archive has been read (RFC 5005, WordPress `?paged=N`): once, a page a visit, never closer than the
 * feed's floor. Times are epoch milliseconds.
 */
export interface Archive {
  readonly feedId: string;
  /** The feed's address: another one has another archive. */
  readonly url: string;
  /** Goes up by one with every change, so that of two visits one wins. */
  readonly version: number;
  readonly startedAt: number;
  /** The page to ask next; absent once it is over. */
  readonly next?: string;
  /** No page is asked before. */
  readonly notBefore: number;
  /** Pages read. */
  readonly pages: number;
  /** Items sent on. */
  readonly items: number;
  /** The oldest publication time met so far. */
  readonly reached?: number;
  /** Failures in a row. */
  readonly failures: number;
  /** `complete`: it goes no further back. `enough`: ten pages, or ninety days. `unreadable`: it failed too often. */
  readonly ended?: "complete" | "enough" | "unreadable";
}

/** What a page came to: where the next one is, and the publication times of its items. */
interface ArchivePage {
  readonly next?: string;
  /** Epoch ms. */
  readonly times: readonly number[];
  /** Items sent on. */
  readonly items: number;
}

const MAX_PAGES = 10;
/** Some three days of trouble: an archive is read once, and a bad night must not cost it. */
const MAX_FAILURES = 8;

/** How far back an archive is read, from when the reading began. */
const REACH_MS = 90 * DAY_MS;

/** An archive at its beginning: the first page may be asked once the feed's floor has passed. */
export const archiveFrom = (feed: Pick<Feed, "id" | "url" | "floorSeconds">, next: string, now: number): Archive => ({
  feedId: feed.id,
  url: feed.url,
  version: 1,
  startedAt: now,
  next,
  notBefore: now + feed.floorSeconds * 1000,
  pages: 0,
  items: 0,
  failures: 0,
});

/** May its next page be asked now? */
export const isArchiveDue = (archive: Archive, now: number): archive is Archive & { readonly next: string } =>
  archive.next !== undefined && now >= archive.notBefore;

/**
 * The claim of a visit, written before its request. Who comes after a visit that died finds the same page due again once the
 * floor has passed: nothing is lost, and nothing is asked twice before.
 */
export const visited = (archive: Archive, floorSeconds: number, now: number): Archive => ({
  ...archive,
  version: archive.version + 1,
  notBefore: now + floorSeconds * 1000,
});

/** After a page that was read. A page that holds nothing older than the ones before leads nowhere: some servers ignore the page's number. */
export const afterPage = (archive: Archive, page: ArchivePage): Archive => {
  const { next: _, ...rest } = archive;
  const oldest = Math.min(...page.times);
  const read = {
    ...rest,
    version: archive.version + 1,
    pages: archive.pages + 1,
    items: archive.items + page.items,
    failures: 0,
    ...(page.times.length > 0 && { reached: Math.min(oldest, archive.reached ?? oldest) }),
  };
  if (page.next === undefined || page.times.length === 0 || oldest >= (archive.reached ?? Number.POSITIVE_INFINITY))
    return { ...read, ended: "complete" };
  if (read.pages >= MAX_PAGES || oldest < archive.startedAt - REACH_MS) return { ...read, ended: "enough" };
  return { ...read, next: page.next };
};

/**
 * After a page that could not be read. That there is no such page, or no feed at its place, is how most archives end; anything
 * else is tried again, as a feed would be (`faultWait`).
 */
export const afterFault = (archive: Archive, fault: Fault, headers: Headers | undefined, floorSeconds: number, now: number): Archive => {
  const { next, ...rest } = archive;
  const failed = { ...rest, version: archive.version + 1, failures: archive.failures + 1 };
  if (ends.has(fault)) return { ...failed, ended: "complete" };
  if (failed.failures >= MAX_FAILURES) return { ...failed, ended: "unreadable" };
  const notBefore = now + faultWait(fault, headers, (2 * floorSeconds) / 60, archive.failures, now);
  return { ...failed, notBefore, ...(next !== undefined && { next }) };
};

/** After a visit at which nothing was asked, since the host rests until then (epoch ms): no failure of the archive's. */
export const postponed = (archive: Archive, until: number): Archive => ({ ...archive, version: archive.version + 1, notBefore: until });

/** Its next page is the address of a feed that is followed: there is nothing of its own to read on. */
export const endedAtFeed = ({ next: _, ...archive }: Archive): Archive => ({ ...archive, version: archive.version + 1, ended: "complete" });

const ends: ReadonlySet<Fault> = new Set<Fault>(["http-404", "http-410", "http-400", "not-a-feed", "empty-body", "no-items-parsed"]);

/**
 * Which items of an archive are news of the past (ISO 8601 UTC): dated, at most ninety days old when the reading began, and
 * older than the feed's `alertSince` or than a day before its last good check. What is younger may still come with a poll, as news.
 */
export const isPast = (
  published: string | undefined,
  { alertSince }: Pick<Feed, "alertSince">,
  archive: Pick<Archive, "startedAt">,
  heardAt: number | undefined,
): boolean => {
  if (published === undefined) return false;
  const at = Date.parse(published);
  return at >= archive.startedAt - REACH_MS && at < Math.max(Date.parse(alertSince), (heardAt ?? 0) - DAY_MS);
};
