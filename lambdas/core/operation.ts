import type * as z from "zod/mini";
import { HeardAnswer, HealthAnswer, MatchPage, ReadingAnswer, StoryAnswer } from "./answer.ts";
import { ChangeList, RematchAnswer } from "./change.ts";
import { TimelineAnswer, TogetherAnswer } from "./count-answer.ts";
import { entityOperations } from "./entity-operations.ts";
import { feedOperations } from "./feed-operations.ts";
import { notThisOperations } from "./not-this-operations.ts";
import { PreviewAnswer } from "./preview-answer.ts";
import { ChangeSearch, HeardSearch, MatchSearch, TextToTry, TimelineSearch, TogetherSearch } from "./query.ts";
import { Rejection, RejectionAnswer } from "./reject-answer.ts";
import { subscriberOperations } from "./subscriber-operations.ts";
import { SubscriptionChoice } from "./subscription.ts";
import { subscriptionOperations } from "./subscription-operations.ts";
import { webhookOperations } from "./webhook-operations.ts";

/** Where the API begins. */
export const API = "/api/v1";

/**
 * Who may call an operation: `open` anybody; `reads` anybody where the setting `reads` is `public`, else a key that reads;
 * the others a key with that scope.
 */
export type Access = "open" | "reads" | "read" | "write" | "admin";

/** A table (RFC 4180), a list of feeds as feed readers exchange it, one JSON value a line, or a feed (RFC 4287). */
export type Format = "text/csv" | "text/x-opml" | "application/jsonl" | "application/atom+xml";

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
    formats: ["text/csv", "application/jsonl", "application/atom+xml"],
    summary: "Entities found in stories, newest first. Also as CSV, as one JSON value a line, and as an Atom feed.",
  },
  getStory: {
    method: "get",
    path: "/stories/{id}",
    access: "reads",
    status: 200,
    answer: StoryAnswer,
    summary: "A story: its outlets and whom it names.",
  },
  rejectMatch: {
    method: "post",
    path: "/stories/{id}/reject",
    access: "admin",
    status: 202,
    body: Rejection,
    answer: RejectionAnswer,
    summary: "Take a match back for everyone: it is neither listed nor counted any more, and whoever was alerted gets one correction.",
  },
  ...entityOperations,
  rematchEntity: {
    method: "post",
    path: "/entities/{id}/rematch",
    access: "admin",
    status: 202,
    answer: RematchAnswer,
    summary: "Look for an entity that is new or recognised otherwise in all that is stored, ninety days. Nothing of it alerts.",
  },
  listChanges: {
    method: "get",
    path: "/changes",
    access: "reads",
    status: 200,
    query: ChangeSearch,
    answer: ChangeList,
    summary: "What changed of feeds, watchlist and matcher, newest first: notes for charts.",
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
  ...feedOperations,
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
  ...webhookOperations,
  ...notThisOperations,
  ...subscriberOperations,
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof operations;

/** What an operation takes as query or body, or gives as answer; undefined where the table has no schema for it. */
export type Part<Name extends OperationName, Key extends "query" | "body" | "answer"> = (typeof operations)[Name] extends {
  readonly [K in Key]: infer Schema;
}
  ? z.output<Schema & z.ZodMiniType>
  : undefined;
