import type { Site } from "./town.ts";
import type { Answer, Ask } from "./server.ts";
import { DAY, HOUR, MINUTE } from "./timeline.ts";

/** A broken rule. */
export interface Violation {
  /** Its number in reliability §2, or a word. */
  readonly rule: string;
  readonly feed: string;
  readonly what: string;
}

/** What the judge remembers of a feed. Times are epoch ms. */
interface Record {
  asked: number;
  firstAt?: number;
  lastAt?: number;
  /** What it was last given with a document that can be read, with a 304 since, and must send back. */
  etag?: string | undefined;
  lastModified?: string | undefined;
  lastBodyAt?: number;
  lastWholeAt?: number;
  /** Since the last document: did anything fail, and was there a 304 after that? */
  failed: boolean;
  unchanged: boolean;
  faults: number;
  demands: { readonly rule: string; readonly until: number }[];
  gone: boolean;
  /** What its robots.txt said when it was last asked for, and when that was. */
  refuses: boolean;
  robotsAt?: number;
  refusals: number;
  /** Where it is to be asked, and what may become of that. */
  address: string;
  sawPermanent: boolean;
  redirect?: { readonly to: string; readonly since: number; readonly times: number; readonly read: boolean } | undefined;
}

/** A slot is a minute wide, and once a day a minute later. */
const SLOT = MINUTE;

/**
 * Watches every request and answer and writes down each broken rule of reliability §2. It knows the rules by itself and
 * nothing of Vigía.
 */
