import type { Entity } from "../core/entity.ts";
import type { QueryStore } from "../pipeline/ports.ts";
import { asRead, bury, FREE, lives, TRIES } from "./dynamo-edits.ts";
import type { Row, Table } from "./dynamo-table.ts";
import { claimRow, getRow, queryRows } from "./dynamo-table.ts";
import { PREFIX } from "./table.ts";

/** Everyone and everything on the watchlist that was not removed, by id. */
export const entities = async (table: Table): Promise<readonly Entity[]> => {
  const rows = await queryRows(table, { key: "#pk = :pk", values: { pk: PREFIX.entity }, eventually: true });
  return rows.filter(lives).map((row) => row.body as Entity);
};

/** The watchlist as people edit it. */
export const entityEdits = (table: Table): Pick<QueryStore, "addEntity" | "changeEntity" | "removeEntity"> => ({
  addEntity: async (entity) => (await claimRow(table, rowOf(table, entity), ...FREE)).won,
  changeEntity: async (id, change) => {
    for (let tries = 0; tries < TRIES; tries++) {
      const row = await living(table, id);
      if (row === undefined) return undefined;
      const entity = change(row.body as Entity);
      if ((await claimRow(table, rowOf(table, entity), ...asRead(row))).won) return entity;
    }
    throw new Error(`the entity ${id} was changed by others ${TRIES} times while it was to be changed`);
  },
  removeEntity: async (id) => {
    const row = await living(table, id);
    return row !== undefined && bury(table, row);
  },
});

const rowOf = (table: Table, entity: Entity): Row => ({ pk: PREFIX.entity, sk: entity.id, body: entity, editedAt: table.clock() });

const living = async (table: Table, id: string): Promise<Row | undefined> => {
  const row = await getRow(table, PREFIX.entity, id);
  return row !== undefined && lives(row) ? row : undefined;
};
