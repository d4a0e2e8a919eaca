import { tryAlternates } from "./alternates.ts";
import { readArchives } from "./archive.ts";
import { check } from "./check.ts";
import { ingest, type IngestOutcome } from "./ingest.ts";
import type { GatherMessage } from "./messages.ts";
import type { RoundDeps } from "./round.ts";
import { pollersFetch } from "./turn.ts";

/** No request besides the polls is begun after this long, ms. With its turn and the longest request it stays below the function's time-out. */
const BEGIN_WITHIN_MS = 60_000;

/**
 * All that the step `ingest` is asked to do: a check of an address, or a shard's polls and then what else the shard has to ask,
 * one GET at a time: pages of archives, and other addresses of feeds that are lost.
 */
export const gather = async (message: GatherMessage, deps: RoundDeps): Promise<IngestOutcome> => {
  if ("check" in message) return check(message, deps);
  const until = deps.clock() + BEGIN_WITHIN_MS;
  const outcome = await ingest(message, { ...deps, fetch: pollersFetch(message.shard, deps) });
  const past = await readArchives(message.shard, until, deps);
  await tryAlternates(message, until, deps);
  return { ...outcome, items: outcome.items + past };
};
