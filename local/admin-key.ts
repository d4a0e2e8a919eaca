import { createHash, timingSafeEqual } from "node:crypto";

/** Does the request carry the admin key of this machine? Compared in constant time. */
export const carriesKey = ({ authorization = "" }: Readonly<Record<string, string>>, adminKey: string): boolean =>
  timingSafeEqual(digest(authorization), digest(`Bearer ${adminKey}`));

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
