import type { Entity } from "../core/entity.ts";
import type { TrialAnswer } from "../core/entity-answer.ts";
import type { EntityTrial } from "../core/entity-input.ts";
import { withHolder } from "../core/entity-input.ts";
import { hourOf, hourStart } from "../core/counts.ts";
import { compileMatcher } from "../core/matcher.ts";
import type { Matcher } from "../core/matcher.ts";
import { refuseField } from "../core/problem.ts";
import { storedSpan } from "../core/rematch.ts";
import { itemTime } from "../core/story.ts";
import { instant } from "./asked-span.ts";
import { inParallel } from "./in-parallel.ts";
import type { ApiDeps, Operations } from "./operations.ts";
import type { KeptItem } from "./ports.ts";
import { seeded } from "./querying.ts";
import { newEntity } from "./watchlist.ts";

/** What one call reads at most: items, hours, and so many hours at once; and how many matches it lists. */
const [MOST_ITEMS, MOST_HOURS, AT_ONCE, LISTED] = [2_000, 24 * 15, 12, 50];

/** Items of an hour that are asked for at once. */
const PAGE = 200;

/**
 * The operation that reads stored items for an entry before it is stored, newest hour first, by the matcher as it would be with it.
 * A call does so much as fits an answer's time; `next` leads on, so that whoever looks sees what there is while the rest is read.
 */
export const trying = ({ store, clock }: Pick<ApiDeps, "store" | "clock">): Operations<"tryEntity"> => ({
  async tryEntity({ body }) {
    const entity = newEntity(body.entity);
    const matcher = compileMatcher({ entities: withDraft(seeded(await store.entities()), entity, body, instant(clock()).slice(0, 10)) });
    const whole = storedSpan(entity.id, clock());
    const until = body.until ?? whole.to;
    if (until > whole.to || until <= whole.from) refuseField("until", `"until" must be an hour of the last ninety days.`);
    const matches: TrialAnswer["matches"] = [];
    const stories = new Set<string>();
    let [since, items] = [until, 0];
    for (const hours of hoursBack(whole.from, until)) {
      const kept = await itemsOf(hours, store);
      for (const one of kept) {
        items++;
        const match = matchIn(one, entity.id, matcher);
        const story = one.decision?.storyId ?? one.item.id;
        if (match === undefined || stories.has(story)) continue;
        stories.add(story);
        matches.push(match);
      }
      since = hours.at(-1) ?? since;
      if (items >= MOST_ITEMS || matches.length >= LISTED || hourStart(until) - hourStart(since) >= MOST_HOURS * HOUR_MS) break;
    }
    const listed = matches.toSorted((a, b) => (a.at > b.at ? -1 : 1));
    return {
      body: {
        since: instant(hourStart(since)),
        until: instant(hourStart(until)),
        items,
        matches: listed,
        ...(since > whole.from && { next: since }),
      },
    };
  },
});

const HOUR_MS = 3_600_000;

/** The hours of a span, newest first, so many together as are read at once. */
function* hoursBack(from: string, until: string): Generator<readonly string[]> {
  for (let end = hourStart(until); end > hourStart(from);) {
    const begin = Math.max(end - AT_ONCE * HOUR_MS, hourStart(from));
    yield Array.from({ length: (end - begin) / HOUR_MS }, (_, n) => hourOf(instant(end - (n + 1) * HOUR_MS)));
    end = begin;
  }
}

/** What was first seen in these hours, newest hour first. */
const itemsOf = async (
  hours: readonly string[],
  store: Pick<ApiDeps["store"], "itemsSeen" | "keptItems">,
): Promise<readonly KeptItem[]> => {
  const found = new Map<string, readonly KeptItem[]>();
  await inParallel(hours, AT_ONCE, async (hour) => {
    const kept: KeptItem[] = [];
    for (let after = ""; ;) {
      const ids = await store.itemsSeen(hour, after, PAGE);
      kept.push(...(await store.keptItems(ids)));
      after = ids.at(-1) ?? "";
      if (ids.length < PAGE) break;
    }
    found.set(hour, kept);
  });
  return hours.flatMap((hour) => found.get(hour) ?? []);
};

/** The watchlist with the entry in its place, and in its office. */
const withDraft = (entities: readonly Entity[], entity: Entity, { entity: { office } }: EntityTrial, today: string): readonly Entity[] => {
  const others = entities.filter(({ id }) => id !== entity.id);
  const placed = others.map((one) => (one.id === office?.id ? withHolder(one, { ...office, holder: entity.id }, today) : one));
  return [...placed, entity];
};

const matchIn = ({ item, decision }: KeptItem, entity: string, matcher: Matcher): TrialAnswer["matches"][number] | undefined => {
  const { title, summary, lang, outlet, link, sample } = item;
  const date = itemTime(item);
  const found = matcher.read({ title, summary, lang, date }).found.find((one) => one.entity === entity);
  if (found === undefined) return undefined;
  const { sentence, evidence, confidence, prominence } = found;
  return {
    itemId: item.id,
    ...(decision !== undefined && { storyId: decision.storyId }),
    at: decision?.at ?? date,
    title,
    outlet,
    ...(link !== undefined && { link }),
    lang,
    sentence: { ...sentence },
    evidence: [...evidence],
    confidence,
    prominence,
    ...(sample === true && { sample }),
  };
};
