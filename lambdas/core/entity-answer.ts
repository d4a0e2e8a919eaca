import * as z from "zod/mini";
import { instant } from "./answer.ts";
import { Bilingual, Entity } from "./entity.ts";

/** One thing about an entry that a person should look at, in words; nothing is refused for it. */
export const Doubt = z.strictObject({
  problem: z.string(),
  text: z.string(),
  other: z.optional(z.string()),
  message: Bilingual,
});
export type Doubt = z.infer<typeof Doubt>;

/** Everyone and everything that is watched, by id. */
export const WatchlistAnswer = z.strictObject({ entities: z.array(Entity) });
export type WatchlistAnswer = z.infer<typeof WatchlistAnswer>;

/** An entry as it is stored now, with what is doubtful in it. `office` is the one that was changed with it. */
export const EntityEdited = z.strictObject({ entity: Entity, office: z.optional(Entity), doubts: z.array(Doubt) });
export type EntityEdited = z.infer<typeof EntityEdited>;

/** An entry as it would be stored. `taken`: there is another one with its id. */
export const DraftAnswer = z.strictObject({ entity: Entity, taken: z.boolean(), doubts: z.array(Doubt) });
export type DraftAnswer = z.infer<typeof DraftAnswer>;

/**
 * Which stories an entry would have matched: of the stored items first seen from `since` to before `until`, newest first, one a
 * story. `next` is the hour to go on before (`until` of the next call); absent where the ninety days are through.
 */
export const TrialAnswer = z.strictObject({
  since: instant,
  until: instant,
  items: z.int(),
  matches: z.array(
    z.strictObject({
      itemId: z.string(),
      storyId: z.optional(z.string()),
      at: instant,
      title: z.string(),
      outlet: z.string(),
      link: z.optional(z.string()),
      lang: z.string(),
      sentence: z.strictObject({ text: z.string(), start: z.int(), end: z.int() }),
      evidence: z.array(z.string()),
      confidence: z.number(),
      prominence: z.string(),
      sample: z.optional(z.literal(true)),
    }),
  ),
  next: z.optional(z.string()),
});
export type TrialAnswer = z.infer<typeof TrialAnswer>;

/** What became of the entries of a file. `entry` counts from 1. */
export const EntityImportAnswer = z.strictObject({
  added: z.array(z.string()),
  changed: z.array(z.string()),
  unchanged: z.array(z.string()),
  refused: z.array(
    z.strictObject({
      entry: z.int(),
      id: z.optional(z.string()),
      errors: z.array(z.strictObject({ field: z.string(), message: z.string() })),
    }),
  ),
});
export type EntityImportAnswer = z.infer<typeof EntityImportAnswer>;
