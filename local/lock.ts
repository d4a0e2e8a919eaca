import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { CannotStart } from "./cannot-start.ts";
import { damaged, reading } from "./damage.ts";

/** SQLite's code for "someone else holds the lock" (SQLITE_BUSY). */
const BUSY = 5;

/**
 * Takes the data folder for this process, making it if needed; throws CannotStart if another runner has it, or if it is none.
 * The lock is the operating system's, held through SQLite, so that even SIGKILL gives it back: a file with a process id
 * would outlive its process, and ids are used again (in a container, at nearly every start).
 * Returns the way to give it back.
 */
export const takeFolder = (folder: string): (() => void) => {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false)
    throw new CannotStart(`${folder} is a file, and data need a folder: give another with --data FOLDER.`);
  reading(folder, () => mkdirSync(folder, { recursive: true }));
  const file = join(folder, "lock");
  const lock = reading(file, () => new DatabaseSync(file, { timeout: 0 }));
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    if (error instanceof Error && "errcode" in error && error.errcode === BUSY)
      throw new CannotStart(
        `Another Vigía is running on the data in ${folder}. Stop it first, or give this one its own with --data FOLDER.`,
      );
    throw damaged(file, error);
  }
  return () => lock.close();
};
