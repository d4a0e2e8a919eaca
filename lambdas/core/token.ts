import { createHmac, timingSafeEqual } from "node:crypto";

/** What a token is good for. A token made for one purpose is worth nothing for another (reliability E3). */
export type TokenPurpose = "confirm" | "unsubscribe" | "manage" | "address" | "session";

/**
 * An unforgeable text: 43 base64url characters, HMAC-SHA256 over purpose and subject. For a link in a mail the subject is the
 * subscription's id. It is derived, so nothing is stored; what it may still do is decided by the state of its subject.
 */
export const makeToken = (appSecret: string, purpose: TokenPurpose, subject: string): string =>
  createHmac("sha256", appSecret)
    .update(JSON.stringify(["token", purpose, subject]))
    .digest("base64url");

/** Was this token made by `makeToken` with the same arguments? Takes the same time for every wrong token. */
export const checkToken = (appSecret: string, purpose: TokenPurpose, subject: string, token: string): boolean => {
  const digest = (text: string) => createHmac("sha256", appSecret).update(text).digest();
  return timingSafeEqual(digest(token), digest(makeToken(appSecret, purpose, subject)));
};
