import type { Matcher } from "../core/matcher.ts";
import { hashId } from "../core/hash.ts";
import type { Item } from "../core/item.ts";
import type { Found, Match, Reading, Sighting } from "../core/match.ts";
import { isSighting } from "../core/match.ts";
import { DAY_MS } from "../core/gap.ts";
import { leftOffice } from "../core/offices.ts";
import type { Rarity } from "../core/rarity.ts";
import { itemTime } from "../core/story.ts";
import type { StoryMember } from "../core/story.ts";
import { prominenceFor } from "../core/subscription.ts";
import { raiseAlerts } from "./alerts.ts";
import type { AlertDeps, Occasion } from "./alerts.ts";
import { setLast, sinceLast, tellLater, withHeard } from "./last-seen.ts";
import { listener } from "./listening.ts";
import type { Listener } from "./listening.ts";
import type { ItemMessage } from "./messages.ts";
import type { ItemDecision, MatchStore } from "./ports.ts";
import { correctTold } from "./returns.ts";
import { linkEvents } from "./same-event.ts";
import { lastSighting } from "./silence.ts";
import { storyOf } from "./story-of.ts";

export interface MatchDeps extends AlertDeps {
  /** The matcher compiled from the watchlist in force; it may be a minute old. */
  readonly matcher: () => Promise<Matcher>;
  /** How rare words are: the same for every worker, never learned. */
  readonly rarity: Rarity;
}

export interface MatchOutcome {
  readonly itemId?: string;
  readonly storyId?: string;
  readonly entities: readonly string[];
  readonly alerts: number;
}

/**
 * Who and what does this item name; which story is it; who wants to know.
 *
 * Every write may be repeated: the item and the decision about it are kept once and read by every retry, story keys name
 * their story, members and matches are keyed by what they say, and alerts by their number in the story.
 */
export const match = async ({ item: arrived, again }: ItemMessage, deps: MatchDeps): Promise<MatchOutcome> => {
  const { store } = deps;
  const { item, decision: earlier } = await store.keepItem(arrived);
  const decision = await decide(item, earlier, deps);
  if (decision === undefined) return { itemId: item.id, entities: [], alerts: 0 };

  const { found } = decision.reading;
  await store.addMember(decision.storyId, memberOf(item, found));
  const entities = new Map((await store.watchlist()).entities.map((e) => [e.id, e]));
  const sample = item.sample === true;
  const listening = listener(store, sample, item.seenAt);
  const kept: Match[] = [];
  const late = new Set<string>();
  for (const one of found) {
    const written = await keepFound(one, { item, decision, lists: entities.get(one.entity)?.lists ?? [], listening }, store);
    if (written === undefined) continue;
    if (written.isLate) late.add(one.entity);
    kept.push(written.match);
  }
  const silent = new Set(found.filter((one) => one.silent).map(({ entity }) => entity));
  const matches = kept.filter(({ entity }) => !silent.has(entity));
  // When the matches are written: of two workers with two stories of one event, at least one then sees the other's.
  const sameEvent = await linkEvents({ story: decision, matches, entities }, store);
  const left = leftOffice([...entities.values()], decision.at);
  const prominence: Occasion["prominence"] = (entity, subscription) => prominenceFor(subscription, left.has(entity));
  const occasion = { item, story: decision, sameEvent, matches, entities, store, listener: listening, prominence };
  if (late.size > 0) await correctTold(kept, late, occasion);
  const isPast = item.baseline || deps.clock() - Date.parse(item.seenAt) > LONGEST_WAY;
  const alerts = isPast ? 0 : await raiseAlerts({ ...occasion, ...(again !== undefined && { again }) }, deps);
  return { itemId: item.id, storyId: decision.storyId, entities: found.map((f) => f.entity), alerts };
};

/** What was first seen longer ago is met again, not late: no message lives longer, in whichever queue (ms). */
export const LONGEST_WAY = 14 * DAY_MS;

/**
 * Reads the item and settles its story, once. An item that names nobody needs no decision: reading it again is harmless. Where a
 * rematch came first, its finds alone are no reading: what this run finds beside them is added, and is news.
 */
const decide = async (item: Item, earlier: ItemDecision | undefined, deps: MatchDeps): Promise<ItemDecision | undefined> => {
  if (earlier?.reading.found.some(({ silent }) => silent !== true)) return earlier;
  const reading = await readItem(item, deps);
  if (reading.found.length === 0) return earlier;
  const decision = earlier ?? (await deps.store.decide(item.id, { ...(await storyOf(item, reading.found, deps)), reading }));
  return deps.store.extendDecision(item.id, decision, reading.found);
};

/** What the watchlist in force finds in an item. */
export const readItem = async ({ title, summary, lang, ...item }: Item, { matcher }: Pick<MatchDeps, "matcher">): Promise<Reading> =>
  (await matcher()).read({ title, summary, lang, date: itemTime(item) });

/** What one entity's match is made from. */
interface Telling {
  readonly item: Item;
  readonly decision: ItemDecision;
  /** The entity's lists. */
  readonly lists: readonly string[];
  readonly listening: Listener;
}

/**
 * Writes all that one entity's match consists of: its row, its count, what later matches know of it. Every write may be repeated.
 * `isLate` says that there are later matches: what was told of their gaps may be wrong. Undefined where it was rejected: then
 * nothing of it is there, nor told.
 */
export const keepFound = async (
  found: Found,
  { item, decision, lists, listening }: Telling,
  store: MatchStore,
): Promise<{ readonly match: Match; readonly isLate: boolean } | undefined> => {
  const here = { ...decision, sample: item.sample === true };
  const last = await lastSighting(store, found.entity, here, "any");
  const match = await withHeard(matchOf(item, found, decision, lists, last), listening);
  // Before the match is written: whoever retracts it then takes it out of the count as well.
  if (isSighting(match) && !here.sample) await store.countStory(match.entity, match.at, match.storyId);
  if ((await store.keepMatch(match)).retracted !== undefined) {
    await store.uncountStory(match.entity, match.at, match.storyId);
    return undefined;
  }
  // A sighting in between may have been written or retracted just now, by a run that did not see this match.
  const again = await lastSighting(store, found.entity, here, "any");
  if (again?.storyId !== last?.storyId) await setLast(store, match, again, listening, last?.storyId);
  return { match, isLate: await tellLater(store, match, listening) };
};

/** An item as its story lists it. */
export const memberOf = (item: Item, found: readonly Found[]): StoryMember => ({
  itemId: item.id,
  feedId: item.feedId,
  title: item.title,
  outlet: item.outlet,
  lang: item.lang,
  entities: found.map((f) => f.entity),
  ...(item.link !== undefined && { link: item.link }),
  ...(item.published !== undefined && { published: item.published }),
});

/** The match of an entity found in an item. */
export const matchOf = (
  item: Item,
  found: Found,
  { storyId, at, reading }: ItemDecision,
  lists: readonly string[],
  last: Sighting | undefined,
): Match => ({
  id: hashId("match", storyId, found.entity),
  storyId,
  entity: found.entity,
  kind: found.kind,
  lists,
  confidence: found.confidence,
  evidence: found.evidence,
  prominence: found.prominence,
  sentence: found.sentence,
  at,
  itemId: item.id,
  title: item.title,
  outlet: item.outlet,
  lang: item.lang,
  countries: reading.countries,
  retrospective: reading.retrospective,
  baseline: item.baseline,
  ...(item.link !== undefined && { link: item.link }),
  ...sinceLast(last, at),
  ...(item.sample && { sample: true }),
});
