import { describe, expect, it } from "vitest";
import type { FeedState } from "../../lambdas/core/feed.ts";
import type { IngestStore } from "../../lambdas/pipeline/ports.ts";
import type { FeedFetcher, FetchResult } from "../../lambdas/pipeline/fetch-ports.ts";
import type { RoundDeps } from "../../lambdas/pipeline/round.ts";
import { playMonth } from "../etiquette/month.ts";

type Meddle = (deps: RoundDeps) => RoundDeps;

const store =
  (change: (store: IngestStore) => Partial<IngestStore>): Meddle =>
  (deps) => ({ ...deps, store: { ...deps.store, ...change(deps.store) } });

/** Ingest sees other states than were written. */
const seeing = (change: (state: FeedState) => FeedState): Meddle =>
  store((real) => ({
    feedStatesOf: async (shard) => new Map([...(await real.feedStatesOf(shard))].map(([id, state]) => [id, change(state)])),
  }));

const without = (state: FeedState, ...names: readonly (keyof FeedState)[]): FeedState =>
  Object.fromEntries(Object.entries(state).filter(([name]) => !names.some((one) => one === name))) as unknown as FeedState;

/** Requests go out with other validators, or their answers come back changed. */
const fetching =
  (change: (real: FeedFetcher) => FeedFetcher): Meddle =>
  (deps) => ({ ...deps, fetch: change(deps.fetch) });

const answers = (change: (result: FetchResult, url: string) => FetchResult): Meddle =>
  fetching((real) => async (url, validators) => change(await real(url, validators), url));

const headers = (result: FetchResult, drop: (name: string) => boolean): FetchResult =>
  result.kind === "error" ? result : { ...result, headers: new Map([...result.headers].filter(([name]) => !drop(name))) };

/** Sends back the ETag of whatever came last, read or not. */
const anyEtag: Meddle = fetching((real) => {
  const last = new Map<string, string>();
  return async (url, validators) => {
    const etag = last.get(url) ?? validators.etag;
    const result = await real(url, { ...validators, ...(etag !== undefined && { etag }) });
    const given = result.kind === "error" ? undefined : result.headers.get("etag");
    if (given !== undefined) last.set(url, given);
    return result;
  };
});

/** Keeps the old ETag where the body did not change. */
const hashBug: Meddle = store((real) => {
  const saved = new Map<string, FeedState>();
  return {
    saveFeedState: async (state, shard) => {
      const before = saved.get(state.feedId);
      const kept = before?.bodyHash === state.bodyHash && before?.etag !== undefined ? { ...state, etag: before.etag } : state;
      saved.set(state.feedId, kept);
      await real.saveFeedState(kept, shard);
    },
  };
});

const wishless =
  (name: "minutes" | "skipHours"): Meddle =>
  (deps) => ({
    ...deps,
    parse: async (...given) => {
      const parsed = await deps.parse(...given);
      const { [name]: _, ...wishes } = parsed.wishes ?? {};
      return { ...parsed, wishes };
    },
  });

