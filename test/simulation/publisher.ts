import type { Feed } from "../../lambdas/core/feed.ts";
import { accept, Refusal } from "../../lambdas/core/problem.ts";
import { NewFeed } from "../../lambdas/core/feed-input.ts";
import { DAY_MS } from "../../lambdas/core/gap.ts";
import { checking } from "../../lambdas/pipeline/checking.ts";
import { keepingFeeds } from "../../lambdas/pipeline/feeds.ts";
import type { ApiDeps } from "../../lambdas/pipeline/operations.ts";
import type { FetchResult } from "../../lambdas/pipeline/fetch-ports.ts";

const url = "https://four.example/four";

/** What somebody begins to follow in the middle of it. Its `alertSince` is when that was. */
export const FOLLOWED: Pick<Feed, "id" | "url" | "floorSeconds"> = { id: "four", url, floorSeconds: 900 };

/** Pages of its archive, and items on each. */
const PAGES = 3;
const ITEMS = 3;

/** Who is named in every item of the archive, and nowhere else. */
export const ARCHIVED = "delta";

/** A publisher whose feed leads to an archive. What the archive tells of others happened before anything else did. */
export const makePublisher = (start: number, now: () => number, random: () => number, trouble: () => number) => {
  const asked = new Map<string, { readonly at: number; readonly conditional: boolean }[]>();
  const pageOf = (n: number) => (n === 0 ? url : `${url}?page=${n}`);
  const documents = new Map(
    Array.from({ length: PAGES + 1 }, (_, n) => {
      const entries = Array.from({ length: ITEMS }, (__, i) => ({
        link: `https://four.example/${n}/${i}`,
        title: n === 0 ? `Today ${i}` : `Archive on #${ARCHIVED} and #alpha, ${n}-${i}`,
        summary: "",
        published: new Date(start - (2 + n * ITEMS + i) * 3 * DAY_MS).toISOString(),
      }));
      return [pageOf(n), JSON.stringify({ entries, warnings: [], ...(n < PAGES && { archive: pageOf(n + 1) }) })];
    }),
  );
  return {
    asked,
    /** How many items of the archive there are. */
    archived: PAGES * ITEMS,
    owns: (address: string) => address.startsWith(url),
    fetch: async (address: string, { etag }: { etag?: string }): Promise<FetchResult> => {
      asked.set(address, [...(asked.get(address) ?? []), { at: now(), conditional: etag !== undefined }]);
      if (random() < trouble())
        return random() < 0.5
          ? { kind: "error", code: "timeout", message: "timed out" }
          : { kind: "status", status: 503, url: address, headers: new Map() };
      const headers = new Map([["etag", `"${address}"`]]);
      if (etag === headers.get("etag")) return { kind: "unchanged", headers };
      return { kind: "body", bytes: new TextEncoder().encode(documents.get(address) ?? ""), url: address, headers };
    },
  };
};

/** Looks at the address. */
export const look = async (deps: ApiDeps): Promise<unknown> => checking(deps).checkAddress({ id: "", query: undefined, body: { url } });

/** Follows it; who begins again after the connection broke may find it followed. */
export const follow = async (deps: ApiDeps): Promise<void> => {
  const body = accept(NewFeed, { ...FOLLOWED, outlet: "Four", lang: "en", country: "US" });
  try {
    await keepingFeeds(deps).addFeed({ id: "", query: undefined, body });
  } catch (error) {
    if (!(error instanceof Refusal) || error.problem.status !== 409) throw error;
  }
};
