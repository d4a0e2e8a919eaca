import { type Counted, countIn } from "../core/counts.ts";
import type { Entity } from "../core/entity.ts";
import { heardIn } from "../core/heard.ts";
import { listeningIn } from "../core/ledger.ts";
import { refuseField } from "../core/problem.ts";
import { bucketsOf } from "../core/timeline.ts";
import { askedSpan, instant } from "./asked-span.ts";
import { weighed } from "./listening.ts";
import { isZone } from "./new-feed.ts";
import type { ApiDeps, Operations } from "./operations.ts";
import { missing } from "./querying.ts";

/** How long a time is counted at once, days: a hundred days are some thousand rows. */
const MOST_DAYS = 100;
const MOST_DAYS_BY_HOUR = 7;

/** The operations that count. `watchlist` may be up to a minute old. */
export const statistics = (
  { store, clock }: Pick<ApiDeps, "store" | "clock">,
  watchlist: () => Promise<readonly Entity[]>,
): Operations<"readTimeline" | "readTogether"> => ({
  async readTimeline({ query: { entity, bucket, tz, ...query } }) {
    if (!isZone(tz)) refuseField("tz", `"tz" must be an IANA zone such as America/Mexico_City.`);
    const asked = askedSpan(query, clock(), bucket === "hour" ? MOST_DAYS_BY_HOUR : MOST_DAYS);
    if (entity !== undefined && !(await watchlist()).some(({ id }) => id === entity)) missing("entity", entity);
    const spans = bucketsOf(asked, bucket, tz);
    const from = spans[0]?.from ?? asked.from;
    const [since, until] = [instant(from), instant(asked.to)];
    const [named, items, ledger] = await Promise.all([
      entity === undefined ? undefined : store.storiesCounted(entity, since, nextHour(asked.to)),
      store.itemsCounted(since, nextHour(asked.to)),
      store.ledger(from),
    ]);
    const world = listeningIn(ledger).filter(({ sample }) => !sample);
    const listening = await weighed(world, store, entity === undefined ? [] : [entity], from);
    const buckets = spans.map((span) => ({
      from: instant(span.from),
      to: instant(span.to),
      ...(named !== undefined && { stories: countIn(named, span.from, span.to) }),
      items: countIn(items, span.from, span.to),
      heard: heardIn(listening, span).share,
    }));
    return { body: { since, until, bucket, tz, buckets } };
  },

  async readTogether({ query: { entity, ...query } }) {
    const { from, to } = askedSpan(query, clock(), MOST_DAYS);
    const entities = await watchlist();
    if (!entities.some(({ id }) => id === entity)) missing("entity", entity);
    const [since, until] = [instant(from), instant(to)];
    const stories = storiesIn(await store.storiesCounted(entity, since, nextHour(to)));
    const others = entities.filter(({ id }) => id !== entity);
    const together = stories.size === 0 ? [] : await Promise.all(others.map(({ id }) => store.storiesCounted(id, since, nextHour(to))));
    const counts = together.map((counted, n) => ({
      entity: others[n]!.id,
      name: others[n]!.name,
      stories: [...storiesIn(counted)].filter((story) => stories.has(story)).length,
    }));
    const found = counts
      .filter(({ stories: count }) => count > 0)
      .toSorted((a, b) => b.stories - a.stories || (a.entity < b.entity ? -1 : 1));
    return { body: { since, until, stories: stories.size, with: found } };
  },
});

/** The hour that a time lies in is counted too. */
const nextHour = (at: number): string => instant(at + 3_600_000 - 1);

const storiesIn = (counted: Counted): ReadonlySet<string> => new Set([...counted.values()].flatMap((stories) => [...stories]));
