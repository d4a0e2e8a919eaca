import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { checkKey, makeKey, parseKey } from "../lambdas/core/api-key.ts";
import type { Feed } from "../lambdas/core/feed.ts";
import { shardOf } from "../lambdas/core/feed.ts";
import type { Contact, Subscription } from "../lambdas/core/subscription.ts";
import { feeds as shippedFeeds } from "../lambdas/data/feeds.ts";
import type { IngestStore, OperatorStore, QueryStore } from "../lambdas/pipeline/ports.ts";
import { reading } from "./damage.ts";
import { sampleBegins, sampleFeeds } from "./sample.ts";

/** What this machine's own tools may do with the table: what people may by the API, what operators may, and write the sample's ledger. */
export type LocalStore = QueryStore & OperatorStore & Pick<IngestStore, "hear">;

/** What the rows written before the first tick are made from. */
export interface RowsOptions {
  readonly store: LocalStore;
  readonly folder: string;
  readonly origin: string;
  /** Add the sample, if this folder never had it. */
  readonly sample: boolean;
  /** Write the shipped feeds that are not there yet as switched off, before seed writes them switched on. */
  readonly live: boolean;
}

/** What is in the table before the first tick. */
export interface FirstRows {
  /** The admin key's text. */
  readonly adminKey: string;
  /** The key was made just now. */
  readonly isNewKey: boolean;
  /** The sample's "now", epoch ms; absent if this folder never had the sample. */
  readonly sampleNow?: number;
}

/** What `sample.json` in the data folder holds. */
export const SampleState = z.object({
  /** The time the sample day ends at, epoch ms: fixed at the first start, so that its documents never change. */
  now: z.int(),
  /** Its rows were all written; from then on they are people's to change. */
  planted: z.boolean(),
});
export type SampleState = z.infer<typeof SampleState>;

/** Where the admin key's text lies in the data folder. */
export const KEY_FILE = "admin-key";

/**
 * What differs here from a deployment is data, and this writes it: reading needs no key, mails need not wait, an admin key is in the
 * data folder, and the sample is a handful of feeds and three subscriptions. Rows that people changed since are left alone.
 */
export const prepareRows = async (options: RowsOptions): Promise<FirstRows> => {
  const { store, folder } = options;
  const key = await adminKey(store, join(folder, KEY_FILE));
  if ((await store.setting("reads")) === undefined) await store.putSetting("reads", "public");
  // The mail stand-in takes what comes.
  if ((await store.setting("mailsPerSecond")) === undefined) await store.putSetting("mailsPerSecond", 100);
  await (options.live ? switchOnShipped(store) : switchOffShipped(store));
  const state = await sampleRows(options);
  return { ...key, ...(state !== undefined && { sampleNow: state.now }) };
};

/** The key in the file if the table knows it; else a new one, in both. */
const adminKey = async (store: LocalStore, file: string): Promise<Pick<FirstRows, "adminKey" | "isNewKey">> => {
  const now = new Date().toISOString();
  const text = reading(file, () => (existsSync(file) ? readFileSync(file, "utf8").trim() : ""));
  const parsed = parseKey(text);
  if (parsed !== undefined && checkKey(await store.apiKey(parsed.id), parsed.secret, now)) return { adminKey: text, isNewKey: false };
  const made = makeKey(randomBytes(38), { scopes: ["admin"], label: "npm start", createdAt: now });
  await store.putApiKey(made.key);
  writeFileSync(file, `${made.text}\n`, { mode: 0o600 });
  return { adminKey: made.text, isNewKey: true };
};

const OFF = "Off: Vigía was started with --offline.";

const switchOffShipped = async (store: LocalStore): Promise<void> => {
  const known = new Set((await store.feeds()).map(({ feed }) => feed.id));
  for (const feed of shippedFeeds(new Date().toISOString()))
    if (!known.has(feed.id) && feed.enabled) await store.putFeed({ ...feed, enabled: false, note: OFF });
};

