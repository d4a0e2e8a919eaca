import { isDue } from "../core/slot.ts";
import { beingChecked } from "./being-checked.ts";
import type { IngestMessage } from "./messages.ts";
import { hostFor, type Known, knownOf } from "./poll.ts";
import type { PollClaim } from "./ports.ts";
import { type RoundDeps, startRound } from "./round.ts";

export interface IngestOutcome {
  readonly shard: number;
  readonly outcome: "polled" | "nothing-due" | "claimed-before" | "checked";
  readonly feeds: number;
  readonly items: number;
  /** Feeds whose check failed, with the code of the failure. */
  readonly failed: Readonly<Record<string, string>>;
}

/** No feed is begun after this long; what is left comes with its next slot. With somebody's turn at the host and the longest request it stays below the function's time-out. */
const BEGIN_WITHIN_MS = 45_000;

/** How far back claims are read: for the floor, and to know whom a poll that died had set out to ask. */
const CLAIMS_MS = 60 * 60_000;

/**
 * Polls the feeds of a shard that are due: hosts side by side, the feeds of one host one after the other. A feed's failure
 * is its health, never a failed message; what is Vigía's own failure is thrown when all others have been asked.
 *
 * The poll is claimed before the first request. A duplicate message is dropped; dying after the claim costs these feeds
 * this one slot. As one of them may have killed it, those a dead poll had claimed are asked last, each under a claim of its own.
 */
export const ingest = async ({ shard, after, upTo }: IngestMessage, deps: RoundDeps): Promise<IngestOutcome> => {
  const { store, clock } = deps;
  const nothing = { shard, feeds: 0, items: 0, failed: {} };
  // Of a message that came so late the claim could not be seen by other polls (`claimsSince`): its feeds wait for their next slots.
  if (clock() - upTo > CLAIMS_MS) return { ...nothing, outcome: "nothing-due" };
  const known = await knownOf(shard, store);
  const inSlot = known.filter(({ feed, state }) => isDue(feed, state, after, upTo));
  if (inSlot.length === 0) return { ...nothing, outcome: "nothing-due" };

  const now = clock();
  const others = async () => (await store.claimsSince(shard, now - CLAIMS_MS)).filter((claim) => claim.tick !== upTo);
  const [before, resting, checked] = await Promise.all([others(), store.restingHosts(), beingChecked(inSlot, store, now)]);
  const isFree = (one: Known) => (resting.get(hostFor(one)) ?? 0) <= now && !checked.has(one.feed.id);
  const due = inSlot.filter((one) => isRested(one, before, now) && isFree(one));
  if (due.length === 0) return { ...nothing, outcome: "nothing-due" };
  const suspects = due.filter((one) => isSuspect(one, before)).toSorted((a, b) => claimsOf(a, before).length - claimsOf(b, before).length);
  const rest = due.filter((one) => !suspects.includes(one));
  if (!(await store.claimPoll(shard, upTo, now, idsOf(rest)))) return { ...nothing, outcome: "claimed-before" };
  // Another tick's poll may have claimed them since we looked. Of two, one or none goes on; the feed's next slot comes by itself.
  const rivals = await others();
  const busy = busyHosts(known, rivals, now);
  const mine = (one: Known) => isRested(one, rivals, now) && !busy.has(hostFor(one));

  const round = startRound(shard, known, now + BEGIN_WITHIN_MS, deps);
  await round.ask(rest.filter(mine));
  for (const suspect of suspects.filter(mine)) {
    if (!(await store.claimPoll(shard, upTo, clock(), [suspect.feed.id], suspect.feed.id))) continue;
    // Only this claim names it: another tick may have made its own since.
    if (isRested(suspect, await others(), now)) await round.ask([suspect]);
  }
  if (round.errors.length > 0)
    throw new AggregateError(round.errors, `${round.errors.length} polls of shard ${shard} ended in an error of ours`);
  return { shard, outcome: "polled", feeds: round.asked(), items: round.items(), failed: round.failed };
};

const idsOf = (known: readonly Known[]): string[] => known.map(({ feed }) => feed.id);

const claimsOf = ({ feed }: Known, claims: readonly PollClaim[]): readonly PollClaim[] =>
  claims.filter(({ feedIds }) => feedIds.includes(feed.id));

/**
 * Has its floor passed since the feed was asked, or somebody set out to? Slots keep that distance; this is for a feed added
 * just before its slot, for minutes that were caught up, and for polls that died. A minute is forgiven: a slot is that wide.
 */
const isRested = (one: Known, claims: readonly PollClaim[], now: number): boolean =>
  now - Math.max(one.learnedAt, ...claimsOf(one, claims).map(({ claimedAt }) => claimedAt)) >= one.feed.floorSeconds * 1000 - 60_000;

/** Did a poll set out to ask it of which nothing was heard since? */
const isSuspect = (one: Known, claims: readonly PollClaim[]): boolean =>
  claimsOf(one, claims).some(({ claimedAt }) => claimedAt > one.learnedAt);

/** How far back the polls of a host matter, ms: one that is older has ended or died. */
export const RECENT_MS = 120_000;

/** Hosts that another poll, begun lately, is perhaps still asking. */
export const busyHosts = (known: readonly Known[], claims: readonly PollClaim[], now: number): ReadonlySet<string> => {
  const recent = claims.filter(({ claimedAt }) => now - claimedAt < RECENT_MS);
  return new Set(known.filter((one) => isSuspect(one, recent)).map(hostFor));
};
