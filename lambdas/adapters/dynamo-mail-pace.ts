import { mailGap } from "../core/timing.ts";
import type { DeliverStore } from "../pipeline/deliver-ports.ts";
import { setting } from "./dynamo-settings.ts";
import type { Table } from "./dynamo-table.ts";
import { updateRow } from "./dynamo-table.ts";
import { PREFIX } from "./table.ts";

/** The places of mails in the account's send rate: one row, which says when the next is free (epoch ms). */
export const mailPaceRows = (table: Table): Pick<DeliverStore, "mailPlace"> => ({
  mailPlace: async (aheadMs) => {
    const key = { pk: `${PREFIX.limit}#mail`, sk: "NEXT" };
    const gap = mailGap(await setting(table, "mailsPerSecond"));
    const now = table.clock();
    // Each is one atomic write. Nobody moves `next` back, so that where it was not past it is still to come. A write that the SDK
    // repeats because its answer was lost takes two places: a mail less, never one too many.
    if (
      (await updateRow(table, key, "SET #next = :after", { now, after: now + gap }, "attribute_not_exists(#next) OR #next <= :now")) !==
      undefined
    )
      return now;
    const queued = await updateRow(table, key, "SET #next = #next + :gap", { gap, most: now + aheadMs }, "#next <= :most");
    return queued === undefined ? undefined : (queued.next as number) - gap;
  },
});
