import type { Found } from "../core/match.ts";
import type { RematchSpan } from "../core/rematch.ts";
import { isOneHour, tenthsOf } from "../core/rematch.ts";
import { leftOffice } from "../core/offices.ts";
import { prominenceFor } from "../core/subscription.ts";
import { inParallel } from "./in-parallel.ts";
import { listener } from "./listening.ts";
import { keepFound, matchOf, memberOf, readItem } from "./match.ts";
import type { MatchDeps, MatchOutcome } from "./match.ts";
import type { MatchMessage, RematchMessage } from "./messages.ts";
import type { ItemDecision, KeptItem, Outbox } from "./ports.ts";
import { correctTold } from "./returns.ts";
import { storyOf } from "./story-of.ts";

export interface RematchDeps extends MatchDeps {
  /** The queue that this step reads from. */
  readonly match: Outbox<MatchMessage>;
}

export interface RematchOutcome extends MatchOutcome {
  /** What became of it: into how many messages it was split, or how many of how many items turned out to name the entity. */
  readonly rematch: RematchSpan & { readonly parts: number; readonly items: number; readonly named: number };
}

/** Items that are held at once, and how many of them are worked on at the same time. */
const [PAGE, AT_ONCE] = [50, 4];

/**
 * Reads the stored items of a span again for one entity that is new or changed. More than an hour is split into up to ten messages,
 * so that ninety days end after four splits: Lambda cuts off a function that sends to its own queue some sixteen times in a row.
 *
 * Nothing is alerted and nothing claimed in TOLD: who is found is added to the item's decision as `silent`. What was told of a gap
 * that the past now fills is marked `corrected`, as by any late item. Where the decision names the entity and the text no longer
 * does, since its aliases changed, the match stays: a person rejects it.
 *
 * Dying anywhere, the retry does the same again. A split sends all its parts once more, and a part that runs twice changes nothing.
 * In an hour, the decision is extended first and names its entity: a retry that meets it there, `silent`, writes everything that
 * follows once more, and each of these writes may be repeated. Dying before it, the retry finds the entity anew.
 */
export const rematch = async ({ rematch: span }: RematchMessage, deps: RematchDeps): Promise<RematchOutcome> => {
  const outcome = { entities: [], alerts: 0 };
  if (!isOneHour(span)) {
    const parts = tenthsOf(span);
    await deps.match(parts.map((part) => ({ rematch: part })));
    return { ...outcome, rematch: { ...span, parts: parts.length, items: 0, named: 0 } };
  }
  let [items, named] = [0, 0];
  for (let after = ""; ;) {
    const ids = await deps.store.itemsSeen(span.from, after, PAGE);
    await inParallel(await deps.store.keptItems(ids), AT_ONCE, async (kept) => {
      items++;
      if (await rematchItem(kept, span.entity, deps)) named++;
    });
    after = ids.at(-1) ?? "";
    if (ids.length < PAGE) break;
  }
  return { ...outcome, rematch: { ...span, parts: 0, items, named } };
};

/** Adds the entity to what is known of the item, if it names it; true if this or an earlier try did. */
const rematchItem = async (kept: KeptItem, entity: string, deps: RematchDeps): Promise<boolean> => {
  const decision = await decisionWith(kept, entity, deps);
  const found = decision?.reading.found.find((one) => one.entity === entity);
  if (decision === undefined || found?.silent !== true) return false;
  await keepSilently(kept, decision, found, deps);
  return true;
};

/** The decision about an item, with the entity if its text names it; undefined where there is none and need be none. */
const decisionWith = async ({ item, decision }: KeptItem, entity: string, deps: RematchDeps): Promise<ItemDecision | undefined> => {
  if (decision?.reading.found.some((one) => one.entity === entity)) return decision;
  const reading = await readItem(item, deps);
  const found = reading.found.filter((one) => one.entity === entity).map((one): Found => ({ ...one, silent: true }));
  if (found.length === 0) return undefined;
  // The story is judged by all whom the item names, as by the ordinary run, which adds them if it is still on its way.
  const known =
    decision ?? (await deps.store.decide(item.id, { ...(await storyOf(item, reading.found, deps)), reading: { ...reading, found } }));
  return deps.store.extendDecision(item.id, known, found);
};

/** Writes what `match` writes of an entity, and marks what was told otherwise. */
const keepSilently = async ({ item }: KeptItem, decision: ItemDecision, found: Found, { store }: RematchDeps): Promise<void> => {
  await store.addMember(decision.storyId, memberOf(item, decision.reading.found));
  const { entities } = await store.watchlist();
  const listsOf = (id: string) => entities.find((one) => one.id === id)?.lists ?? [];
  const listening = listener(store, item.sample === true, item.seenAt);
  const written = await keepFound(found, { item, decision, lists: listsOf(found.entity), listening }, store);
  if (!written?.isLate) return;
  // Those beside it too: a subscription may follow two together.
  const beside = decision.reading.found.filter(({ entity }) => entity !== found.entity);
  const matches = [written.match, ...beside.map((one) => matchOf(item, one, decision, listsOf(one.entity), undefined))];
  const left = leftOffice(entities, decision.at);
  await correctTold(matches, new Set([found.entity]), {
    item,
    story: decision,
    store,
    listener: listening,
    prominence: (entity, subscription) => prominenceFor(subscription, left.has(entity)),
  });
};
