import { existsSync, readFileSync } from "node:fs";
import type * as z from "zod/mini";
import type {
  CheckAnswer,
  DeliveryList,
  EntityAnswer,
  EntityList,
  FeedAnswer,
  FeedList,
  ImportAnswer,
  MatchPage,
  NewSubscriptionAnswer,
  SubscriptionAnswer,
  SubscriptionList,
} from "../lambdas/core/answer.ts";
import type { DraftAnswer, EntityEdited, EntityImportAnswer, TrialAnswer, WatchlistAnswer } from "../lambdas/core/entity-answer.ts";
import { ProblemAnswer } from "../lambdas/core/answer.ts";
import type { QualityCases } from "../lambdas/core/not-this-operations.ts";
import type { RejectionAnswer } from "../lambdas/core/reject-answer.ts";
import type { PreviewAnswer } from "../lambdas/core/preview-answer.ts";
import type { ChangedAnswer } from "../lambdas/core/subscription-change.ts";
import type { ChangeList, RematchAnswer } from "../lambdas/core/change.ts";
import type { ReplayAnswer, SecretAnswer, TestAnswer } from "../lambdas/core/webhook-answer.ts";
import type { DeadLetter } from "./dead-letters.ts";
import type { ReturnList } from "../lambdas/core/return-answer.ts";

/** Why a command could not do what was asked, as a sentence for the person who asked. */
export class CommandFault extends Error {
  override readonly name = "CommandFault";
}

/** A running or deployed Vigía, by its API. Every call throws CommandFault with what the API says. */
export interface Api {
  matches(query: Readonly<Record<string, string>>): Promise<z.infer<typeof MatchPage>>;
  /** What readers said is not about somebody, for measuring. */
  feedback(): Promise<QualityCases>;
  rejectMatch(story: string, entity: string): Promise<z.infer<typeof RejectionAnswer>>;
  entities(): Promise<z.infer<typeof EntityList>["entities"]>;
  entity(id: string): Promise<z.infer<typeof EntityAnswer>>;
  /** Has the stored items read again for an entity. */
  watchlist(): Promise<WatchlistAnswer>;
  /** The watchlist as CSV. */
  watchlistFile(): Promise<string>;
  /** `type` is the file's media type. */
  importEntities(file: Uint8Array<ArrayBuffer>, type: string): Promise<EntityImportAnswer>;
  checkEntity(entity: unknown): Promise<DraftAnswer>;
  tryEntity(trial: unknown): Promise<TrialAnswer>;
  addEntity(entity: unknown): Promise<EntityEdited>;
  addTenure(office: string, tenure: unknown): Promise<EntityEdited>;
  removeEntity(id: string): Promise<void>;
  rematch(entityId: string): Promise<RematchAnswer>;
  changes(query: Readonly<Record<string, string>>): Promise<ChangeList>;
  feeds(): Promise<z.infer<typeof FeedList>["feeds"]>;
  feed(id: string): Promise<z.infer<typeof FeedAnswer>>;
  /** The feeds as a file: `csv` or `opml`. */
  feedFile(format: "csv" | "opml"): Promise<string>;
  /** Follows the feeds of a file of that content type; `defaults` hold where it says nothing. */
  importFeeds(file: Uint8Array<ArrayBuffer>, contentType: string, defaults: Readonly<Record<string, string>>): Promise<ImportAnswer>;
  /** Has an address looked at, or says what came of it a moment ago. */
  checkAddress(url: string): Promise<CheckAnswer>;
  /** What came of it; undefined while nobody has begun. */
  check(id: string): Promise<CheckAnswer | undefined>;
  backfillFeed(id: string): Promise<z.infer<typeof FeedAnswer>>;
  addFeed(feed: unknown): Promise<z.infer<typeof FeedAnswer>>;
  changeFeed(id: string, change: unknown): Promise<z.infer<typeof FeedAnswer>>;
  removeFeed(id: string): Promise<void>;
  subscriptions(): Promise<z.infer<typeof SubscriptionList>["subscriptions"]>;
  /** What a subscription would have been told in the last 30 days. */
  preview(choice: unknown): Promise<PreviewAnswer>;
  subscribe(subscription: unknown): Promise<z.infer<typeof NewSubscriptionAnswer>>;
  removeSubscription(id: string): Promise<void>;
  /** Pauses, resumes or snoozes a subscription. */
  pauseSubscription(id: string, how: "pause" | "resume" | "snooze", days?: number): Promise<z.infer<typeof ChangedAnswer>>;
  /** What an operator does for the person behind an address. */
  subscriber(what: "export" | "erase" | "release", address: string): Promise<unknown>;
  rotateSecret(id: string): Promise<z.infer<typeof SecretAnswer>>;
  enableSubscription(id: string): Promise<z.infer<typeof SubscriptionAnswer>>;
  testWebhook(id: string): Promise<z.infer<typeof TestAnswer>>;
  replay(id: string, request: unknown): Promise<z.infer<typeof ReplayAnswer>>;
  returns(subscriptionId: string): Promise<ReturnList>;
  deliveries(subscriptionId: string, query: Readonly<Record<string, string>>): Promise<z.infer<typeof DeliveryList>>;
  /** Takes the sample out of a Vigía that `npm start` runs; resolves to how many rows went. */
  clearSample(): Promise<number>;
  /** What failed for good in a Vigía that `npm start` runs, of these steps or of all. */
  deadLetters(steps: readonly string[]): Promise<readonly { readonly step: string; readonly letters: readonly DeadLetter[] }[]>;
  /** Sends it back. */
  redrive(steps: readonly string[]): Promise<readonly { readonly step: string; readonly moved: number }[]>;
}

