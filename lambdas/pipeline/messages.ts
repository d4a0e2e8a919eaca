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

/** ingest → match: one new item. match → match, with `again`: an item that was matched before, and what a rejected match may have hid of it. */
export interface ItemMessage {
  readonly item: Item;
  readonly again?: Hidden;
}

/** Whose match was rejected in which story: only what that may have hid is told. */
export interface Hidden {
  readonly entity: string;
  readonly storyId: string;
}

/** api → match: an operator says that this story does not name this entity. `at` is the story's time, `rejectedAt` when it was said (ISO 8601 UTC). */
export interface RejectMessage {
  readonly reject: { readonly storyId: string; readonly entity: string; readonly at: string; readonly rejectedAt: string };
}

/** api, schedule, match → match: read the stored items of this span again for one entity, without alerting on the past. */
export interface RematchMessage {
  readonly rematch: RematchSpan;
}

/** All that match is sent. */
export type MatchMessage = ItemMessage | RejectMessage | RematchMessage;

/** match, api, schedule → deliver: try this delivery now. An alert's delivery has the alert's id; `core/delivery-id.ts` has the others. */
export interface DeliverMessage {
  readonly subscriptionId: string;
  readonly deliveryId: string;
}
