import type { Offer } from "./check.ts";
import type { Feed, FeedState, PublisherWishes } from "./feed.ts";
import { freshSeconds, type Headers, LONGEST_WAIT, retryAfterSeconds } from "./freshness.ts";
import type { Fault } from "./health.ts";
import { DAY_MS } from "./gap.ts";
import { slotAfter } from "./slot.ts";

/** Minutes between two checks. Each divides the next, so that a feed keeps its slot when its interval changes. */
export const LADDER = [1, 5, 15, 30, 60, 120, 240, 480, 1440] as const;

/** What a check came to, as far as schedule and health are concerned. */
export type Check =
  /** 200 with a document that was read and whose items are safely queued. */
  (
    | {
        readonly kind: "document";
        readonly headers: Headers;
        readonly bodyHash: string;
        /** Ids of its items, and their publication times (ISO 8601 UTC) where they have one. */
        readonly itemIds: readonly string[];
        readonly itemTimes: readonly string[];
        /** It shares nothing with the document before, and since when that is so (epoch ms). */
        readonly missedFrom?: number;
        /** By what else its items are recognised, "" if there are none: see `marksOf`. */
        readonly marks?: string;
        readonly wishes?: PublisherWishes;
        readonly repaired?: string;
        readonly archive?: string;
      }
    /** 200 with the very bytes that were stored before. */
    | { readonly kind: "same-body"; readonly headers: Headers }
    /** 304. */
    | { readonly kind: "unchanged"; readonly headers: Headers }
    /** Anything else. `headers` where the server answered at all. */
    | { readonly kind: "fault"; readonly fault: Fault; readonly headers?: Headers; readonly offers?: readonly Offer[] }
  ) & {
    /** The feed was asked without validators. */
    readonly whole?: boolean;
    /** Where it was found, if every redirect on the way was permanent. */
    readonly moved?: string;
  };

/** When to ask next. `notBefore` (epoch ms) only where the interval, that of good days, would come too early alone. */
interface NextCheck {
  readonly intervalMinutes: number;
  /** The feed's own, minutes, as its document says. */
  readonly pace?: number;
  readonly notBefore?: number;
  readonly refused?: NonNullable<FeedState["refused"]>;
}

const MINUTE = 60_000;
const DAY = 1440;

/** Without dates there is nothing to judge by. */
const DEFAULT_INTERVAL = 30;

/** A lookout that asks a quiet feed less often tells its news late; a 304 every two hours is no burden (reliability §2 allows up to 24 h). */
const QUIET_INTERVAL = 120;

/** How slow a 429 can teach a feed to be, minutes, and how long it is remembered, ms: then its own pace is tried again. */
const SLOWEST_LESSON = 240;
const LESSON_HOLDS = 30 * DAY_MS;

/** robots.txt is asked once a week, and so is a feed that it keeps us from, minutes. */
const WEEK = 7 * DAY;

/** The smallest rung that is not below `minutes` nor below the feed's floor; rungs below 15 exist only for floors below 900 s. */
export const rungFor = (minutes: number, floorSeconds: number): number => {
  const least = Math.max(minutes, floorSeconds / 60, floorSeconds < 900 ? 1 : 15);
  return LADDER.find((rung) => rung >= least) ?? DAY;
};

/**
 * When to check a feed next, given what the last check came to (reliability §2, F9–F14). Never sooner than the feed's floor
 * or than a server asks for: on success up to a day, after 429 and 503 up to seven. Faults double the wait, up to a day.
 * An uneventful 304 leaves everything as it is; one that says how long it is fresh replaces what was said before (F3). A 429 at the feed's own pace slows that pace down for a month.
 */
