import { createHmac, timingSafeEqual } from "node:crypto";

/** What a link in a mail may do. A token made for one purpose is worth nothing for another (reliability E3). */
export type TokenPurpose = "confirm" | "unsubscribe";

/**
 * The secret part of a link in a mail: 43 base64url characters, HMAC-SHA256 over purpose and subscription. It is derived,
 * so nothing is stored, and it stays valid as long as the subscription exists; what it may still do is the subscription's state.
 */
export const makeToken = (appSecret: string, purpose: TokenPurpose, subscriptionId: string): string =>
  createHmac("sha256", appSecret)
    .update(JSON.stringify(["token", purpose, subscriptionId]))
    .digest("base64url");

/** Was this token made by `makeToken` with the same arguments? Takes the same time for every wrong token. */
export const checkToken = (appSecret: string, purpose: TokenPurpose, subscriptionId: string, token: string): boolean => {
  const digest = (text: string) => createHmac("sha256", appSecret).update(text).digest();
  return timingSafeEqual(digest(token), digest(makeToken(appSecret, purpose, subscriptionId)));
};
