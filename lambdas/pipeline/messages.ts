import type { Item } from "../core/item.ts";
import type { RematchSpan } from "../core/rematch.ts";

/**
 * schedule → ingest: the feeds of `shard` whose slot lies in (after, upTo]. Epoch milliseconds, whole minutes.
 * api → ingest: the feeds of `shard` that were never asked, now; `after` and `upTo` are the same moment, in which no slot lies.
 */
export interface IngestMessage {
  readonly shard: number;
  readonly after: number;
  readonly upTo: number;
}

/** api → ingest: look whether there is a feed at this address, which nobody follows. */
export interface CheckMessage {
  readonly check: string;
}

/** All that ingest is sent. */
export type GatherMessage = IngestMessage | CheckMessage;

/** ingest → match: one new item. */
export interface ItemMessage {
  readonly item: Item;
}

/** api → match: an operator says that this story does not name this entity. `at` (ISO 8601 UTC) is the story's time, `by` when it was said. */
export interface RejectMessage {
  readonly reject: { readonly storyId: string; readonly entity: string; readonly at: string; readonly by: string };
}

/** api, schedule, match → match: read the stored items of this span again for one entity, without alerting on the past. */
export interface RematchMessage {
  readonly rematch: RematchSpan;
}

/** All that match is sent. */
export type MatchMessage = ItemMessage | RejectMessage | RematchMessage;

/** match, api, schedule → deliver: try this delivery now. An alert's delivery has the alert's id; a confirmation's is `confirmation`. */
export interface DeliverMessage {
  readonly subscriptionId: string;
  readonly deliveryId: string;
}

/** The delivery id of the mail that asks an address to confirm. */
export const CONFIRMATION = "confirmation";
