import { randomBytes } from "node:crypto";

/** Fresh random bytes from the system's generator. */
export const freshBytes = (count: number): Uint8Array => randomBytes(count);

/** A fresh secret: 32 random bytes, base64url. */
export const freshSecret = (): string => randomBytes(32).toString("base64url");
