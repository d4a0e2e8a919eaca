import type { Feed } from "../../lambdas/core/feed.ts";
import { DAY_MS } from "../../lambdas/core/gap.ts";
import type { RawEntry } from "../../lambdas/pipeline/ports.ts";
import type { FetchResult, ParsedFeed } from "../../lambdas/pipeline/fetch-ports.ts";

export const ENTITIES = ["alpha", "beta", "gamma"] as const;

/** Who is named in what an operator takes back: in stories of its own, on no list. */
export const RUMOUR = "rumour";

/** Something that happens: one or two entities in it, told by some feeds under one address. */
export interface NewsEvent {
  readonly link: string;
  readonly entities: readonly string[];
  /** Which return of the entity it belongs to: events of one cluster lie within two hours, clusters two days apart. */
  readonly cluster: number;
  readonly published: ReadonlyMap<string, number>;
}

/** How long the news goes on. */
export const NEWS_MS = 2.5 * DAY_MS;

const CLUSTERS = [0.1, 2.2];

/** Makes up what happens from `start` on, and which feed tells it when. */
export const makeEvents = (random: () => number, start: number, feeds: readonly Feed[]): readonly NewsEvent[] =>
  CLUSTERS.flatMap((day, cluster) =>
    [...ENTITIES, RUMOUR].flatMap((entity, e) =>
      Array.from({ length: 1 + Math.floor(random() * 2) }, (_, n) => {
        const at = start + day * DAY_MS + Math.floor(random() * 7_200_000);
        const second = ENTITIES[(e + 1) % ENTITIES.length] as string;
        return {
          link: `https://news.example/${cluster}/${entity}/${n}`,
          entities: random() < 0.3 && entity !== RUMOUR ? [entity, second] : [entity],
          cluster,
          published: new Map(
            feeds
              .filter((_, f) => f === (e + n) % feeds.length || random() < 0.5)
              .map((feed) => [feed.id, at + Math.floor(random() * 1_800_000)]),
          ),
        };
      }),
    ),
  );

/** While nothing happens, this feed's server is out of order, so long that the operator hears of it. */
export const SILENT_FEED = "three";
const OUTAGE = [0.5 * DAY_MS, 1.9 * DAY_MS] as const;

/** A feed's server: the ten newest items, an ETag that is right, and a temper. The news begin at `start`. */
export const makeOrigin = (events: readonly NewsEvent[], start: number, now: () => number, random: () => number, trouble: () => number) => {
  const isOut = (feedId: string) => feedId === SILENT_FEED && now() - start > OUTAGE[0] && now() - start < OUTAGE[1];
  const asked = new Map<string, number[]>();
  const document = (feedId: string): RawEntry[] =>
    events
      .flatMap((event) => {
        const published = event.published.get(feedId);
        if (published === undefined || published > now()) return [];
        const names = event.entities.map((e) => `#${e}`).join(" ");
        return [
          {
            ...guise(event.link, `Outlet ${feedId} on ${names}, ${event.link.slice(-9)}`, Math.floor(now() / GUISE_MS)),
            summary: "",
            published: new Date(published).toISOString(),
          },
        ];
      })
      .toSorted((a, b) => (a.published < b.published ? 1 : -1))
      .slice(0, 10);
  return {
    /** When each feed was asked, epoch ms. */
    asked,
    fetch: async (url: string, validators: { etag?: string }): Promise<FetchResult> => {
      const feedId = new URL(url).pathname.slice(1);
      asked.set(feedId, [...(asked.get(feedId) ?? []), now()]);
      if (isOut(feedId)) return { kind: "status", status: 503, url, headers: new Map() };
      if (random() < trouble())
        return random() < 0.5
          ? { kind: "error", code: "timeout", message: "timed out" }
          : { kind: "status", status: random() < 0.5 ? 503 : 429, url, headers: new Map() };
      const entries = document(feedId);
      const etag = `"${entries.length}-${entries[0]?.guid ?? ""}"`;
      const headers = new Map([["etag", etag]]);
      if (validators.etag === etag) return { kind: "unchanged", headers };
      return { kind: "body", bytes: new TextEncoder().encode(JSON.stringify(entries)), url, headers };
    },
  };
};

/** How long a publisher stays with what it says of its items. */
const GUISE_MS = DAY_MS / 8;

/** The same item as it is published now: its scheme, its tracking, its GUIDs and its title change now and then (reliability F26). */
const guise = (link: string, title: string, n: number): Pick<RawEntry, "link" | "guid" | "title"> => ({
  link: n % 2 === 0 ? link : `${link.replace("https:", "http:")}?utm_source=${n}`,
  guid: n % 3 === 0 ? link : `tag:${n % 3},${link}`,
  title: n % 4 < 2 ? title : `${title} (updated)`,
});

/** Reads what the servers of the world serve: entries, or a whole document with its archive. */
export const parseDocument = async (bytes: Uint8Array): Promise<ParsedFeed> => {
  const document = JSON.parse(new TextDecoder().decode(bytes)) as RawEntry[] | ParsedFeed;
  return Array.isArray(document) ? { entries: document, warnings: [] } : document;
};
