import type { Bilingual } from "./entity.ts";
import { hashId } from "./hash.ts";
import { type Fault, faultSentence } from "./health.ts";

/** An address at which a feed is said to be. */
export interface Offer {
  readonly url: string;
  /** What the page or the document calls it. */
  readonly title?: string;
}

/** What a feed's row needs, as far as a document lets one guess. */
export interface Suggestion {
  readonly outlet?: string;
  readonly lang?: "en" | "es";
  readonly country?: string;
  readonly kind: "government" | "media";
  readonly timezone: string;
}

/** What a document turned out to be that can be followed. */
export interface CheckedFeed {
  readonly title?: string;
  /** How many items it holds. */
  readonly items: number;
  /** Publication time of the newest, ISO 8601 UTC. */
  readonly newest?: string;
  /** Why it had to be repaired to be read. */
  readonly repaired?: string;
  /** Does it lead to an archive of its own? */
  readonly archive: boolean;
  readonly suggested: Suggestion;
}

/** One GET of an address that nobody follows yet, and what came of it. Times are epoch milliseconds. */
export interface FeedCheck {
  readonly id: string;
  readonly url: string;
  /** When it was claimed; the request follows at once. */
  readonly askedAt: number;
  /** It is not asked again before; until then this answer stands. */
  readonly notBefore: number;
  /** Absent while the answer is awaited. */
  readonly doneAt?: number;
  readonly feed?: CheckedFeed;
  readonly fault?: Fault;
  /** The feeds that a web page names. */
  readonly offers?: readonly Offer[];
  /** Nothing was asked: its server was busy with our polls; or, where `fault` says so, it rests after a refusal. */
  readonly unasked?: true;
}

/** Two GETs of one address are never closer: what holds for a feed's polls holds for looking whether it is one (reliability F8). */
export const RECHECK_MS = 900_000;

/** The id of an address's check: the same for every spelling that asks for the same document. */
export const checkId = (url: string): string => hashId("check", requestOf(url));

/** Addresses that ask for the same document are one: dots and case are settled, and a fragment never leaves a client. */
export const requestOf = (text: string): string => {
  const url = URL.parse(text);
  if (url === null) return text;
  url.hash = "";
  url.hostname = url.hostname.replace(/\.$/, "");
  return url.href;
};

/** Why a check found no feed, in both languages; undefined where it found one or still waits. */
export const reasonOfCheck = ({ fault, unasked, offers = [] }: FeedCheck): Bilingual | undefined => {
  if (fault === undefined) return unasked === true ? BUSY : undefined;
  return offers.length > 0 ? pageSentence(offers.length) : faultSentence(fault);
};

/** That an address is a web page, and how many feeds it names. */
export const pageSentence = (feeds: number): Bilingual =>
  feeds === 1
    ? { en: "This is a web page. It names one feed.", es: "Es una página web. Anuncia una fuente." }
    : { en: `This is a web page. It names ${feeds} feeds.`, es: `Es una página web. Anuncia ${feeds} fuentes.` };

const BUSY: Bilingual = {
  en: "This server is being asked for its other feeds just now. Try again in a minute.",
  es: "En este momento se consultan otras fuentes de este servidor. Inténtelo de nuevo en un minuto.",
};
