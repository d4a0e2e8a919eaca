import { asJson, type Publisher, type View, viewAt } from "./publisher.ts";

/** A conditional GET as it arrives. */
export interface Ask {
  readonly url: string;
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
  readonly at: number;
}

/** Not before so long is the feed, or any of its host, to be asked again; and the rule that says so. */
export interface Demand {
  readonly rule: string;
  readonly seconds: number;
  readonly of: "feed" | "host";
}

/** What a server answers, and the truth about it. */
export interface Answer {
  readonly status: number | "timeout" | "connection";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly location?: string;
  /**
   * What a reader learns, of the body or from a 304 that is true: what was published in (`from`, `at`]. Absent where the body is
   * no feed that can be read, and where the 304 is a lie.
   */
  readonly shows?: View;
  readonly demands?: Demand;
}

export type Server = (ask: Ask) => Answer;

/** How a document is written and which validators it carries. */
export interface Style {
  readonly write?: (view: View) => Uint8Array;
  readonly headers?: (view: View, at: number) => Readonly<Record<string, string>>;
  readonly demands?: Demand;
}

/** An honest server: 304 exactly if the validators sent are the current ones; ETag wins (RFC 9110 §13.2.2). */
export const honest =
  (feedId: string, publisher: Publisher, { write, headers = versioned, demands }: Style = {}): Server =>
  ({ etag, lastModified, at }) => {
    const view = viewAt(publisher, at);
    const current = headers(view, at);
    const answer = { headers: current, ...(demands !== undefined && { demands }) };
    const same =
      etag !== undefined && current.etag !== undefined
        ? etag === current.etag
        : lastModified !== undefined && lastModified === current["last-modified"];
    if (same) return { ...answer, status: 304, shows: view };
    return { ...answer, status: 200, body: write?.(view) ?? asJson(feedId, publisher, view), shows: view };
  };

/** A strong ETag that changes with each item. */
export const versioned = ({ items }: View): Readonly<Record<string, string>> => ({ etag: `"v${items[0] ?? "none"}"` });

/** Another server for a while: from `start + from` for `length`, ms. */
export const during =
  (start: number, from: number, length: number, then: Server, otherwise: Server): Server =>
  (ask) =>
    (ask.at >= start + from && ask.at < start + from + length ? then : otherwise)(ask);

/** Always the same status. */
export const always =
  (status: Answer["status"], headers: Readonly<Record<string, string>> = {}, demands?: Demand): Server =>
  () => ({ status, headers, ...(demands !== undefined && { demands }) });

/** Sends everybody on. */
export const redirect =
  (status: 301 | 302 | 307 | 308, location: string): Server =>
  () => ({ status, headers: {}, location });

/** A page for people. */
export const webPage: Server = () => ({
  status: 200,
  headers: { etag: '"portal"', "content-type": "text/html" },
  body: new TextEncoder().encode("<!doctype html><html><head><title>Sign in</title></head><body>Welcome.</body></html>"),
});

/** Refuses with 429 who comes within `seconds` of the last time it answered, and says when to come back. */
export const limited = (seconds: number, server: Server): Server => {
  let last = Number.NEGATIVE_INFINITY;
  return (ask) => {
    const wait = Math.ceil(seconds - (ask.at - last) / 1000);
    if (wait > 0) return { status: 429, headers: { "retry-after": String(wait) }, demands: { rule: "F13", seconds: wait, of: "host" } };
    last = ask.at;
    return server(ask);
  };
};
