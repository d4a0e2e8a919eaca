import { REMATCH_DELAY_SECONDS, storedSpan } from "../core/rematch.ts";
import { hourStart } from "../core/counts.ts";
import type { Entity } from "../core/entity.ts";
import { askedSpan, instant } from "./asked-span.ts";
import type { ApiDeps, Operations } from "./operations.ts";
import { missing } from "./querying.ts";

/** How long a time is looked through at once, days, and how many changes are listed. */
const [MOST_DAYS, LISTED] = [400, 1000];

/** The operations on what changed, and the one that has the stored items read again after it. `watchlist` may be up to a minute old. */
export const changing = (
  { store, match, clock }: Pick<ApiDeps, "store" | "match" | "clock">,
  watchlist: () => Promise<readonly Entity[]>,
): Operations<"listChanges" | "rematchEntity"> => ({
  async listChanges({ query: { kind, ...query } }) {
    const { from, to } = askedSpan(query, clock(), MOST_DAYS);
    const [since, until] = [instant(from), instant(to)];
    const changes = await store.changes({ since, until, kind, limit: LISTED + 1 });
    const more = changes.length > LISTED;
    return { body: { since, until, changes: changes.slice(0, LISTED), ...(more && { more }) } };
  },

  async rematchEntity({ id, caller }) {
    if (!(await watchlist()).some((entity) => entity.id === id)) missing("entity", id);
    const span = storedSpan(id, clock());
    await match([{ rematch: span }], REMATCH_DELAY_SECONDS);
    await store.noteChange({ at: instant(clock()), kind: "watchlist", id, change: "rematched", ...(caller && { by: caller.id }) });
    return { body: { entity: id, since: instant(hourStart(span.from)), until: instant(hourStart(span.to)) } };
  },
});
