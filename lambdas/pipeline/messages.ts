import type { Item } from "../core/item.ts";

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

/** All that match is sent. */
export type MatchMessage = ItemMessage | RejectMessage;

/** match, api, schedule → deliver: try this delivery now. An alert's delivery has the alert's id; `core/delivery-id.ts` has the others. */
export interface DeliverMessage {
  readonly subscriptionId: string;
  readonly deliveryId: string;
}
