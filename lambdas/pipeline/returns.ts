import type { Gap } from "../core/gap.ts";
import { verdictOf } from "../core/gap.ts";
import type { Item } from "../core/item.ts";
import type { Match, Sighting } from "../core/match.ts";
import type { Told, ToldReturn } from "../core/reappearance.ts";
import { claimReturn, correctedBy, counts, isReturn, pairId, withoutStory, withReturn } from "../core/reappearance.ts";
import type { StoryRef } from "../core/story.ts";
import type { Prominent, Subscription } from "../core/subscription.ts";
import { wants } from "../core/subscription.ts";
import { inParallel } from "./in-parallel.ts";
import type { Listener } from "./listening.ts";
import type { MatchStore } from "./ports.ts";
import { once } from "./once.ts";
import { lastSighting, lastTogether, matchIn, sightingOf } from "./silence.ts";
import type { MatchLog } from "./silence.ts";

/** Subscriptions that are corrected together. */
const AT_ONCE = 10;

/** The log, and what was told of returns. */
export type ReturnStore = MatchLog & Pick<MatchStore, "told" | "saveTold">;

/** What a search for returns rests on: one item's story, and what is asked once however many subscriptions there are. */
export interface Occasion {
  readonly item: Pick<Item, "id" | "sample">;
  readonly story: StoryRef;
  readonly store: ReturnStore;
  readonly listener: Listener;
  /** Where these entities must stand for this subscription. */
  readonly prominence: (entity: string, subscription: Subscription) => Prominent;
}

/** Who returned, and with what figures. */
export interface Return {
  readonly match: Match;
  readonly gap: Gap;
}

/**
 * The returns among the matches that a subscription wants and that this item's run may tell. What was not heard well enough is
 * claimed like the others, so that no other story tells it either, and is not among them.
 */
export const returnsFor = (occasion: Occasion): ((wanted: readonly Match[], subscription: Subscription) => Promise<readonly Return[]>) => {
  const { story, store, listener } = occasion;
  const last = once(lastOf(occasion));
  const gap = once((subject: Subject, seen: Sighting | undefined, silenceDays: number) =>
    listener.gap(subject.entities, story.at, seen, silenceDays),
  );
  return async (wanted, subscription) => {
    const returns: Return[] = [];
    for (const { subject, matches } of subjectsOf(wanted, subscription, occasion)) {
      const seen = await last(subject);
      const claim = await claimOf(subject, seen, subscription, occasion, () => gap(subject, seen, subscription.silenceDays));
      if (claim === undefined) continue;
      // A sighting in between may have been written just now, by a run that did not see this claim.
      const again = await lastOf(occasion)(subject);
      if (again !== undefined && again.storyId !== claim.gap.last?.storyId)
        await correct(store, subscription.id, pairId(subject.entities), again);
      // An operator may have rejected it just now, and not have seen that it was claimed.
      if (await isRetracted(matches, story, store)) {
        await retractTold(store, subscription.id, pairId(subject.entities), story.storyId);
        continue;
      }
      if (verdictOf(claim.gap, story.at) === "unheard") continue;
      for (const match of matches) {
        const beside = matches.find((other) => other !== match);
        returns.push({ match, gap: { ...claim.gap, ...(beside !== undefined && { with: beside.entity }) } });
      }
    }
    return returns;
  };
};

/** Was any of a story's matches rejected since it was written? */
const isRetracted = async (matches: readonly Match[], story: StoryRef, log: MatchLog): Promise<boolean> => {
  const rows = await Promise.all(matches.map(({ entity }) => matchIn(log, entity, story)));
  return rows.some((row) => row?.retracted !== undefined);
};

/** Who returns, one entity or two together, and where each must stand. */
interface Subject {
  readonly entities: readonly string[];
  readonly prominence: readonly Prominent[];
}

const subjectsOf = (
  wanted: readonly Match[],
  subscription: Subscription,
  { prominence }: Pick<Occasion, "prominence">,
): readonly { readonly subject: Subject; readonly matches: readonly Match[] }[] => {
  const seen = wanted.filter((match) => counts(match, prominence(match.entity, subscription)));
  const subject = (matches: readonly Match[]) => ({
    subject: { entities: matches.map((m) => m.entity), prominence: matches.map((m) => prominence(m.entity, subscription)) },
    matches,
  });
  if (subscription.select.together === undefined) return seen.map((match) => subject([match]));
  return seen.length === 2 ? [subject(seen.toSorted((a, b) => (a.entity < b.entity ? -1 : 1)))] : [];
};

