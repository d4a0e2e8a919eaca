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

/** Does what is kept stay, whatever comes in? A complaint before a bounce, then the later one: so events may come in any order. */
export const outweighs = (kept: Suppression, other: Suppression): boolean =>
  kept.reason === other.reason ? kept.at >= other.at : kept.reason === "complaint";
