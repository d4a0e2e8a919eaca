import type { SoftBounce, Suppression } from "../core/suppression.ts";
import type { FeedbackStore } from "../pipeline/subscriber-ports.ts";
import type { Table } from "./dynamo-table.ts";
import { absent, deleteRow, getRow, putRow, queryRows, seconds } from "./dynamo-table.ts";
import { PREFIX, TTL_ATTRIBUTE, TTL_SECONDS } from "./table.ts";

/** Addresses that take no mail, by keyed hash. */
export const suppressionEdits = (table: Table): Pick<FeedbackStore, "suppress" | "noteSoftBounce"> => ({
  suppress: async (addressHash, suppression) => {
    const { reason, at } = suppression;
    const expiry = reason === "bounce" && { [TTL_ATTRIBUTE]: Math.floor(Date.parse(at) / 1000) + TTL_SECONDS.bounce };
    // What `outweighs` says, as a condition; whoever writes the same again changes nothing.
    const weaker = reason === "complaint" ? "#body.#reason = :bounce OR #body.#at < :at" : "(#body.#reason = :bounce AND #body.#at < :at)";
    await putRow(table, { ...suppressionKey(addressHash), body: suppression, ...expiry }, `${absent} OR ${weaker}`, {
      now: seconds(table),
      bounce: "bounce",
      at,
    });
  },
  // A row for each event, so that they are a set and end one by one.
  noteSoftBounce: async (addressHash, bounce) => {
    const key = { ...suppressionKey(addressHash), sk: `${SOFT}${bounce.messageId}#${bounce.at}` };
    await putRow(table, { ...key, body: bounce, [TTL_ATTRIBUTE]: Math.floor(Date.parse(bounce.at) / 1000) + TTL_SECONDS.softBounce });
  },
});

const SOFT = "BOUNCE#";

/** The mails to an address that came back for the time being. */
export const softBounces = async (table: Table, addressHash: string): Promise<readonly SoftBounce[]> => {
  const rows = await queryRows(table, {
    key: "#pk = :pk AND begins_with(#sk, :soft)",
    values: { pk: suppressionKey(addressHash).pk, soft: SOFT },
  });
  return rows.map((row) => row.body as SoftBounce);
};

/** Forgets it: an operator has been asked to. */
export const release = (table: Table, addressHash: string): Promise<boolean> =>
  deleteRow(table, suppressionKey(addressHash), "attribute_exists(#pk)");

/** Why no mail may go to an address. */
export const suppression = async (table: Table, addressHash: string): Promise<Suppression | undefined> => {
  const { pk, sk } = suppressionKey(addressHash);
  return (await getRow(table, pk, sk))?.body as Suppression | undefined;
};

const suppressionKey = (addressHash: string) => ({ pk: `${PREFIX.suppressed}#${addressHash}`, sk: "suppressed" });
