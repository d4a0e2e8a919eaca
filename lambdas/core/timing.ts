import * as z from "zod/mini";
import type { Lang } from "./entity.ts";
import { isTimezone, nextSlot, quietUntil, weekdays, weekOf } from "./local-slot.ts";
import type { QuietHours, Weekday } from "./local-slot.ts";

const hour = z.int().check(z.gte(0), z.lte(23));

/** When mails come, as a person may choose it. What is not chosen is as {@link timingOf} says. */
export const TimingChoice = {
  /** Each alert at once, or all of a day or week in one digest. Not chosen: at once for reappearances, else daily. */
  cadence: z.optional(z.enum(["now", "daily", "weekly"])),
  /** The local hour of a digest. Not chosen: 8. */
  at: z.optional(hour),
  /** The day of a weekly digest. Not chosen: Monday. */
  weekday: z.optional(z.enum(weekdays)),
  /** IANA name of the zone in which hours are local. Not chosen: America/Mexico_City for Spanish, America/New_York for English. */
  timezone: z.optional(z.string().check(z.maxLength(60), z.refine(isTimezone, "must be an IANA time zone such as America/Mexico_City"))),
  /** Local hours in which no mail comes; what would have come waits for their end. They may cross midnight. */
  quietHours: z.optional(
    z.strictObject({ from: hour, to: hour }).check(z.refine(({ from, to }) => from !== to, "must begin and end at different hours")),
  ),
};

/** When the mails of a subscription come. */
export interface Timing {
  readonly cadence: "now" | "daily" | "weekly";
  readonly at: number;
  readonly weekday: Weekday;
  readonly timezone: string;
  readonly quietHours?: QuietHours;
}

const zones: Readonly<Record<Lang, string>> = { en: "America/New_York", es: "America/Mexico_City" };

/** What a subscription chose, and the default of what it did not; subscriptions of before there was a choice have none of it. */
interface Chosen extends z.infer<z.ZodMiniObject<typeof TimingChoice>> {
  readonly channel: "email" | "webhook";
  readonly trigger: "every" | "reappearance";
  readonly lang: Lang;
}

/** When the mails of a subscription come. A webhook is told at once, always. */
export const timingOf = ({ channel, trigger, lang, cadence, at, weekday, timezone, quietHours }: Chosen): Timing => ({
  cadence: channel === "webhook" ? "now" : (cadence ?? (trigger === "every" ? "daily" : "now")),
  at: at ?? 8,
  weekday: weekday ?? "monday",
  timezone: timezone ?? zones[lang],
  ...(channel === "email" && quietHours !== undefined && { quietHours }),
});

/** When the quiet hours end that hold at `now` (both epoch ms); undefined if none do. */
export const quietEnd = (now: number, { quietHours, timezone }: Timing): number | undefined =>
  quietHours === undefined ? undefined : quietUntil(now, quietHours, timezone);

export const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * The next time after `after` (both epoch ms) at which what waits comes in one mail: the digest's hour; for who is told at once the
 * end of the quiet hours, else the end of the clock hour. Never within quiet hours.
 */
export const slotAfter = (after: number, timing: Timing): number => {
  const { cadence, at, weekday, timezone } = timing;
  const quiet = quietEnd(after, timing);
  if (cadence === "now") {
    const hourEnd = (Math.floor(after / HOUR_MS) + 1) * HOUR_MS;
    return quiet ?? quietEnd(hourEnd, timing) ?? hourEnd;
  }
  const next = (from: number) => nextSlot(from, { at, ...(cadence === "weekly" && { weekday }) }, timezone);
  // A digest whose hour these quiet hours hold back has yet to go.
  if (quiet !== undefined)
    for (let slot = next(quiet - DAY_MS); slot <= after; slot = next(slot)) if (quietEnd(slot, timing) === quiet) return quiet;
  const slot = next(after);
  return quietEnd(slot, timing) ?? slot;
};

/**
 * How far apart mails are sent, whole ms, so that they are no more than `perSecond` (an operator's setting): one a second, as SES allows in
 * its sandbox, where that is no number above 0 (reliability E11).
 */
export const mailGap = (perSecond: unknown): number =>
  typeof perSecond === "number" && perSecond > 0 ? Math.ceil(1000 / perSecond) : 1000;

/** A still-watching mail comes so long after its hour began: a digest of the hour is sent by then, and makes it unnecessary. */
const AFTER_DIGEST_MS = 10 * 60_000;

/**
 * The first still-watching mail whose hour begins after `after` (epoch ms): the week it is of, and when it is due. Once a week, on
 * the day and at the hour of digests, or when the quiet hours end that hold then.
 */
export const watchingAfter = (after: number, timing: Timing): { readonly week: string; readonly at: number } => {
  const { at, weekday, timezone } = timing;
  const slot = nextSlot(after, { at, weekday }, timezone);
  return { week: weekOf(slot, timezone), at: (quietEnd(slot, timing) ?? slot) + AFTER_DIGEST_MS };
};