const lastOf = ({ item, story, store }: Occasion): ((subject: Subject) => Promise<Sighting | undefined>) => {
  const here = { ...story, sample: item.sample === true };
  return ({ entities: [one = "", other], prominence: [its = "any", others = "any"] }) =>
    other === undefined ? lastSighting(store, one, here, its) : lastTogether(store, [one, other], here, [its, others]);
};

/**
 * Claims a return for a subscription; undefined if it is none, or not this item's to tell. The claim names its story and item
 * and holds the figures: dying just after it, the retry meets its own claim and goes on with them, whatever the log and the
 * ledger say by then.
 */
const claimOf = async (
  subject: Subject,
  last: Sighting | undefined,
  { id, silenceDays }: Subscription,
  occasion: Occasion,
  gap: () => Promise<Gap>,
): Promise<ToldReturn | undefined> => {
  const { item, story, store } = occasion;
  const key = pairId(subject.entities);
  const wanted = { at: story.at, storyId: story.storyId, itemId: item.id };
  return changeTold(store, id, key, async (told) => {
    const claim = claimReturn(told, wanted, silenceDays);
    if (claim.kind === "own") return { result: claim.claim };
    if (claim.kind === "refused" || !isReturn(story.at, last, silenceDays)) return { result: undefined };
    const mine = { ...wanted, gap: await gap() };
    return { told: withReturn(told, mine), result: mine };
  });
};

/**
 * Marks what was told of a gap that this match turns out to lie in: to be called when the match is written and another is later.
 * Whoever tells a return looks once more when its claim is written, so that one of the two sees the other.
 */
export const correctTold = async (
  matches: readonly Match[],
  late: ReadonlySet<string>,
  occasion: Occasion & { readonly store: MatchStore },
): Promise<void> => {
  const { store, prominence } = occasion;
  await inParallel(await store.activeSubscriptions(), AT_ONCE, async (subscription) => {
    if (subscription.trigger !== "reappearance") return;
    const wanted = matches.filter((match) => wants(subscription, match, prominence(match.entity, subscription)));
    for (const { subject, matches: seen } of subjectsOf(wanted, subscription, occasion)) {
      const [match] = seen;
      if (match !== undefined && seen.some(({ entity }) => late.has(entity)))
        await correct(store, subscription.id, pairId(subject.entities), sightingOf(match));
    }
  });
};

/** Marks what a subscription was told of an entity, or of two together, in a story whose match was retracted; returns whom it no longer corrects. */
export const retractTold = (store: ReturnStore, subscriptionId: string, key: string, storyId: string): Promise<readonly ToldReturn[]> =>
  changeTold(store, subscriptionId, key, async (told) => {
    const rest = withoutStory(told, storyId);
    const freed = told.returns.filter(({ corrected }) => corrected?.storyId === storyId);
    return { result: freed, ...(rest !== undefined && { told: rest }) };
  });

/** Marks the returns in whose gap a sighting turns out to lie. */
export const correct = (store: ReturnStore, subscriptionId: string, key: string, late: Sighting): Promise<void> =>
  changeTold(store, subscriptionId, key, async (told) => {
    const corrected = correctedBy(told, late);
    return { result: undefined, ...(corrected !== undefined && { told: corrected }) };
  });

/** Changes a row that others change too: reads, decides and writes until nobody came in between. */
const changeTold = async <T>(
  store: ReturnStore,
  subscriptionId: string,
  key: string,
  change: (told: Told) => Promise<{ readonly told?: Told; readonly result: T }>,
): Promise<T> => {
  for (let attempt = 0; attempt < 10; attempt++) {
    const { told, result } = await change(await store.told(subscriptionId, key));
    if (told === undefined || (await store.saveTold(subscriptionId, key, told))) return result;
  }
  throw new Error(`told ${subscriptionId} ${key}: ten writers in a row were faster`);
};
