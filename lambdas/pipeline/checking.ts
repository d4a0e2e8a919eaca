import type { CheckAnswer } from "../core/answer.ts";
import { checkId, type FeedCheck, reasonOfCheck } from "../core/check.ts";
import { allowedAddress, refuseFollowed } from "./new-feed.ts";
import type { ApiDeps, Operations } from "./operations.ts";
import { missing } from "./querying.ts";

/** How long a check that nobody has finished is taken for one under way, ms. */
const UNDER_WAY_MS = 60_000;

/**
 * The operations that look whether there is a feed at an address. The API has no way out to the internet, and no wish for one: `ingest`
 * asks, and what it finds is read here.
 */
export const checking = ({ store, ingest, clock, loopbackAllowed }: ApiDeps): Operations<"checkAddress" | "getCheck"> => {
  /** The check that still stands: one that is over its time may be made again. */
  const standing = async (id: string): Promise<FeedCheck | undefined> => {
    const found = (await store.checks([id])).get(id);
    return found !== undefined && found.notBefore > clock() ? found : undefined;
  };

  return {
    async checkAddress({ body }) {
      const url = allowedAddress(body.url, loopbackAllowed);
      refuseFollowed(
        url,
        (await store.feeds()).map(({ feed }) => feed),
      );
      const id = checkId(url);
      const found = await standing(id);
      if (found?.doneAt !== undefined) return { status: 200, body: answerOf(found) };
      // Dying before this, or losing the message, nothing was promised: whoever asks again sends another.
      if (found === undefined || clock() - found.askedAt > UNDER_WAY_MS) await ingest([{ check: url }]);
      return { location: `/feeds/checks/${id}`, body: { id, url, state: "asking", offers: [] } };
    },

    async getCheck({ id }) {
      return { body: answerOf((await standing(id)) ?? missing("check", id)) };
    },
  };
};

const answerOf = (check: FeedCheck): CheckAnswer => {
  const { id, url, feed, fault, askedAt, notBefore, doneAt, offers = [] } = check;
  const reason = reasonOfCheck(check);
  return {
    id,
    url,
    state: doneAt === undefined ? "asking" : "done",
    ...(feed !== undefined && { feed: structuredClone(feed) }),
    ...(fault !== undefined && { fault }),
    ...(reason !== undefined && { reason }),
    offers: [...offers],
    askedAt: new Date(askedAt).toISOString(),
    notBefore: new Date(notBefore).toISOString(),
  };
};
