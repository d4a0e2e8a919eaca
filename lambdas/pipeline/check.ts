import { checkId, type CheckedFeed, type FeedCheck, RECHECK_MS } from "../core/check.ts";
import { shardOf } from "../core/feed.ts";
import type { Fault } from "../core/health.ts";
import { restAfter } from "../core/interval.ts";
import { suggest } from "../core/suggestion.ts";
import type { IngestOutcome } from "./ingest.ts";
import type { CheckMessage } from "./messages.ts";
import { type FetchResult, ParseError } from "./fetch-ports.ts";
import type { RoundDeps } from "./round.ts";
import { askInTurn } from "./turn.ts";

/** How soon an address may be looked at again if its host was too busy to be asked, ms. */
const BUSY_MS = 60_000;

/**
 * Looks whether there is a feed at an address that nobody follows: one GET, and what came of it. Asked again within fifteen
 * minutes, or before the server allows, the answer of before stands. What was answered is kept that long, for the first poll of
 * a feed that is added with this address.
 *
 * The check is claimed before its request. Dying after the claim, the retry finds it and asks nothing; somebody may ask anew
 * once the time is over.
 */
export const check = async ({ check: url }: CheckMessage, deps: RoundDeps): Promise<IngestOutcome> => {
  const { store, clock } = deps;
  const outcome = { shard: shardOf(url), feeds: 0, items: 0, failed: {} };
  const askedAt = clock();
  const claim: FeedCheck = { id: checkId(url), url, askedAt, notBefore: askedAt + RECHECK_MS };
  if (!(await store.claimCheck(claim))) return { ...outcome, outcome: "claimed-before" };

  const answer = await askInTurn(url, claim.id, deps);
  if (answer.kind === "unasked") {
    const resting = answer.why === "resting" && { notBefore: answer.until, fault: "http-429" as const };
    await store.saveCheck({ ...claim, doneAt: clock(), notBefore: clock() + BUSY_MS, unasked: true, ...resting });
    return { ...outcome, outcome: "checked" };
  }
  await store.keepAnswer(claim.id, answer, claim.notBefore);
  const { error, ...found } = await read(url, answer, deps);
  await store.saveCheck({
    ...claim,
    ...found,
    doneAt: clock(),
    notBefore: answer.kind === "status" ? Math.max(claim.notBefore, restAfter(answer.status, answer.headers, askedAt)) : claim.notBefore,
  });
  if (error !== undefined) throw error;
  const failed = found.fault === undefined ? {} : { [claim.id]: found.fault };
  return { ...outcome, outcome: "checked", feeds: 1, failed };
};

/** What the answer is: a feed, or why it is none. `error` is Vigía's own. */
const read = async (
  url: string,
  answer: FetchResult,
  { parse }: Pick<RoundDeps, "parse">,
): Promise<Pick<FeedCheck, "feed" | "fault" | "offers"> & { error?: unknown }> => {
  if (answer.kind !== "body") return { fault: faultOf(answer) };
  const { bytes, contentType } = answer;
  try {
    const parsed = await parse(bytes, { url: answer.url, timezone: "UTC", ...(contentType !== undefined && { contentType }) });
    const newest = parsed.entries.map(({ published }) => published ?? "").reduce((a, b) => (a > b ? a : b), "");
    const { title, language, repaired } = parsed;
    const feed: CheckedFeed = {
      ...(title !== undefined && { title }),
      items: parsed.entries.length,
      ...(newest !== "" && { newest }),
      ...(repaired !== undefined && { repaired }),
      archive: parsed.archive !== undefined,
      suggested: suggest({
        url,
        ...(title !== undefined && { title }),
        ...(language !== undefined && { language }),
        texts: parsed.entries.map((entry) => `${entry.title} ${entry.summary}`),
      }),
    };
    return { feed };
  } catch (error) {
    if (!(error instanceof ParseError)) return { fault: "internal", error };
    return { fault: error.code, ...(error.offers.length > 0 && { offers: error.offers }) };
  }
};

/** The fault of an answer that is no document. */
export const faultOf = (answer: Exclude<FetchResult, { kind: "body" }>): Fault =>
  answer.kind === "status" ? `http-${answer.status}` : answer.kind === "error" ? answer.code : "internal";
