import { HOUR } from "./timeline.ts";

/** One who publishes at these times, epoch ms, ascending, no two alike; the document shows the newest `window` of them. */
export interface Publisher {
  readonly times: readonly number[];
  readonly window: number;
}

/** What a document shows of a publisher as of `at`: everything published in (`from`, `at`]. */
export interface View {
  readonly from: number;
  readonly at: number;
  /** Numbers of the items, newest first: the first ever published is 0. */
  readonly items: readonly number[];
}

/** The document as it stands at `at`. */
export const viewAt = ({ times, window }: Publisher, at: number): View => {
  const published = countUntil(times, at);
  const first = Math.max(0, published - window);
  return {
    from: first === 0 ? Number.NEGATIVE_INFINITY : times[first - 1]!,
    at,
    items: Array.from({ length: published - first }, (_, n) => published - 1 - n),
  };
};

/** How many were published until `at`. */
export const countUntil = (times: readonly number[], at: number): number => {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Publishes about every so many hours from `start` to `end`, with an archive of `archive` items before. */
export const steady = (random: () => number, start: number, end: number, hours: number, archive = 12): readonly number[] => {
  const times: number[] = [];
  for (let at = start - archive * hours * HOUR; at < end; at += Math.ceil(hours * HOUR * (0.5 + random()))) times.push(at);
  return times;
};

/** Published an archive, a day apart, and nothing since. */
export const silent = (start: number): readonly number[] => Array.from({ length: 10 }, (_, n) => start - (10 - n) * 24 * HOUR);

/** The address of an item. */
export const linkOf = (feedId: string, n: number): string => `https://${feedId}.example/items/${n}`;

/** As JSON Feed. */
export const asJson = (feedId: string, { times }: Publisher, { items }: View): Uint8Array =>
  new TextEncoder().encode(
    JSON.stringify({
      version: "https://jsonfeed.org/version/1.1",
      title: feedId,
      items: items.map((n) => ({ id: `${feedId}-${n}`, url: linkOf(feedId, n), title: `Reunión ${n}`, date_published: iso(times[n]!) })),
    }),
  );

/** As RSS; `head` is put into the channel. */
export const asRss = (feedId: string, { times }: Publisher, { items }: View, head = ""): string =>
  `<?xml version="1.0"?><rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>${feedId}</title>${head}${items
    .map(
      (n) =>
        `<item><title>Reunión ${n}</title><link>${linkOf(feedId, n)}</link><pubDate>${new Date(times[n]!).toUTCString()}</pubDate></item>`,
    )
    .join("")}</channel></rss>`;

const iso = (time: number): string => new Date(time).toISOString();
