import type { Entity } from "./entity.ts";
import type { Feed } from "./feed.ts";
import type { Item } from "./item.ts";

/** What ships with the system and becomes rows that people may edit. */
export interface Seed {
  /** Changes when anything below changes. */
  readonly version: string;
  readonly entities: readonly Entity[];
  /** The catalog, as if each feed were added at this time (ISO 8601 UTC). */
  readonly feeds: (addedAt: string) => readonly Feed[];
  /** The article the watchlist is drawn from: an ordinary old item, and so sighting zero of all it names. */
  readonly article: Item;
}
