import type { Alert } from "../core/alert.ts";
import { alertId } from "../core/alert.ts";
import { dueShard } from "../core/delivery.ts";
import type { Told } from "../core/reappearance.ts";
import type { MatchStore, ScheduleStore } from "../pipeline/ports.ts";
import type { Table } from "./dynamo-table.ts";
import { claimNew, claimVersion, getRow, queryRows, updateRow } from "./dynamo-table.ts";
import { INDEX_PREFIX, PREFIX, WORK_INDEX } from "./table.ts";

/** Alerts as match raises them, and what each subscription was told. */
export const alertRows = (table: Table): Pick<MatchStore, "alertsOf" | "putAlert" | "markDispatched" | "told" | "saveTold"> => ({
  alertsOf: async (subscriptionId, storyId) => {
    const alerts: Alert[] = [];
    for (;;) {
      const next = await alert(table, subscriptionId, alertId(subscriptionId, storyId, alerts.length));
      if (next === undefined) return alerts;
      alerts.push(next);
    }
  },
  putAlert: async (alert) => {
    const row = {
      pk: alertPk(alert.subscriptionId),
      sk: alert.id,
      body: alert,
      state: "PENDING",
      [WORK_INDEX.pk]: `${INDEX_PREFIX.outbox}#${dueShard(alert.id)}`,
      [WORK_INDEX.sk]: Date.parse(alert.createdAt),
    };
    const claimed = await claimNew(table, row);
    return claimed.won ? undefined : (claimed.row?.body as Alert);
  },
  markDispatched: (alert) => markDispatched(table, alert),
  told: async (subscriptionId, entity) => {
    const row = await getRow(table, `${PREFIX.told}#${subscriptionId}`, entity);
    return row === undefined ? { version: 0, returns: [] } : { version: row.version as number, returns: row.returns as Told["returns"] };
  },
  saveTold: (subscriptionId, entity, { version, returns }) =>
    claimVersion(table, { pk: `${PREFIX.told}#${subscriptionId}`, sk: entity, version, returns }),
});

/** What a subscription was told of everyone. Each row holds at most twenty returns. */
export const allTold = async (table: Table, subscriptionId: string): Promise<ReadonlyMap<string, Told["returns"]>> => {
  const rows = await queryRows(table, { key: "#pk = :pk", values: { pk: `${PREFIX.told}#${subscriptionId}` }, eventually: true });
  return new Map(rows.map((row) => [row.sk, row.returns as Told["returns"]]));
};

/** Takes the alert out of the outbox. */
export const markDispatched: (table: Table, alert: Pick<Alert, "id" | "subscriptionId">) => Promise<void> = async (
  table,
  { id, subscriptionId },
) => {
  const update = `SET #state = :done REMOVE #${WORK_INDEX.pk}, #${WORK_INDEX.sk}`;
  await updateRow(table, { pk: alertPk(subscriptionId), sk: id }, update, { done: "DONE" }, "attribute_exists(#pk)");
};

/** The outbox as the sweep reads it. */
export const pendingAlerts = async (
  table: Table,
  shard: number,
  before: number,
  limit: number,
): ReturnType<ScheduleStore["pendingAlerts"]> => {
  const rows = await queryRows(table, {
    index: WORK_INDEX.name,
    key: `#${WORK_INDEX.pk} = :pk AND #${WORK_INDEX.sk} < :before`,
    values: { pk: `${INDEX_PREFIX.outbox}#${shard}`, before },
    limit,
  });
  return rows.map((row) => ({ id: row.sk, subscriptionId: row.pk.slice(alertPk("").length) }));
};

/** An alert by id. */
export const alert = async (table: Table, subscriptionId: string, id: string): Promise<Alert | undefined> =>
  (await getRow(table, alertPk(subscriptionId), id))?.body as Alert | undefined;

const alertPk = (subscriptionId: string): string => `${PREFIX.alert}#${subscriptionId}`;
