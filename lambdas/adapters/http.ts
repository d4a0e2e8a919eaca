import { isUtf8 } from "node:buffer";
import { judgeHop, judgeUrl, type Verdict } from "../core/address.ts";
import { retryAfterSeconds } from "../core/freshness.ts";
import type { Clock, SendResult } from "../pipeline/ports.ts";
import type { WebhookSender } from "../pipeline/deliver-ports.ts";
import type { FeedFetcher, FetchResult } from "../pipeline/fetch-ports.ts";
import { BodyTooLarge, readBody, readStart } from "./body.ts";
import { type Answer, guarded, type Resolve } from "./guard.ts";
import { type Deadline, deadlineIn, type Failure, failureOf, headersOf, type HttpOptions } from "./request.ts";

/** For tests: other limits and other name servers. */
export interface Overrides {
  readonly resolve?: Resolve;
  readonly headersMs?: number;
  readonly totalMs?: number;
  readonly patienceMs?: number;
}

/** How long a feed's server may take until its headers are here, and until its last byte is (reliability F20). */
const FEED_HEADERS_MS = 10_000;
const FEED_TOTAL_MS = 20_000;

/** A server that has been given so long must have sent a thousand bytes a second (F20). */
const PATIENCE_MS = 5_000;

/** How long a webhook may take in all (reliability W11). */
const WEBHOOK_TOTAL_MS = 15_000;

/** Most redirects that are followed for a feed (F16). */
const MAX_HOPS = 5;

const FEED_TYPES =
  "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1";

/**
 * The one way to GET a feed: conditional, guarded at every hop, bounded in time and bytes, unpacked. Sends exactly the
 * headers of reliability F18. https never becomes http; at most five redirects, no loop. Never throws for what a server does.
 */
export const fetchFeed = ({ userAgent, loopback }: HttpOptions, overrides: Overrides = {}): FeedFetcher => {
  const send = guarded(loopback, overrides.resolve);
  return async (address, validators) => {
    const deadline = deadlineIn(overrides.totalMs ?? FEED_TOTAL_MS);
    const headers = {
      "user-agent": userAgent,
      accept: FEED_TYPES,
      "accept-encoding": "gzip, br",
      ...(validators.etag !== undefined && { "if-none-match": validators.etag }),
      ...(validators.lastModified !== undefined && { "if-modified-since": validators.lastModified }),
    };
    const conditional = validators.etag !== undefined || validators.lastModified !== undefined;
    try {
      return await follow(
        address,
        async (url) => {
          const late = setTimeout(() => deadline.over(), overrides.headersMs ?? FEED_HEADERS_MS);
          try {
            return await send(url, { method: "GET", headers, signal: deadline.signal });
          } finally {
            clearTimeout(late);
          }
        },
        { conditional, loopback, deadline, patienceMs: overrides.patienceMs ?? PATIENCE_MS },
      );
    } catch (error) {
      return failed(error instanceof BodyTooLarge ? "too-large" : failureOf(error, deadline));
    } finally {
      deadline.clear();
    }
  };
};

/**
 * The one way to POST to a subscriber: guarded, never redirected, 15 s in all. Of the answer at most 16 KiB are read and the
 * first KiB is kept, without control characters. A receiver that answers and then drips is judged by its status.
 */
export const sendWebhook = (
  { userAgent, loopback, clock }: HttpOptions & { readonly clock: Clock },
  overrides: Overrides = {},
): WebhookSender => {
  const send = guarded(loopback, overrides.resolve);
  return async (address, body, headers) => {
    const verdict = judgeUrl(address, "webhook", loopback);
    if (!verdict.allowed) return { outcome: "rejected", error: "address-not-allowed" };
    const deadline = deadlineIn(overrides.totalMs ?? WEBHOOK_TOTAL_MS);
    try {
      const sent = {
        "content-type": "application/json",
        ...headers,
        "user-agent": userAgent,
        "content-length": String(Buffer.byteLength(body)),
      };
      const answer = await send(verdict.url, { method: "POST", headers: sent, body, signal: deadline.signal });
      return judged(answer, await readStart(answer), clock());
    } catch (error) {
      // A name that leads to a private address today may lead elsewhere tomorrow: it is tried again, like one that is not reached.
      const failure = failureOf(error, deadline);
      // Who was slow, or hung up, may have taken it all the same.
      const isUnknown = failure === "timeout" || (error as NodeJS.ErrnoException).code === "ECONNRESET";
      return { outcome: isUnknown ? "unknown" : "failed", error: failure };
    } finally {
      deadline.clear();
    }
  };
};

