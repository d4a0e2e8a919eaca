import { inParallel } from "./in-parallel.ts";
import type { DeliverMessage } from "./messages.ts";
import type { Outbox } from "./ports.ts";

const NOTED_AT_ONCE = 10;

/**
 * Sends deliveries to the queue, then notes each as sent; returns how many. Dying in between, they are sent again, and `deliver`
 * finds out.
 */
export const handOver = async <Row extends { readonly id: string; readonly subscriptionId: string }>(
  rows: readonly Row[],
  deliver: Outbox<DeliverMessage>,
  note: (row: Row) => Promise<unknown>,
): Promise<number> => {
  if (rows.length === 0) return 0;
  await deliver(rows.map(({ id, subscriptionId }) => ({ subscriptionId, deliveryId: id })));
  await inParallel(rows, NOTED_AT_ONCE, async (row) => void (await note(row)));
  return rows.length;
};
