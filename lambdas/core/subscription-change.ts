import * as z from "zod/mini";
import { SubscriptionAnswer } from "./answer.ts";
import { accept, problem, Refusal } from "./problem.ts";
import type { Subscription } from "./subscription.ts";
import { SubscriptionChoice } from "./subscription.ts";

/** What a person may choose of a subscription, in the order they are asked. */
const choices = Object.keys(SubscriptionChoice.shape) as (keyof SubscriptionChoice)[];

/** A field as it is when it is given: its default would else be taken for a wish. `null` stands for "as if I had not chosen". */
const asGiven = (field: z.ZodMiniType): z.ZodMiniType =>
  field instanceof z.ZodMiniDefault || field instanceof z.ZodMiniOptional
    ? z.optional(z.nullable((field as z.ZodMiniDefault<z.ZodMiniType>).def.innerType))
    : z.optional(field);

/** The body of `PATCH /subscriptions/{id}`: what is to be otherwise, of {@link SubscriptionChoice}. Unknown fields are refused. */
export const SubscriptionChange = z.strictObject(
  Object.fromEntries(choices.map((name) => [name, asGiven(SubscriptionChoice.shape[name])])),
);
export type SubscriptionChange = z.output<typeof SubscriptionChange>;

/** What was chosen with the change made; throws a Refusal for what does not go together. Fields that were given up are absent. */
export const changedChoice = (subscription: Subscription, change: SubscriptionChange): SubscriptionChoice => {
  const whole = choices.map((name) => [name, change[name] === undefined ? subscription[name] : change[name]] as const);
  return accept(SubscriptionChoice, Object.fromEntries(whole.filter(([, value]) => value !== undefined && value !== null)));
};

/** For how many days people may snooze. */
export const snoozes = [7, 30, 90] as const;

/** The body of `POST /subscriptions/{id}/snooze`. */
export const Snooze = z.strictObject({ days: z.literal([...snoozes]) });

/** A subscription after a change, and in a sentence what that means. */
export const ChangedAnswer = z.strictObject({ subscription: SubscriptionAnswer, next: z.string() });

const whys: Partial<Record<Subscription["status"], string>> = {
  pending: "Its address has to be confirmed first.",
  disabled: "Vigía has switched it off: enable it first.",
};

/** Refuses to change a subscription that nobody confirmed, or that is over. */
export const refuseState = ({ status }: Pick<Subscription, "status">): never => {
  const why = whys[status] ?? "It is over: subscribe again.";
  throw new Refusal(problem("wrong-state", why));
};