export const nextCheck = (
  feed: Pick<Feed, "id" | "floorSeconds">,
  state: Pick<FeedState, "intervalMinutes" | "failures" | "notBefore" | "wishes" | "refused" | "pace"> | undefined,
  check: Check,
  now: number,
): NextCheck => {
  const { floorSeconds } = feed;
  const usual = rungFor(state?.intervalMinutes ?? DEFAULT_INTERVAL, floorSeconds);
  const refused = check.kind === "fault" && check.fault === "http-429" ? lesson(state, usual, now) : state?.refused;
  const learned = refused !== undefined && { refused };
  if (check.kind === "fault") {
    // The interval stays what it is: a wider one would wait for its own slot after all that was waited for.
    const until = now + faultWait(check.fault, check.headers, usual, state?.failures ?? 0, now);
    // Whole minutes, as slots are, but where a server says how long, or that we come too often.
    return { intervalMinutes: usual, notBefore: refusals.has(check.fault) ? until : Math.floor(until / MINUTE) * MINUTE, ...learned };
  }
  const wishes = check.kind === "document" ? check.wishes : state?.wishes;
  const fresh = freshSeconds(check.headers);
  const asked = Math.min(Math.max((fresh ?? 0) / 60, wishes?.minutes ?? 0), DAY);
  const own = check.kind === "document" ? Math.ceil(paceOf(check.itemTimes, now)) : state?.pace;
  // A 304 may leave out what did not change, a 200 says all there is.
  const wanted = check.kind === "unchanged" && fresh === undefined ? usual : (own ?? usual);
  const taught = refused !== undefined && now - refused.at < LESSON_HOLDS ? refused.minutes : 0;
  const intervalMinutes = rungFor(Math.max(wanted, asked, taught), floorSeconds);
  // After a poll that was late, or a wider interval's first, the next slot may come too early. Whole minutes, as slots are.
  const isWider = state === undefined || intervalMinutes > state.intervalMinutes;
  const least = Math.floor(now / MINUTE + Math.max(asked, isWider ? floorSeconds / 60 : 0)) * MINUTE;
  const notBefore = slotAfter(feed.id, intervalMinutes, now) < least ? least : state?.notBefore;
  return { intervalMinutes, ...(own !== undefined && { pace: own }), ...(notBefore !== undefined && { notBefore }), ...learned };
};

/** What a 429 teaches: twice the pace that it refused. One that follows another fault was met at no pace of ours. */
const lesson = (state: Pick<FeedState, "failures" | "refused"> | undefined, usual: number, now: number): FeedState["refused"] => {
  if (state === undefined || state.failures > 0) return state?.refused;
  return { minutes: Math.max(usual, Math.min(usual * 2, SLOWEST_LESSON)), at: now };
};

/**
 * Half the time between two publications in the last seven days, in minutes. A burst that carries one time counts once. A
 * document that reaches back less than seven days is judged by what it holds; by a day at least, if it holds hardly anything.
 */
const paceOf = (itemTimes: readonly string[], now: number): number => {
  const dated = itemTimes.map((time) => Date.parse(time)).filter((time) => time <= now);
  if (dated.length === 0) return itemTimes.length > 0 ? QUIET_INTERVAL : DEFAULT_INTERVAL;
  const weekAgo = now - 7 * DAY * MINUTE;
  const recent = new Set(dated.filter((time) => time > weekAgo));
  if (recent.size === 0) return QUIET_INTERVAL;
  const oldest = Math.min(...recent);
  const reachesBack = dated.some((time) => time <= weekAgo);
  const span = reachesBack ? 7 * DAY : Math.max((now - oldest) / MINUTE, recent.size < ENOUGH ? DAY : 0);
  return Math.min(span / (recent.size * 2), QUIET_INTERVAL);
};

/** So many publications tell a pace: a document that rolls over in an hour is asked for accordingly. */
const ENOUGH = 5;

/**
 * How long to wait after a fault, ms, whatever was asked for: the wait of its kind (reliability §2), doubled with each of the `failures` in a
 * row before it, up to a day; after 429 and 503 what the server asks for, if that is more, up to seven days. `usual`: minutes between two good checks.
 */
export const faultWait = (fault: Fault, headers: Headers | undefined, usual: number, failures: number, now: number): number =>
  Math.max(waitAfter(fault, usual, failures) * MINUTE, refusals.has(fault) ? askedWait(headers, now) * 1000 : 0);

/** Until when (epoch ms) a server that refuses with this status is to be left alone: an hour at least; 0 for any other status. */
export const restAfter = (status: number, headers: Headers, now: number): number =>
  refusals.has(`http-${status}`) ? now + faultWait(`http-${status}`, headers, 0, 0, now) : 0;

/** The faults by which a server asks us to come later. */
const refusals: ReadonlySet<Fault> = new Set<Fault>(["http-429", "http-503"]);

/** Minutes to wait after a fault, before anything the server asks for. An address that is not allowed may be one wrong answer of a name server, and asking again reaches nobody. */
const waitAfter = (fault: Fault, usual: number, failures: number): number => {
  if (fault === "robots") return WEEK;
  const base =
    fault === "http-410"
      ? DAY
      : fault === "http-404"
        ? 360
        : fault === "http-429" || fault === "http-503"
          ? 60
          : fault.startsWith("http-4") || fault === "too-large"
            ? 240
            : usual;
  return Math.min(base * 2 ** Math.min(failures, 12), DAY);
};

/** Seconds that a refusing server asks for. */
const askedWait = (headers: Headers | undefined, now: number): number =>
  Math.min(
    Math.max(retryAfterSeconds(headers?.get("retry-after"), now) ?? 0, Math.ceil((headers && freshSeconds(headers)) ?? 0)),
    LONGEST_WAIT,
  );
