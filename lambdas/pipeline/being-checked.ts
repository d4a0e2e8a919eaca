import { checkId, RECHECK_MS } from "../core/check.ts";
import type { Known } from "./poll.ts";
import type { IngestStore } from "./ports.ts";

/**
 * Which of these feeds, never asked so far, have an address that a check set out to ask in the last quarter of an hour and has not
 * answered for: it may have asked and died. They wait until it answers, or until nobody was nearer than their floor (reliability F8).
 */
export const beingChecked = async (
  feeds: readonly Known[],
  { checks }: Pick<IngestStore, "checks">,
  now: number,
): Promise<ReadonlySet<string>> => {
  const unasked = feeds.filter(({ state }) => state === undefined).map(({ feed }) => feed);
  if (unasked.length === 0) return new Set();
  const found = await checks(unasked.map(({ url }) => checkId(url)));
  const isOpen = (url: string): boolean => {
    const check = found.get(checkId(url));
    return check !== undefined && check.doneAt === undefined && now - check.askedAt < RECHECK_MS;
  };
  return new Set(unasked.filter(({ url }) => isOpen(url)).map(({ id }) => id));
};
