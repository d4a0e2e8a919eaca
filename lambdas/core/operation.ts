import * as z from "zod/mini";
import {
  DeliveryList,
  EntityAnswer,
  EntityList,
  FeedAnswer,
  FeedList,
  HeardAnswer,
  HealthAnswer,
  MatchPage,
  NewSubscriptionAnswer,
  ReadingAnswer,
  StoryAnswer,
  SubscriptionAnswer,
  SubscriptionList,
} from "./answer.ts";
import { Lang } from "./entity.ts";
import { Feed } from "./feed.ts";
import { plainName } from "./plain-name.ts";
import { DeliverySearch, HeardSearch, MatchSearch, isDay } from "./query.ts";
import { NewSubscription } from "./subscription.ts";

/** Where the API begins. */
export const API = "/api/v1";

/** The body of `POST /match`: a text to try, read as if it were an item of that day (default: today); `explain` asks for the reasons. */
export const TextToTry = z
  .strictObject({
    title: z._default(z.string().check(z.maxLength(500)), ""),
    summary: z._default(z.string().check(z.maxLength(20_000)), ""),
    lang: z._default(Lang, "en"),
    date: z.optional(
      z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/, "must be a date such as 2026-11-24"), z.refine(isDay, "there is no such day")),
    ),
    explain: z._default(z.boolean(), false),
  })
  .check(z.refine(({ title, summary }) => title.length + summary.length > 0, "give a title or a summary"));

/** The body of `POST /feeds`. The id is made from the outlet where it is left out. */
export const NewFeed = z.strictObject({
  id: z.optional(Feed.shape.id),
  url: Feed.shape.url,
  outlet: Feed.shape.outlet.check(plainName),
  lang: Feed.shape.lang,
  country: Feed.shape.country,
  kind: z._default(Feed.shape.kind, "media"),
  timezone: z._default(z.string().check(z.maxLength(60)), "UTC"),
  enabled: z._default(z.boolean(), true),
  note: Feed.shape.note,
  floorSeconds: Feed.shape.floorSeconds,
});

/** The body of `PATCH /feeds/{id}`. `pinned` keeps the feed at its `url`, or lets it follow a move again. */
export const FeedChange = z
  .strictObject({ enabled: z.optional(z.boolean()), pinned: z.optional(z.boolean()), note: Feed.shape.note })
  .check(z.refine((change) => Object.keys(change).length > 0, "say what to change: enabled, pinned or note"));

/**
 * Who may call an operation: `open` anybody; `reads` anybody where the setting `reads` is `public`, else a key that reads;
 * the others a key with that scope.
 */
export type Access = "open" | "reads" | "read" | "write" | "admin";

export interface Operation {
  readonly method: "get" | "post" | "patch" | "delete";
  /** Below `/api/v1`, with `{id}` for a parameter. */
  readonly path: string;
  readonly access: Access;
  readonly summary: string;
  readonly query?: z.ZodMiniType;
  readonly body?: z.ZodMiniType;
  readonly status: 200 | 201 | 202 | 204;
  /** Another status it answers success with. */
  readonly also?: readonly number[];
  readonly answer?: z.ZodMiniType;
  /** Also answered as a table (RFC 4180), for `Accept: text/csv` or `format=csv`. */
  readonly csv?: true;
}

/** Every operation of the API, once: routes, checks of access and input, and the OpenAPI file are made from this table. */
export const operations = {
  health: {
    method: "get",
    path: "/health",
    access: "open",
    status: 200,
    answer: HealthAnswer,
    summary: "Is the service there, and does reading need a key?",
  },
  listMatches: {
    method: "get",
    path: "/matches",
    access: "reads",
    status: 200,
    query: MatchSearch,
    answer: MatchPage,
    csv: true,
    summary: "Entities found in stories, newest first. Also as CSV (Accept: text/csv).",
  },
  getStory: {
    method: "get",
    path: "/stories/{id}",
    access: "reads",
    status: 200,
    answer: StoryAnswer,
    summary: "A story: its outlets and whom it names.",
  },
  listEntities: {
    method: "get",
    path: "/entities",
    access: "reads",
    status: 200,
    answer: EntityList,
    summary: "The watchlist, each entity with its last sighting.",
  },
  getEntity: {
    method: "get",
    path: "/entities/{id}",
    access: "reads",
    status: 200,
    answer: EntityAnswer,
    summary: "An entity with everything it is recognised by.",
  },
  readHeard: {
    method: "get",
    path: "/heard",
    access: "reads",
    status: 200,
    query: HeardSearch,
    answer: HeardAnswer,
    summary: "How far a time was heard: which feeds, which spans were not, and why.",
  },
  listFeeds: { method: "get", path: "/feeds", access: "reads", status: 200, answer: FeedList, summary: "The feeds and how each is doing." },
  addFeed: {
    method: "post",
    path: "/feeds",
    access: "admin",
    status: 201,
    body: NewFeed,
    answer: FeedAnswer,
    summary: "Follow another feed. What it holds now is stored, not alerted.",
  },
  changeFeed: {
    method: "patch",
    path: "/feeds/{id}",
    access: "admin",
    status: 200,
    body: FeedChange,
    answer: FeedAnswer,
    summary: "Switch a feed on or off, pin it to its address, or note why.",
  },
  removeFeed: { method: "delete", path: "/feeds/{id}", access: "admin", status: 204, summary: "Stop following a feed for good." },
  tryText: {
    method: "post",
    path: "/match",
    access: "reads",
    status: 200,
    body: TextToTry,
    answer: ReadingAnswer,
    summary: "Whom does this text name? With explain, also why, and what was vetoed. Nothing is stored.",
  },
  listSubscriptions: {
    method: "get",
    path: "/subscriptions",
    access: "read",
    status: 200,
    answer: SubscriptionList,
    summary: "The subscriptions this key made; an admin key sees all.",
  },
  subscribe: {
    method: "post",
    path: "/subscriptions",
    access: "write",
    status: 202,
    also: [201],
    body: NewSubscription,
    answer: NewSubscriptionAnswer,
    summary: "Subscribe a webhook (in force at once) or an address (after its owner confirms).",
  },
  getSubscription: {
    method: "get",
    path: "/subscriptions/{id}",
    access: "read",
    status: 200,
    answer: SubscriptionAnswer,
    summary: "A subscription.",
  },
  removeSubscription: {
    method: "delete",
    path: "/subscriptions/{id}",
    access: "write",
    status: 204,
    summary: "Remove a subscription and its address at once.",
  },
  listDeliveries: {
    method: "get",
    path: "/subscriptions/{id}/deliveries",
    access: "read",
    status: 200,
    query: DeliverySearch,
    answer: DeliveryList,
    summary: "What was sent, tried and failed in the last 90 days, newest first.",
  },
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof operations;

/** What an operation takes as query or body, or gives as answer; undefined where the table has no schema for it. */
export type Part<Name extends OperationName, Key extends "query" | "body" | "answer"> = (typeof operations)[Name] extends {
  readonly [K in Key]: infer Schema;
}
  ? z.output<Schema & z.ZodMiniType>
  : undefined;
