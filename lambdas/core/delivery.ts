import { kindOf } from "./delivery-id.ts";
import { hashNumber } from "./hash.ts";
import type { Contact } from "./subscription.ts";

/** One attempt to hand a delivery to its channel, as kept in the log (reliability W19): no secret, no address. */
export interface Attempt {
  /** ISO 8601 UTC. */
  readonly at: string;
  /** How long it took, milliseconds. */
  readonly ms: number;
  /** HTTP status of a webhook. */
  readonly status?: number;
  /** Class of failure: `timeout`, `connection`, `address-not-allowed`, `http-status`, `throttled`, `rejected`, `sender-not-ready`, `unfinished` (its sender died). */
  readonly error?: string;
  /** First kilobyte of a webhook's answer; of `sender-not-ready` the type of SES's refusal. */
  readonly response?: string;
}

/**
 * `sending` holds a lease until `nextAttemptAt`; `retry` waits for it; the others are final. Of these, `waiting` is told by the
 * digest of its `slot`.
 */
export const deliveryStates = ["sending", "retry", "waiting", "sent", "failed", "cancelled"] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** The attempts to hand one alert, or a digest of several, to one channel. Changed only by version-checked writes. */
export interface Delivery {
  /** The alert's id, or one of `core/delivery-id.ts`. */
  readonly id: string;
  readonly subscriptionId: string;
  /** Of a digest or a still-watching mail: when it is to be sent; of an alert that is `waiting`: which digest tells it. Epoch ms. */
  readonly slot?: number;
  /** Of a digest: the alerts that it tells, in the order they came; at most {@link DIGEST_ALERTS}. */
  readonly alerts?: readonly string[];
  readonly channel: Contact["channel"];
  readonly state: DeliveryState;
  /** Starts at 1; each write adds one. */
  readonly version: number;
  /** At most 12, oldest first. */
  readonly attempts: readonly Attempt[];
  /** Sends whose result is unknown (we died or timed out while sending). */
  readonly unknown: number;
  /** Epoch ms; present while `sending` or `retry`, and then the row is in the due index. */
  readonly nextAttemptAt?: number;
  /** ISO 8601 UTC. */
  readonly createdAt: string;
  readonly sentAt?: string;
  /** When somebody last asked to send it again, ISO 8601 UTC: its schedule starts anew there. */
  readonly replayedAt?: string;
  /** What the channel called it: SES MessageId. */
  readonly messageId?: string;
  /** Of an alert that the mail of another is to tell, to the same address: which, and until when (epoch ms) it waits for that to be sent. */
  readonly joins?: Other & { readonly until: number };
  /** The alerts of other subscriptions that this mail tells as well, from its first lease on. */
  readonly carries?: readonly Other[];
  /** The alerts, by id, that waited for this one for too long and go alone: it never tells them. */
  readonly without?: readonly string[];
  /** Whom of the alert it does not tell: their matches were rejected before it was sent. Where it tells several alerts, each of another after that one's id and a `/`. */
  readonly leftOut?: readonly string[];
}

/** The delivery of an alert of another subscription. */
export interface Other {
  readonly subscriptionId: string;
  readonly id: string;
}

/** How many alerts a digest takes; the rest wait for the next. */
export const DIGEST_ALERTS = 200;

/** A delivery that nobody has tried or written yet. */
export const newDelivery = (
  { id, subscriptionId, channel }: Pick<Delivery, "id" | "subscriptionId" | "channel">,
  now: number,
): Delivery => ({
  id,
  subscriptionId,
  channel,
  state: "retry",
  version: 0,
  attempts: [],
  unknown: 0,
  createdAt: new Date(now).toISOString(),
});

/** Has nobody tried to send it yet, though it may have been held? */
export const isUntried = ({ state, attempts, unknown }: Pick<Delivery, "state" | "attempts" | "unknown">): boolean =>
  state === "retry" && attempts.length === 0 && unknown === 0;

/** The row of an alert that waits for the digest of a slot. */
export const waitFor = (row: Delivery, slot: number): Delivery => ({ ...over(row, "waiting"), slot });

/** The row of an alert that waits, no longer than `until`, for what comes of another's mail; at `next` it looks (epoch ms). */
export const joinTo = (row: Delivery, { subscriptionId, id }: Other, until: number, next: number): Delivery => ({
  ...row,
  joins: { subscriptionId, id, until },
  version: row.version + 1,
  nextAttemptAt: next,
});

/** Does this mail, once it was tried, tell the alert of that delivery? */
export const doesCarry = ({ carries = [] }: Pick<Delivery, "carries">, { id }: Pick<Delivery, "id">): boolean =>
  carries.some((one) => one.id === id);

