import type { HeardAnswer } from "../core/answer.ts";
import { listeningIn } from "../core/ledger.ts";
import { LEDGER_DAYS } from "../core/gap.ts";
import { askedSpan, instant } from "./asked-span.ts";
import { heardBy } from "./listening.ts";
import type { ApiDeps, Operations } from "./operations.ts";

/** Of one feed. */
const SHOWN_HOLES = 100;

/** The operation that tells whether a silence was real. */
export const hearing = ({ store, clock }: Pick<ApiDeps, "store" | "clock">): Operations<"readHeard"> => ({
  async readHeard({ query }) {
    const span = askedSpan(query, clock(), LEDGER_DAYS);
    const listening = listeningIn(await store.ledger(span.from));
    // The sample's feeds were never listened to in the world.
    const kind = listening.filter((one) => one.sample === (query.sample === "true"));
    const { share, feeds } = await heardBy(kind, store, query.entity === undefined ? [] : [query.entity], span);
    const outlets = new Map(kind.map((one) => [one.feedId, one.outlet]));
    const body: HeardAnswer = {
      since: instant(span.from),
      until: instant(span.to),
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
