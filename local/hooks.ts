import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { Webhook, WebhookVerificationError } from "standardwebhooks";
import * as z from "zod/mini";
import { type Answer, html, json, plain } from "./answer.ts";
import { reading } from "./damage.ts";
import { escape, page, PAGE_POLICY, when } from "./html.ts";

/** One webhook as the receiver took it; attempts that carry the same `webhook-id` are one. */
export interface HookEntry {
  /** The part of the address after `/hooks/`. */
  readonly name: string;
  readonly "webhook-id": string;
  /** Signed with a secret of a subscription to this address, and fresh. */
  readonly verified: boolean;
  /** Why not, if not. */
  readonly reason?: string;
  /** ISO 8601 UTC, of the first attempt. */
  readonly receivedAt: string;
  readonly attempts: number;
  /** The payload's `type`, if it has one. */
  readonly type?: string;
  readonly payload: unknown;
}

/** The receiver of webhooks, with what it took. */
export interface Hooks {
  receive(name: string, headers: Readonly<Record<string, string>>, body: string): Promise<Answer>;
  /** Newest first. */
  entries(): readonly HookEntry[];
}

/** As many are kept. */
const KEPT = 1000;

/** Of those that do not verify, as many: anybody can send them. */
const KEPT_UNVERIFIED = 50;

/** Of the body of one that does not verify, so much is kept, characters. */
const SHOWN_UNVERIFIED = 1000;

/** Largest body taken, bytes: far above any alert. */
const BODY_LIMIT = 256 * 1024;

/** Of an id, so much is kept: a header may have 16 kB. */
const ID_LIMIT = 200;

/**
 * A receiver that checks every signature with the reference library of Standard Webhooks, and keeps what it took in `file`,
 * one line an attempt, before it answers. `secretsOf` says which secrets sign for `/hooks/<name>`.
 * What does not verify is refused with 401; its beginning is kept too, with the reason, until newer ones push it out. What
 * a page of another site sends is refused (403), as is a body above 256 kB (413).
 */
export const openHooks = (file: string, secretsOf: (name: string) => Promise<readonly string[]>): Hooks => {
  const kept = new Map<string, HookEntry>();
  reading(file, () => {
    for (const entry of readLines(file)) keep(kept, entry);
    rewrite(file, [...kept.values()]);
  });
  let lines = kept.size;

  return {
    receive: async (name, headers, body) => {
      // No sender of webhooks says this; a browser always does, for a page that wants to fill this disk.
      if (headers["sec-fetch-site"] === "cross-site") return plain(403, "A page of another site may not send here.");
      if (Buffer.byteLength(body) > BODY_LIMIT) return plain(413, "The body is larger than 256 kB.");
      const checked = verify(await secretsOf(name), headers, body);
      const payload = parse(checked === undefined ? body : body.slice(0, SHOWN_UNVERIFIED));
      const type = typeOf(payload);
      const entry: HookEntry = {
        name,
        "webhook-id": (headers["webhook-id"] ?? "").slice(0, ID_LIMIT),
        verified: checked === undefined,
        ...(checked !== undefined && { reason: checked }),
        receivedAt: new Date().toISOString(),
        attempts: 1,
        ...(type !== undefined && { type }),
        payload,
      };
      appendFileSync(file, `${JSON.stringify(entry)}\n`);
      lines++;
      keep(kept, entry);
      if (lines > 2 * KEPT) {
        rewrite(file, [...kept.values()]);
        lines = kept.size;
      }
      return entry.verified ? plain(200, "Thank you.") : plain(401, entry.reason ?? "Not verified.");
    },
    entries: () => [...kept.values()].toReversed(),
  };
};

/** The pages under `/hooks`: the list and `/hooks.json`. */
export const hooksPage = (path: string, hooks: Pick<Hooks, "entries">): Answer | undefined => {
  if (path === "/hooks.json") return json(hooks.entries());
  if (path === "/hooks" || path === "/hooks/") return html(page("Hooks", list(hooks.entries())), PAGE_POLICY);
  return undefined;
};

