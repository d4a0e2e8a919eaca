import type { ReadingAnswer } from "../core/answer.ts";
import { compiled } from "./compiled.ts";
import { changing } from "./changing.ts";
import { checking } from "./checking.ts";
import { keepingFeeds } from "./feeds.ts";
import { hearing } from "./hearing.ts";
import { importing } from "./importing.ts";
import type { ApiDeps, Operations } from "./operations.ts";
import { keepingWebhooks } from "./keeping-webhooks.ts";
import { namesOf, querying, seeded } from "./querying.ts";
import { rejecting } from "./rejecting.ts";
import { importingEntities } from "./importing-entities.ts";
import { trying } from "./trying.ts";
import { keepingWatchlist } from "./watchlist.ts";
import { remember } from "./remember.ts";
import { previewing } from "./preview.ts";
import { statistics } from "./statistics.ts";
import { choosing } from "./choosing.ts";
import { hearingReaders } from "./not-this.ts";
import { forSubscribers } from "./subscribers.ts";
import { subscribing } from "./subscribing.ts";

/** Changes of the watchlist are seen by `api` after at most this long, milliseconds. */
const WATCHLIST_AGE_MS = 60_000;

/** The step `api`: every operation of `core/operation.ts`, free of HTTP. Inputs were checked; refusals are thrown as Refusal. */
export const api = (deps: ApiDeps): Operations => {
  const { store, clock } = deps;
  const watchlist = remember(async () => ({ entities: seeded(await store.entities()) }), clock, WATCHLIST_AGE_MS);
  const entities = async () => (await watchlist()).entities;
  const matcher = compiled(watchlist);

  return {
    ...querying(deps, entities),
    ...hearing(deps),
    ...statistics(deps, entities),
    ...previewing(deps, entities),
    ...changing(deps, entities),
    ...keepingWatchlist(deps),
    ...importingEntities(deps),
    ...trying(deps),
    ...keepingFeeds(deps),
    ...checking(deps),
    ...importing(deps),
    ...rejecting(deps),
    ...subscribing(deps),
    ...choosing(deps),
    ...forSubscribers(deps),
    ...hearingReaders(deps),
    ...keepingWebhooks(deps),

    async health() {
      return { body: { status: "ok", reads: await readsOf(store), time: new Date(clock()).toISOString() } };
    },

    async tryText({ body: { title, summary, lang, date, explain } }) {
      const item = { title, summary, lang, date: date ?? new Date(clock()).toISOString() };
      const [ready, names] = [await matcher(), namesOf(await entities())];
      const explained = explain ? ready.explain(item) : undefined;
      const { found, retrospective, countries } = explained?.reading ?? ready.read(item);
      const matches = found.map((one) => ({
        ...one,
        name: names.get(one.entity) ?? { en: one.entity, es: one.entity },
        ...(explained && { why: explained.why.get(one.entity) }),
      }));
      const { vetoed, lookingBack } = explained ?? {};
      const reasons = { ...(vetoed && { vetoed }), ...(lookingBack !== undefined && { lookingBack }) };
      return { body: structuredClone({ matches, retrospective, countries, ...reasons }) as ReadingAnswer };
    },
  };
};

/** May anybody read, or only keys? The setting `reads`; `key` unless it says `public`. */
export const readsOf = async (store: Pick<ApiDeps["store"], "setting">): Promise<"public" | "key"> =>
  (await store.setting("reads")) === "public" ? "public" : "key";
