import { createHmac } from "node:crypto";

const local = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const label = /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

/**
 * Why this text is not one plain address (RFC 5321 dot-string at a domain name), as the end of a sentence; undefined if it is.
 * Stricter than the standard on purpose (reliability E7): no display name, no quotes, no list, no comment, ASCII only.
 */
export const judgeEmailAddress = (text: string): string | undefined => {
  if (text.length > 254) return "must be at most 254 characters long";
  if (/[^\x20-\x7e]/.test(text)) return "may hold plain ASCII characters only (write an international domain as xn--…)";
  if (/[\s,;<>"()[\]\\:]/.test(text)) return "must be one plain address: no name, no list, no quotes";
  const [name, domain, ...more] = text.split("@");
  if (name === undefined || domain === undefined || more.length > 0) return "must have exactly one @";
  if (name.length > 64 || !local.test(name)) return "has no valid name before the @";
  const labels = domain.split(".");
  if (labels.length < 2 || !labels.every((part) => label.test(part)) || /^\d+$/.test(labels.at(-1) ?? ""))
    return "has no valid domain name after the @";
  return undefined;
};

/**
 * A keyed hash by which an address is found, and known not to take mail, without being stored: 43 base64url characters. Of exactly this address, but for case: who
 * has a mail to `ana+nobody@` bounce must not silence `ana@` where the two are not the same.
 */
export const mailboxHash = (appSecret: string, address: string): string =>
  createHmac("sha256", appSecret)
    .update(JSON.stringify(["mailbox", address.toLowerCase()]))
    .digest("base64url");

/**
 * A keyed hash under which things about an address are counted without storing it: 43 base64url characters. Spellings that
 * reach the same person count as one: case, and what some providers let people add behind a `+`.
 */
export const addressHash = (appSecret: string, address: string): string => {
  const [name = "", domain = ""] = address.toLowerCase().split("@");
  return createHmac("sha256", appSecret)
    .update(JSON.stringify(["address", `${name.split("+", 1)[0]}@${domain}`]))
    .digest("base64url");
};
