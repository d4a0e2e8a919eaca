/** What the page asks of the API, and in which shapes the answers come. The page knows nothing else of Vigía. */

export type Kind = "official" | "office" | "organization" | "topic";
export type Evidence = "name" | "surname" | "title" | "context" | "office" | "holder";
export type Prominence = "headline" | "lead" | "passing";
export type Health =
  | "new"
  | "ok"
  | "unchanged"
  | "moved"
  | "undated"
  | "empty"
  | "stale"
  | "failing"
  | "not-a-feed"
  | "too-large"
  | "blocked"
  | "not-allowed"
  | "gone";

export interface Name {
  readonly en: string;
  readonly es: string;
}

export interface Sighting {
  readonly storyId: string;
  readonly at: string;
  readonly title: string;
  readonly outlet: string;
  readonly link?: string;
}

export interface Match extends Sighting {
  readonly id: string;
  readonly entity: string;
  readonly name: Name;
  readonly kind: Kind;
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
  readonly prominence: Prominence;
  readonly sentence: { readonly text: string; readonly start: number; readonly end: number };
  readonly lang: "en" | "es";
  readonly retrospective: boolean;
  readonly baseline: boolean;
  readonly last?: Sighting;
  readonly gapDays?: number;
  /** How far that time was heard, 0..1. */
  readonly heard?: number;
  readonly sample?: true;
}

export interface Entity {
  readonly id: string;
  readonly kind: Kind;
  readonly name: Name;
  readonly lists: readonly string[];
  readonly lastSighting?: Sighting;
  readonly silentDays?: number;
}

export interface Feed {
  readonly id: string;
  readonly url: string;
  readonly outlet: string;
  readonly lang: "en" | "es";
  readonly country: string;
  readonly kind: "government" | "media" | "research" | "aggregator";
  readonly enabled: boolean;
  readonly note?: string;
  readonly health: Health;
  /** What its health means, and why it is not well if it is not. */
  readonly reason: Name;
  readonly failures: number;
  /** Where it is asked instead of `url`, since it moved. */
  readonly movedTo?: string;
  readonly addedAt: string;
  readonly heardAt?: string;
  readonly nextCheckAt?: string;
  /** Where it could be followed instead. */
  readonly offers?: readonly Offer[];
  /** How far its own archive has been read. */
  readonly backfill?: { readonly state: "running" | "complete" | "enough" | "unreadable"; readonly pages: number; readonly items: number };
  readonly sample?: true;
}

/** How far the last 30 days were heard, of each feed: its share 0..1 of the seconds that it was followed. */
export interface Heard {
  readonly feeds: readonly { readonly id: string; readonly share: number; readonly seconds: number }[];
}

export interface Offer {
  readonly url: string;
  readonly title?: string;
}

/** What a look at an address came to. */
export interface Check {
  readonly id: string;
  readonly url: string;
  readonly state: "asking" | "done";
  readonly feed?: {
    readonly title?: string;
    readonly items: number;
    readonly newest?: string;
    readonly suggested: {
      readonly outlet?: string;
      readonly lang?: "en" | "es";
      readonly country?: string;
      readonly kind: string;
      readonly timezone: string;
    };
  };
  readonly reason?: Name;
  readonly offers: readonly Offer[];
}

/** Who held an office, when. Days are `YYYY-MM-DD`. */
export interface Tenure {
  readonly holder: string;
  readonly from: string;
  /** The first day no longer in office. */
  readonly to?: string;
  readonly source: string;
  readonly verifiedUntil: string;
}

/** An entry of the watchlist, with what the page shows of it. */
export interface WatchedEntity extends Pick<Entity, "id" | "kind" | "name" | "lists"> {
  readonly tenures?: readonly Tenure[];
}

/** A piece of a timeline: how many stories, and how far it was heard, 0..1. */
export interface Bucket {
  readonly from: string;
  readonly to: string;
  readonly stories?: number;
  readonly heard: number;
}

