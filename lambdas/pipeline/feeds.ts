import { isLoopbackHost, judgeUrl, refusals } from "../core/address.ts";
import type { Feed } from "../core/feed.ts";
import { problem, refuseField, Refusal } from "../core/problem.ts";
import type { ApiDeps, Operations } from "./operations.ts";
import { feedAnswer, missing } from "./querying.ts";
import type { FeedStatus } from "./ports.ts";

/** Least time between two polls, seconds; only a loopback host may be asked more often. */
const FLOOR_SECONDS = 900;

/** The operations that decide which feeds are followed. In force with the next tick. */
export const keepingFeeds = ({ store, clock, loopbackAllowed }: ApiDeps): Operations<"addFeed" | "changeFeed" | "removeFeed"> => {
  const known = async (id: string): Promise<FeedStatus> => (await store.feeds()).find(({ feed }) => feed.id === id) ?? missing("feed", id);

  return {
    async addFeed({ body }) {
      const { id = slug(body.outlet), note, ...rest } = body;
      if (id === "") refuseField("id", `"id" is needed where the outlet's name has no letters to make it from.`);
      const verdict = judgeUrl(body.url, "feed", loopbackAllowed);
      if (!verdict.allowed) refuseField("url", `"url" is not allowed: ${refusals[verdict.reason]}.`);
      if (!isZone(body.timezone)) refuseField("timezone", `"timezone" must be an IANA zone such as America/Mexico_City.`);
      if (body.floorSeconds < FLOOR_SECONDS && !isLoopbackHost(new URL(body.url).hostname))
        refuseField("floorSeconds", `"floorSeconds" must be at least ${FLOOR_SECONDS}: feeds of others are asked politely.`);
      const same = (await store.feeds()).find(({ feed }) => feed.id === id || addressOf(feed.url) === addressOf(body.url))?.feed;
      if (same !== undefined && same.id !== id)
        throw new Refusal(problem("conflict", `The feed "${same.id}" (${same.outlet}) has this address already.`));
      const taken = new Refusal(problem("conflict", `There is already a feed with the id "${id}": give another "id".`));
      if (same !== undefined) throw taken;
      const now = new Date(clock()).toISOString();
      const feed: Feed = { ...rest, id, alertSince: now, addedAt: now, ...(note !== undefined && { note }) };
      // Somebody may have been faster since.
      if (!(await store.addFeed(feed))) throw taken;
      return { location: `/feeds/${id}`, body: feedAnswer({ feed }, clock()) };
    },

    async changeFeed({ id, body }) {
      const found = await known(id);
      const { pinned: _, ...unpinned } = found.feed;
      const feed: Feed = {
        ...(body.pinned === false ? unpinned : found.feed),
        ...(body.enabled !== undefined && { enabled: body.enabled, pauses: pausesAfter(found.feed, body.enabled, clock()) }),
        ...(body.enabled === true && isAsleep(found) && { revivedAt: new Date(clock()).toISOString() }),
        ...(body.pinned === true && { pinned: true as const }),
        ...(body.note !== undefined && { note: body.note }),
      };
      await store.putFeed(feed);
      return { body: feedAnswer({ ...found, feed }, clock()) };
    },

    async removeFeed({ id }) {
      await known(id);
      await store.removeFeed(id);
      return { body: undefined };
    },
  };
};

/** Addresses that ask for the same document are one: dots and case are settled, and a fragment never leaves a client. */
const addressOf = (text: string): string => {
  const url = new URL(text);
  url.hash = "";
  return url.href;
};

/** When it was off, after it is switched on or off at `now` (epoch ms): that time is neither heard nor unheard. */
const pausesAfter = ({ enabled, pauses = [] }: Feed, wanted: boolean, now: number): NonNullable<Feed["pauses"]> => {
  const at = new Date(now).toISOString();
  if (enabled === wanted) return pauses;
  return wanted ? pauses.map((pause) => ({ to: at, ...pause })) : [...pauses, { from: at }].slice(-20);
};

/** Is it off, or has it said that it is gone? Then what polling learned before is past, once a person wants it again. */
const isAsleep = ({ feed, state }: FeedStatus): boolean => !feed.enabled || state?.health === "gone";

/** "El Faro de la Sierra" → `el-faro-de-la-sierra`; accents fall away. */
const slug = (outlet: string): string =>
  outlet
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 80);

const isZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
};
