import type { Delivery } from "./delivery.ts";
import { cursorOf, InvalidCursor } from "./match-query.ts";

/** Which deliveries of a subscription to list, newest first. */
export interface DeliveryQuery {
  /** At least 1. */
  readonly limit: number;
  /** As a page before returned it. */
  readonly cursor?: string | undefined;
}

/** A page of deliveries, newest first; without a cursor it is the last. */
export interface DeliveryPage {
  readonly deliveries: readonly Delivery[];
  readonly cursor?: string;
}

/** Gathers one page from all deliveries of a subscription, given in any order; holds little more than the page. */
export interface DeliveryGathering {
  readonly add: (delivery: Delivery) => void;
  readonly page: () => DeliveryPage;
}

/** Begins to gather. Throws InvalidCursor. */
export const gatherDeliveries = ({ limit, cursor }: DeliveryQuery): DeliveryGathering => {
  const before = cursor === undefined ? undefined : positionIn(cursor);
  let kept: Delivery[] = [];
  const newest = (count: number): Delivery[] => kept.toSorted((a, b) => (positionOf(a) < positionOf(b) ? 1 : -1)).slice(0, count);
  return {
    add: (delivery) => {
      if (before !== undefined && positionOf(delivery) >= before) return;
      kept.push(delivery);
      if (kept.length > 2 * limit + 100) kept = newest(limit + 1);
    },
    page: () => {
      const deliveries = newest(limit);
      const last = deliveries.at(-1);
      return { deliveries, ...(last !== undefined && kept.length > limit && { cursor: cursorOf(positionOf(last)) }) };
    },
  };
};

/** Where a delivery stands in the list: larger is newer. Unique, and it never changes. */
const positionOf = ({ createdAt, id }: Pick<Delivery, "createdAt" | "id">): string => `${createdAt}#${id}`;

const positionIn = (cursor: string): string => {
  const position = Buffer.from(cursor, "base64url").toString();
  if (!/^\d{4}-\d{2}-\d{2}T[\d:.]+Z#[\w-]{1,100}$/.test(position)) throw new InvalidCursor();
  return position;
};
