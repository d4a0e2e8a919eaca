import * as z from "zod/mini";
import { instant } from "./answer.ts";

/** What can change of what Vigía watches: a note beside a chart that jumps there. */
export const changeKinds = ["feed", "watchlist", "matcher", "match"] as const;

/**
 * One change. `id` is that of the feed, entity or match; of `matcher` the version that ships. `rows` counts what it brought, `by` is
 * the id of the API key that asked. It holds no free text and no address.
 */
export const Change = z.strictObject({
  at: instant,
  kind: z.enum(changeKinds),
  id: z.string(),
  change: z.enum(["added", "changed", "removed", "rematched", "shipped", "rejected"]),
  rows: z.optional(z.int()),
  by: z.optional(z.string()),
});
export type Change = z.infer<typeof Change>;

/** The changes of a time, newest first, at most the newest thousand: `more` says that there are older ones, to be asked for with an earlier `until`. */
export const ChangeList = z.strictObject({
  since: instant,
  until: instant,
  changes: z.array(Change),
  more: z.optional(z.literal(true)),
});
export type ChangeList = z.infer<typeof ChangeList>;

/** Which stored items are read again for an entity: those first seen from `since` to before `until`. It begins within two minutes. */
export const RematchAnswer = z.strictObject({ entity: z.string(), since: instant, until: instant });
export type RematchAnswer = z.infer<typeof RematchAnswer>;
