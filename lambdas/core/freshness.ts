import { readDate } from "./dates.ts";

/** Headers by lower-case name. */
export type Headers = ReadonlyMap<string, string>;

/** Longest wait a server is granted after a refusal, seconds: seven days (reliability §2). */
export const LONGEST_WAIT = 7 * 86_400;

/**
 * Retry-After (RFC 9110 §10.2.3) in whole seconds from `now` (epoch ms), rounded up, at most {@link LONGEST_WAIT}; 0 for a
 * date that has passed; undefined for what is neither a number nor a date.
 */
export const retryAfterSeconds = (value: string | undefined, now: number): number | undefined => {
  const text = value?.trim() ?? "";
  if (/^\d{1,15}(\.\d{1,9})?$/.test(text)) return Math.min(Math.ceil(Number(text)), LONGEST_WAIT);
  const at = /^[a-z]{3}/i.test(text) ? readDate(text, "UTC") : undefined;
  return at === undefined ? undefined : Math.min(Math.max(0, Math.ceil((Date.parse(at) - now) / 1000)), LONGEST_WAIT);
};

/**
 * For how many seconds a server calls its answer fresh (RFC 9111 §4.2): `max-age` less `Age`, else `Expires` less `Date`;
 * undefined if it does not say. A private cache ignores `s-maxage`. Not bounded: sixteen years have been seen.
 */
export const freshSeconds = (headers: Headers): number | undefined => {
  const maxAge = /(?:^|[,\s])max-age\s*=\s*"?(\d{1,15})"?\s*(?:,|$)/i.exec(headers.get("cache-control") ?? "")?.[1];
  if (maxAge !== undefined) return Math.max(0, Number(maxAge) - age(headers.get("age")));
  const expires = readDate(headers.get("expires") ?? "", "UTC");
  const date = readDate(headers.get("date") ?? "", "UTC");
  return expires === undefined || date === undefined ? undefined : Math.max(0, (Date.parse(expires) - Date.parse(date)) / 1000);
};

const age = (value: string | undefined): number => (/^\d{1,12}$/.test(value?.trim() ?? "") ? Number(value) : 0);
