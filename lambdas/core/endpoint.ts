import type { SendResult } from "./delivery.ts";
import { followedSeconds } from "./delivery.ts";

/**
 * How a webhook's endpoint has been doing (reliability W12). Written by deliver alone, by version-checked writes; what people do
 * about it (enabling) is a time in the subscription, which is compared.
 */
export interface Endpoint {
  /** Starts at 1; each write adds one. */
  readonly version: number;
  /** Number of the trouble it is in or was in last; its mails carry it, so that each is sent once. 0 = there was none. */
  readonly trouble: number;
  /** When the first failure after the last success was, epoch ms; absent while all is well. */
  readonly failingSince?: number;
  /** The first failures of this trouble as `delivery/attempt`, at most {@link FAILING_AFTER}: a set, so that a retry counts none twice. */
  readonly failures: readonly string[];
  /** It was decided to switch it off, and why: whoever meets this finishes that, if somebody died on the way. */
  readonly off?: "gone" | "failing";
  /** It asked for less or did not answer in time: nothing is sent to it before this, epoch ms. */
  readonly restUntil?: number;
}

/** With the 4th failure in a row the owner is told (reliability W12). */
export const FAILING_AFTER = 4;

/** When a message is given up after so long of nothing but failures, ms, an endpoint is switched off (reliability W12). */
export const OFF_AFTER_MS = 120 * 3_600_000;

export const WELL: Endpoint = { version: 0, trouble: 0, failures: [] };

/** How long an endpoint is left alone that asks for less, or answers too late, and does not say for how long, ms. */
const REST_MS = 60_000;

/** Answers that ask for less (reliability W8). */
const THROTTLES: ReadonlySet<number | undefined> = new Set([429, 502, 504]);

/**
 * Until when an endpoint rests after an attempt that ended at `now` (epoch ms); undefined = it does not. It rests after an answer that asks
 * for less, or to come later, and when there was none in time: what hangs is asked by one delivery after the other, and not by each of
 * them for 15 s. As long as it said, or a minute; never past `next`, when that delivery itself is tried again.
 */
export const restAfter = (result: SendResult, now: number, next = Number.POSITIVE_INFINITY): number | undefined => {
  if (result.outcome !== "failed") return undefined;
  const { status, error, retryAfter } = result;
  if (!THROTTLES.has(status) && retryAfter === undefined && error !== "timeout") return undefined;
  return Math.min(next, now + Math.max(REST_MS, followedSeconds(retryAfter) * 1000));
};

/** Until when nothing is sent to an endpoint, epoch ms; undefined = now. Whoever enabled it since wants it asked again. */
export const restsUntil = ({ restUntil, failingSince = 0 }: Endpoint, now: number, enabledAt = 0): number | undefined =>
  restUntil !== undefined && restUntil > now && failingSince > enabledAt ? restUntil : undefined;

/**
 * A failed attempt: which one it was, when (epoch ms), whether its message was given up, whether the endpoint wants no more, and until
 * when it is to rest.
 */
export interface Failure {
  readonly attempt: string;
  readonly at: number;
  readonly exhausted: boolean;
  readonly gone: boolean;
  readonly restUntil?: number | undefined;
  /** When somebody last enabled the subscription, epoch ms: what failed before counts no more. */
  readonly enabledAt?: number;
}

/** The row after a failure; the same row if it says nothing new. */
export const failed = (endpoint: Endpoint, { attempt, at, exhausted, gone, restUntil = 0, enabledAt = 0 }: Failure): Endpoint => {
  const { failingSince } = endpoint;
  const fresh = failingSince === undefined || failingSince <= enabledAt;
  const before: Endpoint = fresh ? { version: endpoint.version, trouble: endpoint.trouble + 1, failures: [], failingSince: at } : endpoint;
  const failures =
    before.failures.includes(attempt) || before.failures.length >= FAILING_AFTER ? before.failures : [...before.failures, attempt];
  // Not one failure after a quiet month, but a message that was tried to its end.
  const late = exhausted && at - (before.failingSince ?? at) >= OFF_AFTER_MS;
  const off = before.off ?? (gone ? "gone" : late ? "failing" : undefined);
  const rests = restUntil > (before.restUntil ?? 0);
  const changed = fresh || failures !== before.failures || off !== before.off || rests;
  const more = { ...(off && { off }), ...(rests && { restUntil }) };
  return changed ? { ...before, version: endpoint.version + 1, failures, ...more } : endpoint;
};

/** The row after a success, which ends any trouble; the same row if there was none. */
export const succeeded = (endpoint: Endpoint): Endpoint =>
  endpoint.failingSince === undefined ? endpoint : { version: endpoint.version + 1, trouble: endpoint.trouble, failures: [] };
