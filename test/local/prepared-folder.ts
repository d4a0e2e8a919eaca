import { join } from "node:path";
import { operatorStore } from "../../lambdas/adapters/dynamo-operator.ts";
import { ingestStore, queryStore } from "../../lambdas/adapters/dynamo-store.ts";
import { CREDENTIALS } from "../../local/queues.ts";
import type { LocalStore } from "../../local/rows.ts";
import { synthesise } from "../../local/synth.ts";
import { startTables } from "../../local/tables.ts";
import { REGION } from "../../local/template.ts";

/** Writes rows into a data folder before any runner has started on it, as an earlier one would have left them. Once a process: the stores keep their client. */
export const prepareFolder = async (folder: string, write: (store: LocalStore, tableName: string) => Promise<void>): Promise<void> => {
  const template = await synthesise(join(import.meta.dirname, "..", ".."), join(folder, "assembly"));
  const made = { ref: new Map<string, string>(), attributes: new Map<string, Record<string, string>>() };
  const tables = await startTables(template, made, join(folder, "tables"), false);
  Object.assign(process.env, {
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint,
  });
  const [name = ""] = made.ref.values();
  await write({ ...ingestStore(name), ...queryStore(name), ...operatorStore(name) }, name);
  await tables.close();
};
