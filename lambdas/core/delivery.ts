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
  /** Class of failure: `timeout`, `connection`, `address-not-allowed`, `http-status`, `throttled`, `rejected`, `sender-not-ready`. */
  readonly error?: string;
  /** First kilobyte of a webhook's answer. */
  readonly response?: string;
}

/** `sending` holds a lease until `nextAttemptAt`; `retry` waits for it; the others are final. */
export type DeliveryState = "sending" | "retry" | "sent" | "failed" | "cancelled";

/** The attempts to hand one alert to one channel. Changed only by version-checked writes. */
export interface Delivery {
  /** The alert's id, or `confirmation`. */
  readonly id: string;
  readonly subscriptionId: string;
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
  /** What the channel called it: SES MessageId. */
  readonly messageId?: string;
}

/** The due index is read in this many parts, by hash of the delivery. */
export const DUE_SHARDS = 4;

/** Which part of the due index a delivery or alert belongs to. */
export const dueShard = (id: string): number => hashNumber(id) % DUE_SHARDS;
