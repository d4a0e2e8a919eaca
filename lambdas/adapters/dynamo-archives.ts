import type { Archive } from "../core/archive.ts";
import type { ArchiveStore } from "../pipeline/catalog-ports.ts";
import type { Row, Table } from "./dynamo-table.ts";
import { absent, claimRow, queryRows, seconds } from "./dynamo-table.ts";
import { PREFIX, TTL_SECONDS } from "./table.ts";

/** How far archives have been read: opened by ingest and api, read on by ingest. */
export const archiveRows = (table: Table): ArchiveStore => ({
  ...archiveEdits(table),
  archivesOf: (shard) => archivesOf(table, shard),
});

/** What people's wish for an archive writes. */
export const archiveEdits = (table: Table): Pick<ArchiveStore, "openArchive" | "saveArchive"> => ({
  openArchive: async (archive, shard) => {
    const isOther = `${absent} OR #url <> :url`;
    return (await claimRow(table, rowOf(table, archive, shard), isOther, { now: seconds(table), url: archive.url })).won;
  },
  saveArchive: async (archive, shard) =>
    (await claimRow(table, rowOf(table, archive, shard), "#version = :seen", { seen: archive.version - 1 })).won,
});

/** The archives of the shard's feeds, by feed id. */
export const archivesOf = async (table: Table, shard: number): Promise<ReadonlyMap<string, Archive>> => {
  const rows = await queryRows(table, { key: "#pk = :pk", values: { pk: `${PREFIX.archive}#${shard}` } });
  return new Map(rows.map((row) => [row.sk, row.body as Archive]));
};

const rowOf = (table: Table, archive: Archive, shard: number): Row => ({
  pk: `${PREFIX.archive}#${shard}`,
  sk: archive.feedId,
  body: archive,
  url: archive.url,
  version: archive.version,
  expiresAt: seconds(table) + TTL_SECONDS.archive,
});
