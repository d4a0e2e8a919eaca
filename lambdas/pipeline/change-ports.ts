import type { Change } from "../core/change.ts";

export interface ChangeLog {
  /** Notes a change, for good, when it is in force. The same `at` and `id` again replace the note. */
  noteChange(change: Change): Promise<void>;
}

export interface ChangeReader {
  /** Changes from one time to before another (ISO 8601 UTC), of one kind or all, newest first, at most `limit`; eventually consistent. */
  changes(query: ChangeQuery): Promise<readonly Change[]>;
}

export interface ChangeQuery {
  readonly since: string;
  readonly until: string;
  readonly kind?: Change["kind"] | undefined;
  readonly limit: number;
}
