/** What ingest keeps about everything it asks besides the polls: checks, archives, and whose turn it is at a host. Times are epoch ms. */
import type { Archive } from "../core/archive.ts";
import type { FeedCheck } from "../core/check.ts";
import type { FetchResult } from "./fetch-ports.ts";

export interface CheckStore {
  /** Writes the check if its address may be asked again (`notBefore` of the one before has passed); false if not. Kept for 30 days. */
  claimCheck(check: FeedCheck): Promise<boolean>;
  /** Replaces the check by what came of it. */
  saveCheck(check: FeedCheck): Promise<void>;
  /** The checks with these ids, by id. */
  checks(ids: readonly string[]): Promise<ReadonlyMap<string, FeedCheck>>;
  /** Keeps the answer that a check got until `until`. */
  keepAnswer(checkId: string, answer: FetchResult, until: number): Promise<void>;
  /** The answer that was kept, to whoever asks first; undefined where there is none, it is past its time, or it was taken. */
  takeAnswer(checkId: string): Promise<FetchResult | undefined>;
}

export interface TurnStore {
  /** Takes the turn at a host until `until`, in the name of `owner`; false while somebody else has it. */
  takeHost(host: string, owner: string, until: number): Promise<boolean>;
  /** Ends the owner's turn at `until`; nothing if it is somebody else's by now. */
  leaveHost(host: string, owner: string, until: number): Promise<void>;
  /** Until when somebody has the turn at a host; 0 for nobody. */
  hostTakenUntil(host: string): Promise<number>;
}

export interface ArchiveStore {
  /** Writes the archive of a feed of the shard if there is none of its address; false if there is. Kept for 90 days. */
  openArchive(archive: Archive, shard: number): Promise<boolean>;
  /** The archives of the shard's feeds, read to their end or not, by feed id. */
  archivesOf(shard: number): Promise<ReadonlyMap<string, Archive>>;
  /** Replaces the archive if its stored version is `archive.version - 1`; false if not. */
  saveArchive(archive: Archive, shard: number): Promise<boolean>;
}
