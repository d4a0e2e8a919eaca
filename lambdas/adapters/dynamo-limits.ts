import type { Counted } from "../core/limit.ts";
import { countOne, LIMITS } from "../core/limit.ts";
import type { Limiter } from "../pipeline/limit-ports.ts";
import type { Table } from "./dynamo-table.ts";
import { claimVersion, getRow } from "./dynamo-table.ts";
import { PREFIX, TTL_ATTRIBUTE } from "./table.ts";

/** How often others may come first before it counts as full. */
const TRIES = 20;

/** After so long, ms, whoever found it full of others may try again. */
const CROWDED_MS = 1000;

/** One row for each limit and whom it is of: what was counted, gone with the last that counts. Full, it costs a read and no write. */
export const limiter = (table: Table): Limiter => ({
  countWithin: async (limit, who, id) => {
    const [pk, sk] = [`${PREFIX.limit}#${who}`, limit];
    for (let tries = 0; tries < TRIES; tries++) {
      const row = await getRow(table, pk, sk);
      const before = (row?.counted ?? {}) as Counted;
      const counted = countOne(before, id, LIMITS[limit], table.clock());
      if (typeof counted === "number") return counted;
      if (counted === before) return 0;
      const expiresAt = Math.ceil(Math.max(...Object.values(counted)) / 1000);
      const version = ((row?.version as number | undefined) ?? 0) + 1;
      if (await claimVersion(table, { pk, sk, counted, version, [TTL_ATTRIBUTE]: expiresAt })) return 0;
    }
    return CROWDED_MS;
  },
});
