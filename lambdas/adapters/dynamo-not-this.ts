import type { NotThis } from "../core/not-this.ts";
import type { QueryStore } from "../pipeline/ports.ts";
import type { Table } from "./dynamo-table.ts";
import { deleteRow, putRow, queryRows } from "./dynamo-table.ts";
import { PREFIX } from "./table.ts";

/** What readers say of matches, as they say it and take it back. */
export const notThisEdits = (table: Table): Pick<QueryStore, "saveNotThis" | "removeNotThis"> => ({
  saveNotThis: async (subscriptionId, said) => {
    await putRow(table, { ...keyOf(subscriptionId, said.storyId, said.entity), body: said });
  },
  removeNotThis: async (subscriptionId, storyId, entity) => {
    await deleteRow(table, keyOf(subscriptionId, storyId, entity));
  },
});

/** All that a subscription's reader said. */
export const notThis = async (table: Table, subscriptionId: string): Promise<readonly NotThis[]> =>
  (await notThisRows(table, subscriptionId)).map((row) => row.body as NotThis);

/** The rows it stands in. */
export const notThisRows = (table: Table, subscriptionId: string) =>
  queryRows(table, { key: "#pk = :pk", values: { pk: pkOf(subscriptionId) } });

const pkOf = (subscriptionId: string): string => `${PREFIX.feedback}#${subscriptionId}`;
const keyOf = (subscriptionId: string, storyId: string, entity: string) => ({ pk: pkOf(subscriptionId), sk: `${entity}#${storyId}` });
