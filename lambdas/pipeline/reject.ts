import type { MatchDeps, MatchOutcome } from "./match.ts";
import type { RejectMessage } from "./messages.ts";

/** Takes a match back for everyone. */
export const reject = async ({ reject: { storyId, entity } }: RejectMessage, _deps: MatchDeps): Promise<MatchOutcome> => ({
  itemId: "",
  storyId,
  entities: [entity],
  alerts: 0,
});
