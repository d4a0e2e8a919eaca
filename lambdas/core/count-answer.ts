import * as z from "zod/mini";
import { instant } from "./answer.ts";
import { Bilingual } from "./entity.ts";
import { buckets } from "./timeline.ts";

/** Each bucket: the stories that sighted the entity (absent without one), all items that were heard, and how far the time was heard, 0..1. */
export const TimelineAnswer = z.strictObject({
  since: instant,
  until: instant,
  bucket: z.enum(buckets),
  tz: z.string(),
  buckets: z.array(
    z.strictObject({
      from: instant,
      to: instant,
      stories: z.optional(z.int()),
      items: z.int(),
      heard: z.number().check(z.gte(0), z.lte(1)),
    }),
  ),
});
export type TimelineAnswer = z.infer<typeof TimelineAnswer>;

/** In how many stories the entity was sighted, and who else in how many of them, the most first. */
export const TogetherAnswer = z.strictObject({
  since: instant,
  until: instant,
  stories: z.int(),
  with: z.array(z.strictObject({ entity: z.string(), name: Bilingual, stories: z.int() })),
});
export type TogetherAnswer = z.infer<typeof TogetherAnswer>;
