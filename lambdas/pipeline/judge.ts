import { match } from "./match.ts";
import type { MatchDeps, MatchOutcome } from "./match.ts";
import type { MatchMessage } from "./messages.ts";
import { reject } from "./reject.ts";

/** All that the step `match` is asked to do: an item, or what an operator says of a match. */
export const judge = async (message: MatchMessage, deps: MatchDeps): Promise<MatchOutcome> => {
  if ("reject" in message) return reject(message, deps);
  return match(message, deps);
};
