import * as z from "zod/mini";
import { instant } from "./answer.ts";
import { givenTime } from "./query.ts";

/** A webhook's new signing secret, shown here and never again; until when the one before it signs too. */
export const SecretAnswer = z.strictObject({
  secret: z.string().check(z.regex(/^whsec_[A-Za-z0-9+/]{43}=$/)),
  oldSignsUntil: instant,
});

/** The delivery of a test: its attempt is in the list of deliveries a moment later. */
export const TestAnswer = z.strictObject({ delivery: z.string() });

const states = z.array(z.enum(["failed", "cancelled", "sent"])).check(z.minLength(1), z.maxLength(3));

const deliveryId = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,100}$/, "must be the id of a delivery"));

/** The body of `POST /subscriptions/{id}/replay`: a delivery by id, or those first tried from `since` to before `until`. */
export const ReplayRequest = z
  .strictObject({
    delivery: z.optional(deliveryId),
    since: z.optional(givenTime),
    until: z.optional(givenTime),
    /** Where an answer before this one ended. */
    after: z.optional(deliveryId),
    /** Not chosen: what never arrived. */
    states: z.optional(states),
  })
  .check(
    z.refine(({ delivery, since }) => (delivery === undefined) !== (since === undefined), "give either a delivery or a time"),
    z.refine(
      ({ delivery, until, after, states: chosen }) => delivery === undefined || [until, after, chosen].every((one) => one === undefined),
      "a delivery is given by its id alone",
    ),
  );
export type ReplayRequest = z.infer<typeof ReplayRequest>;

/** The deliveries that are sent again, of 200 that were looked at; `next` is the `after` of the request for those that remain. */
export const ReplayAnswer = z.strictObject({ deliveries: z.array(z.string()), next: z.optional(z.string()) });
