import type { Entity, Tenure } from "./entity.ts";

/** The first and last day a date can mean: `2023-10` is a month, `2023` a year, a timestamp its day. Undefined when unreadable. */
export const daysOf = (date: string): readonly [string, string] | undefined => {
  const found = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:$|T)/.exec(date);
  if (found === null) return undefined;
  const [, year, month, day] = found;
  if (month === undefined) return [`${year}-01-01`, `${year}-12-31`];
  return day === undefined ? [`${year}-${month}-01`, `${year}-${month}-31`] : [`${year}-${month}-${day}`, `${year}-${month}-${day}`];
};

/** Does the tenure cover the day? Without an end it is known no further than `verifiedUntil`. */
export const covers = (tenure: Tenure, day: string): boolean =>
  tenure.from <= day && (tenure.to === undefined ? day <= tenure.verifiedUntil : day < tenure.to);

/**
 * Who held the office then: an entity id, or undefined when nobody is recorded for the whole of the date.
 * On the day of a handover the tenures meet and the newer one holds.
 */
export const holderAt = (office: Pick<Entity, "tenures">, date: string): string | undefined => {
  const days = daysOf(date);
  if (days === undefined) return undefined;
  const [first, last] = days.map((day) => (office.tenures ?? []).findLast((t) => covers(t, day))?.holder);
  return first === last ? first : undefined;
};

/** Was the person in the office at some day the date can mean? */
export const held = (office: Pick<Entity, "tenures">, person: string, date: string): boolean => {
  const days = daysOf(date);
  if (days === undefined) return false;
  return (office.tenures ?? []).some((t) => t.holder === person && days.some((day) => covers(t, day)));
};

/** Who held an office on the list and, at this day (ISO 8601), is known to hold none any more. */
export const leftOffice = (entities: readonly Pick<Entity, "tenures">[], date: string): ReadonlySet<string> => {
  const [, day = date] = daysOf(date) ?? [];
  const tenures = entities.flatMap((office) => office.tenures ?? []);
  const past = new Set(tenures.filter(({ from }) => from <= day).map(({ holder }) => holder));
  // A term without a known end may go on, however long ago it was verified.
  for (const { holder, from, to } of tenures) if (from <= day && (to === undefined || day < to)) past.delete(holder);
  return past;
};

/** Does the date lie past what is verified of the person's term, with no end of it known? */
export const mayStillHold = (office: Pick<Entity, "tenures">, person: string, date: string): boolean => {
  const last = office.tenures?.at(-1);
  const days = daysOf(date);
  return last !== undefined && days !== undefined && last.holder === person && last.to === undefined && days[0] > last.verifiedUntil;
};
