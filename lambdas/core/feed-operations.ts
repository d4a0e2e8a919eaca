import { CheckAnswer, FeedAnswer, FeedList, ImportAnswer } from "./answer.ts";
import { FeedChange, FeedDefaults, FeedFile, FeedSearch, NewCheck, NewFeed } from "./feed-input.ts";
import type { Operation } from "./operation.ts";

/** The operations on feeds: a part of the table in `operation.ts`. */
export const feedOperations = {
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
} as const satisfies Record<string, Operation>;
