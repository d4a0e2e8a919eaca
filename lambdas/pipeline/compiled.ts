import type { Watchlist } from "../core/entity.ts";
import { compileMatcher } from "../core/matcher.ts";
import type { ExplainingMatcher } from "../core/matcher.ts";

/** The matcher of the watchlist in force, compiled anew only when the store gives another watchlist object. */
export const compiled = (watchlist: () => Promise<Watchlist>): (() => Promise<ExplainingMatcher>) => {
  let last: { readonly of: Watchlist; readonly matcher: ExplainingMatcher } | undefined;
  return async () => {
    const of = await watchlist();
    if (last?.of !== of) last = { of, matcher: compileMatcher(of) };
    return last.matcher;
  };
};
