/** Counts by the UTC hour. They are sets, so that what is counted again by a retry is counted once. Times are ISO 8601 UTC. */
import type { Counted } from "../core/counts.ts";

export interface StoryCounts {
  /** Counts a story in the entity's hour of that time. */
  countStory(entity: string, at: string, storyId: string): Promise<void>;
  /** Takes it out again. Idempotent. */
  uncountStory(entity: string, at: string, storyId: string): Promise<void>;
}

export interface ItemCounts {
  /** Counts items, each in the hour of its time. Kept for 400 days. */
  countItems(items: readonly { readonly id: string; readonly at: string }[], shard: number): Promise<void>;
}

/** What was counted from the hour of one time to before that of another; eventually consistent. */
export interface CountReader {
  storiesCounted(entity: string, from: string, until: string): Promise<Counted>;
  itemsCounted(from: string, until: string): Promise<Counted>;
}
