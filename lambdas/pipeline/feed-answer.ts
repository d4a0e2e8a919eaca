import { offersFor } from "../core/alternate.ts";
import type { FeedAnswer } from "../core/answer.ts";
import type { Archive } from "../core/archive.ts";
import { checkId, pageSentence } from "../core/check.ts";
import { addressOf } from "../core/feed.ts";
import { currentState } from "../core/feed-state.ts";
import { reasonOf, shownHealth } from "../core/health.ts";
import { nextDue } from "../core/slot.ts";
import type { ApiDeps } from "./operations.ts";
import type { FeedStatus } from "./ports.ts";

/** Feeds with their health in the form the API gives. */
export const feedAnswers = async (
  all: readonly FeedStatus[],
  { store, clock }: Pick<ApiDeps, "store" | "clock">,
): Promise<FeedAnswer[]> => {
  const ailing = all.filter(({ feed, state }) => currentState(feed, state)?.fault !== undefined);
  const checks = await store.checks(ailing.flatMap(({ feed }) => (feed.alternates ?? []).map(checkId)));
  const now = clock();

  return all.map(({ feed, state: learned, heardAt, restUntil, archive }) => {
    const state = currentState(feed, learned);
    const health = shownHealth(feed, state, heardAt);
    const named = state?.offers?.length ?? 0;
    const offers = offersFor(feed, state, checks);
    const address = addressOf(feed, state);
    const next = nextDue(feed, state, now, restUntil);
    return {
      ...feed,
      health,
      reason: named > 0 ? pageSentence(named) : reasonOf(health, state),
      failures: state?.failures ?? 0,
      ...(state?.fault !== undefined && { fault: state.fault }),
      ...(address !== feed.url && { movedTo: address }),
      ...(state !== undefined && { intervalMinutes: state.intervalMinutes }),
      ...(heardAt !== undefined && { heardAt: instant(heardAt) }),
      ...(state?.lastItemAt !== undefined && { newestAt: instant(state.lastItemAt) }),
      ...(next !== undefined && { nextCheckAt: instant(next) }),
      ...(offers.length > 0 && { offers: [...offers] }),
      ...(archive !== undefined && archive.url === feed.url && { backfill: backfillOf(archive) }),
    };
  });
};

/** One feed in that form. */
export const feedAnswer = async (status: FeedStatus, deps: Pick<ApiDeps, "store" | "clock">): Promise<FeedAnswer> => {
  const [answer] = await feedAnswers([status], deps);
  return answer!;
};

const backfillOf = ({ ended, pages, items, reached, next, notBefore }: Archive): NonNullable<FeedAnswer["backfill"]> => ({
  state: ended ?? "running",
  pages,
  items,
  ...(reached !== undefined && { reachedAt: instant(reached) }),
  ...(next !== undefined && { nextAt: instant(notBefore) }),
});

const instant = (ms: number): string => new Date(ms).toISOString();
