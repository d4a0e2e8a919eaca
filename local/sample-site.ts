import { createHash } from "node:crypto";
import { carriesKey } from "./admin-key.ts";
import { type Answer, json, notFound, plain } from "./answer.ts";
import { sampleDocument } from "./sample.ts";

/** The bundled sample as the runner serves it. */
export interface Sample {
  /** The documents under `/sample/`, as a well-behaved publisher would serve them. */
  readonly page: (path: string, headers: Readonly<Record<string, string>>) => Answer | undefined;
  /** Takes the sample out, for who has the admin key. */
  readonly clear: (headers: Readonly<Record<string, string>>) => Promise<Answer>;
}

/** `now` is the sample's, epoch ms: the documents are the same as long as it is. Without one there is no document. */
export const openSample = (now: number | undefined, adminKey: string, clear: () => Promise<number>): Sample => ({
  page: (path, headers) => {
    if (!path.startsWith("/sample/")) return undefined;
    const [, name] = /^\/sample\/([\w-]+)\.xml$/.exec(path) ?? [];
    const document = name === undefined || now === undefined ? undefined : sampleDocument(name, now);
    if (document === undefined) return notFound("There is no such sample document.");
    const etag = `"${createHash("sha256").update(document).digest("base64url").slice(0, 22)}"`;
    const unchanged = headers["if-none-match"] === etag;
    const type = { "content-type": "application/xml; charset=utf-8", "cache-control": "no-cache", "x-content-type-options": "nosniff" };
    return { status: unchanged ? 304 : 200, headers: { etag, ...type }, body: unchanged ? "" : document };
  },
  clear: async (headers) => {
    if (!carriesKey(headers, adminKey)) return plain(401, "This takes the admin key.");
    return json({ removed: await clear() });
  },
});
