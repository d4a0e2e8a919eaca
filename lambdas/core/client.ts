import { createHmac } from "node:crypto";
import { networkOf } from "./address.ts";

/**
 * A keyed hash under which what a client asks for is counted without storing its address: 43 base64url characters. One for all
 * addresses of an IPv6 /64, which is what one customer has; texts that are no address count as one.
 */
export const clientHash = (appSecret: string, address: string): string =>
  createHmac("sha256", appSecret)
    .update(JSON.stringify(["client", networkOf(address)]))
    .digest("base64url");
