import type { ReadingAnswer } from "../core/answer.ts";
import { compileMatcher } from "../core/matcher.ts";
import { keepingFeeds } from "./feeds.ts";
import type { ApiDeps, Operations } from "./operations.ts";
import type { Clock } from "./ports.ts";
import { namesOf, querying } from "./querying.ts";
import { subscribing } from "./subscribing.ts";

/** Changes of the watchlist are seen by `api` after at most this long, milliseconds. */
const WATCHLIST_AGE_MS = 60_000;

/** The step `api`: every operation of `core/operation.ts`, free of HTTP. Inputs were checked; refusals are thrown as Refusal. */
export const api = (deps: ApiDeps): Operations => {
  const { store, clock } = deps;
  const watchlist = remember(clock, WATCHLIST_AGE_MS, () => store.entities());
  const matcher = remember(clock, WATCHLIST_AGE_MS, async () => compileMatcher({ entities: await watchlist() }));

  return {
    ...querying(deps, watchlist),
    ...keepingFeeds(deps),
    ...subscribing(deps),

    async health() {
      return { body: { status: "ok", reads: await readsOf(store), time: new Date(clock()).toISOString() } };
    },

    async tryText({ body: { title, summary, lang, date } }) {
      const day = date ?? new Date(clock()).toISOString();
      const [reading, names] = [(await matcher()).read({ title, summary, lang, date: day }), namesOf(await watchlist())];
      const matches = reading.found.map(
        (found) =>
          ({
            ...structuredClone(found),
            name: names.get(found.entity) ?? { en: found.entity, es: found.entity },
          }) as ReadingAnswer["matches"][number],
      );
      return { body: { matches, retrospective: reading.retrospective, countries: [...reading.countries] } };
    },
  };
};

/** May anybody read, or only keys? The setting `reads`; `key` unless it says `public`. */
export const readsOf = async (store: Pick<ApiDeps["store"], "setting">): Promise<"public" | "key"> =>
  (await store.setting("reads")) === "public" ? "public" : "key";

/** Asks again only when the value is older than `age` ms. A failure is not remembered. */
const remember = <Value>(clock: Clock, age: number, ask: () => Promise<Value>): (() => Promise<Value>) => {
  let kept: { value: Promise<Value>; at: number } | undefined;
  return () => {
    if (kept !== undefined && clock() - kept.at < age) return kept.value;
    const asked = { value: ask(), at: clock() };
    kept = asked;
    asked.value.catch(() => {
      if (kept === asked) kept = undefined;
    });
    return asked.value;
  };
};
