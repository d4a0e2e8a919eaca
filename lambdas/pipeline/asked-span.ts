import { DAY_MS } from "../core/gap.ts";
import type { Span } from "../core/heard.ts";
import { refuseField } from "../core/problem.ts";

/** The time that is asked about where nobody says which. */
const USUAL_DAYS = 30;

/** The time (epoch ms) that a query asks about: by default the last 30 days. Refuses one that is empty, or longer than `mostDays`. */
export const askedSpan = (
  query: { readonly since?: string | undefined; readonly until?: string | undefined },
  now: number,
  mostDays: number,
): Span => {
  const to = query.until === undefined ? now : Date.parse(query.until);
  const from = query.since === undefined ? to - Math.min(USUAL_DAYS, mostDays) * DAY_MS : Date.parse(query.since);
  if (from >= to) refuseField("until", `"until" must be later than "since".`);
  if (to - from > mostDays * DAY_MS) refuseField("since", `"since" and "until" may be at most ${mostDays} days apart.`);
  return { from, to };
};

/** A time as answers give it. */
export const instant = (at: number): string => new Date(at).toISOString();
