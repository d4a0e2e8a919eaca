/** How long a secret that was replaced signs on, ms (reliability W7). */
export const OVERLAP_MS = 24 * 3_600_000;

/** So many secrets are kept at most. Who rotates more often within a day gives up the oldest. */
export const MOST_SECRETS = 3;

/** A secret as it is stored when it replaces another: with the time (epoch ms), from which on the one before it is old. */
export const replacing = (secret: string, now: number): string => `${secret} ${now}`;

/**
 * The secrets to sign with at `now` (epoch ms), newest first: the newest, and each that was replaced less than a day ago. `kept`
 * newest first, as stored: one text each, the first of all without a time.
 */
export const inForce = (kept: readonly string[], now: number): readonly string[] => {
  const secrets = kept.slice(0, MOST_SECRETS).map((text) => text.split(" "));
  return secrets.filter((_, n) => n === 0 || now < Number(secrets[n - 1]?.[1]) + OVERLAP_MS).map(([secret = ""]) => secret);
};
