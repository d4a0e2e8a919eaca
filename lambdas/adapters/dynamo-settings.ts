import type { ApiKey } from "../core/api-key.ts";
import type { QueryStore } from "../pipeline/ports.ts";
import type { Table } from "./dynamo-table.ts";
import { getRow } from "./dynamo-table.ts";
import { PREFIX } from "./table.ts";

/** Settings and keys as the API reads them. */
export const settingRows = (table: Table): Pick<QueryStore, "setting" | "apiKey"> => ({
  setting: (name) => setting(table, name),
  apiKey: async (id) => (await getRow(table, `${PREFIX.key}#${id}`, "key"))?.body as ApiKey | undefined,
});

/** A setting's value; undefined if it was never put. */
export const setting = async (table: Table, name: string): Promise<unknown> => (await getRow(table, PREFIX.setting, name))?.value;

/** The installation's secret, made by the first tick; throws before that. */
export const appSecret = async (table: Table): Promise<string> => {
  const row = await getRow(table, `${PREFIX.secret}#app`, "secret");
  if (row === undefined) throw new Error("the installation has no secret yet: the first tick makes it");
  return row.secret as string;
};
