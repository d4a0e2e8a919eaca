import { CONFIRM_WITHIN_MS } from "./subscription.ts";
import { checkToken, makeToken } from "./token.ts";

/** A new id of a change of address: when it is over (epoch seconds, base 36), and what makes it its own. `random` is 10 bytes. */
export const addressChangeId = (now: number, random: Uint8Array): string =>
  `${Math.floor((now + CONFIRM_WITHIN_MS) / 1000).toString(36)}${Buffer.from(random).toString("hex")}`;

/** When a change is over, epoch seconds; NaN for what is no id of one. */
export const addressChangeEnds = (id: string): number => parseInt(id.slice(0, -20), 36);

/** The last part of the link in that mail. */
export const addressChangeToken = (appSecret: string, subscriptionId: string, id: string): string =>
  `${id}.${makeToken(appSecret, "address", `${subscriptionId} ${id}`)}`;

/** The change whose link this is; undefined if we never made it. */
export const checkAddressChange = (appSecret: string, subscriptionId: string, token: string): string | undefined => {
  const [id = "", mac = ""] = token.split(".", 2);
  return checkToken(appSecret, "address", `${subscriptionId} ${id}`, mac) ? id : undefined;
};
