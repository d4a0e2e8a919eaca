import type { FeedFetcher, FetchResult } from "../../lambdas/pipeline/fetch-ports.ts";
import { openJudge } from "./judge.ts";
import type { Answer, Server } from "./server.ts";
import type { Timeline } from "./timeline.ts";
import type { Site } from "./town.ts";
import { openTruth, type Truth } from "./truth.ts";

/** How often each status was answered to a site's feed. */
export type Tally = Map<string, Map<Answer["status"], number>>;

/**
 * All servers of the town as one fetcher in virtual time: each request takes a while, redirects are followed as the real one
 * follows them, the judge watches, and what was shown is remembered as the truth.
 */
export const openOrigin = (town: readonly Site[], { now, pause }: Timeline, random: () => number, isWatched: (at: number) => boolean) => {
  const judge = openJudge(isWatched);
  const servers = new Map<string, { site: Site; server: Server }>();
  for (const site of town) {
    servers.set(site.feed.url, { site, server: site.serve });
    for (const [url, server] of Object.entries(site.elsewhere ?? {})) servers.set(url, { site, server });
  }
  const truths = new Map(town.map(({ feed }) => [feed.id, openTruth()]));
  const tally: Tally = new Map(town.map(({ feed }) => [feed.id, new Map()]));
  const minutes = Array<number>(60).fill(0);

  const robotsOf = (url: string): FetchResult => {
    const { origin } = new URL(url);
    // All feeds of a host are asked for with it; those that moved there too.
    const asked = [...servers].flatMap(([address, { site }]) => (address.startsWith(`${origin}/`) ? [site] : []));
    const text = asked[0]?.robots?.(now());
    for (const site of asked) judge.shownRobots(site, text?.includes("Vigia") === true, now());
    if (text === undefined) return { kind: "status", status: 404, url, headers: new Map() };
    return { kind: "body", bytes: new TextEncoder().encode(text), url, headers: new Map() };
  };
  const serverAt = (url: string) => {
    const found = servers.get(url);
    if (found === undefined) throw new Error(`nobody serves ${url}`);
    return found;
  };
  /** Follows redirects: at most five, no loop. */
  const walk = (url: string, validators: Parameters<FeedFetcher>[1]) => {
    const seen = [url];
    let isPermanent = true;
    for (;;) {
      const at = seen.at(-1)!;
      const answer = serverAt(at).server({ ...validators, url: at, at: now() });
      if (answer.location === undefined) return { answer, url: at, ...(seen.length > 1 && isPermanent && { moved: at }) };
      if (seen.includes(answer.location) || seen.length > 5) return { answer, url: at };
      isPermanent &&= answer.status === 301 || answer.status === 308;
      seen.push(answer.location);
    }
  };

  const fetch: FeedFetcher = async (url, validators) => {
    const isRobots = url.endsWith("/robots.txt");
    judge.departs(url, now());
    // An address that nobody follows, looked at.
    const isLook = new URL(url).pathname.startsWith("/look-");
    if (!isRobots && !isLook) {
      judge.asks(serverAt(url).site, { ...validators, url, at: now() });
      minutes[new Date(now()).getUTCMinutes()]! += 1;
    }
    await pause(100 + Math.floor(random() * 2900));
    if (isRobots || isLook) {
      judge.arrives(url);
      return isRobots ? robotsOf(url) : { kind: "status", status: 404, url, headers: new Map() };
    }
    const { site } = serverAt(url);
    const { answer, url: found, moved } = walk(url, validators);
    if (answer.status === "timeout") await pause(17_000);
    judge.arrives(url);
    judge.answered(site, answer, now(), moved);
    truths.get(site.feed.id)?.answered(now(), answer.shows);
    const count = tally.get(site.feed.id)!;
    count.set(answer.status, (count.get(answer.status) ?? 0) + 1);
    return resultOf(answer, found, moved);
  };

  return {
    fetch,
    judge,
    tally,
    /** Requests by minute of the hour. */
    minutes,
    /** What a reader of this feed could have heard. */
    truthOf: (feedId: string): Truth => truths.get(feedId)!,
  };
};

const resultOf = ({ status, headers, body, location }: Answer, url: string, moved: string | undefined): FetchResult => {
  const found = { headers: new Map(Object.entries(headers)), ...(moved !== undefined && { moved }) };
  if (typeof status === "string") return { kind: "error", code: status, message: status };
  if (location !== undefined) return { kind: "error", code: "redirect", message: "it goes round in circles" };
  if (status === 304) return { kind: "unchanged", ...found };
  if (body === undefined) return { kind: "status", status, url, headers: found.headers };
  const contentType = headers["content-type"];
  return { kind: "body", bytes: body, url, ...found, ...(contentType !== undefined && { contentType }) };
};
