import { isLoopbackHost, judgeUrl, refusals } from "../core/address.ts";
import { requestOf } from "../core/check.ts";
import { type Feed, shardOf } from "../core/feed.ts";
import type { NewFeed } from "../core/feed-input.ts";
import { problem, refuseField, Refusal } from "../core/problem.ts";
import type { ApiDeps } from "./operations.ts";

/** Least time between two polls, seconds; only a loopback host may be asked more often. */
const FLOOR_SECONDS = 900;

/** The address, if Vigía may be sent there; else a refusal of the field. */
export const allowedAddress = (url: string, loopbackAllowed: boolean, field = "url"): string => {
  const verdict = judgeUrl(url, "feed", loopbackAllowed);
  return verdict.allowed ? url : refuseField(field, `"${field}" is not allowed: ${refusals[verdict.reason]}.`);
};

/**
 * A new feed's row under this id, if everything in it may be; else a refusal. `now` (ISO 8601 UTC) is its birth: what is older never
 * alerts, and what polling learned of a feed that was removed under this id is forgotten.
 */
export const newFeed = ({ note, alternates, ...rest }: NewFeed, id: string, now: string, loopbackAllowed: boolean): Feed => {
  if (id === "") refuseField("id", `"id" is needed where the outlet's name has no letters to make it from.`);
  allowedAddress(rest.url, loopbackAllowed);
  for (const url of alternates ?? []) allowedAddress(url, loopbackAllowed, "alternates");
  if (!isZone(rest.timezone)) refuseField("timezone", `"timezone" must be an IANA zone such as America/Mexico_City.`);
  if (rest.floorSeconds < leastFloor(rest.url))
    refuseField("floorSeconds", `"floorSeconds" must be at least ${FLOOR_SECONDS}: feeds of others are asked politely.`);
  return {
    ...rest,
    id,
    alertSince: now,
    addedAt: now,
    revivedAt: now,
    ...(note !== undefined && { note }),
    ...(alternates !== undefined && { alternates }),
  };
};

/** The least `floorSeconds` of a feed at this address. */
export const leastFloor = (url: string): number => (isLoopbackHost(URL.parse(url)?.hostname ?? "") ? 1 : FLOOR_SECONDS);

/** Refuses an address that one of these feeds has. */
export const refuseFollowed = (url: string, feeds: readonly Feed[]): void => {
  const wanted = requestOf(url);
  const same = feeds.find((feed) => requestOf(feed.url) === wanted);
  if (same !== undefined) throw new Refusal(problem("conflict", `The feed "${same.id}" (${same.outlet}) has this address already.`));
};

/** "El Faro de la Sierra" → `el-faro-de-la-sierra`; accents fall away. */
export const slug = (outlet: string): string =>
  outlet
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 80)
    .replace(/^-+|-+$/g, "");

/**
 * Has new addresses asked at once and not with the next tick, which asks whatever was never asked: should we die before this, or
 * the message get lost, they wait a minute.
 */
export const askNow = async (urls: readonly string[], { ingest, clock }: Pick<ApiDeps, "ingest" | "clock">): Promise<void> => {
  const now = clock();
  const shards = [...new Set(urls.map(shardOf))];
  if (shards.length > 0) await ingest(shards.map((shard) => ({ shard, after: now, upTo: now })));
};

/** Is it the name of a time zone (IANA)? */
export const isZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
};
