import * as z from "zod/mini";
import {
  CheckAnswer,
  EntityAnswer,
  EntityList,
  FeedAnswer,
  FeedList,
  HeardAnswer,
  HealthAnswer,
  ImportAnswer,
  MatchPage,
  ReadingAnswer,
  StoryAnswer,
} from "./answer.ts";
import { TimelineAnswer, TogetherAnswer } from "./count-answer.ts";
import { Lang } from "./entity.ts";
import { FeedChange, FeedDefaults, FeedFile, FeedSearch, NewCheck, NewFeed } from "./feed-input.ts";
import { HeardSearch, MatchSearch, TimelineSearch, TogetherSearch, isDay } from "./query.ts";
import { PreviewAnswer } from "./preview-answer.ts";
import { SubscriptionChoice } from "./subscription.ts";
import { subscriptionOperations } from "./subscription-operations.ts";

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

/**
 * Who may call an operation: `open` anybody; `reads` anybody where the setting `reads` is `public`, else a key that reads;
 * the others a key with that scope.
 */
export type Access = "open" | "reads" | "read" | "write" | "admin";

/** A table (RFC 4180), or a list of feeds as feed readers exchange it. */
export type Format = "text/csv" | "text/x-opml";

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
  /** Media types it is also answered in, for `Accept` or `format`. */
  readonly formats?: readonly Format[];
  /** Media types that a body may also have: a file, of at most 1 MB. */
  readonly files?: readonly Format[];
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
    formats: ["text/csv"],
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
  readTimeline: {
    method: "get",
    path: "/stats/timeline",
    access: "reads",
    status: 200,
    query: TimelineSearch,
    answer: TimelineAnswer,
    summary: "How many stories sighted an entity, of how many items heard, and how far the time was heard.",
  },
  readTogether: {
    method: "get",
    path: "/stats/together",
    access: "reads",
    status: 200,
    query: TogetherSearch,
    answer: TogetherAnswer,
    summary: "Who was sighted in the same stories as an entity.",
  },
  listFeeds: {
    method: "get",
    path: "/feeds",
    access: "reads",
    status: 200,
    query: FeedSearch,
    answer: FeedList,
    formats: ["text/csv", "text/x-opml"],
    summary: "The feeds, how each is doing and when it is asked next. Also as CSV and OPML.",
  },
  getFeed: { method: "get", path: "/feeds/{id}", access: "reads", status: 200, answer: FeedAnswer, summary: "A feed and how it is doing." },
  addFeed: {
    method: "post",
    path: "/feeds",
    access: "admin",
    status: 201,
    body: NewFeed,
    answer: FeedAnswer,
    summary: "Follow another feed, which is asked at once. What it holds now is stored, not alerted.",
  },
  importFeeds: {
    method: "post",
    path: "/feeds/import",
    access: "admin",
    status: 200,
    query: FeedDefaults,
    body: FeedFile,
    files: ["text/csv", "text/x-opml"],
    answer: ImportAnswer,
    summary: "Follow the feeds of a file, each judged on its own; those that are followed already stay as they are.",
  },
  checkAddress: {
    method: "post",
    path: "/feeds/checks",
    access: "admin",
    status: 202,
    also: [200],
    body: NewCheck,
    answer: CheckAnswer,
    summary: "Look whether there is a feed at an address: one GET, whose answer also serves for adding it.",
  },
  getCheck: {
    method: "get",
    path: "/feeds/checks/{id}",
    access: "admin",
    status: 200,
    answer: CheckAnswer,
    summary: "What a look at an address came to.",
  },
  changeFeed: {
    method: "patch",
    path: "/feeds/{id}",
    access: "admin",
    status: 200,
    body: FeedChange,
    answer: FeedAnswer,
    summary: "Switch a feed on or off, note why, go on at another address of it, or pin it to the one it has.",
  },
  backfillFeed: {
    method: "post",
    path: "/feeds/{id}/backfill",
    access: "admin",
    status: 202,
    answer: FeedAnswer,
    summary: "Read a feed's own archive, a page every quarter of an hour, ninety days back at most. Nothing of it alerts.",
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
  preview: {
    method: "post",
    path: "/preview",
    access: "reads",
    status: 200,
    body: SubscriptionChoice,
    answer: PreviewAnswer,
    summary: "What would this subscription have been told in the last 30 days? Nothing is stored.",
  },
  ...subscriptionOperations,
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof operations;

/** What an operation takes as query or body, or gives as answer; undefined where the table has no schema for it. */
export type Part<Name extends OperationName, Key extends "query" | "body" | "answer"> = (typeof operations)[Name] extends {
  readonly [K in Key]: infer Schema;
}
  ? z.output<Schema & z.ZodMiniType>
  : undefined;
