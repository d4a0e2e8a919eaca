import type { Item } from "../core/item.ts";

/** schedule → ingest: the feeds of `shard` whose slot lies in (after, upTo]. Epoch milliseconds, whole minutes. */
export interface IngestMessage {
  readonly shard: number;
  readonly after: number;
  readonly upTo: number;
}

/** ingest → match: one new item. */
export interface MatchMessage {
  readonly item: Item;
}

/** match, api, schedule → deliver: try this delivery now. An alert's delivery has the alert's id; a confirmation's is `confirmation`. */
export interface DeliverMessage {
  readonly subscriptionId: string;
  readonly deliveryId: string;
}

/** The delivery id of the mail that asks an address to confirm. */
export const CONFIRMATION = "confirmation";