export const openJudge = (isWatched: (at: number) => boolean) => {
  const violations: Violation[] = [];
  const records = new Map<string, Record>();
  const hosts = new Map<string, { inFlight: number; lastAt: number; until: number }>();

  const recordOf = ({ feed }: Site): Record => {
    const known = records.get(feed.id);
    if (known !== undefined) return known;
    const record: Record = {
      asked: 0,
      failed: false,
      unchanged: false,
      faults: 0,
      demands: [],
      gone: false,
      refuses: false,
      refusals: 0,
      address: feed.url,
      sawPermanent: false,
    };
    records.set(feed.id, record);
    return record;
  };
  const hostOf = (url: string) => {
    const { host } = new URL(url);
    const known = hosts.get(host) ?? { inFlight: 0, lastAt: 0, until: 0 };
    hosts.set(host, known);
    return known;
  };

  return {
    violations,
    refusals: (site: Site) => recordOf(site).refusals,
    /** A request of a feed goes out. */
    asks: (site: Site, ask: Ask): void => {
      const record = recordOf(site);
      const broken = (rule: string, what: string) =>
        violations.push({ rule, feed: site.feed.id, what: `${new Date(ask.at).toISOString()} ${what}` });
      const { at, etag, lastModified } = ask;

      if (record.gone) broken("F17", "asked after 410");
      if (record.refuses) broken("F24", "asked though robots.txt names us");
      if (ask.url !== record.address) broken(record.sawPermanent ? "F15" : "F16", `asked at ${ask.url}, not at ${record.address}`);
      if (at - (record.lastAt ?? 0) < site.feed.floorSeconds * 1000 - SLOT) broken("F8", "asked within its floor");
      for (const { rule, until } of record.demands)
        if (at < until - SLOT) broken(rule, `asked ${Math.round((until - at) / MINUTE)} min too early`);
      if (site.isClosed?.(at) === true && record.asked > 0) broken("F11", "asked in closed hours");
      // The first request comes at once, the second with the slot that lies a floor behind it.
      const longest = 2 * HOUR + 3 * SLOT + (record.asked === 1 ? site.feed.floorSeconds * 1000 : 0);
      if (site.isCalm === true && isWatched(at) && at - (record.lastAt ?? at) > longest) broken("pace", "not asked for two hours");

      const whole = etag === undefined && lastModified === undefined;
      const holds = record.etag !== undefined || usable(record.lastModified);
      const isOverdue = at - (record.lastBodyAt ?? at) > 8 * DAY;
      const mayDoubt = isOverdue || (record.failed && record.unchanged) || record.redirect?.read === false;
      if (record.lastBodyAt === undefined) {
        if (!whole) broken("F1", "validators that nobody gave");
      } else if (holds && whole) {
        if (!mayDoubt) broken("F1", "asked without validators");
        else if (at - (record.lastWholeAt ?? 0) < DAY) broken("F6", "asked for the whole document twice in a day");
      } else if (holds) {
        if (etag !== record.etag) broken("F1", `sent the ETag ${etag}, not ${record.etag}`);
        const wanted = usable(record.lastModified) ? record.lastModified : undefined;
        if (lastModified !== wanted)
          broken(wanted === undefined && !usable(lastModified) ? "F6" : "F5", `sent Last-Modified ${lastModified}, not ${wanted}`);
        if (isOverdue && at - (record.lastWholeAt ?? 0) > DAY) broken("F6", "believes 304 for more than eight days");
      } else if (!whole) broken("F5", "validators that nobody gave");
      if (whole) record.lastWholeAt = at;
      record.firstAt ??= at;
      record.lastAt = at;
      record.asked++;
    },
    /** A request leaves for a host, a feed's or one for robots.txt. */
    departs: (url: string, at: number): void => {
      const host = hostOf(url);
      const broken = (rule: string, what: string) => violations.push({ rule, feed: url, what: `${new Date(at).toISOString()} ${what}` });
      if (host.inFlight > 0) broken("F19", "two requests at once");
      else if (at - host.lastAt < 2000) broken("F19", `asked ${at - host.lastAt} ms after the last request`);
      if (at < host.until) broken("F13", `asked ${Math.round((host.until - at) / MINUTE)} min too early`);
      host.inFlight++;
      host.lastAt = at;
    },
    /** Its answer is there. */
    arrives: (url: string): void => {
      hostOf(url).inFlight--;
    },
    /** The feed was answered in the end, at `at`; with `moved` where every redirect on the way was permanent. */
    answered: (site: Site, { status, headers, shows, demands }: Answer, at: number, moved?: string): void => {
      const record = recordOf(site);
      record.sawPermanent ||= moved !== undefined;
      record.demands = [];
      if (status === 304 || (status === 200 && shows !== undefined)) {
        const [etag, lastModified] = [headers.etag, headers["last-modified"]];
        const read = status === 200;
        record.etag = etag ?? (read ? undefined : record.etag);
        record.lastModified = lastModified ?? (read ? undefined : record.lastModified);
        if (read) [record.lastBodyAt, record.failed, record.unchanged] = [at, false, false];
        else record.unchanged = true;
        record.faults = 0;
        follow(record, moved, read, at);
      } else {
        record.failed = true;
        record.unchanged = false;
        record.faults++;
        if (status === 410) record.gone = true;
        if (status === 429) record.refusals++;
        // Where a feed moved in vain it is asked again where it was.
        if (record.faults >= 3 && status !== 410) record.address = site.feed.url;
        record.demands.push({ rule: "backing off", until: at + backOff(status, record.faults) });
      }
      if (demands === undefined) return;
      const until = at + demands.seconds * 1000;
      if (demands.of === "host") hostOf(record.address).until = until;
      else record.demands.push({ rule: demands.rule, until });
    },
    /** The site's robots.txt was served. */
    shownRobots: (site: Site, refuses: boolean, at: number): void => {
      const record = recordOf(site);
      if (record.asked < 2) violations.push({ rule: "F7", feed: site.feed.id, what: "adding it cost more than one GET" });
      if (at - (record.robotsAt ?? 0) < 6 * DAY)
        violations.push({ rule: "F24", feed: site.feed.id, what: "robots.txt is asked for too often" });
      [record.refuses, record.robotsAt] = [refuses, at];
    },
    /** What is wrong with a feed that nobody asks any more is seen only at the end. */
    ends: (site: Site, at: number): void => {
      const { firstAt = 0, lastAt = 0, gone, refuses, robotsAt = firstAt } = recordOf(site);
      if (!gone && at - robotsAt > 10 * DAY) violations.push({ rule: "F24", feed: site.feed.id, what: "nobody looks at robots.txt" });
      if (site.isCalm === true && at - lastAt > 2 * HOUR + 3 * SLOT)
        violations.push({ rule: "pace", feed: site.feed.id, what: "not asked any more" });
      if (!gone && !refuses && at - lastAt > 8 * DAY) violations.push({ rule: "silence", feed: site.feed.id, what: "given up" });
    },
  };
};

/** A clock of that year is none (F6). */
const usable = (lastModified: string | undefined): boolean => {
  const year = new Date(lastModified ?? "").getUTCFullYear();
  return year >= 1990 && year < 2038;
};

/** The least time to leave a server alone after so many failures in a row, ms. */
const backOff = (status: Answer["status"], faults: number): number => {
  const base =
    status === 401 || status === 403 ? 4 * HOUR : status === 404 ? 6 * HOUR : status === 429 || status === 503 ? HOUR : 15 * MINUTE;
  return Math.min(base * 2 ** (faults - 1), DAY);
};

/** Three identical permanent redirects over a day, a document read behind them: then, and only then, the address is another. */
const follow = (record: Record, moved: string | undefined, read: boolean, at: number): void => {
  const { redirect } = record;
  if (moved === undefined) {
    record.redirect = undefined;
    return;
  }
  const met = redirect?.to === moved ? redirect : { to: moved, since: at, times: 0, read: false };
  record.redirect = { ...met, times: met.times + 1, read: met.read || read };
  if (record.redirect.times < 3 || !record.redirect.read || at - met.since < DAY) return;
  record.address = moved;
  record.redirect = undefined;
};
