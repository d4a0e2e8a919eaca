import type { FeedNotice } from "../core/notice.ts";
import { faultSentence } from "../core/health.ts";
import type { TellOperator } from "../pipeline/ports.ts";
import type { Edge } from "./lambda.ts";

/**
 * Tells the operator through the function's log: one line a notice, and a count of feeds that fell silent
 * (`FeedsSilent`). A line that was written is not lost when the function dies.
 */
export const operatorLog =
  ({ log, counters }: Edge): TellOperator =>
  async (notice) => {
    const { event, fault } = notice;
    log.warn(sentences[event], { ...notice, ...(fault !== undefined && { reason: faultSentence(fault).en }) });
    counters.add({ FeedsSilent: Number(event === "silent") });
  };

const sentences: Readonly<Record<FeedNotice["event"], string>> = {
  silent: "a feed has fallen silent; it is asked on, unless it is gone or refuses us",
  back: "a feed is back: its document was read",
  moved: "a feed moved for good and is asked at its new address; pin it to undo that",
};
