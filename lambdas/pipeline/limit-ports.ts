import type { LimitName } from "../core/limit.ts";

/** Counts what must not happen too often. */
export interface Limiter {
  /**
   * Counts one more for `who` (an id or a keyed hash, never an address) under the limit; 0 if it is counted, or was by the same `id`.
   * Else nothing is counted, and it is in so many ms that there is room. Of any number at once no more are counted than the limit allows.
   */
  countWithin(limit: LimitName, who: string, id: string): Promise<number>;
}
