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

/** What the endpoint of a subscription answers to everything until then (epoch ms), by the subscription. */
export type EndpointTemper = Map<string, { readonly status: number; readonly until: number }>;

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
      // Confirmations have no reference.
      const ref = String(headers["X-Entity-Ref-ID"]);
      arrived.push({ ref, to, at: now(), text });
      count(inbox, ref);
      last.set(to, now());
    });
  return { inbox, last, arrived, mail };
};

/** The subscribers' endpoints, each at an address that ends in its subscription: they time out, fail, and ask for less. */
export const makeEndpoint = (now: () => number, random: () => number, trouble: () => number) => {
  const inbox: Inbox = new Map();
  const temper: EndpointTemper = new Map();
  /** Under which ids each alert arrived. */
  const ids = new Map<string, Set<string>>();
  const webhook: WebhookSender = async (url, body, headers) => {
    const mood = temper.get(url.slice(url.lastIndexOf("/") + 1));
    if (mood !== undefined && now() < mood.until)
      return mood.status === 410
        ? { outcome: "gone", error: "gone", status: 410 }
        : { outcome: "failed", error: "http-status", status: mood.status };
    const result = troubled(random, trouble, () => {
      const id = String(headers["webhook-id"]);
      count(inbox, id.slice("msg_".length));
      const { alert } = (JSON.parse(body) as { data: { alert?: string } }).data;
      if (alert !== undefined) ids.set(alert, (ids.get(alert) ?? new Set()).add(id));
    });
    // Some say that it was too much, and when to come again.
    return result.outcome === "failed" && random() < 0.5 ? { ...result, status: 429, retryAfter: 600 } : result;
  };
  return { inbox, temper, ids, webhook };
};
