const HOUR_MS = 3_600_000;

/** So often something may happen: `most` times within any `withinMs`. */
export interface Limit {
  readonly most: number;
  readonly withinMs: number;
}

/** Everything that is counted so that nobody can make Vigía a nuisance. */
export const LIMITS = {
  /** Confirmation mails to an address, whoever asks for them (reliability E13). */
  confirmation: { most: 3, withinMs: 24 * HOUR_MS },
  /** Subscriptions and changes of address that one client asks for, and all clients: each may have a mail sent to a stranger (E13). */
  ask: { most: 30, withinMs: HOUR_MS },
  asks: { most: 300, withinMs: HOUR_MS },
  /** Buttons that one client presses on the pages of our mails, and all clients: each writes (A7). */
  button: { most: 60, withinMs: HOUR_MS },
  buttons: { most: 600, withinMs: HOUR_MS },
  /** Tests of a webhook (W15). */
  test: { most: 5, withinMs: HOUR_MS },
  /** Alerts of a subscription that are mailed at once; it is counted by the clock hour, at whose end the others come together (E12). */
  alert: { most: 10, withinMs: HOUR_MS },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof LIMITS;

/** What was counted, by id: until when it counts, epoch ms. */
export type Counted = Readonly<Record<string, number>>;

/**
 * What is counted once `id` is, at `now` (epoch ms); the same if it is counted already, so that a retry counts once. Where there is
 * no room: in how many ms there is.
 */
export const countOne = (counted: Counted, id: string, { most, withinMs }: Limit, now: number): Counted | number => {
  const alive = Object.entries(counted).filter(([, until]) => until > now);
  if (alive.some(([known]) => known === id)) return counted;
  if (alive.length >= most) return Math.min(...alive.map(([, until]) => until)) - now;
  return Object.fromEntries([...alive, [id, now + withinMs]]);
};
