import { createHmac } from "node:crypto";
import * as z from "zod/mini";
import type { Alert, AlertMatch } from "./alert.ts";
import { EntityKind, Lang } from "./entity.ts";
import { httpLink } from "./html.ts";
import type { StoryMember } from "./story.ts";
import type { Subscription } from "./subscription.ts";
import { clip, excerpt } from "./words-text.ts";

/** The three headers that Standard Webhooks 1.0.0 asks for. */
export interface WebhookHeaders extends Readonly<Record<string, string>> {
  readonly "webhook-id": string;
  readonly "webhook-timestamp": string;
  readonly "webhook-signature": string;
}

/**
 * One Standard Webhooks v1 signature, `v1,<base64>`: HMAC-SHA256 over the UTF-8 bytes of `id.timestamp.body`, which are
 * the bytes sent. Throws RangeError on a secret that {@link isSecret} refuses or an id that could hide a separator.
 */
export const sign = (secret: string, id: string, timestampSeconds: number, body: string | Uint8Array): string => {
  if (!isSecret(secret)) throw new RangeError("not a webhook signing secret");
  if (!/^msg_[A-Za-z0-9_-]+$/.test(id)) throw new RangeError("not a webhook message id");
  const key = Buffer.from(secret.slice(PREFIX.length), "base64");
  return `v1,${createHmac("sha256", key)
    .update(`${id}.${Math.floor(timestampSeconds)}.`)
    .update(body)
    .digest("base64")}`;
};

/** The headers of one attempt. One signature for each secret, newest first, so that receivers keep verifying while it rotates (W7). */
export const webhookHeaders = (
  secrets: readonly string[],
  id: string,
  timestampSeconds: number,
  body: string | Uint8Array,
): WebhookHeaders => {
  if (secrets.length === 0) throw new RangeError("a webhook needs a signing secret");
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(timestampSeconds)),
    "webhook-signature": secrets.map((secret) => sign(secret, id, timestampSeconds, body)).join(" "),
  };
};

/** The id of a delivery's message: the same on every attempt and replay (W5). Throws RangeError if the id is not base64url. */
export const webhookId = (deliveryId: string): string => {
  if (!/^[A-Za-z0-9_-]+$/.test(deliveryId)) throw new RangeError("not a delivery id");
  return `msg_${deliveryId}`;
};

const PREFIX = "whsec_";

/** A signing secret from 32 random bytes: `whsec_` and 44 characters of padded base64 (W6). Throws RangeError on another length. */
export const newSecret = (bytes: Uint8Array): string => {
  if (bytes.length !== 32) throw new RangeError("a signing secret is made of 32 random bytes");
  return PREFIX + Buffer.from(bytes).toString("base64");
};

/** Is this a secret that every library reads alike: `whsec_` and standard padded base64 of 24 to 64 bytes (W6)? */
export const isSecret = (text: string): boolean => {
  if (!text.startsWith(PREFIX)) return false;
  const encoded = text.slice(PREFIX.length);
  const bytes = Buffer.from(encoded, "base64");
  return bytes.length >= 24 && bytes.length <= 64 && bytes.toString("base64") === encoded;
};

