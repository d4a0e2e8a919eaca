import { CannotStart } from "./cannot-start.ts";

/** Reads (or makes) what lies at `path` in the data folder; what goes wrong becomes a CannotStart that says what to do. */
export const reading = <Value>(path: string, read: () => Value): Value => {
  try {
    return read();
  } catch (error) {
    throw error instanceof CannotStart ? error : damaged(path, error);
  }
};

/** The sentence for data that cannot be read. */
export const damaged = (path: string, error: unknown): CannotStart => {
  const [reason = ""] = (error instanceof Error ? rootOf(error).message : String(error)).split("\n", 1);
  return new CannotStart(`The data in ${path} cannot be read (${reason}): move it away and start again.`);
};

const rootOf = (error: Error): Error => (error.cause instanceof Error ? rootOf(error.cause) : error);
