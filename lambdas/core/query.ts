import * as z from "zod/mini";
import { changeKinds } from "./change.ts";
import { EntityKind, Lang } from "./entity.ts";
import { buckets } from "./timeline.ts";
import type { MatchQuery } from "./match-query.ts";

const name = (limit: number) => z.string().check(z.minLength(1), z.maxLength(limit));
const id = name(80).check(z.regex(/^[a-z0-9-]+$/, "may hold lower-case letters, digits and hyphens only"));
/** A day, or a time with its zone, as people give it. */
export const givenTime = name(40).check(
  z.regex(
    /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/,
    "must be a date (2026-11-24) or a time with its zone (2026-11-24T08:00:00Z)",
  ),
  z.refine((text) => isDay(text.slice(0, 10)) && !Number.isNaN(Date.parse(text)), "there is no such day or time"),
);

/** What may be asked of the matches; all conditions must hold. Times are ISO 8601; a date alone means its first instant in UTC. */
export const MatchSearch = z.strictObject({
  entity: z.optional(id),
  kind: z.optional(EntityKind),
  list: z.optional(id),
  country: z.optional(z.string().check(z.regex(/^[A-Z]{2}$/, "must be a country code of two capitals, such as MX"))),
  outlet: z.optional(name(120)),
  language: z.optional(Lang),
  prominence: z.optional(z.enum(["headline", "lead", "passing"])),
  /** From this time on. */
  since: z.optional(givenTime),
  /** Before this time. */
  until: z.optional(givenTime),
  /** At least this many days since the sighting before. */
  minGap: z.optional(z.int().check(z.gte(0), z.lte(36_500))),
  limit: z._default(z.int().check(z.gte(1), z.lte(100)), 20),
  /** Where the page before ended; good for the same conditions only. */
  cursor: z.optional(name(2_000)),
  /** For people who cannot set the Accept header. */
  format: z.optional(z.enum(["json", "csv", "jsonl", "atom"])),
});
export type MatchSearch = z.infer<typeof MatchSearch>;

/** About which time, and about whom: how far was it heard? By default the last 30 days. */
export const HeardSearch = z.strictObject({
  since: z.optional(givenTime),
  until: z.optional(givenTime),
  /** Feeds then count by how often they named this entity in the year before. */
  entity: z.optional(id),
  /** Of the bundled sample's feeds; without it of all others. */
  sample: z.optional(z.literal("true")),
});

/**
 * What the timeline shows: of which entity, or all items alone; in buckets of an hour (a week at most at once), a day, a week or a month
 * (a hundred days at most) of a time zone. By default the last 30 days. Its beginning is moved back to that of its bucket.
 */
export const TimelineSearch = z.strictObject({
  entity: z.optional(id),
  bucket: z._default(z.enum(buckets), "day"),
  /** IANA name, such as America/Mexico_City. */
  tz: z._default(name(60), "UTC"),
  since: z.optional(givenTime),
  until: z.optional(givenTime),
});

/** Who was named in the same stories as this entity? By default in the last 30 days, at most in a hundred. */
export const TogetherSearch = z.strictObject({ entity: id, since: z.optional(givenTime), until: z.optional(givenTime) });

/** What changed, of one kind or all? By default in the last 30 days, at most in 400. */
export const ChangeSearch = z.strictObject({
  since: z.optional(givenTime),
  until: z.optional(givenTime),
  kind: z.optional(z.enum(changeKinds)),
});

/** Which deliveries to list. A page of 100 is far below the 6 MB that an answer may have. */
export const DeliverySearch = z.strictObject({
  limit: z._default(z.int().check(z.gte(1), z.lte(100)), 100),
  /** Where the page before ended. */
  cursor: z.optional(name(2_000)),
});

/** Is this `YYYY-MM-DD` a day of the calendar? Date.parse would take 31 February for 3 March. */
export const isDay = (text: string): boolean => {
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
};

/** The search as the store takes it: times as full ISO 8601 UTC, so that they compare as text. */
export const toMatchQuery = (search: MatchSearch): MatchQuery => {
  const { language, since, until, format: _, ...rest } = search;
  return { ...rest, lang: language, since: toInstant(since), until: toInstant(until) };
};

const toInstant = (text: string | undefined) => (text === undefined ? undefined : new Date(text).toISOString());

/**
 * A query string as an object for a schema: empty values are as good as absent, whole numbers become numbers.
 * Returns the name of a parameter that is given twice instead of guessing which one is meant.
 */
export const fromQueryString = (search: URLSearchParams): { values: Record<string, string | number>; twice?: string } => {
  const values: Record<string, string | number> = {};
  for (const [key, text] of search) {
    if (Object.hasOwn(values, key)) return { values, twice: key };
    if (text !== "")
      Object.defineProperty(values, key, { value: numeric.has(key) && /^-?\d{1,15}$/.test(text) ? Number(text) : text, enumerable: true });
  }
  return { values };
};

const numeric = new Set(["limit", "minGap"]);

/** The body of `POST /match`: a text to try, read as if it were an item of that day (default: today); `explain` asks for the reasons. */
export const TextToTry = z
  .strictObject({
    title: z._default(z.string().check(z.maxLength(500)), ""),
    summary: z._default(z.string().check(z.maxLength(20_000)), ""),
    lang: z._default(Lang, "en"),
    date: z.optional(
      z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/, "must be a date such as 2026-11-24"), z.refine(isDay, "there is no such day")),
    ),
    explain: z._default(z.boolean(), false),
  })
  .check(z.refine(({ title, summary }) => title.length + summary.length > 0, "give a title or a summary"));
