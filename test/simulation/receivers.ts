import type { SendResult } from "../../lambdas/pipeline/ports.ts";
import type { Mailer, WebhookSender } from "../../lambdas/pipeline/deliver-ports.ts";

/** What a receiver saw: the alert's id and how often it arrived. */
export type Inbox = Map<string, number>;

/** When each address got its last mail, epoch ms. */
export type LastMail = Map<string, number>;

/** Every mail that arrived. */
export interface Arrived {
  readonly ref: string;
  readonly to: string;
  readonly at: number;
  readonly text: string;
}

/** The ways a send may end: refused before anything arrived, or arrived with the answer lost. */
const troubled = (random: () => number, trouble: () => number, arrive: () => void): SendResult => {
  const luck = random();
  if (luck < trouble() / 2) return { outcome: "failed", error: "http-status", status: 500 };
  arrive();
  if (luck < trouble()) return { outcome: "unknown", error: "timeout" };
  return { outcome: "sent" };
};

const count = (inbox: Inbox, id: string) => inbox.set(id, (inbox.get(id) ?? 0) + 1);

/** A mail provider and the mailboxes behind it. */
export const makeMailbox = (now: () => number, random: () => number, trouble: () => number) => {
  const inbox: Inbox = new Map();
  const last: LastMail = new Map();
  const arrived: Arrived[] = [];
  const mail: Mailer = async ({ to, headers, text }) =>
    troubled(random, trouble, () => {
      arrived.push({ ref: String(headers["X-Entity-Ref-ID"]), to, at: now(), text });
      count(inbox, String(headers["X-Entity-Ref-ID"]));
      last.set(to, now());
    });
  return { inbox, last, arrived, mail };
};

/** A subscriber's endpoint: times out, fails, and asks for less. */
export const makeEndpoint = (random: () => number, trouble: () => number): { inbox: Inbox; webhook: WebhookSender } => {
  const inbox: Inbox = new Map();
  const webhook: WebhookSender = async (_, __, headers) => {
    const result = troubled(random, trouble, () => count(inbox, String(headers["webhook-id"]).slice("msg_".length)));
    if (result.outcome === "unknown") return { outcome: "failed", error: "timeout" };
    // Some say that it was too much, and when to come again.
    return result.outcome === "failed" && random() < 0.5 ? { ...result, status: 429, retryAfter: 600 } : result;
  };
  return { inbox, webhook };
};
