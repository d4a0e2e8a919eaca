import type { Entity } from "../core/entity.ts";
import { DAY_MS, HEARD_ENOUGH } from "../core/gap.ts";
import { heardIn } from "../core/heard.ts";
import type { Listened } from "../core/ledger.ts";
import type { Match } from "../core/match.ts";
import { leftOffice } from "../core/offices.ts";
import { bestPair, dayBack, FEWEST_DAYS, isRare, namedTooOften } from "../core/often.ts";
import type { Naming } from "../core/often.ts";
import type { PreviewAnswer } from "../core/preview-answer.ts";
import { counts } from "../core/reappearance.ts";
import type { Subscription } from "../core/subscription.ts";
import { prominenceFor, wants } from "../core/subscription.ts";
import { weighed } from "./listening.ts";
import type { MatchLog } from "./silence.ts";

/** So many companions, those named on most days, are tried as a pair. */
const TRIED = 12;

/** The look back that warnings rest on. */
export interface LookBack {
  /** All matches since then, in any order. */
  readonly matches: readonly Match[];
  /** Epoch ms. */
  readonly since: number;
  readonly now: number;
  /** The feeds of the world. */
  readonly world: readonly Listened[];
  readonly log: MatchLog;
  readonly entities: readonly Entity[];
  /** How often a subscription would have been told in that time. */
  readonly alertsOf: (subscription: Subscription) => Promise<number>;
}

/**
 * Whom of those chosen by name the subscription can hardly ever tell, since they are named on most days; each with the pair that
 * the very engine that tells would have told most often, if there is one.
 */
export const namedMostDays = async (subscription: Subscription, back: LookBack): Promise<PreviewAnswer["warnings"]> => {
  const { select, trigger, silenceDays } = subscription;
  const [{ since, now, world, log }, days] = [back, daysIn(back)];
  const warnings: PreviewAnswer["warnings"] = [];
  for (const entity of trigger === "reappearance" ? (select.entities ?? []) : []) {
    const own = sightings(entity, subscription, back);
    const named = daysOf(own, back);
    if (named.size * 2 <= FEWEST_DAYS) continue;
    const listening = await weighed(world, log, [entity], since);
    const isHeard = (day: number) => heardIn(listening, { from: now - (day + 1) * DAY_MS, to: now - day * DAY_MS }).share >= HEARD_ENOUGH;
    const naming = { named, heard: new Set(Array.from({ length: days }, (_, day) => day).filter(isHeard)), days };
    if (!namedTooOften(naming, silenceDays)) continue;
    const pair = await pairFor(entity, { own, naming }, subscription, back);
    const figures = { namedDays: named.size, ofDays: days, heardDays: naming.heard.size };
    warnings.push({ entity, name: nameOf(entity, back), ...figures, ...(pair !== undefined && { pair }) });
  }
  return warnings;
};

const pairFor = async (
  entity: string,
  { own, naming }: { readonly own: readonly Match[]; readonly naming: Naming },
  subscription: Subscription,
  back: LookBack,
) => {
  const stories = new Set(own.map(({ storyId }) => storyId));
  const beside = new Set(back.matches.filter(({ storyId }) => stories.has(storyId)).map((match) => match.entity));
  beside.delete(entity);
  const known = [...beside]
    .map((other) => {
      const together = sightings(other, subscription, back).filter(({ storyId }) => stories.has(storyId));
      return { entity: other, days: daysOf(together, back).size };
    })
    .filter((one) => isRare(one.days, naming))
    .toSorted((a, b) => b.days - a.days || (a.entity < b.entity ? -1 : 1));
  const tried = [];
  for (const one of known.slice(0, TRIED))
    tried.push({ ...one, alerts: await back.alertsOf({ ...subscription, select: { together: [entity, one.entity] } }) });
  const best = bestPair(tried);
  return best && { ...best, name: nameOf(best.entity, back) };
};

/** Where the entity was sighted as the subscription wants it. */
const sightings = (entity: string, subscription: Subscription, { matches, entities }: LookBack): readonly Match[] => {
  const alone = { ...subscription, select: { entities: [entity] } };
  return matches.filter((match) => {
    if (match.entity !== entity) return false;
    const prominence = prominenceFor(subscription, leftOffice(entities, match.at).has(entity));
    return wants(alone, match, prominence) && counts(match, prominence);
  });
};

const daysIn = ({ since, now }: LookBack): number => Math.floor((now - since) / DAY_MS);

const daysOf = (matches: readonly Match[], back: LookBack): ReadonlySet<number> =>
  new Set(matches.map(({ at }) => dayBack(Date.parse(at), back.now)).filter((day) => day >= 0 && day < daysIn(back)));

const nameOf = (entity: string, { entities }: LookBack) => entities.find(({ id }) => id === entity)?.name ?? { en: entity, es: entity };
