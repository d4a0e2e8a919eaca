import type { Alert } from "../../lambdas/core/alert.ts";
import type { Delivery } from "../../lambdas/core/delivery.ts";
import type { Entity } from "../../lambdas/core/entity.ts";
import type { Feed } from "../../lambdas/core/feed.ts";
import type { Gap } from "../../lambdas/core/gap.ts";
import type { Item } from "../../lambdas/core/item.ts";
import type { Match } from "../../lambdas/core/match.ts";
import type { KeyedStory, StoryMember } from "../../lambdas/core/story.ts";
import type { Subscription } from "../../lambdas/core/subscription.ts";

/** Where the contract's clock starts, epoch ms. */
export const NOON = Date.parse("2026-11-24T12:00:00.000Z");

export const MINUTE = 60_000;
export const DAY = 86_400_000;

export const anItem = (id: string, more: Partial<Item> = {}): Item => ({
  id,
  feedId: "gaceta",
  outlet: "Gaceta",
  lang: "es",
  title: "Vuelve el secretario",
  summary: "",
  seenAt: "2026-11-24T11:59:00.000Z",
  baseline: false,
  ...more,
});

export const aMember = (itemId: string, more: Partial<StoryMember> = {}): StoryMember => ({
  itemId,
  feedId: "gaceta",
  title: "Vuelve el secretario",
  outlet: "Gaceta",
  lang: "es",
  entities: ["ada"],
  ...more,
});

/** A story as a key carries it, with numbers that no text has. */
export const aKeyed = (storyId: string, at = "2026-11-24T11:00:00.000Z"): KeyedStory => ({
  storyId,
  at,
  sketch: { pairs: Uint8Array.of(0x1b, 2, 3, 255), names: Uint8Array.of() },
});

export const aMatch = (more: Partial<Match> = {}): Match => {
  const { entity = "ada", storyId = "story-1" } = more;
  return {
    id: `${storyId}/${entity}`,
    entity,
    storyId,
    kind: "official",
    lists: ["article"],
    confidence: 0.9,
    evidence: ["name"],
    prominence: "lead",
    sentence: { text: "Ada spoke.", start: 0, end: 3 },
    at: "2026-11-24T11:00:00.000Z",
    itemId: "item-1",
    title: "Ada speaks",
    outlet: "Gaceta",
    lang: "en",
    countries: ["MX"],
    retrospective: false,
    baseline: false,
    ...more,
  };
};

/** A silence of forty days that was heard nearly all of the time. */
export const aGap = (more: Partial<Gap> = {}): Gap => ({
  days: 40,
  last: { storyId: "story-0", at: "2026-10-15T11:00:00.000Z", title: "Ada spoke", outlet: "Diario" },
  watchingSince: "2026-01-01T00:00:00.000Z",
  silenceDays: 30,
  heard: 0.95,
  listened: { days: 40, heard: 0.94 },
  observed: true,
  ...more,
});

export const anAlert = (id: string, more: Partial<Alert> = {}): Alert => ({
  id,
  subscriptionId: "sub-1",
  trigger: "every",
  storyId: "story-1",
  createdAt: new Date(NOON).toISOString(),
  story: { title: "Ada speaks", outlet: "Gaceta", lang: "en", at: "2026-11-24T11:00:00.000Z" },
  told: ["ada"],
  matches: [],
  ...more,
});

export const aDelivery = (id: string, more: Partial<Delivery> = {}): Delivery => ({
  id,
  subscriptionId: "sub-1",
  channel: "email",
  state: "retry",
  version: 1,
  attempts: [{ at: new Date(NOON).toISOString(), ms: 12, error: "throttled" }],
  unknown: 0,
  nextAttemptAt: NOON,
  createdAt: new Date(NOON).toISOString(),
  ...more,
});

export const aSubscription = (id: string, more: Partial<Subscription> = {}): Subscription => ({
  id,
  select: { lists: ["article"] },
  trigger: "reappearance",
  silenceDays: 30,
  prominence: "any",
  minConfidence: 0.7,
  lang: "en",
  channel: "email",
  status: "active",
  createdAt: new Date(NOON).toISOString(),
  ...more,
});

export const aFeed = (id: string, more: Partial<Feed> = {}): Feed => ({
  id,
  url: `https://${id}.example/rss`,
  outlet: "Gaceta",
  lang: "es",
  country: "MX",
  kind: "media",
  timezone: "America/Mexico_City",
  enabled: true,
  alertSince: "2026-11-01T00:00:00.000Z",
  addedAt: "2026-11-01T00:00:00.000Z",
  floorSeconds: 900,
  ...more,
});

export const anEntity = (id: string, more: Partial<Entity> = {}): Entity => ({
  id,
  kind: "official",
  name: { en: id, es: id },
  lists: ["article"],
  aliases: [{ text: id }],
  negatives: [],
  context: [],
  titles: [],
  ...more,
});
