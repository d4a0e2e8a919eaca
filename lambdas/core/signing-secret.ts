/** The signing secrets of a webhook as stored: newest first, and when each but the newest was replaced (epoch ms). */
export interface SigningSecrets {
  readonly secrets: readonly string[];
  /** `replaced[n]` belongs to `secrets[n + 1]`. @default - none was */
  readonly replaced?: readonly number[];
}

/** How long a secret that was replaced signs on, ms (reliability W7). */
export const OVERLAP_MS = 24 * 3_600_000;

/** So many secrets are kept at most. Who rotates more often within a day gives up the oldest. */
export const MOST_SECRETS = 3;

/** The secrets to sign with at `now` (epoch ms), newest first: the newest, and those replaced less than a day ago. */
export const inForce = ({ secrets, replaced = [] }: SigningSecrets, now: number): readonly string[] =>
  secrets.slice(0, MOST_SECRETS).filter((_, n) => n === 0 || now < (replaced[n - 1] ?? 0) + OVERLAP_MS);
