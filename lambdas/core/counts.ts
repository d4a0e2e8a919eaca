import { createHash } from "node:crypto";

/** The UTC hour of a time (ISO 8601 UTC), `2026-11-24T11`: what is counted is counted by the hour. */
export const hourOf = (at: string): string => at.slice(0, 13);

/** The time (epoch ms) at which an hour begins. */
export const hourStart = (hour: string): number => Date.parse(`${hour}:00:00Z`);

/** What stands for a story or an item in a set that is only counted: eight bytes; two of a million in one set are the same once in 37 million sets. */
export const memberOf = (id: string): Uint8Array => new Uint8Array(createHash("sha256").update(id).digest().subarray(0, 8));

/** What was counted, by hour; a member is a hash of what it stands for ({@link memberOf}, in hexadecimal). */
export type Counted = ReadonlyMap<string, ReadonlySet<string>>;

/** How many of these were counted from one time to another (epoch ms, `to` exclusive). Hours that begin in it count whole. */
export const countIn = (counted: Counted, from: number, to: number): number => {
  let sum = 0;
  for (const [hour, members] of counted) {
    const at = hourStart(hour);
    if (at >= from && at < to) sum += members.size;
  }
  return sum;
};
