import type { Entity, Tenure } from "./entity.ts";
import { covers, daysOf, holderAt } from "./offices.ts";

/** What can be wrong with an office's tenures. */
export type TenureProblem =
  | "unverified" // who is known to hold it was last verified before that day: since then the office stands alone
  | "vacant" // nobody is recorded for that day
  | "overlap" // two people at once: which of them a title means is a guess
  | "gap"; // nobody is recorded between two people

/** One thing to know about an office. `days` are the first and last day concerned, `YYYY-MM-DD`; `act`: a person should do something. */
export interface TenureFinding {
  readonly office: string;
  readonly problem: TenureProblem;
  readonly holders: readonly string[];
  readonly days: readonly [string, string];
  readonly act: boolean;
}

/**
 * What is wrong with the offices among the entities, as of a day (`YYYY-MM-DD`). A gap needs nobody: offices were vacant or held
 * by people who only acted, and then the office stands alone.
 */
export const checkTenures = (entities: readonly Entity[], day: string): readonly TenureFinding[] =>
  entities.flatMap((entity) => (entity.kind === "office" ? [...between(entity), ...today(entity, day)] : []));

const between = ({ id, tenures = [] }: Entity): TenureFinding[] => {
  const ordered = tenures.toSorted((a, b) => (a.from < b.from ? -1 : 1));
  return ordered.slice(1).flatMap((next, i): TenureFinding[] => {
    const before = ordered[i];
    if (before === undefined || before.to === next.from) return [];
    const holders = [before.holder, next.holder];
    // Without an end the tenure reaches to whatever follows; people may well have been in office on the same day.
    if (before.to === undefined || before.to > next.from)
      return [{ office: id, problem: "overlap", holders, days: [next.from, endOf(before)], act: true }];
    return [{ office: id, problem: "gap", holders, days: [before.to, next.from], act: false }];
  });
};

const endOf = ({ to, verifiedUntil }: Tenure): string => to ?? verifiedUntil;

const today = (office: Entity, day: string): TenureFinding[] => {
  const { id, tenures = [] } = office;
  if (daysOf(day) === undefined || holderAt(office, day) !== undefined || tenures.some((t) => covers(t, day))) return [];
  const begun = tenures.filter((t) => t.from <= day).toSorted((a, b) => (a.from < b.from ? -1 : 1));
  const last = begun.at(-1);
  const open = last !== undefined && last.to === undefined;
  const holders = last === undefined ? [] : [last.holder];
  return [
    {
      office: id,
      problem: open ? "unverified" : "vacant",
      holders,
      days: [last === undefined ? day : endOf(last), day],
      act: true,
    },
  ];
};
