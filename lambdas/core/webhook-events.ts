import * as z from "zod/mini";
import type { Alert } from "./alert.ts";
import { retractionOf } from "./alert.ts";
import type { Subscription } from "./subscription.ts";
import { alertPayload, WebhookPayload } from "./webhook.ts";
import { TestPayload, testPayload } from "./webhook-test.ts";

/** One kind of event that webhooks are sent. */
export interface WebhookEvent {
  readonly summary: string;
  readonly payload: z.ZodMiniType;
  readonly example: unknown;
}

const subscription: Subscription = {
  id: "sub-0123456789abcdef0123456789abcd",
  name: "Officials",
  select: { entities: ["antony-blinken"] },
  trigger: "reappearance",
  silenceDays: 30,
  minConfidence: 0.7,
  lang: "en",
  channel: "webhook",
  status: "active",
  createdAt: "2026-01-05T12:00:00.000Z",
};

const telling = {
  title: "Antony Blinken speaks about the border",
  outlet: "The Sample Ledger",
  link: "https://ledger.example/blinken",
  lang: "en",
  at: "2026-03-02T14:05:00.000Z",
} as const;

const alert: Alert = {
  id: "q83vEjRWeJCrze8SNFZ4kA",
  subscriptionId: subscription.id,
  trigger: "every",
  storyId: "ESIzRFVmd4iZqrvM3e7_AA",
  createdAt: "2026-03-02T14:06:30.000Z",
  story: telling,
  told: ["antony-blinken"],
  matches: [
    {
      ...telling,
      entity: "antony-blinken",
      kind: "official",
      name: { en: "Antony Blinken", es: "Antony Blinken" },
      confidence: 0.95,
      evidence: ["name"],
      prominence: "headline",
      sentence: { text: telling.title, start: 0, end: 14 },
    },
  ],
};

const returned: Alert = {
  ...alert,
  trigger: "reappearance",
  matches: alert.matches.map((match) => ({
    ...match,
    gap: {
      days: 63,
      last: { storyId: "AAECAwQFBgcICQoLDA0ODw", at: "2025-12-29T16:00:00.000Z", title: "Blinken on trade", outlet: "Border Example" },
      watchingSince: "2025-10-01T00:00:00.000Z",
      silenceDays: 30,
      heard: 0.97,
      listened: { days: 63, heard: 0.94 },
      observed: true,
    },
  })),
};

const [told] = alert.matches as [Alert["matches"][number]];
const retracted = retractionOf(alert, told, "2026-03-03T09:30:00.000Z");

const exampleOf = (one: Alert): unknown => JSON.parse(alertPayload(one, [], subscription, "https://vigia.example"));

/** Every kind of event, with the schema each body of it is valid against (reliability W17) and an example made by what makes them. */
export const webhookEvents: Readonly<Record<string, WebhookEvent>> = {
  "story.matched": {
    summary: "A story names somebody the subscription follows.",
    payload: z.extend(WebhookPayload, { type: z.literal("story.matched") }),
    example: exampleOf(alert),
  },
  "entity.reappeared": {
    summary: "Somebody the subscription follows is back after a silence.",
    payload: z.extend(WebhookPayload, { type: z.literal("entity.reappeared") }),
    example: exampleOf(returned),
  },
  "match.retracted": {
    summary: "A match that was told is wrong: an operator rejected it.",
    payload: z.extend(WebhookPayload, { type: z.literal("match.retracted") }),
    example: exampleOf(retracted),
  },
  "webhook.test": {
    summary: "Sent when somebody asks whether the endpoint works. Nothing happened.",
    payload: TestPayload,
    example: JSON.parse(testPayload(subscription, "2026-03-02T14:00:00.000Z")) as unknown,
  },
};
