import { hourOf, hourStart } from "./counts.ts";
import { DAY_MS } from "./gap.ts";

/** The stored items that are read again for one entity: those first seen from the hour `from` to before the hour `to`, both UTC as `2026-11-24T11`. */
export interface RematchSpan {
  readonly entity: string;
  readonly from: string;
  readonly to: string;
}

/** So far back items are stored, days. */
export const STORED_DAYS = 90;

/** How long a rematch waits, s: every worker then knows the watchlist it was asked for, which may be a minute old. */
export const REMATCH_DELAY_SECONDS = 90;

const HOUR_MS = 3_600_000;

/** All that is stored at `now` (epoch ms), its hour included. */
export const storedSpan = (entity: string, now: number): RematchSpan => ({
  entity,
  from: hourAt(now - STORED_DAYS * DAY_MS),
  to: hourAt(now + HOUR_MS),
});

/** Is this so little that it is done at once? Throws RangeError for what no rematch asks for: it would be split for long. */
export const isOneHour = (span: RematchSpan): boolean => hoursOf(span) === 1;

/** The span in up to ten parts of whole hours, each shorter than it; of two hours or more. */
export const tenthsOf = (span: RematchSpan): readonly RematchSpan[] => {
  const [hours, start] = [hoursOf(span), hourStart(span.from)];
  const size = Math.ceil(hours / 10);
  return Array.from({ length: Math.ceil(hours / size) }, (_, n) => ({
    ...span,
    from: hourAt(start + n * size * HOUR_MS),
    to: hourAt(start + Math.min(hours, (n + 1) * size) * HOUR_MS),
  }));
};

const hoursOf = ({ from, to }: RematchSpan): number => {
  const hours = (hourStart(to) - hourStart(from)) / HOUR_MS;
  if (!(Number.isInteger(hours) && hours >= 1 && hours <= (STORED_DAYS + 1) * 24))
    throw new RangeError(`a rematch from ${from} to ${to} is none of one hour to ${STORED_DAYS} days`);
  return hours;
};

const hourAt = (at: number): string => hourOf(new Date(at).toISOString());
