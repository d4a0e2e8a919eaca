import { match } from "./match.ts";
import type { MatchOutcome } from "./match.ts";
import type { MatchMessage } from "./messages.ts";
import { reject } from "./reject.ts";
import { rematch } from "./rematch.ts";
import type { RematchDeps, RematchOutcome } from "./rematch.ts";

/** All that the step `match` is asked to do: an item, what an operator says of a match, or the past for an entity that changed. */
export const judge = async (message: MatchMessage, deps: RematchDeps): Promise<MatchOutcome | RematchOutcome> => {
  if ("reject" in message) return reject(message, deps);
  if ("rematch" in message) return rematch(message, deps);
  return match(message, deps);
};