/** What changed of feeds, watchlist or matcher. */
export interface ChangeNote {
  readonly at: string;
  readonly kind: string;
  readonly id: string;
}

/** One thing in an entry of the watchlist that a person should look at. */
export interface Doubt {
  readonly problem: string;
  readonly text: string;
  readonly message: Name;
}

/** What became of a file of entries of the watchlist. */
export interface ImportedEntities {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  readonly refused: readonly { readonly entry: number; readonly id?: string; readonly errors: readonly { readonly message: string }[] }[];
}

/** What became of a file of feeds. */
export interface Imported {
  readonly added: readonly string[];
  readonly unchanged: readonly string[];
  readonly refused: readonly { readonly entry: number; readonly url?: string; readonly errors: readonly { readonly message: string }[] }[];
}

export interface Member {
  readonly itemId: string;
  readonly title: string;
  readonly outlet: string;
  readonly link?: string;
  readonly published?: string;
  readonly lang: "en" | "es";
}

export interface MatchPage {
  readonly matches: readonly Match[];
  readonly cursor?: string;
}
export interface Story {
  readonly id: string;
  readonly members: readonly Member[];
  readonly matches: readonly Match[];
  /** Other stories of the same event, mostly in the other language. */
  readonly sameEvent: readonly { readonly id: string; readonly at: string }[];
}

/** What a subscription would have been told of late. */
export interface Preview {
  readonly days: number;
  /** How far that time was heard, 0..1. */
  readonly heard: number;
  readonly total: number;
  /** Returns that would have been held back as unheard. */
  readonly unheard: number;
  /** Whom it can hardly ever tell, being named on most days, and with whom to follow them instead. */
  readonly warnings: readonly {
    readonly entity: string;
    readonly name: Name;
    readonly namedDays: number;
    readonly ofDays: number;
    readonly heardDays: number;
    readonly pair?: { readonly entity: string; readonly name: Name; readonly alerts: number };
  }[];
}

/** An answer that is no success. `status` 0: nobody answered. */
export class Failure extends Error {
  readonly status: number;
  readonly requestId: string;
  constructor(status: number, detail: string, requestId = "") {
    super(detail);
    this.name = "Failure";
    this.status = status;
    this.requestId = requestId;
  }
}

/** GETs below `/api/v1`; throws Failure and nothing else, except when aborted. */
export const get = async <Answer>(path: string, signal?: AbortSignal): Promise<Answer> =>
  (await call("GET", path, { signal: signal ?? null })).json() as Promise<Answer>;

/** Sends JSON below `/api/v1`; throws Failure. */
export const send = async <Answer>(method: "POST" | "PATCH", path: string, body: unknown): Promise<Answer> =>
  (await call(method, path, { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) })).json() as Promise<Answer>;

/** Sends a file of feeds, whose kind its first character tells; throws Failure. */
export const upload = async <Answer>(path: string, file: File): Promise<Answer> => {
  const first = /[!-~]/.exec(new TextDecoder("latin1").decode(await file.slice(0, 200).arrayBuffer()))?.[0];
  const type = first === "<" ? "text/x-opml" : first === "{" || first === "[" ? "application/json" : "text/csv";
  return (await call("POST", path, { headers: { "Content-Type": type }, body: file })).json() as Promise<Answer>;
};

/** Exchanges a key for the session cookie; throws Failure. */
export const signIn = async (key: string): Promise<void> => {
  await call("POST", "/session", { headers: { Authorization: `Bearer ${key.trim()}` } });
};

/** Forgets the session. */
export const signOut = async (): Promise<void> => {
  await call("DELETE", "/session", {});
};

const call = async (method: string, path: string, init: RequestInit): Promise<Response> => {
  const response = await fetch(`/api/v1${path}`, { ...init, method }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Failure(0, "");
  });
  if (response.ok) return response;
  const problem = (await response.json().catch(() => ({}))) as { detail?: string; requestId?: string };
  throw new Failure(response.status, problem.detail ?? "", problem.requestId);
};