/** The row of an alert that another's mail told, or may have told: as that one ended. */
export const toldWith = (row: Delivery, carrier: Delivery): Delivery => {
  const leftOut = (carrier.leftOut ?? []).flatMap((one) => (one.startsWith(`${row.id}/`) ? [one.slice(row.id.length + 1)] : []));
  const { sentAt } = carrier;
  const ended = over({ ...row, unknown: carrier.unknown }, carrier.state === "sent" ? "sent" : "failed");
  return { ...ended, ...(sentAt !== undefined && { sentAt }), ...(leftOut.length > 0 && { leftOut }) };
};

/**
 * The row of a slot's digest when it has taken one more alert; undefined when it takes no more. It takes alerts until it is first
 * sent: a mail that may come twice tells the same both times.
 */
export const take = (digest: Delivery, alertId: string, slot: number): Delivery | undefined => {
  const { alerts = [] } = digest;
  if (!isUntried(digest) || alerts.length >= DIGEST_ALERTS) return undefined;
  return { ...digest, slot, alerts: [...alerts, alertId], version: digest.version + 1, nextAttemptAt: digest.nextAttemptAt ?? slot };
};

/** The due index is read in this many parts, by hash of the delivery. */
export const DUE_SHARDS = 4;

/** Which part of the due index a delivery or alert belongs to. */
export const dueShard = (id: string): number => hashNumber(id) % DUE_SHARDS;

/**
 * Seconds from a failure to the next attempt; the first entry is the first attempt. Webhook: the schedule that Standard
 * Webhooks 1.0.0 proposes (reliability W9), 75 h in all. Email: a provider that is down for a day needs a person, not patience.
 */
export const SCHEDULE_SECONDS = {
  webhook: [0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400],
  email: [0, 60, 300, 1800, 7200, 21_600, 43_200],
} as const satisfies Record<Contact["channel"], readonly number[]>;

/** Longest Retry-After that is followed, seconds (reliability W10). */
const RETRY_AFTER_CAP = 86_400;

/** What is followed of a receiver's Retry-After, seconds; 0 = it asked for nothing. */
export const followedSeconds = (retryAfter = 0): number => (retryAfter > 0 ? Math.min(retryAfter, RETRY_AFTER_CAP) : 0);

/**
 * When to try again (epoch ms; a test is tried once) after `attemptsMade` attempts of which the last failed at `now`; undefined = give up.
 * The schedule's delay is moved by up to ±20 %, by hash, so that a retry of this decision decides the same. A receiver's
 * Retry-After (seconds, up to 24 h) makes it later, never earlier.
 */
export const nextAttempt = (
  channel: Contact["channel"],
  deliveryId: string,
  attemptsMade: number,
  now: number,
  retryAfterSeconds?: number,
): number | undefined => {
  const base = SCHEDULE_SECONDS[channel][attemptsMade];
  if (base === undefined || kindOf(deliveryId) === "test") return undefined;
  const jitter = 0.8 + 0.4 * (hashNumber(`${deliveryId}/${attemptsMade}`) / 2 ** 32);
  return now + Math.round(Math.max(base * jitter, followedSeconds(retryAfterSeconds)) * 1000);
};

/** How long a send may take before somebody else may take the delivery over: longer than any channel's own time-out. */
export const LEASE_MS = 90_000;

/** How long a held delivery waits before it looks again; longer each time the sender is still not ready, up to six hours. */
const HOLD_MS = 5 * 60_000;
const LONGEST_HOLD_MS = 6 * 3_600_000;

/** After this long without a sender, or with an endpoint that only ever asks to come later, it is no news any more. */
const GIVE_UP_MS = 7 * 86_400_000;

/** Is there nothing more to do for this delivery? */
export const isOver = ({ state }: Pick<Delivery, "state">): boolean => state !== "sending" && state !== "retry";

/**
 * The row to write before a send. A row that is still `sending` when its lease is over was left by a sender that died: the
 * result is unknown. A mail is then sent once more and no more (SES has no idempotency token, reliability E10); a webhook
 * carries the same `webhook-id`, so its receiver can tell; each send that never ended counts as an attempt.
 */
export const begin = (row: Delivery, now: number): Delivery => {
  const unfinished: Attempt = { at: new Date(now).toISOString(), ms: LEASE_MS, error: "unfinished" };
  const known = row.state === "sending" ? { ...row, unknown: unknownSends(row), attempts: [...row.attempts, unfinished].slice(-12) } : row;
  const tooOften = row.channel === "email" ? known.unknown > 1 : attemptsMade(known) >= SCHEDULE_SECONDS.webhook.length;
  return tooOften ? over(known, "failed") : { ...known, state: "sending", version: row.version + 1, nextAttemptAt: now + LEASE_MS };
};

/** Attempts that reached for the receiver, since somebody last asked for it. */
export const attemptsMade = ({ attempts, replayedAt = "" }: Pick<Delivery, "attempts" | "replayedAt">): number =>
  attempts.filter((a) => !isHeldBack(a.error) && a.at >= replayedAt).length;

