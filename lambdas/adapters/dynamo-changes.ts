import type { Change } from "../core/change.ts";
import type { ChangeLog, ChangeReader } from "../pipeline/change-ports.ts";
import type { Table } from "./dynamo-table.ts";
import { putRow, walkRows } from "./dynamo-table.ts";
import { PREFIX } from "./table.ts";

/** Notes changes. */
export const changeLog = (table: Table): ChangeLog => ({
  noteChange: async (change) => {
    await putRow(table, { pk: partition(change.at), sk: `${change.at}#${change.id}`, body: change });
  },
});

/** What changed, to be read. */
export const changeRows = (table: Table): ChangeReader => ({
  changes: async ({ since, until, kind, limit }) => {
    const found: Change[] = [];
    for (const pk of monthsBack(since, until)) {
      // A sort key is longer than its time: what is at `until` itself lies beyond it.
      const rows = walkRows(table, {
        key: "#pk = :pk AND #sk BETWEEN :since AND :until",
        values: { pk, since, until },
        newestFirst: true,
        eventually: true,
      });
      for await (const { body } of rows) {
        const change = body as Change;
        if (kind === undefined || change.kind === kind) found.push(change);
        if (found.length === limit) return found;
      }
    }
    return found;
  },
});

const partition = (at: string): string => `${PREFIX.change}#${at.slice(0, 7)}`;

/** The partitions of a time, the newest month first. */
function* monthsBack(since: string, until: string): Generator<string> {
  const month = new Date(`${until.slice(0, 7)}-01T00:00:00Z`);
  for (; month.toISOString().slice(0, 7) >= since.slice(0, 7); month.setUTCMonth(month.getUTCMonth() - 1))
    yield partition(month.toISOString());
}
