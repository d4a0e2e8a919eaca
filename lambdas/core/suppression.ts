import type { Lang } from "./entity.ts";
import { DAY_MS } from "./gap.ts";

/** That an address takes no mail: it does not exist, or whoever reads it called our mail spam. Kept under a keyed hash, without it. */
export interface Suppression {
  readonly reason: "bounce" | "complaint";
  /** When that was reported, ISO 8601 UTC. */
  readonly at: string;
}

/** For the owner of a subscription that ended by it. */
export const suppressedBecause: Readonly<Record<Suppression["reason"], string>> = {
  bounce: "Mail to its address came back for good: there is no such mailbox.",
  complaint: "Its mail was reported as spam at its address.",
};

/** A mail that came back for the time being: the mailbox is full, or its server away. Kept under the same hash. */
export interface SoftBounce {
  /** What SES called the mail. */
  readonly messageId: string;
  /** When that was reported, ISO 8601 UTC. */
  readonly at: string;
}

/** So many mails that come back for the time being, within so many days, pause a subscription (reliability E8). */
const PAUSES = { bounces: 3, days: 7 } as const;

/** For the reader whose subscription was paused by it, in the language of the mails. */
export const pausedBecause: Readonly<Record<Lang, string>> = {
  en: "Three mails to your address came back within a week: the mailbox was full, or could not be reached.",
  es: "Tres correos a su dirección fueron devueltos en una semana: el buzón estaba lleno o no se pudo llegar a él.",
};

/**
 * Do the mails to an address come back too often? Of one mail any number of events count as the first; what came back before somebody
 * said that all is well again (`since`, ISO 8601 UTC) counts no more.
 */
export const comesBack = (bounces: readonly SoftBounce[], since = ""): boolean => {
  const first = new Map<string, number>();
  for (const { messageId, at } of bounces) first.set(messageId, Math.min(first.get(messageId) ?? Infinity, Date.parse(at)));
  const times = [...first.values()].filter((at) => !(at <= Date.parse(since))).toSorted((a, b) => a - b);
  return times.some((at, n) => (times[n + PAUSES.bounces - 1] ?? Infinity) - at <= PAUSES.days * DAY_MS);
};

/** Does what is kept stay, whatever comes in? A complaint before a bounce, then the later one: so events may come in any order. */
export const outweighs = (kept: Suppression, other: Suppression): boolean =>
  kept.reason === other.reason ? kept.at >= other.at : kept.reason === "complaint";