/** Did our own mail provider not take it for now: it is not set up, paused, or takes no more for a while (reliability E11)? */
const isHeldBack = (error: string | undefined): boolean => error === "sender-not-ready" || error === "throttled";

/** The row of a delivery that may not be sent now, through no fault of its receiver. */
export const hold = (row: Delivery, now: number, ms = HOLD_MS): Delivery => ({
  ...row,
  unknown: unknownSends(row),
  state: "retry",
  version: row.version + 1,
  nextAttemptAt: now + ms,
});

/** The row of a delivery whose endpoint rests until then (epoch ms): held, which is no attempt, or given up after a week of that. */
export const rest = (row: Delivery, until: number, now: number): Delivery =>
  now - wantedSince(row) > GIVE_UP_MS ? over({ ...row, unknown: unknownSends(row) }, "failed") : hold(row, now, until - now);

/** Since when it is to be sent, epoch ms: a digest since its slot, whatever it has taken before. */
const wantedSince = ({ createdAt, replayedAt = createdAt, slot = 0 }: Delivery): number => Math.max(Date.parse(replayedAt), slot);

/** The row of a delivery that nobody wants any more. */
export const cancel = (row: Delivery): Delivery => over({ ...row, unknown: unknownSends(row) }, "cancelled");

/**
 * The row that sends once more what is over, on a schedule of its own; undefined while it is under way: then there is nothing to ask
 * for. Its id stays, and so does the `webhook-id` (reliability W5).
 */
export const replay = (row: Delivery, now: number): Delivery | undefined => {
  const { sentAt: _, messageId: __, ...rest } = row;
  const at = new Date(now).toISOString();
  // Whoever was told once may have to be told that it was wrong, whatever becomes of this.
  const unknown = row.state === "sent" ? 1 : row.unknown;
  return isOver(row) ? { ...rest, unknown, state: "retry", version: row.version + 1, nextAttemptAt: now, replayedAt: at } : undefined;
};

/** A row found `sending` when its lease is over: one more send of which nobody knows the result. */
const unknownSends = (row: Delivery): number => row.unknown + (row.state === "sending" ? 1 : 0);

/**
 * What a send came to. `unknown`: it may have been accepted. `rejected`: it never will be. `gone`: the receiver wants no
 * more (410). `retryAfter` in seconds, from the receiver.
 */
export type SendResult =
  | { readonly outcome: "sent"; readonly messageId?: string; readonly status?: number; readonly response?: string }
  | {
      readonly outcome: "failed" | "unknown" | "rejected" | "gone";
      readonly error: string;
      readonly status?: number;
      readonly response?: string;
      readonly retryAfter?: number;
    };

/** The row to write after a send: sent, given up, or when to try again. `started` and `now` in epoch ms. */
export const settle = (lease: Delivery, result: SendResult, started: number, now: number): Delivery => {
  const { status, response } = result;
  const error = result.outcome === "sent" ? undefined : result.error;
  const attempt: Attempt = {
    at: new Date(started).toISOString(),
    ms: now - started,
    ...(status !== undefined && { status }),
    ...(error !== undefined && { error }),
    ...(response !== undefined && { response }),
  };
  const row = { ...lease, attempts: [...lease.attempts, attempt].slice(-12) };
  if (result.outcome === "sent")
    return {
      ...over(row, "sent"),
      sentAt: new Date(now).toISOString(),
      ...(result.messageId !== undefined && { messageId: result.messageId }),
    };
  if (result.outcome === "rejected" || result.outcome === "gone") return over(row, "failed");
  // Nobody's mail is lost to a sender that is not set up yet, or that has sent its fill: that is no attempt, and the log says why.
  if (isHeldBack(error)) {
    // Of these attempts the first is kept, from which on it waits, and the last.
    const first = lease.attempts.find((a) => isHeldBack(a.error));
    const waited = now - Date.parse(first?.at ?? attempt.at);
    const others = lease.attempts.filter((a) => !isHeldBack(a.error) || a === first);
    const held = { ...lease, attempts: [...others, attempt].slice(-12), state: "retry" as const };
    return waited > GIVE_UP_MS ? over(held, "failed") : hold(held, now, Math.min(Math.max(waited, HOLD_MS), LONGEST_HOLD_MS));
  }
  const unknown = lease.unknown + (result.outcome === "unknown" ? 1 : 0);
  const made = attemptsMade(row);
  const next = unknown > 1 && lease.channel === "email" ? undefined : nextAttempt(lease.channel, lease.id, made, now, result.retryAfter);
  return next === undefined
    ? over({ ...row, unknown }, "failed")
    : { ...row, unknown, state: "retry", version: lease.version + 1, nextAttemptAt: next };
};

const over = ({ nextAttemptAt: _, ...row }: Delivery, state: "waiting" | "sent" | "failed" | "cancelled"): Delivery => ({
  ...row,
  state,
  version: row.version + 1,
});
