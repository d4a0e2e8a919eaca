import type { Feed } from "../../lambdas/core/feed.ts";
import { aFeed } from "../contracts/rows.ts";
import { type Behaviour, kinds } from "./kinds.ts";
import { type Publisher, silent, steady } from "./publisher.ts";

/** A feed, who publishes it and how its server behaves. */
export interface Site extends Behaviour {
  readonly kind: string;
  readonly feed: Feed;
  readonly publisher: Publisher;
}

/** All sites of these kinds (all kinds, unless told) for a time from `start` to `end`, epoch ms. */
export const buildTown = (random: () => number, start: number, end: number, only?: readonly string[]): readonly Site[] =>
  kinds.flatMap(({ name, count, hours, window = 12, host, make }) =>
    Array.from({ length: count }, (_, n) => {
      // Every site draws its lot, so that those of a kind are the same with and without the others.
      const id = `${name}-${n + 1}`;
      const publisher = { window, times: hours === undefined ? silent(start) : steady(random, start, end, hours) };
      const url = host === undefined ? `https://${id}.example/rss` : `https://${host}/${id}`;
      const since = new Date(start).toISOString();
      const feed = aFeed(id, { url, alertSince: since, addedAt: since });
      return { kind: name, feed, publisher, ...make({ id, url, publisher, start }) };
    }).filter(() => only?.includes(name) ?? true),
  );
