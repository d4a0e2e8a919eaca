import * as z from "zod/mini";
import { instant, Sighting } from "./answer.ts";

/** The figures of a silence, as `core/gap.ts` has them. */
export const GapAnswer = z.strictObject({
  days: z.optional(z.int()),
  last: z.optional(Sighting),
  watchingSince: instant,
  silenceDays: z.int(),
  heard: z.number(),
  listened: z.strictObject({ days: z.int(), heard: z.number() }),
  observed: z.boolean(),
  with: z.optional(z.string()),
});

/**
 * What a subscription was told of returns, and what was held back because too little of the silence was heard (`unheard`), the newest 500,
 * newest first. `first`: Vigía had not watched for that long and said so. `corrected`: a sighting within the gap that came to light later.
 */
export const ReturnList = z.strictObject({
  returns: z.array(
    z.strictObject({
      /** One entity, or two where the subscription follows them together. */
      entities: z.array(z.string()),
      storyId: z.string(),
      at: instant,
      verdict: z.enum(["observed", "first", "unheard"]),
      told: z.boolean(),
      gap: GapAnswer,
      corrected: z.optional(Sighting),
    }),
  ),
});
export type ReturnList = z.infer<typeof ReturnList>;
