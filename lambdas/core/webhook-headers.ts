import * as z from "zod/mini";

/** Names that are ours or the protocol's, in lower case; `-` at the end means everything that begins so (reliability W14). */
const forbidden = [
  "host", "content-", "transfer-encoding", "connection", "webhook-", "user-agent",
  "keep-alive", "te", "trailer", "upgrade", "expect", "accept-encoding", "date", "via", "forwarded",
  // No header, but what objects are made of: a store cannot tell such a one from a class.
  "constructor",
  "proxy-", "x-forwarded-", "x-amz-", "x-amzn-", "sec-",
]; // prettier-ignore

const isForbidden = (name: string): boolean =>
  forbidden.some((one) => (one.endsWith("-") ? name.toLowerCase().startsWith(one) : name.toLowerCase() === one));

// RFC 9110, section 5.6.2, and visible ASCII with spaces inside: no CR, LF or NUL can pass either.
const name = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/;
const value = /^[\x21-\x7e]([\x20-\x7e]{0,998}[\x21-\x7e])?$/;

/** Headers that a receiver wants beside ours, such as a token of its own: at most ten, of plain ASCII. */
export const CustomHeaders = z.record(z.string(), z.string()).check(
  z.refine((headers) => Object.keys(headers).length <= 10, "at most ten headers may be given"),
  z.refine(
    (headers) => Object.keys(headers).every((one) => name.test(one)),
    "a header's name has letters, digits and dashes only, at most 64",
  ),
  z.refine((headers) => !Object.keys(headers).some(isForbidden), "some of these header names are Vigía's own or the protocol's"),
  z.refine(
    (headers) => new Set(Object.keys(headers).map((one) => one.toLowerCase())).size === Object.keys(headers).length,
    "a header is given twice",
  ),
  z.refine(
    (headers) => Object.values(headers).every((one) => value.test(one)),
    "a header's value is one line of at most 1000 plain ASCII characters",
  ),
);