/** How to reach an instance: `url` without a path; the key is needed for everything that changes something. */
export interface ApiAddress {
  readonly url: string;
  readonly key?: string;
}

/**
 * Where the API is and with which key: `--api` or VIGIA_API, else the one that `npm start` runs; VIGIA_KEY, else the admin
 * key that `npm start` left in `keyFile`, which is for this machine alone.
 */
export const addressOf = (api: string | undefined, env: Readonly<Record<string, string | undefined>>, keyFile: string): ApiAddress => {
  const given = api ?? env.VIGIA_API ?? `http://127.0.0.1:${portIn(env.PORT)}`;
  const url = URL.parse(given);
  if (url === null || !/^https?:$/.test(url.protocol)) throw new CommandFault(`"${given}" is no http address.`);
  const here = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  const key = env.VIGIA_KEY ?? (here && existsSync(keyFile) ? readFileSync(keyFile, "utf8").trim() : undefined);
  return { url: url.origin, ...(key !== undefined && { key }) };
};

/** As `npm start` takes it: set to nothing is not set. */
const portIn = (given = ""): string => (given.trim() === "" ? "4321" : given.trim());

export const openApi = ({ url, key }: ApiAddress): Api => {
  const ask = async (
    method: string,
    path: string,
    accept: string,
    body?: { readonly content: string | Uint8Array<ArrayBuffer>; readonly type: string },
  ) => {
    const headers = {
      accept,
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { "content-type": body.type }),
    };
    const response = await reach(`${url}${path}`, { method, headers, ...(body !== undefined && { body: body.content }) });
    // text() takes the byte order mark off, by which spreadsheets know that a table is UTF-8.
    return { status: response.status, text: keepingMark.decode(await response.arrayBuffer()) };
  };
  const done = ({ status, text }: Awaited<ReturnType<typeof ask>>): string => {
    if (status > 299) throw new CommandFault(complaint(status, text, key !== undefined));
    return text;
  };
  const call = async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
    const sent = body === undefined ? undefined : { content: JSON.stringify(body), type: "application/json" };
    const text = done(await ask(method, path, "application/json", sent));
    return (text === "" ? undefined : JSON.parse(text)) as Answer;
  };
  return {
    feedback: () => call("GET", "/api/v1/feedback"),
    rejectMatch: (story, entity) => call("POST", `/api/v1/stories/${at(story)}/reject`, { entity }),
    matches: (query) => call("GET", `/api/v1/matches?${new URLSearchParams(query)}`),
    entities: async () => (await call<z.infer<typeof EntityList>>("GET", "/api/v1/entities")).entities,
    entity: (id) => call("GET", `/api/v1/entities/${at(id)}`),
    watchlist: () => call("GET", "/api/v1/watchlist"),
    watchlistFile: async () => done(await ask("GET", "/api/v1/watchlist?format=csv", "*/*")),
    importEntities: async (file, type) =>
      JSON.parse(done(await ask("POST", "/api/v1/entities/import", "application/json", { content: file, type }))) as EntityImportAnswer,
    checkEntity: (entity) => call("POST", "/api/v1/entities/check", entity),
    tryEntity: (trial) => call("POST", "/api/v1/entities/try", trial),
    addEntity: (entity) => call("POST", "/api/v1/entities", entity),
    addTenure: (office, tenure) => call("POST", `/api/v1/entities/${at(office)}/tenures`, tenure),
    removeEntity: (id) => call("DELETE", `/api/v1/entities/${at(id)}`),
    rematch: (id) => call("POST", `/api/v1/entities/${at(id)}/rematch`),
    changes: (query) => call("GET", `/api/v1/changes?${new URLSearchParams(query)}`),
    feeds: async () => (await call<z.infer<typeof FeedList>>("GET", "/api/v1/feeds")).feeds,
    feed: (id) => call("GET", `/api/v1/feeds/${at(id)}`),
    feedFile: async (format) => done(await ask("GET", `/api/v1/feeds?format=${format}`, "*/*")),
    importFeeds: async (file, type, defaults) => {
      const path = `/api/v1/feeds/import?${new URLSearchParams(defaults)}`;
      return JSON.parse(done(await ask("POST", path, "application/json", { content: file, type }))) as ImportAnswer;
    },
    checkAddress: (address) => call("POST", "/api/v1/feeds/checks", { url: address }),
    check: async (id) => {
      const answer = await ask("GET", `/api/v1/feeds/checks/${at(id)}`, "application/json");
      return answer.status === 404 ? undefined : (JSON.parse(done(answer)) as CheckAnswer);
    },
    backfillFeed: (id) => call("POST", `/api/v1/feeds/${at(id)}/backfill`),
    addFeed: (feed) => call("POST", "/api/v1/feeds", feed),
    changeFeed: (id, change) => call("PATCH", `/api/v1/feeds/${at(id)}`, change),
    removeFeed: (id) => call("DELETE", `/api/v1/feeds/${at(id)}`),
    subscriptions: async () => (await call<z.infer<typeof SubscriptionList>>("GET", "/api/v1/subscriptions")).subscriptions,
    preview: (choice) => call("POST", "/api/v1/preview", choice),
    subscribe: (subscription) => call("POST", "/api/v1/subscriptions", subscription),
    removeSubscription: (id) => call("DELETE", `/api/v1/subscriptions/${at(id)}`),
    pauseSubscription: (id, how, days) => call("POST", `/api/v1/subscriptions/${at(id)}/${how}`, days === undefined ? undefined : { days }),
    subscriber: (what, address) => call("POST", `/api/v1/subscribers/${what}`, { address }),
    rotateSecret: (id) => call("POST", `/api/v1/subscriptions/${at(id)}/rotate-secret`),
    enableSubscription: (id) => call("POST", `/api/v1/subscriptions/${at(id)}/enable`),
    testWebhook: (id) => call("POST", `/api/v1/subscriptions/${at(id)}/test`),
    replay: (id, request) => call("POST", `/api/v1/subscriptions/${at(id)}/replay`, request),
    returns: (id) => call("GET", `/api/v1/subscriptions/${at(id)}/returns`),
    deliveries: (id, query) => call("GET", `/api/v1/subscriptions/${at(id)}/deliveries?${new URLSearchParams(query)}`),
    deadLetters: (steps) => call("GET", `/dead-letters?${new URLSearchParams({ steps: steps.join() })}`),
    redrive: (steps) => call("POST", `/dead-letters?${new URLSearchParams({ steps: steps.join() })}`),
    clearSample: async () => (await call<{ removed: number }>("DELETE", "/sample")).removed,
  };
};

const at = encodeURIComponent;

const keepingMark = new TextDecoder("utf-8", { ignoreBOM: true });

const reach = async (url: string, init: RequestInit): Promise<Response> => {
  try {
    return await fetch(url, init);
  } catch (error) {
    // fetch says "fetch failed" for whatever kept it from getting an answer.
    if (error instanceof TypeError) throw new CommandFault(`Nothing answers at ${new URL(url).origin}. Is it running? (npm start)`);
    throw error;
  }
};

const complaint = (status: number, text: string, keyed: boolean): string => {
  const problem = ProblemAnswer.safeParse(json(text));
  const hint = status === 401 && !keyed ? " Put an API key in VIGIA_KEY." : "";
  // The one detail that is no sentence without its title.
  if (problem.success && status === 401 && keyed) return `${problem.data.title}. ${problem.data.detail}`;
  return (problem.success ? problem.data.detail : `The answer was status ${status}.`) + hint;
};

const json = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};
