/** How documents are fetched and read. */
import type { Offer } from "../core/check.ts";
import type { FeedState, PublisherWishes } from "../core/feed.ts";
import type { RawEntry } from "../core/item.ts";

/** What a polite GET came to. Bodies are decompressed and bounded; text decoding is the parser's. */
export type FetchResult =
  | {
      readonly kind: "body";
      readonly bytes: Uint8Array;
      readonly contentType?: string;
      /** Where it was found in the end. */
      readonly url: string;
      /** The same, if every redirect on the way was permanent (301, 308). */
      readonly moved?: string;
      readonly headers: ReadonlyMap<string, string>;
    }
  | { readonly kind: "unchanged"; readonly moved?: string; readonly headers: ReadonlyMap<string, string> }
  /** `url` is where it was said. */
  | { readonly kind: "status"; readonly status: number; readonly url: string; readonly headers: ReadonlyMap<string, string> }
  | {
      readonly kind: "error";
      readonly code: "address-not-allowed" | "timeout" | "connection" | "tls" | "dns" | "too-large" | "redirect";
      readonly message: string;
    };

/** Nothing was asked: others asked the host all the time. The feed comes again with its next slot. */
export class HostBusy extends Error {
  constructor() {
    super("others asked the host all the time");
    this.name = "HostBusy";
  }
}

/** One conditional GET. Never throws for what a server may do. */
export type FeedFetcher = (url: string, validators: Pick<FeedState, "etag" | "lastModified">) => Promise<FetchResult>;

/** A document read, with what had to be repaired. */
export interface ParsedFeed {
  readonly title?: string;
  readonly entries: readonly RawEntry[];
  /** Why the document needed repair, if it did. */
  readonly repaired?: string;
  readonly warnings: readonly string[];
  /** How often the publisher wants to be asked, if the document says so. */
  readonly wishes?: PublisherWishes;
  /** The language it says it is in, such as `es-mx`. */
  readonly language?: string;
  /** Where its older entries are: the next page of its own archive. */
  readonly archive?: string;
}

/** The document cannot be read as a feed; `code` says why, `message` says it to a person. */
export class ParseError extends Error {
  readonly code: "empty-body" | "not-a-feed" | "too-large" | "too-deep" | "no-items-parsed";
  /** The feeds it names, where it is a web page. */
  readonly offers: readonly Offer[];
  constructor(code: ParseError["code"], message: string, { offers = [], ...options }: ErrorOptions & { offers?: readonly Offer[] } = {}) {
    super(message, options);
    this.name = "ParseError";
    this.code = code;
    this.offers = offers;
  }
}

/** Bytes to entries; throws ParseError and nothing else. `timezone` is the feed's, for dates without one. */
export type FeedParser = (bytes: Uint8Array, about: { contentType?: string; url: string; timezone: string }) => Promise<ParsedFeed>;
