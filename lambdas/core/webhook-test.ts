import * as z from "zod/mini";
import type { Subscription } from "./subscription.ts";
import { clip } from "./words-text.ts";

/** The body of the event that is sent when somebody asks whether an endpoint works (reliability W15). */
export const TestPayload = z.strictObject({
  type: z.literal("webhook.test"),
  /** When it was asked for, ISO 8601 UTC. */
  timestamp: z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/)),
  data: z.strictObject({
    subscription: z.strictObject({ id: z.string(), name: z.optional(z.string().check(z.maxLength(120))) }),
    message: z.string(),
  }),
});
export type TestPayload = z.infer<typeof TestPayload>;

const messages = {
  en: "This is a test of Vigía's webhook. Nothing happened; alerts come the same way.",
  es: "Esto es una prueba del webhook de Vigía. No pasó nada; las alertas llegan por la misma vía.",
} as const;

/** What a test says, in the subscription's language. */
export const testMessage = ({ lang }: Pick<Subscription, "lang">): string => messages[lang];

/** The body to sign and send for a test asked for at `at` (ISO 8601 UTC). */
export const testPayload = (subscription: Subscription, at: string): string => {
  const { id, name } = subscription;
  const data = { subscription: { id, ...(name !== undefined && { name: clip(name, 120) }) }, message: testMessage(subscription) };
  return JSON.stringify({ type: "webhook.test", timestamp: at, data } satisfies TestPayload);
};
