import { archiveFrom } from "../core/archive.ts";
import { requestOf } from "../core/check.ts";
import type { Change } from "../core/change.ts";
import type { ApiKey } from "../core/api-key.ts";
import type { Feed } from "../core/feed.ts";
import { currentState } from "../core/feed-state.ts";
import { problem, refuseField, Refusal } from "../core/problem.ts";
import { shardOf } from "../core/feed.ts";
import { feedAnswer, feedAnswers } from "./feed-answer.ts";
import { allowedAddress, askNow, leastFloor, newFeed, refuseFollowed, slug } from "./new-feed.ts";
import type { ApiDeps, Operations } from "./operations.ts";
import type { FeedStatus } from "./ports.ts";
import { missing } from "./querying.ts";

/** Most addresses that are remembered of a feed. */
const MAX_ALTERNATES = 5;

/** The operations that decide which feeds are followed. New ones are asked at once, everything else is in force with the next tick. */
export const keepingFeeds = (
  deps: ApiDeps,
): Operations<"listFeeds" | "getFeed" | "addFeed" | "changeFeed" | "removeFeed" | "backfillFeed"> => {
  const { store, clock, loopbackAllowed } = deps;
  const instant = () => new Date(clock()).toISOString();
  const known = async (id: string): Promise<FeedStatus> => (await store.feeds()).find(({ feed }) => feed.id === id) ?? missing("feed", id);
  const answerOf = async (status: FeedStatus) => ({ body: await feedAnswer(status, deps) });

  return {
    async listFeeds() {
      return { body: { feeds: await feedAnswers(await store.feeds(), deps) } };
    },

    async getFeed({ id }) {
      return answerOf(await known(id));
    },

    async addFeed({ body, caller }) {
      const feed = newFeed(body, body.id ?? slug(body.outlet), instant(), loopbackAllowed);
      const feeds = (await store.feeds()).map((one) => one.feed);
      const taken = new Refusal(problem("conflict", `There is already a feed with the id "${feed.id}": give another "id".`));
      refuseFollowed(
        feed.url,
        feeds.filter(({ id }) => id !== feed.id),
      );
      if (feeds.some(({ id }) => id === feed.id)) throw taken;
      // Somebody may have been faster since.
      if (!(await store.addFeed(feed))) throw taken;
      await noteFeed(deps, feed.id, "added", caller);
      await askNow([feed.url], deps);
      return { location: `/feeds/${feed.id}`, ...(await answerOf({ feed })) };
    },

    async changeFeed({ id, body: { url, enabled, pinned, note, alternates }, caller }) {
      const feeds = await store.feeds();
      const found = feeds.find((one) => one.feed.id === id) ?? missing("feed", id);
      const others = feeds.flatMap((one) => (one === found ? [] : [one.feed]));
      for (const one of alternates ?? []) allowedAddress(one, loopbackAllowed, "alternates");
      const isOther = (feed: Feed) => url !== undefined && requestOf(url) !== requestOf(feed.url);
      const changed = (was: Feed): Feed => {
        const { pinned: _, ...unpinned } = was;
        const settled: Feed = {
          ...(pinned === false ? unpinned : was),
          ...(enabled !== undefined && { enabled, pauses: pausesAfter(was, enabled, clock()) }),
          ...(enabled === true && isAsleep({ ...found, feed: was }) && { revivedAt: instant() }),
          ...(pinned === true && { pinned }),
          ...(note !== undefined && { note }),
          ...(alternates !== undefined && { alternates }),
        };
        if (url === undefined || !isOther(was)) return settled;
        refuseFollowed(url, others);
        return moved(settled, found.state, allowedAddress(url, loopbackAllowed), instant());
      };
      const feed = (await store.changeFeed(id, changed)) ?? missing("feed", id);
      await noteFeed(deps, id, "changed", caller);
      // What was learned at the old address is in the old shard; nothing is known of the new one.
      const status = isOther(found.feed) ? { feed } : { ...found, feed };
      if (feed.enabled && currentState(feed, status.state) === undefined) await askNow([feed.url], deps);
      return answerOf(status);
    },

    async removeFeed({ id, caller }) {
      await known(id);
      await store.removeFeed(id);
      await noteFeed(deps, id, "removed", caller);
      return { body: undefined };
    },

    async backfillFeed({ id }) {
      const { feed, state, archive } = await known(id);
      const start = currentState(feed, state)?.archive;
      if (!feed.enabled) refuseField("", "This feed is off: its archive is read only while it is followed.");
      if (archive?.next === undefined || archive.url !== feed.url) {
        if (start === undefined)
          return refuseField(
            "",
            "Its last document leads to no archive: it names no older page (RFC 5005), and WordPress did not make it.",
          );
        const opened = archiveFrom(feed, start, clock());
        // Whoever was faster meanwhile has opened it.
        await (archive === undefined
          ? store.openArchive(opened, shardOf(feed.url))
          : store.saveArchive({ ...opened, version: archive.version + 1 }, shardOf(feed.url)));
      }
      return answerOf(await known(id));
    },
  };
};

/** Notes that a feed is new, otherwise or gone, and whose key it was. */
export const noteFeed = (
  { store, clock }: Pick<ApiDeps, "store" | "clock">,
  id: string,
  change: Change["change"],
  caller: ApiKey | undefined,
): Promise<void> =>
  store.noteChange({ at: new Date(clock()).toISOString(), kind: "feed", id, change, ...(caller !== undefined && { by: caller.id }) });

/**
 * The feed at another address: what it holds there by now (ISO 8601 UTC) is its past, and the way back is remembered. What polling
 * once learned there is forgotten, unless it followed the feed there itself.
 */
const moved = (feed: Feed, state: FeedStatus["state"], url: string, now: string): Feed => {
  const { verified: _, pinned: __, alternates = [], ...rest } = feed;
  const others = [feed.url, ...alternates].filter((one) => requestOf(one) !== requestOf(url));
  const isFollowed = state?.moved?.to === url && shardOf(url) === shardOf(feed.url);
  return {
    ...rest,
    url,
    alternates: others.slice(0, MAX_ALTERNATES),
    alertSince: now,
    ...(!isFollowed && { revivedAt: now }),
    floorSeconds: Math.max(feed.floorSeconds, leastFloor(url)),
  };
};

/** When it was off, after it is switched on or off at `now` (epoch ms): that time is neither heard nor unheard. */
const pausesAfter = ({ enabled, pauses = [] }: Feed, wanted: boolean, now: number): NonNullable<Feed["pauses"]> => {
  const at = new Date(now).toISOString();
  if (enabled === wanted) return pauses;
  return wanted ? pauses.map((pause) => ({ to: at, ...pause })) : [...pauses, { from: at }].slice(-20);
};

/** Is it off, or has it said that it is gone? Then what polling learned before is past, once a person wants it again. */
const isAsleep = ({ feed, state }: FeedStatus): boolean => !feed.enabled || state?.health === "gone";