interface Following {
  readonly conditional: boolean;
  readonly loopback: boolean;
  readonly deadline: Deadline;
  readonly patienceMs: number;
}

const follow = async (address: string, get: (url: URL) => Promise<Answer>, about: Following): Promise<FetchResult> => {
  const seen = new Set<string>();
  let permanent = true;
  let verdict: Verdict = judgeUrl(address, "feed", about.loopback);
  for (let hops = 0; hops <= MAX_HOPS; hops++) {
    if (!verdict.allowed) return failed(hops > 0 && unfollowed.has(verdict.reason) ? "redirect" : "address-not-allowed");
    const { url } = verdict;
    if (seen.has(url.href)) return failed("redirect");
    seen.add(url.href);
    const answer = await get(url);
    const status = answer.statusCode ?? 0;
    const target = redirects.has(status) ? answer.headers.location : undefined;
    if (target === undefined) return await finish(answer, url, hops > 0 && permanent, about);
    answer.destroy();
    permanent &&= status === 301 || status === 308;
    verdict = judgeHop(address, url, asWritten(target), about.loopback);
  }
  return failed("redirect");
};

/** A header comes as latin1; servers that do not escape an address write it in UTF-8, which is what a browser takes it for. */
const asWritten = (header: string): string => {
  const bytes = Buffer.from(header, "latin1");
  return isUtf8(bytes) ? bytes.toString() : header;
};

/** Refusals of a hop that are the redirect's fault, not the address's. */
const unfollowed = new Set(["downgrade", "invalid-url"]);

const redirects = new Set([301, 302, 303, 307, 308]);

const finish = async (answer: Answer, url: URL, moved: boolean, { conditional, deadline, patienceMs }: Following): Promise<FetchResult> => {
  const headers = headersOf(answer);
  const status = answer.statusCode ?? 0;
  const found = moved ? { moved: url.href } : {};
  if (status === 304 && conditional) {
    answer.resume(); // Has no body; the connection is kept.
    return { kind: "unchanged", headers, ...found };
  }
  // A part that nobody asked for (RFC 9110, section 15.3.7) would be read as a feed that has lost its older items.
  if (status < 200 || status > 299 || status === 206) {
    answer.destroy();
    return { kind: "status", status, url: url.href, headers };
  }
  const bytes = await readBody(answer, deadline, patienceMs);
  const contentType = headers.get("content-type");
  return {
    kind: "body",
    bytes,
    url: url.href,
    headers,
    ...(contentType !== undefined && { contentType }),
    ...found,
  };
};

const failed = (code: Failure): FetchResult => ({ kind: "error", code, message: failures[code] });

const failures: Readonly<Record<Failure, string>> = {
  "address-not-allowed": "address not allowed",
  timeout: "the server took too long",
  connection: "the connection failed",
  tls: "the server's certificate or encryption is not valid",
  dns: "the server's name was not found",
  "too-large": "the document is larger than 5 MB",
  redirect: "the address redirects in a way that is not followed",
};

/** What a receiver's status means (reliability W8); `now` (epoch ms) is where a Retry-After that is a date is counted from. */
const judged = (answer: Answer, response: string, now: number): SendResult => {
  const status = answer.statusCode ?? 0;
  const said = response === "" ? { status } : { status, response };
  if (status >= 200 && status <= 299) return { outcome: "sent", ...said };
  if (status === 410) return { outcome: "gone", error: "http-status", ...said };
  const retryAfter = retryAfterSeconds(answer.headers["retry-after"], now);
  return { outcome: "failed", error: "http-status", ...said, ...(retryAfter !== undefined && { retryAfter }) };
};
