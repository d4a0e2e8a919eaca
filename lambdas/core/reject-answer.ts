import * as z from "zod/mini";

/** The body of `POST /stories/{id}/reject`: whom the story does not name. */
export const Rejection = z.strictObject({ entity: z.string().check(z.minLength(1), z.maxLength(80), z.regex(/^[a-z0-9-]+$/)) });

/** What an operator said; it is in force within moments. */
export const RejectionAnswer = z.strictObject({ story: z.string(), entity: z.string(), rejectedAt: z.string() });
