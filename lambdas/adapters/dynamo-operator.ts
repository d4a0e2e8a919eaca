import type { ApiKey } from "../core/api-key.ts";
import type { Clock, OperatorStore } from "../pipeline/ports.ts";
import { systemClock } from "./clock.ts";
import { putFeed } from "./dynamo-feeds.ts";
import { contact, contactKey } from "./dynamo-subscriptions.ts";
import type { Row } from "./dynamo-table.ts";
import { deleteRow, getRow, openTable, putRow } from "./dynamo-table.ts";
import { PREFIX } from "./table.ts";

/** What an operator's own tools read and write with the operator's own credentials: no function has it, and no role allows it. */
export const operatorStore = (tableName: string, clock: Clock = systemClock): OperatorStore => {
  const table = openTable(tableName, clock);
  return {
    putFeed: (feed) => putFeed(table, feed),
    putSetting: async (name, value) => {
      await putRow(table, { pk: PREFIX.setting, sk: name, value });
    },
    putApiKey: async (key) => {
      await putRow(table, apiKeyRow(key));
    },
    removeApiKey: async (id) => {
      await deleteRow(table, apiKeyKey(id));
    },
    contact: (subscriptionId) => contact(table, subscriptionId),
    changeContact: async (subscriptionId, changed) => {
      const { pk, sk } = contactKey(subscriptionId);
      return putRow(table, { ...(await getRow(table, pk, sk)), pk, sk, body: changed }, "attribute_exists(#pk)");
    },
  };
};

/** A key as a row: what `vigia keys new` prints is what the store writes. */
export const apiKeyRow = (key: ApiKey): Row => ({ ...apiKeyKey(key.id), body: key });

const apiKeyKey = (id: string) => ({ pk: `${PREFIX.key}#${id}`, sk: "key" });
