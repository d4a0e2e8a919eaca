import type { HeardAnswer } from "../core/answer.ts";
import { listeningTo } from "../core/ledger.ts";
import { refuseField } from "../core/problem.ts";
import { DAY_MS, LEDGER_DAYS } from "../core/gap.ts";
import { heardBy } from "./listening.ts";
import type { ApiDeps, Operations } from "./operations.ts";

/** The time that is asked about where nobody says which. */
const USUAL_DAYS = 30;

/** Of one feed. */
const SHOWN_HOLES = 100;

/** The operation that tells whether a silence was real. */
export const hearing = ({ store, clock }: Pick<ApiDeps, "store" | "clock">): Operations<"readHeard"> => ({
  async readHeard({ query }) {
    const until = query.until === undefined ? clock() : Date.parse(query.until);
    const since = query.since === undefined ? until - USUAL_DAYS * DAY_MS : Date.parse(query.since);
    if (since >= until) refuseField("until", `"until" must be later than "since".`);
    if (until - since > LEDGER_DAYS * DAY_MS) refuseField("since", `"since" and "until" may be at most ${LEDGER_DAYS} days apart.`);
    const listening = (await store.ledger(since)).flatMap((entry) => listeningTo(entry) ?? []);
    // The sample's feeds were never listened to in the world.
    const kind = listening.filter((one) => one.sample === (query.sample === "true"));
    const [entity, span] = [query.entity === undefined ? [] : [query.entity], { from: since, to: until }];
    const { share, feeds } = await heardBy(kind, store, entity, span);
    const outlets = new Map(kind.map((one) => [one.feedId, one.outlet]));
    const body: HeardAnswer = {
      since: instant(since),
      until: instant(until),
      share,
      feeds: feeds.map(({ feedId, weight, counted, heard, unheard }) => ({
        id: feedId,
        outlet: outlets.get(feedId) ?? feedId,
        share: heard / counted,
        weight,
        seconds: Math.round(counted / 1000),
        unheard: unheard.slice(-SHOWN_HOLES).map(({ from, to, why }) => ({ from: instant(from), to: instant(to), why })),
      })),
    };
    return { body };
  },
});

const instant = (at: number): string => new Date(at).toISOString();
