import type { Feed, FeedState } from "./feed.ts";
import { isSilent } from "./feed-state.ts";
import type { Fault } from "./health.ts";

/** What the operator is told of a feed: that it has fallen silent, that it is back, or that it is asked elsewhere now. */
export interface FeedNotice {
  readonly feedId: string;
  readonly outlet: string;
  readonly event: "silent" | "back" | "moved";
  /** Why it is silent, and failures in a row. */
  readonly fault?: Fault;
  readonly failures: number;
  /** Where it is asked from now on. */
  readonly to?: string;
}

/**
 * What is to be told of a feed whose state changed. A feed is back if it was silent, also where nobody knows whether that was
 * told: who died before remembering it may have told it.
 */
export const noticesOf = (
  { id, outlet }: Pick<Feed, "id" | "outlet">,
  before: FeedState | undefined,
  after: FeedState,
): readonly FeedNotice[] => {
  const { fault, failures, moved } = after;
  const about = { feedId: id, outlet, failures };
  return [
    ...(isSilent(after) && after.told !== true ? [{ ...about, event: "silent" as const, ...(fault !== undefined && { fault }) }] : []),
    ...(isSilent(before) && !isSilent(after) ? [{ ...about, event: "back" as const }] : []),
    ...(moved !== undefined && moved.at !== before?.moved?.at ? [{ ...about, event: "moved" as const, to: moved.to }] : []),
  ];
};