/** What is broken, how, which rule it breaks, at whose servers, within so many days. */
const bugs: readonly [what: string, rule: string, kinds: readonly string[], days: number, meddle: Meddle][] = [
  [
    "If-None-Match is dropped",
    "F1",
    ["quiet"],
    1,
    fetching(
      (real) =>
        (url, { etag: _, ...rest }) =>
          real(url, rest),
    ),
  ],
  [
    "validators lose their odd bytes",
    "F1",
    ["odd-etag"],
    1,
    fetching(
      (real) =>
        (url, { etag, ...rest }) =>
          real(url, { ...rest, ...(etag !== undefined && { etag: etag.replace("W/", "") }) }),
    ),
  ],
  ["the ETag is kept while the body is the same", "F1", ["touched"], 2, hashBug],
  [
    "what a 304 says is not read",
    "F1",
    ["rotating"],
    2,
    answers((result) => (result.kind === "unchanged" ? headers(result, () => true) : result)),
  ],
  ["a broken document's ETag is sent back", "F1", ["broken"], 4, anyEtag],
  [
    "If-Modified-Since is invented",
    "F5",
    ["quiet"],
    1,
    fetching((real) => (url, validators) => real(url, { lastModified: "Thu, 01 Jan 2026 00:00:00 GMT", ...validators })),
  ],
  [
    "a clock of 2038 is sent back",
    "F6",
    ["clock-of-2038"],
    1,
    fetching(
      (real) => (url, validators) =>
        real(url, validators.etag === undefined ? validators : { ...validators, lastModified: "Tue, 19 Jan 2038 03:14:07 GMT" }),
    ),
  ],
  ["304 is believed for ever", "F6", ["304-for-ever"], 10, seeing((state) => ({ ...state, readAt: Number.MAX_SAFE_INTEGER }))],
  ["the whole document is asked for in every doubt", "F6", ["never-whole"], 10, seeing((state) => without(state, "wholeAt"))],
  [
    "adding a feed costs two GETs",
    "F8",
    ["quiet"],
    1,
    fetching((real) => async (url, validators) => (validators.etag === undefined && (await real(url, {})), real(url, validators))),
  ],
  [
    "robots.txt is asked for on the first day",
    "F7",
    ["quiet"],
    1,
    fetching(
      (real) => async (url, validators) => (
        validators.etag === undefined && (await real(new URL("/robots.txt", url).href, {})),
        real(url, validators)
      ),
    ),
  ],
  [
    "a floor is jumped",
    "F8",
    ["rolls-off"],
    1,
    store((real) => ({ feedsOf: async (shard) => (await real.feedsOf(shard)).map((feed) => ({ ...feed, floorSeconds: 300 })) })),
  ],
  ["max-age is not read", "F9", ["max-age"], 1, answers((result) => headers(result, (name) => name === "cache-control"))],
  [
    "max-age is believed without end",
    "pace",
    ["quiet"],
    2,
    answers((result) =>
      result.kind === "error" ? result : { ...result, headers: new Map([...result.headers, ["cache-control", "max-age=50000"]]) },
    ),
  ],
  ["ttl is not read", "F10", ["ttl"], 1, wishless("minutes")],
  ["skipHours is not read", "F11", ["skip-hours"], 2, wishless("skipHours")],
  ["sy:updatePeriod is not read", "F12", ["sy"], 1, wishless("minutes")],
  ["a 429 is one feed's affair", "F13", ["crowd"], 4, store(() => ({ restHost: async () => undefined }))],
  ["Retry-After as a date is not read", "F13", ["dated-crowd"], 4, answers((result) => headers(result, (name) => name === "retry-after"))],
  ["Retry-After of a 503 is forgotten", "F14", ["overloaded"], 4, seeing((state) => without(state, "notBefore"))],
  [
    "a captive portal is believed",
    "F15",
    ["portal"],
    2,
    (deps) => {
      const takesAnyPage = answers((result, url) =>
        result.kind === "body" && result.url !== url
          ? { ...result, bytes: new TextEncoder().encode('{"version":"https://jsonfeed.org/version/1.1","items":[]}') }
          : result,
      );
      const atFirstSight = seeing((state) =>
        state.redirect === undefined ? state : { ...state, moved: { to: state.redirect.to, at: state.redirect.since } },
      );
      return takesAnyPage(atFirstSight(deps));
    },
  ],
  ["a moved feed is asked at its old address for ever", "F15", ["moves"], 4, seeing((state) => without(state, "moved"))],
  [
    "a temporary redirect is kept",
    "F16",
    ["elsewhere"],
    3,
    answers((result, url) =>
      result.kind === "body" || result.kind === "unchanged" ? { ...result, moved: url.replace("//", "//new-") } : result,
    ),
  ],
  ["what is gone is asked again", "F17", ["gone"], 6, seeing((state) => (state.health === "gone" ? { ...state, health: "ok" } : state))],
  ["a host is asked without a pause", "F19", ["crowd"], 1, (deps) => ({ ...deps, pause: async () => undefined })],
  [
    "a turn at a host is ignored",
    "F19",
    ["crowd"],
    12,
    store(() => ({ hostTakenUntil: async () => 0, takeHost: async () => true, leaveHost: async () => undefined })),
  ],
  ["a host that is polled counts as free", "F19", ["crowd"], 12, store(() => ({ claimsSince: async () => [] }))],
  [
    "a message that comes twice is worked on twice",
    "F8",
    ["quiet"],
    4,
    store(() => ({ claimPoll: async () => true, claimsSince: async () => [], heardOf: async () => new Map() })),
  ],
  [
    "robots.txt is not read",
    "F24",
    ["names-us"],
    8,
    answers((result, url) => (url.endsWith("/robots.txt") ? { kind: "status", status: 404, url, headers: new Map() } : result)),
  ],
  ["failures are not waited out", "backing off", ["ill"], 4, seeing((state) => ({ ...without(state, "notBefore"), intervalMinutes: 15 }))],
  ["a feed that fails is given up", "silence", ["ill"], 13, seeing((state) => (state.failures > 2 ? { ...state, health: "gone" } : state))],
];

describe("the fake origin finds it if", () => {
  it.each(bugs)("%s (%s)", { timeout: 60_000 }, async (_, rule, only, days, meddle) => {
    const month = await playMonth({ seed: 1, days, only, meddle });
    expect(new Set(month.violations.map((violation) => violation.rule))).toContain(rule);
  });

  it("the scheduler runs on the hour only (F19)", { timeout: 60_000 }, async () => {
    const { origin, polls } = await playMonth({ seed: 1, days: 2, every: 60 });
    expect(Math.max(...origin.minutes)).toBeGreaterThan((3 * polls) / 60);
  });

  it("is silent about all these servers where nothing is broken", { timeout: 120_000 }, async () => {
    const only = [...new Set(bugs.flatMap(([, , kinds]) => kinds))];
    expect((await playMonth({ seed: 1, days: 12, only })).violations).toEqual([]);
  });
});