/** Those that are off for an earlier `--offline` alone. */
const switchOnShipped = async (store: LocalStore): Promise<void> => {
  const off = (await store.feeds()).flatMap(({ feed }) => (!feed.enabled && feed.note === OFF ? [feed.id] : []));
  if (off.length === 0) return;
  for (const feed of shippedFeeds(new Date().toISOString())) if (off.includes(feed.id)) await store.putFeed(feed);
};

const sampleRows = async ({ store, folder, origin, sample }: RowsOptions): Promise<SampleState | undefined> => {
  const file = join(folder, "sample.json");
  const known = existsSync(file) ? reading(file, () => stateIn(readFileSync(file, "utf8"))) : undefined;
  if (known === undefined && !sample) return undefined;
  const state = known ?? { now: Date.now(), planted: false };
  if (!state.planted) {
    // Its "now" first: killed in the middle, the next start writes the very same rows.
    write(file, state);
    for (const feed of sampleFeeds(origin, state.now)) {
      await store.putFeed(feed);
      await listenToSample(store, feed, state.now);
    }
    for (const one of sampleSubscriptions(origin, state.now)) await store.createSubscription(one.subscription, one.contact, one.secret);
    write(file, { ...state, planted: true });
  } else await followPort(store, origin, state.now);
  return state;
};

/**
 * The ledger of the sample's feeds, as data: its story is that somebody listened to them from the first item of their archive until
 * the sample's now. They are marked as sample, and what was heard of them proves nothing about any other feed.
 */
const listenToSample = async (store: LocalStore, { id, url }: Feed, now: number): Promise<void> => {
  for (const at of [sampleBegins(now), now]) await store.hear(shardOf(url), new Map([[id, at]]));
};

const stateIn = (text: string): SampleState => {
  const read = SampleState.safeParse(JSON.parse(text));
  if (read.success) return read.data;
  throw new Error("it is not as Vigía wrote it");
};

/** The sample's addresses name the port; at another one than last time they are changed, where they still exist, and nothing else is. */
const followPort = async (store: LocalStore, origin: string, now: number): Promise<void> => {
  const wanted = new Map(sampleFeeds(origin, now).map((feed) => [feed.id, feed.url]));
  for (const { feed } of await store.feeds()) {
    const url = wanted.get(feed.id);
    if (url === undefined || url === feed.url) continue;
    await store.changeFeed(feed.id, (now) => ({ ...now, url }));
    await listenToSample(store, { ...feed, url }, now);
  }
  for (const { subscription, contact } of sampleSubscriptions(origin, now)) {
    const before = await store.contact(subscription.id);
    if (before?.channel !== "webhook" || contact.channel !== "webhook" || before.url === contact.url) continue;
    await store.changeContact(subscription.id, contact);
  }
};

interface SampleSubscription {
  readonly subscription: Subscription;
  readonly contact: Contact;
  readonly secret?: string;
}

const sampleSubscriptions = (origin: string, now: number): readonly SampleSubscription[] => {
  const hook = { channel: "webhook", url: `${origin}/hooks/sample` } as const;
  const all = {
    status: "active",
    silenceDays: 30,
    prominence: "any",
    minConfidence: 0.7,
    lang: "en",
    createdAt: new Date(now).toISOString(),
    sample: true,
  } as const;
  return [
    {
      subscription: {
        ...all,
        id: "sample-email",
        name: "Sample: who of the article is back",
        channel: "email",
        select: { lists: ["article"] },
        trigger: "reappearance",
      },
      contact: { channel: "email", address: "reader@vigia.local" },
    },
    {
      subscription: {
        ...all,
        id: "sample-webhook",
        name: "Sample: every story about an official",
        channel: "webhook",
        select: { kinds: ["official"] },
        trigger: "every",
      },
      contact: hook,
      secret: `whsec_${randomBytes(32).toString("base64")}`,
    },
    {
      subscription: {
        ...all,
        id: "sample-returns",
        name: "Sample: which official is back",
        channel: "webhook",
        select: { kinds: ["official"] },
        trigger: "reappearance",
      },
      contact: hook,
      secret: `whsec_${randomBytes(32).toString("base64")}`,
    },
  ];
};

const write = (file: string, state: SampleState): void => {
  writeFileSync(`${file}.part`, `${JSON.stringify(state)}\n`);
  renameSync(`${file}.part`, file);
};
