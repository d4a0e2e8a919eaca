import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** A reason not to start, worded for a person; the runner prints it and exits with status 1. */
export class CannotStart extends Error {
  override readonly name = "CannotStart";
}

/** SQLite's code for "someone else holds the lock" (SQLITE_BUSY). */
const BUSY = 5;

/**
 * Takes the data folder for this process, making it if needed; throws CannotStart if another runner has it.
 * The lock is the operating system's, held through SQLite, so that even SIGKILL gives it back: a file with a process id
 * would outlive its process, and ids are used again (in a container, at nearly every start).
 * Returns the way to give it back.
 */
export const takeFolder = (folder: string): (() => void) => {
  mkdirSync(folder, { recursive: true });
  const lock = new DatabaseSync(join(folder, "lock"), { timeout: 0 });
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    if (error instanceof Error && "errcode" in error && error.errcode === BUSY)
      throw new CannotStart(
        `Another Vigía is running on the data in ${folder}. Stop it first, or give this one its own with --data FOLDER.`,
      );
    throw error;
  }
  return () => lock.close();
};
