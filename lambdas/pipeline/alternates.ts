import { isLost, nextAlternate } from "../core/alternate.ts";
import { checkId } from "../core/check.ts";
import { check } from "./check.ts";
import type { IngestMessage } from "./messages.ts";
import { knownOf } from "./poll.ts";
import type { RoundDeps } from "./round.ts";

const HOUR = 3_600_000;

/**
 * Once an hour: looks at one more catalogued address of each feed of the shard that has been lost for long, none after `until`
 * (epoch ms). What is found there is told to people (`offersFor`); a feed's address is theirs to change. Returns how many were looked at.
 *
 * Each look is a check, with its claim: dying after it, the next day's look is at the next address.
 */
export const tryAlternates = async ({ shard, after, upTo }: IngestMessage, until: number, deps: RoundDeps): Promise<number> => {
  const { store, clock } = deps;
  if (hourOf(shard, upTo) === hourOf(shard, after)) return 0;
  const known = await knownOf(shard, store);
  const lost = known
    .filter(({ feed, state, heardAt }) => feed.alternates !== undefined && isLost(feed, state, heardAt, clock()))
    .map(({ feed }) => feed);
  if (lost.length === 0) return 0;
  const checks = await store.checks(lost.flatMap(({ alternates = [] }) => alternates.map(checkId)));
  let looked = 0;
  for (const feed of lost) {
    const url = nextAlternate(feed, checks, clock());
    if (url === undefined || clock() > until) continue;
    await check({ check: url }, deps);
    looked++;
  }
  return looked;
};

/** The hour a time lies in, counted from a minute that is the shard's own. */
const hourOf = (shard: number, at: number): number => Math.floor((at - (shard * 17 + 7) * 60_000) / HOUR);
