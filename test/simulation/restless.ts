import type { Contact, Subscription } from "../../lambdas/core/subscription.ts";
import { OFF_AFTER_MS } from "../../lambdas/core/endpoint.ts";
import { DAY_MS } from "../../lambdas/core/gap.ts";
import type { MemoryStore } from "../memory-store.ts";
import { RUMOUR } from "./news.ts";
import { makeSubscriptions } from "./subscribers.ts";

/** Whose people pause, move, rotate, leave and come back all the time. */
export const RESTLESS = ["r-now", "r-daily", "r-quiet", "r-hook", "r-return", "r-failing"] as const;

/** Who wants the rumours that an operator takes back, and otherwise does nothing. */
export const LISTENERS = ["l-now", "l-daily"] as const;

export const SECRET = "whsec_c2ltdWxhdGlvbi1zZWNyZXQtMzItYnl0ZXMtbG9uZyE=";

/** The key that made the webhooks and one of the mails: their owner is told of trouble. */
const OWNER = "key-1";

const wishes: Readonly<Record<(typeof RESTLESS)[number] | (typeof LISTENERS)[number], Partial<Subscription>>> = {
  "r-now": { cadence: "now", owner: OWNER },
  "r-daily": { cadence: "daily", at: 2, timezone: "America/New_York" },
  "r-quiet": { cadence: "now", quietHours: { from: 20, to: 23 }, timezone: "America/Tijuana", trigger: "reappearance" },
  "r-hook": { channel: "webhook", owner: OWNER },
  "r-return": { channel: "webhook", owner: OWNER, trigger: "reappearance" },
  "r-failing": { channel: "webhook", owner: OWNER },
  "l-now": { cadence: "now", select: { entities: [RUMOUR] } },
  "l-daily": { cadence: "daily", at: 20, timezone: "America/New_York", select: { entities: [RUMOUR] } },
};

/** Where the mails of a subscription go at first. */
export const addressOf = (id: string): string => `${id}@vigia.example`;

/** Subscribes them all. One endpoint is about to have failed for five days. */
export const subscribeRestless = async (store: MemoryStore, start: number): Promise<void> => {
  const [[every] = []] = makeSubscriptions(start);
  if (every === undefined) throw new Error("nobody to be like");
  const { cadence: _, ...plain } = every;
  for (const [id, wish] of Object.entries(wishes)) {
    const subscription: Subscription = { ...plain, select: { entities: ["alpha", "beta", RUMOUR] }, ...wish, id };
    const contact: Contact =
      subscription.channel === "webhook"
        ? { channel: "webhook", url: `https://receiver.example/${id}`, ownerEmail: addressOf("r-now") }
        : { channel: "email", address: addressOf(id) };
    await store.createSubscription(subscription, contact, subscription.channel === "webhook" ? SECRET : undefined);
  }
  const failures = ["a/1", "a/2", "a/3", "a/4"];
  const failingSince = start - OFF_AFTER_MS + DAY_MS / 8;
  await store.saveEndpoint("r-failing", { version: 1, trouble: 1, failingSince, failures });
};
