import { DAY_MS, verdictOf } from "../core/gap.ts";
import { entitiesOf } from "../core/reappearance.ts";
import type { HeldBack } from "../core/welcome-view.ts";
import type { DeliverStore } from "./deliver-ports.ts";

/** A weekly mail comes at most two weeks after the mail before it. */
const DAYS = 14;

/** So many are listed; the dashboard has them all. */
const LISTED = 10;

/** The returns of the last two weeks that a subscription was not told of, as too little of the silence was heard: newest first. */
export const heldBack = async (
  subscriptionId: string,
  store: Pick<DeliverStore, "allTold" | "watchlist">,
  now: number,
): Promise<readonly HeldBack[]> => {
  const since = new Date(now - DAYS * DAY_MS).toISOString();
  const held = [...(await store.allTold(subscriptionId))].flatMap(([key, returns]) =>
    returns.flatMap((one) =>
      one.at > since && one.retracted === undefined && verdictOf(one.gap, one.at) === "unheard" ? [{ key, ...one }] : [],
    ),
  );
  if (held.length === 0) return [];
  const names = new Map((await store.watchlist()).entities.map(({ id, name }) => [id, name]));
  return held
    .toSorted((a, b) => (a.at < b.at ? 1 : -1))
    .slice(0, LISTED)
    .map(({ key, at, gap }) => ({ at, gap, entities: entitiesOf(key).map((id) => ({ id, name: names.get(id) ?? { en: id, es: id } })) }));
};
