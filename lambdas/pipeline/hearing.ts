import type { HeardAnswer } from "../core/answer.ts";
import { heardIn } from "../core/heard.ts";
import type { Listening } from "../core/heard.ts";
import { listeningTo } from "../core/ledger.ts";
import { isSighting } from "../core/match.ts";
import { refuseField } from "../core/problem.ts";
import { DAY_MS } from "../core/reappearance.ts";
import type { ApiDeps, Operations } from "./operations.ts";
import type { QueryStore } from "./ports.ts";

/** The time that is asked about where nobody says which. */
const USUAL_DAYS = 30;

/** The ledger goes back 400 days. */
const MOST_DAYS = 366;

/** Sightings of a year that are read, at most, to weigh feeds by. */
const [PAGE, PAGES] = [100, 20];

/** Of one feed. */
const SHOWN_HOLES = 100;

/** The operation that tells whether a silence was real. */
export const hearing = ({ store, clock }: Pick<ApiDeps, "store" | "clock">): Operations<"readHeard"> => ({
  async readHeard({ query }) {
    const until = query.until === undefined ? clock() : Date.parse(query.until);
    const since = query.since === undefined ? until - USUAL_DAYS * DAY_MS : Date.parse(query.since);
    if (since >= until) refuseField("until", `"until" must be later than "since".`);
    if (until - since > MOST_DAYS * DAY_MS) refuseField("since", `"since" and "until" may be at most ${MOST_DAYS} days apart.`);
    const [entries, named] = await Promise.all([
      store.ledger(since),
      query.entity === undefined ? undefined : sightings(store, query.entity, since),
    ]);
    const weight = (outlet: string) => 1 + (named?.get(outlet) ?? 0);
    const outlets = new Map(entries.map(({ feed }) => [feed.id, feed.outlet]));
    const outletOf = (id: string) => outlets.get(id) ?? id;
    const listening = entries.flatMap((entry): Listening[] => {
      const one = listeningTo(entry);
      return one === undefined ? [] : [{ ...one, weight: weight(entry.feed.outlet) }];
    });
    const { share, feeds } = heardIn(listening, { from: since, to: until });
    const body: HeardAnswer = {
      since: instant(since),
      until: instant(until),
      share,
      feeds: feeds.map(({ feedId, counted, heard, unheard }) => ({
        id: feedId,
        outlet: outletOf(feedId),
        share: heard / counted,
        weight: weight(outletOf(feedId)),
        seconds: Math.round(counted / 1000),
        unheard: unheard.slice(-SHOWN_HOLES).map(({ from, to, why }) => ({ from: instant(from), to: instant(to), why })),
      })),
    };
    return { body };
  },
});

/** How often each outlet sighted the entity in the year before a time (epoch ms). */
const sightings = async (store: QueryStore, entity: string, before: number): Promise<ReadonlyMap<string, number>> => {
  const counts = new Map<string, number>();
  const asked = { entity, since: instant(before - 365 * DAY_MS), until: instant(before), limit: PAGE };
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page++) {
    const answer = await store.matches({ ...asked, cursor });
    for (const match of answer.matches) if (isSighting(match)) counts.set(match.outlet, (counts.get(match.outlet) ?? 0) + 1);
    cursor = answer.cursor;
    if (cursor === undefined) break;
  }
  return counts;
};

const instant = (at: number): string => new Date(at).toISOString();
