import { randomUUID } from "node:crypto";
import type { Row, Table, Values } from "./dynamo-table.ts";
import { getRow, updateRow } from "./dynamo-table.ts";

/** Rows that people edit: each edit leaves another `writer`, so that whoever read before it finds out. */
export type Condition = readonly [expression: string, values: Values];

/** Nothing is there, or what was removed. */
export const FREE: Condition = ["attribute_not_exists(#pk) OR attribute_exists(#deletedAt)", {}];

/** How often an edit is tried while others edit the same. */
export const TRIES = 12;

/** The condition under which a row is still as it was read. */
export const asRead = ({ writer }: Row): Condition => [
  `attribute_exists(#pk) AND attribute_not_exists(#deletedAt) AND ${writer === undefined ? "attribute_not_exists(#writer)" : "#writer = :seen"}`,
  { seen: writer },
];

/** Takes the row away, under a condition, and leaves it there, so that seeding does not bring it back; false if the condition does not hold. */
export const bury = async (
  table: Table,
  row: Pick<Row, "pk" | "sk">,
  [condition, values]: Condition = ["attribute_exists(#pk)", {}],
): Promise<boolean> => {
  const writer = randomUUID();
  const set = "SET #deletedAt = :now, #editedAt = :now, #writer = :writer";
  if ((await updateRow(table, row, set, { ...values, now: table.clock(), writer }, condition)) !== undefined) return true;
  // The SDK repeats a write whose answer was lost: then it was we who took it away.
  return (await getRow(table, row.pk, row.sk))?.writer === writer;
};

/** Was it not removed? */
export const lives = (row: Row): boolean => row.deletedAt === undefined;