const iso = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/));
const title = z.string().check(z.maxLength(500));
const outlet = z.string().check(z.maxLength(120));
const link = z.optional(z.string().check(z.regex(/^https?:\/\//), z.maxLength(1000)));

const PayloadMatch = z.strictObject({
  entity: z.string(),
  kind: EntityKind,
  name: z.strictObject({ en: z.string(), es: z.string() }),
  /** 0..1. */
  confidence: z.number(),
  evidence: z.array(z.enum(["name", "surname", "title", "context", "office", "holder"])),
  prominence: z.enum(["headline", "lead", "passing"]),
  /** Why: `text.slice(start, end)` names the entity (UTF-16 offsets). */
  sentence: z.strictObject({ text: z.string(), start: z.int(), end: z.int() }),
  title,
  outlet,
  link,
  lang: Lang,
  at: iso,
  /** In `entity.reappeared`, and where that is taken back. */
  gap: z.optional(
    z.strictObject({
      /** Whole days without a sighting; absent when there was none before. */
      days: z.optional(z.int()),
      last: z.optional(z.strictObject({ storyId: z.string(), at: iso, title, outlet, link })),
      /** When Vigía began watching. */
      watchingSince: iso,
      /** The silence that was asked for, and how far those days were heard, 0..1 (of more than 366 days the last 366). */
      silenceDays: z.int(),
      heard: z.number(),
      /** The days since the last sighting, or since Vigía began watching, at most 366, and how far they were heard. */
      listened: z.strictObject({ days: z.int(), heard: z.number() }),
      /** Heard well enough (0.8) to say that the entity was absent; if not, it is a first sighting since Vigía began watching. */
      observed: z.boolean(),
      /** Whom it returned together with, where two are followed together. */
      with: z.optional(z.string()),
    }),
  ),
});

/** The body of a webhook, as published for receivers. At most 20 kB (W16). */
export const WebhookPayload = z.strictObject({
  type: z.enum(["story.matched", "entity.reappeared", "match.retracted"]),
  /** When it happened, ISO 8601 UTC. */
  timestamp: iso,
  data: z.strictObject({
    alert: z.string(),
    /** Only in `match.retracted`: the alert that told the match. It was wrong: an operator rejected it. */
    corrects: z.optional(z.string()),
    subscription: z.strictObject({ id: z.string(), name: z.optional(z.string()) }),
    story: z.strictObject({ id: z.string(), title, outlet, link, lang: Lang, at: iso, api: z.string() }),
    /** Most telling first. */
    matches: z.array(PayloadMatch).check(z.minLength(1), z.maxLength(20)),
    /** How many more the story names; `story.api` lists them. */
    more: z.optional(z.int()),
    /** Who else tells the story. */
    outlets: z.array(z.strictObject({ outlet, title, link, lang: Lang, published: z.optional(iso) })).check(z.maxLength(10)),
    /** True for the bundled sample: nothing of it happened. */
    sample: z.boolean(),
  }),
});
export type WebhookPayload = z.infer<typeof WebhookPayload>;

/** What receivers of the published format are promised, bytes of UTF-8 (W16). */
export const MAX_PAYLOAD_BYTES = 20_000;

const TYPES = { every: "story.matched", reappearance: "entity.reappeared", retraction: "match.retracted" } as const;

/**
 * The body to sign and send for an alert: `story.matched`, `entity.reappeared` or `match.retracted`. Valid against {@link WebhookPayload} and
 * at most {@link MAX_PAYLOAD_BYTES}: texts are cut, then outlets and the least telling matches are left out and counted in `more`.
 */
export const alertPayload = (alert: Alert, members: readonly StoryMember[], subscription: Subscription, publicUrl: string): string => {
  const all = alert.matches.slice(0, 20).map(payloadMatch);
  const outlets = otherOutlets(alert, members);
  const render = (matches: number, others: number): string => {
    const more = (alert.more ?? 0) + alert.matches.length - matches;
    const payload: WebhookPayload = {
      type: TYPES[alert.trigger],
      timestamp: alert.createdAt,
      data: {
        alert: alert.id,
        ...(alert.corrects === undefined ? {} : { corrects: alert.corrects.id }),
        subscription: { id: subscription.id, ...(subscription.name === undefined ? {} : { name: clip(subscription.name, 120) }) },
        story: {
          id: alert.storyId,
          ...source(alert.story),
          lang: alert.story.lang,
          at: alert.story.at,
          api: storyApi(publicUrl, alert.storyId),
        },
        matches: all.slice(0, matches),
        ...(more > 0 ? { more } : {}),
        outlets: outlets.slice(0, others),
        sample: alert.sample === true,
      },
    };
    return JSON.stringify(payload);
  };
  let [matches, others] = [all.length, outlets.length];
  let body = render(matches, others);
  // One match and no other outlet is below 12 kB: every text in it is cut and every link is ASCII.
  while (Buffer.byteLength(body) > MAX_PAYLOAD_BYTES && (others > 0 || matches > 1)) {
    if (others > 0) others -= 1;
    else matches -= 1;
    body = render(matches, others);
  }
  return body;
};

const storyApi = (publicUrl: string, storyId: string): string =>
  `${publicUrl.replace(/\/+$/, "")}/api/v1/stories/${encodeURIComponent(storyId)}`;

const source = (from: { readonly title: string; readonly outlet: string; readonly link?: string }) => {
  const url = httpLink(from.link, 1000);
  return { title: clip(from.title, 500), outlet: clip(from.outlet, 120), ...(url === undefined ? {} : { link: url }) };
};

const payloadMatch = (match: AlertMatch): z.infer<typeof PayloadMatch> => {
  const { gap } = match;
  const last = gap?.last;
  return {
    entity: match.entity,
    kind: match.kind,
    name: { en: clip(match.name.en, 200), es: clip(match.name.es, 200) },
    confidence: match.confidence,
    evidence: [...match.evidence],
    prominence: match.prominence,
    sentence: excerpt(match.sentence, 400),
    ...source(match),
    lang: match.lang,
    at: match.at,
    ...(gap === undefined
      ? {}
      : {
          gap: {
            ...(gap.days === undefined ? {} : { days: gap.days }),
            ...(last === undefined ? {} : { last: { storyId: last.storyId, at: last.at, ...source(last) } }),
            watchingSince: gap.watchingSince,
            silenceDays: gap.silenceDays,
            heard: gap.heard,
            listened: gap.listened,
            observed: gap.observed,
            ...(gap.with === undefined ? {} : { with: gap.with }),
          },
        }),
  };
};

const otherOutlets = (alert: Alert, members: readonly StoryMember[]) => {
  const seen = new Set([alert.story.outlet]);
  return members
    .filter(({ outlet }) => !seen.has(outlet) && seen.add(outlet))
    .slice(0, 10)
    .map((m) => ({ ...source(m), lang: m.lang, ...(m.published === undefined ? {} : { published: m.published }) }));
};
