import { createHash, timingSafeEqual } from "node:crypto";

/** What a key may do. Each scope includes the ones before it: `write` also reads, `admin` does everything. */
export const scopes = ["read", "write", "admin"] as const;
export type Scope = (typeof scopes)[number];

/** A key as stored: never the secret, only its SHA-256 (reliability A2). A random 256-bit secret needs no salt. */
export interface ApiKey {
  /** 8 base64url characters; public, it names the key in lists and logs. */
  readonly id: string;
  /** SHA-256 of the secret, hexadecimal. */
  readonly hash: string;
  readonly scopes: readonly Scope[];
  /** What people call it. */
  readonly label: string;
  /** ISO 8601 UTC. */
  readonly createdAt: string;
  /** ISO 8601 UTC; worthless from then on. */
  readonly expiresAt?: string;
}

/** Does one of the key's scopes include the wanted one? */
export const allows = (key: Pick<ApiKey, "scopes">, wanted: Scope): boolean =>
  key.scopes.some((scope) => scopes.indexOf(scope) >= scopes.indexOf(wanted));

/**
 * A new key from 38 random bytes: the row to store, and the text `vigia_<id>_<secret>` that is shown once.
 * Both parts are base64url of fixed length (8 and 43), so the `_` inside them cannot confuse.
 */
export const makeKey = (random: Uint8Array, about: Omit<ApiKey, "id" | "hash">): { key: ApiKey; text: string } => {
  if (random.length !== 38) throw new RangeError("a key is made of 38 random bytes");
  const id = Buffer.from(random.subarray(0, 6)).toString("base64url");
  const secret = Buffer.from(random.subarray(6)).toString("base64url");
  return { key: { ...about, id, hash: digest(secret).toString("hex") }, text: `vigia_${id}_${secret}` };
};

/** The parts of a key's text; undefined where it is no key, so that no table read is spent on it. */
export const parseKey = (text: string): { id: string; secret: string } | undefined => {
  const [, id, secret] = /^vigia_([A-Za-z0-9_-]{8})_([A-Za-z0-9_-]{43})$/.exec(text) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret };
};

/**
 * Is this the secret of the stored key, and is the key in force at `now` (ISO 8601 UTC)? An unknown key (`undefined`)
 * costs the same comparison as a known one (reliability A3).
 */
export const checkKey = (stored: ApiKey | undefined, secret: string, now: string): stored is ApiKey => {
  const expected = stored === undefined ? Buffer.alloc(32) : Buffer.from(stored.hash, "hex");
  const same = expected.length === 32 && timingSafeEqual(digest(secret), expected);
  return same && stored !== undefined && (stored.expiresAt === undefined || now < stored.expiresAt);
};

const digest = (secret: string): Buffer => createHash("sha256").update(secret).digest();