/** Why the request does not verify; undefined if it does. */
const verify = (secrets: readonly string[], headers: Readonly<Record<string, string>>, body: string): string | undefined => {
  let reason = "No subscription sends to this address, so there is no secret to verify with.";
  for (const secret of secrets)
    try {
      new Webhook(secret).verify(body, headers);
      return undefined;
    } catch (error) {
      if (!(error instanceof WebhookVerificationError)) throw error;
      reason = error.message;
    }
  return reason;
};

/** A verified attempt outweighs one that was not; the time is the first one's. */
const keep = (kept: Map<string, HookEntry>, entry: HookEntry): void => {
  const key = JSON.stringify([entry.name, entry["webhook-id"] || entry.receivedAt]);
  const before = kept.get(key);
  const shown = before?.verified ? before : entry;
  kept.set(key, before === undefined ? entry : { ...shown, receivedAt: before.receivedAt, attempts: before.attempts + entry.attempts });
  const [oldest] = kept.keys();
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
  const unverified = [...kept].filter(([, { verified }]) => !verified);
  for (const [old] of unverified.slice(0, Math.max(0, unverified.length - KEPT_UNVERIFIED))) kept.delete(old);
};

const typeOf = (payload: unknown): string | undefined => {
  const { type } = Object(payload) as { type?: unknown };
  return typeof type === "string" ? type : undefined;
};

const parse = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return body;
    throw error;
  }
};

/** The last line may be torn by a kill: its sender got no answer, and sends it again. Whatever is no entry is skipped. */
const readLines = (file: string): readonly HookEntry[] => {
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .map(parse)
    .flatMap((line) => {
      const read = Kept.safeParse(line);
      return read.success ? [read.data as HookEntry] : [];
    });
};

const Kept = z.object({
  name: z.string(),
  "webhook-id": z.string(),
  verified: z.boolean(),
  reason: z.optional(z.string()),
  receivedAt: z.iso.datetime(),
  attempts: z.int(),
  type: z.optional(z.string()),
  payload: z.unknown(),
});

const rewrite = (file: string, entries: readonly HookEntry[]): void => {
  writeFileSync(`${file}.part`, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
  renameSync(`${file}.part`, file);
};

const list = (entries: readonly HookEntry[]): string => {
  if (entries.length === 0)
    return `<p>Nothing received yet. Subscribe a webhook to <code>/hooks/ANY-NAME</code> on this address, and its calls appear here, verified.</p>`;
  const rows = entries.map((entry) => {
    const verdict = entry.verified ? `<b class="good">verified</b>` : `<b class="bad">not verified</b>: ${escape(entry.reason ?? "")}`;
    const times = entry.attempts > 1 ? ` · ${entry.attempts} attempts` : "";
    const what = [entry.type ?? "no type", ...headlineOf(entry.payload)].map(escape).join(": ");
    return `<li>${verdict} · ${what}<br>
<small>to /hooks/${escape(entry.name)} · <time datetime="${entry.receivedAt}">${when(entry.receivedAt)}</time> · ${escape(entry["webhook-id"])}${times}</small>
<details><summary>Payload</summary><pre>${escape(JSON.stringify(entry.payload, null, 2))}</pre></details></li>`;
  });
  return `<p class="muted">${entries.length} ${entries.length === 1 ? "message" : "messages"}, newest first. <a href="/hooks.json">JSON</a></p><ul class="rows">${rows.join("\n")}</ul>`;
};

/** The headline of the story that a payload of ours tells of; what came may be anything. */
const headlineOf = (payload: unknown): readonly string[] => {
  const { data } = Object(payload) as { data?: unknown };
  const { story } = Object(data) as { story?: unknown };
  const { title } = Object(story) as { title?: unknown };
  return typeof title === "string" ? [title] : [];
};
