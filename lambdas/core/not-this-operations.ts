import * as z from "zod/mini";
import { Lang } from "./entity.ts";
import type { Operation } from "./operation.ts";
import { Rejection } from "./reject-answer.ts";

const instant = z.iso.datetime();

/** A match that is not about its entity: story and entity. */
export const NotThisMatch = z.extend(Rejection, { story: z.string().check(z.minLength(1), z.maxLength(100)) });

const Said = z.strictObject({
  entity: z.string(),
  storyId: z.string(),
  surface: z.string(),
  before: z.string(),
  after: z.string(),
  title: z.string(),
  sentence: z.string(),
  lang: Lang,
  date: instant,
  at: instant,
});

/** What a subscription's reader said is not about whom it was taken for, newest first. */
export const NotThisList = z.strictObject({ feedback: z.array(Said) });

/**
 * Documents as `vigia match --jsonl` takes them, each with whom it does not name as readers say, and the command by which an operator
 * makes that a correction for all. The newest 2,000.
 */
export const QualityCases = z.strictObject({
  cases: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      text: z.string(),
      lang: Lang,
      date: instant,
      notEntity: z.string(),
      /** How many subscriptions' readers say so. */
      said: z.int(),
      reject: z.string(),
    }),
  ),
});
export type QualityCases = z.infer<typeof QualityCases>;

/** `format=jsonl`: one case a line. */
export const FeedbackSearch = z.strictObject({ format: z.optional(z.enum(["json", "jsonl"])) });

/** What readers say of matches, for themselves. */
export const notThisOperations = {
  listFeedback: {
    method: "get",
    path: "/subscriptions/{id}/feedback",
    access: "read",
    status: 200,
    answer: NotThisList,
    summary: "Which matches its reader said are not about the entity: the like is not alerted to it any more.",
  },
  giveFeedback: {
    method: "post",
    path: "/subscriptions/{id}/feedback",
    access: "write",
    status: 200,
    body: NotThisMatch,
    answer: NotThisList,
    summary: "Say that a story is not about an entity, for this subscription alone. At most 200.",
  },
  takeFeedbackBack: {
    method: "post",
    path: "/subscriptions/{id}/feedback/undo",
    access: "write",
    status: 200,
    body: NotThisMatch,
    answer: NotThisList,
    summary: "Take that back.",
  },
  exportFeedback: {
    method: "get",
    path: "/feedback",
    access: "admin",
    status: 200,
    query: FeedbackSearch,
    answer: QualityCases,
    formats: ["application/jsonl"],
    summary:
      "All that readers said, as documents that must not name an entity, for measuring the matcher. Also as JSON Lines (Accept: application/jsonl).",
  },
} as const satisfies Record<string, Operation>;
