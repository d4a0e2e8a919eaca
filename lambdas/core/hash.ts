import { createHash } from "node:crypto";

/**
 * A short, stable id for a list of parts: 22 base64url characters (132 bits of SHA-256).
 * The parts are joined as JSON, so `("ab", "c")` and `("a", "bc")` differ.
 */
export const hashId = (...parts: readonly unknown[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 22);

/** A number in [0, 2^32) that depends on the text alone: for slots, shards and jitter that need no randomness. */
export const hashNumber = (text: string): number => createHash("sha256").update(text).digest().readUInt32BE(0);

/** SHA-256 of bytes, base64url. */
export const hashBytes = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("base64url");
