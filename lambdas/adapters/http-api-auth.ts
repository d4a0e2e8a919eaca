import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import type { ApiKey } from "../core/api-key.ts";
import { allows, checkKey, parseKey } from "../core/api-key.ts";
import type { Access } from "../core/operation.ts";
import { problem, Refusal } from "../core/problem.ts";
import { checkToken, makeToken } from "../core/token.ts";
import { readsOf } from "../pipeline/api.ts";
import type { Clock, QueryStore } from "../pipeline/ports.ts";

export interface AuthDeps {
  readonly store: Pick<QueryStore, "apiKey" | "setting" | "appSecret">;
  readonly clock: Clock;
}

/** The cookie by which the dashboard reads. It holds no key: the key's id, when it ends, and a proof of ours. */
export const SESSION_COOKIE = "vigia_session";

/** How long the dashboard stays signed in, seconds. */
export const SESSION_SECONDS = 7 * 86_400;

/**
 * Who calls, if the call is allowed; undefined where no key is needed. Throws a Refusal: 400 for a key in the address,
 * 401 without a valid key, 403 where its scope does not reach. Keys are read anew for every call, so revoking is immediate.
 */
export const authorize = async (c: Context, access: Access, deps: AuthDeps): Promise<ApiKey | undefined> => {
  refuseKeyInAddress(new URL(c.req.url).searchParams);
  if (access === "open") return undefined;
  const wanted = access === "reads" ? "read" : access;
  const caller = c.req.header("authorization") === undefined ? await bySession(c, deps) : await byBearer(c, deps);
  if (caller === undefined) {
    if (access === "reads" && (await readsOf(deps.store)) === "public") return undefined;
    throw new Refusal(
      problem("key-missing", "Send a key in the header `Authorization: Bearer vigia_…`. The operator of this installation gives them out."),
    );
  }
  if (!allows(caller, wanted))
    throw new Refusal(
      problem(
        "scope-missing",
        `This needs a key with the scope "${wanted}"; yours has ${caller.scopes.map((s) => `"${s}"`).join(", ") || "none"}.`,
      ),
    );
  return caller;
};

/** A session cookie's value for a key, good for SESSION_SECONDS. */
export const sessionOf = async (key: ApiKey, { store, clock }: AuthDeps): Promise<string> => {
  const ends = Math.floor(clock() / 1000) + SESSION_SECONDS;
  return `${key.id}.${ends}.${makeToken(await store.appSecret(), "session", `${key.id}.${ends}`)}`;
};

const byBearer = async (c: Context, { store, clock }: AuthDeps): Promise<ApiKey> => {
  const [, text] = /^Bearer +([^\s]+)$/i.exec(c.req.header("authorization") ?? "") ?? [];
  const parts = text === undefined ? undefined : parseKey(text);
  const stored = parts === undefined ? undefined : await store.apiKey(parts.id);
  if (parts === undefined || !checkKey(stored, parts.secret, new Date(clock()).toISOString()))
    throw new Refusal(
      problem("key-refused", "It is unknown, expired or revoked, or the header is not of the form `Authorization: Bearer vigia_…`."),
    );
  return stored;
};

/** The key behind the session; undefined without a valid one. Another site's page cannot use it: SameSite, and no other origin. */
const bySession = async (c: Context, { store, clock }: AuthDeps): Promise<ApiKey | undefined> => {
  const [, id, ends, proof] = /^([A-Za-z0-9_-]{8})\.(\d{1,12})\.([A-Za-z0-9_-]{43})$/.exec(getCookie(c, SESSION_COOKIE) ?? "") ?? [];
  const site = c.req.header("sec-fetch-site");
  if (id === undefined || ends === undefined || proof === undefined || (site !== undefined && site !== "same-origin" && site !== "none"))
    return undefined;
  if (Number(ends) * 1000 <= clock() || !checkToken(await store.appSecret(), "session", `${id}.${ends}`, proof)) return undefined;
  const key = await store.apiKey(id);
  return key === undefined || (key.expiresAt !== undefined && key.expiresAt <= new Date(clock()).toISOString()) ? undefined : key;
};

/** Addresses end up in logs and histories, so a key in one is refused loudly (reliability A5). */
const refuseKeyInAddress = (search: URLSearchParams): void => {
  for (const [name, value] of search)
    if (/^(key|api[-_]?key|token|access[-_]token|authorization|auth)$/i.test(name) || parseKey(value) !== undefined)
      throw new Refusal(
        problem(
          "invalid",
          "A key in an address ends up in logs: send it in the header `Authorization: Bearer …`, and replace this one if it was real.",
        ),
      );
};
