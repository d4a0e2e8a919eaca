import type { ImportAnswer } from "../core/answer.ts";
import { requestOf } from "../core/check.ts";
import type { Feed } from "../core/feed.ts";
import { entryOf, type FeedDefaults, NewFeed } from "../core/feed-input.ts";
import { accept, problem, Refusal } from "../core/problem.ts";
import { noteFeed } from "./feeds.ts";
import { inParallel } from "./in-parallel.ts";
import { askNow, newFeed, slug } from "./new-feed.ts";
import type { ApiDeps, Operations } from "./operations.ts";

/** Feeds of a file that are written at the same time. */
const AT_ONCE = 8;

/**
 * The operation that follows the feeds of a file. Each is judged on its own; one whose address is followed stays as it is, so that
 * the same file again changes nothing, and one that was cut short goes on where it stopped.
 */
export const importing = (deps: ApiDeps): Operations<"importFeeds"> => ({
  async importFeeds({ query, body, caller }) {
    const plan = plannedFrom(
      body.feeds,
      query,
      (await deps.store.feeds()).map(({ feed }) => feed),
      deps,
    );
    const added: Feed[] = [];
    await inParallel(plan.fresh, AT_ONCE, async ({ entry, feed }) => {
      // Somebody else may have added it since.
      if (await deps.store.addFeed(feed)) {
        added.push(feed);
        await noteFeed(deps, feed.id, "added", caller);
      } else plan.refused.push(refusal(entry, feed.url, taken(feed.id)));
    });
    await askNow(
      added.filter(({ enabled }) => enabled).map(({ url }) => url),
      deps,
    );
    return {
      body: {
        added: added.map(({ id }) => id).toSorted(),
        unchanged: plan.unchanged,
        refused: plan.refused.toSorted((a, b) => a.entry - b.entry),
        passedOver: plan.passedOver,
      },
    };
  },
});

/** What is to be done with each entry, decided before anything is written. */
const plannedFrom = (
  entries: readonly Readonly<Record<string, unknown>>[],
  defaults: FeedDefaults,
  known: readonly Feed[],
  { clock, loopbackAllowed }: Pick<ApiDeps, "clock" | "loopbackAllowed">,
) => {
  const now = new Date(clock()).toISOString();
  const followed = new Map(known.toReversed().map((feed) => [requestOf(feed.url), feed]));
  const ids = new Set(known.map(({ id }) => id));
  const fresh: { entry: number; feed: Feed }[] = [];
  const unchanged: string[] = [];
  const refused: ImportAnswer["refused"] = [];
  const passedOver = new Set<string>();
  for (const [n, raw] of entries.entries()) {
    const said = entryOf(raw, defaults);
    for (const name of said.passedOver) passedOver.add(name.slice(0, 60));
    try {
      const body = accept(NewFeed, said.feed);
      const same = followed.get(requestOf(body.url));
      if (same !== undefined) {
        unchanged.push(same.id);
        continue;
      }
      const feed = newFeed(body, body.id ?? freeId(slug(body.outlet), ids), now, loopbackAllowed);
      if (ids.has(feed.id)) throw taken(feed.id);
      followed.set(requestOf(feed.url), feed);
      ids.add(feed.id);
      fresh.push({ entry: n + 1, feed });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused.push(refusal(n + 1, raw.url, error));
    }
  }
  return { fresh, unchanged, refused, passedOver: [...passedOver].toSorted().slice(0, 50) };
};

/** An outlet with several feeds in a file gets `outlet`, `outlet-2`, … in their order. */
const freeId = (wanted: string, ids: ReadonlySet<string>): string => {
  if (wanted === "") return wanted;
  let id = wanted;
  for (let n = 2; ids.has(id); n++) id = `${wanted.slice(0, 75)}-${n}`;
  return id;
};

const taken = (id: string): Refusal => {
  const message = `There is already a feed with the id "${id}", at another address.`;
  return new Refusal(problem("conflict", message, [{ field: "id", message }]));
};

const refusal = (entry: number, url: unknown, { problem: { detail, errors } }: Refusal): ImportAnswer["refused"][number] => ({
  entry,
  ...(typeof url === "string" && { url: url.slice(0, 2000) }),
  errors: [...(errors ?? [{ field: "", message: detail }])],
});
