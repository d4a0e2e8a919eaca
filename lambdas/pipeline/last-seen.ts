import { daysBetween } from "../core/gap.ts";
import type { Match, Sighting } from "../core/match.ts";
import { counts } from "../core/reappearance.ts";
import type { Listener } from "./listening.ts";
import type { MatchStore } from "./ports.ts";
import { lastSighting, matchIn, sightingOf } from "./silence.ts";

/** How many later matches are told; beyond them stands a sighting that knows better. */
const TOLD_LATER = 25;

/**
 * News do not come in order: the matches after this one, up to the next sighting, may not know of it yet. (What was alerted
 * stays as it was told, and is marked.) Resolves to whether there are any.
 */
export const tellLater = async (store: MatchStore, match: Match, listening: Listener): Promise<boolean> => {
  if (!counts(match, "any")) return false;
  const after = (await store.matchesAfter(match.entity, match, TOLD_LATER)).filter(({ sample }) => sample === match.sample);
  for (const later of after) {
    if (later.last === undefined || later.last.at < match.at) await setLast(store, later, sightingOf(match), listening);
    if (counts(later, "any")) break;
  }
  // An operator may have retracted it just now, and not have seen that it was told.
  const stored = after.length === 0 ? undefined : await matchIn(store, match.entity, match);
  if (stored?.retracted !== undefined) await forget(store, stored, listening);
  return after.length > 0;
};

/** Rows of a page of the log. */
const PAGE = 100;

/** The matches of an entity after a place in its log, oldest first, page after page as far as they are asked for. */
export async function* pagesAfter(
  store: Pick<MatchStore, "matchesAfter">,
  entity: string,
  from: Pick<Match, "at" | "storyId">,
): AsyncGenerator<readonly Match[]> {
  for (let place: Pick<Match, "at" | "storyId"> | undefined = from; place !== undefined;) {
    const page: readonly Match[] = await store.matchesAfter(entity, place, PAGE);
    yield page;
    place = page.length < PAGE ? undefined : page.at(-1);
  }
}

/** The matches after one that was retracted know the sighting before it instead: all up to the next sighting, whose own they know. */
export const forget = async (store: MatchStore, retracted: Match, listening: Listener): Promise<void> => {
  const { entity, storyId, sample } = retracted;
  for await (const page of pagesAfter(store, entity, retracted))
    for (const later of page) {
      if (later.sample !== sample) continue;
      if (later.last?.storyId === storyId) {
        const last = await lastSighting(store, entity, { ...later, sample: sample === true }, "any");
        await setLast(store, later, last, listening, storyId);
      }
      if (counts(later, "any")) return;
    }
};

/** Notes the sighting before a stored match, and how far the time since then was heard; `insteadOf` as for the store's. */
export const setLast = async (
  store: MatchStore,
  match: Match,
  last: Sighting | undefined,
  listening: Listener,
  insteadOf?: string,
): Promise<void> => {
  const since = sinceLast(last, match.at);
  const { last: _, gapDays: __, ...bare } = match;
  const { heard } = await withHeard({ ...bare, ...since }, listening);
  await store.setLast(match, { ...since, ...(heard !== undefined && { heard }) }, insteadOf);
};

/** Below a week nobody calls it a silence, and the ledger is not asked (days). */
const SILENCE_FROM = 7;

/** The match with how far the silence before it was heard, where it ends one. */
export const withHeard = async (match: Match, listening: Listener): Promise<Match> => {
  const { heard: _, ...rest } = match;
  if (match.last === undefined || (match.gapDays ?? 0) < SILENCE_FROM || match.baseline || !counts(match, "any")) return rest;
  return { ...rest, heard: await listening.since(match.entity, match.last.at, match.at) };
};

/** The sighting before a match at `at`, and the whole days since then. */
export const sinceLast = (last: Sighting | undefined, at: string): Pick<Match, "last" | "gapDays"> =>
  last === undefined ? {} : { last, gapDays: daysBetween(last.at, at) };
