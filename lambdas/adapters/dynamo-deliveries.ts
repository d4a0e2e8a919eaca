import type { Delivery } from "../core/delivery.ts";
import { dueShard, isOver } from "../core/delivery.ts";
import type { DeliveryPage, DeliveryQuery } from "../core/delivery-query.ts";
import { gatherDeliveries } from "../core/delivery-query.ts";
import type { ScheduleStore } from "../pipeline/ports.ts";
import type { DeliverStore } from "../pipeline/deliver-ports.ts";
import type { Table } from "./dynamo-table.ts";
import { claimVersion, getRow, queryRows, seconds, updateRow, walkRows } from "./dynamo-table.ts";
import { INDEX_PREFIX, PREFIX, TTL_SECONDS, WORK_INDEX } from "./table.ts";

/** Deliveries as deliver changes them: version-checked, and in the due index exactly while there is something to do. */
export const deliveryRows = (table: Table): Pick<DeliverStore, "delivery" | "saveDelivery"> => ({
  delivery: async (subscriptionId, deliveryId) =>
    (await getRow(table, deliveryPk(subscriptionId), deliveryId))?.body as Delivery | undefined,
  saveDelivery: (delivery) => {
    const { id, subscriptionId, version, nextAttemptAt } = delivery;
    const work = nextAttemptAt !== undefined && { [WORK_INDEX.pk]: `${INDEX_PREFIX.due}#${dueShard(id)}`, [WORK_INDEX.sk]: nextAttemptAt };
    return claimVersion(table, {
      pk: deliveryPk(subscriptionId),
      sk: id,
      body: delivery,
      version,
      ...(isOver(delivery) ? { expiresAt: seconds(table) + TTL_SECONDS.delivery } : work),
    });
  },
});

/** The due index as schedule reads and moves it. */
export const dueRows = (table: Table): Pick<ScheduleStore, "dueDeliveries" | "postpone"> => ({
  dueDeliveries: async (shard, now, limit) => {
    const rows = await queryRows(table, {
      index: WORK_INDEX.name,
      key: `#${WORK_INDEX.pk} = :pk AND #${WORK_INDEX.sk} <= :now`,
      values: { pk: `${INDEX_PREFIX.due}#${shard}`, now },
      limit,
    });
    return rows.map((row) => ({ id: row.sk, subscriptionId: row.pk.slice(deliveryPk("").length), dueAt: row[WORK_INDEX.sk] as number }));
  },
  postpone: async ({ id, subscriptionId, dueAt }, next) => {
    const key = { pk: deliveryPk(subscriptionId), sk: id };
    const at = `#${WORK_INDEX.sk}`;
    return (await updateRow(table, key, `SET ${at} = :next`, { next, dueAt }, `${at} = :dueAt`)) !== undefined;
  },
});

/** One page, newest first. The rows lie by id, so that all of the last 90 days are read; people rarely ask. */
export const deliveries = async (table: Table, subscriptionId: string, query: DeliveryQuery): Promise<DeliveryPage> => {
  const { add, page } = gatherDeliveries(query);
  const rows = walkRows(table, { key: "#pk = :pk", values: { pk: deliveryPk(subscriptionId) }, eventually: true });
  for await (const row of rows) add(row.body as Delivery);
  return page();
};

/** The partition of a subscription's deliveries. */
export const deliveryPk = (subscriptionId: string): string => `${PREFIX.delivery}#${subscriptionId}`;
