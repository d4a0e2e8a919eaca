import { parseFeed } from "../lambdas/adapters/rss.ts";
import { itemId } from "../lambdas/core/item.ts";
import { ParseError } from "../lambdas/pipeline/fetch-ports.ts";

/** What a document's reader may know besides its bytes. */
export interface About {
  /** Where it came from: relative links start there. */
  readonly url?: string;
  readonly contentType?: string;
  /** IANA zone for dates without one. */
  readonly timezone?: string;
}

/**
 * What Vigía reads in a feed's bytes, as plain data for people and scripts; or why it cannot. `id` is the publisher's own
 * where there is one, `itemId` what Vigía would file the item under, in a feed called `feed`.
 */
export const readDocument = async (bytes: Uint8Array, { url = "", contentType, timezone = "UTC" }: About): Promise<object> => {
  try {
    const { title, entries, repaired, warnings, wishes } = await parseFeed(bytes, {
      url,
      timezone,
      ...(contentType !== undefined && { contentType }),
    });
    return {
      feed: { title: title ?? null, ...(wishes !== undefined && { wishes }) },
      items: entries.map(({ guid, link, title: name, published, summary, ...rest }) => ({
        id: guid ?? link ?? itemId("feed", { title: name, ...(published !== undefined && { published }) }),
        title: name,
        link: link ?? null,
        published: published ?? null,
        summary,
        ...(guid !== undefined && { guid }),
        ...rest,
      })),
      repaired: repaired ?? null,
      warnings,
    };
  } catch (error) {
    if (error instanceof ParseError) return { error: { code: error.code, message: error.message } };
    throw error;
  }
};
