import * as z from "zod/mini";
import { instant, MatchAnswer } from "./answer.ts";
import { Bilingual } from "./entity.ts";
import { GapAnswer } from "./return-answer.ts";

/**
 * What a subscription would have been told from `since` on: the last 30 days, or as many as Vigía has watched (`days`, and how far
 * they were heard). `total` counts the alerts, the newest 50 are listed; `unheard` the returns that would have been held back, since
 * too little of the silence was heard. `complete` is false where more than 3,000 matches would have had to be read.
 */
export const PreviewAnswer = z.strictObject({
  since: instant,
  until: instant,
  days: z.number(),
  heard: z.number().check(z.gte(0), z.lte(1)),
  total: z.int(),
  unheard: z.int(),
  complete: z.boolean(),
  /**
   * Whom of those chosen by name it can hardly ever tell, since they are named on most days: on how many of the last so many days, of
   * which how many were heard well enough; and with whom to follow them instead, together on so many days and told so often.
   */
  warnings: z.array(
    z.strictObject({
      entity: z.string(),
      name: Bilingual,
      namedDays: z.int(),
      ofDays: z.int(),
      heardDays: z.int(),
      pair: z.optional(z.strictObject({ entity: z.string(), name: Bilingual, days: z.int(), alerts: z.int() })),
    }),
  ),
  alerts: z.array(
    z.strictObject({
      ...z.pick(MatchAnswer, { storyId: true, at: true, title: true, outlet: true, link: true, lang: true }).shape,
      told: z.array(
        z.strictObject({
          ...z.pick(MatchAnswer, { entity: true, name: true, prominence: true, sentence: true }).shape,
          gap: z.optional(GapAnswer),
        }),
      ),
    }),
  ),
});
export type PreviewAnswer = z.infer<typeof PreviewAnswer>;
