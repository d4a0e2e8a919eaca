import type { Contact, Subscription } from "../../lambdas/core/subscription.ts";

export const SILENCE_DAYS = 1;

/** When mails come: at once, at an hour that one of the days leaves out, and not by night. */
const TIMINGS = {
  email: { cadence: "now" },
  beside: { cadence: "now" },
  daily: { cadence: "daily", at: 2, timezone: "America/New_York" },
  quiet: { cadence: "now", quietHours: { from: 22, to: 2 }, timezone: "America/New_York" },
} as const;

/** Where the mails of two subscriptions go. */
export const SHARED = { ids: ["email", "beside"], mailbox: "the hash of both" } as const;

/** Who wants what in the world, from its start (epoch ms) on, and the hash of its address, if it shares it: every kind of mail, and webhooks. */
export const makeSubscriptions = (start: number): readonly [Subscription, Contact, (string | undefined)?][] =>
  (["every", "reappearance"] as const).flatMap((trigger) =>
    (["email", "beside", "webhook", "daily", "quiet"] as const).map((kind): [Subscription, Contact, (string | undefined)?] => [
      {
        id: `${trigger}-${kind}`,
        ...(kind !== "webhook" && TIMINGS[kind]),
        select: trigger === "every" ? { entities: ["alpha", "beta"] } : { lists: ["article"] },
        trigger,
        silenceDays: SILENCE_DAYS,
        prominence: "any",
        minConfidence: 0.7,
        lang: "en",
        channel: kind === "webhook" ? kind : "email",
        status: "active",
        createdAt: new Date(start).toISOString(),
      },
      kind === "webhook"
        ? { channel: kind, url: "https://receiver.example/hook" }
        : { channel: "email", address: `${trigger}-${kind === "beside" ? "email" : kind}@vigia.example` },
      SHARED.ids.some((id) => id === kind) ? `${trigger}, ${SHARED.mailbox}` : undefined,
    ]),
  );

/** Who leaves in the middle of it; they want every story. */
export const makeLeavers = (start: number): readonly [Subscription, Contact, (string | undefined)?][] => {
  const [[every] = []] = makeSubscriptions(start);
  return every === undefined
    ? []
    : LEAVERS.map((id) => [
        { ...every, id, channel: "email" },
        { channel: "email", address: `${id}@vigia.example` },
      ]);
};

/** Their ids. */
export const LEAVERS = ["leaving", "removed"] as const;
