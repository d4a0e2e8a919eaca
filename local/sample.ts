import type { Feed } from "../lambdas/core/feed.ts";
import { sampleArchive } from "../lambdas/data/sample-archive.ts";
import { sampleDay } from "../lambdas/data/sample-day.ts";
import type { SampleItem, SampleOutlet } from "../lambdas/data/sample-outlets.ts";
import { sampleOutlets } from "../lambdas/data/sample-outlets.ts";

const HOUR_MS = 3_600_000;

/**
 * The feeds of the sample as served below `origin` (no trailing slash). `now` (epoch ms) is when the sample was added, and
 * stays the same for its life: what its outlets published more than a day before is baseline, the news day alerts.
 */
export const sampleFeeds = (origin: string, now: number): readonly Feed[] =>
  sampleOutlets.map(({ id, outlet, lang, country, timezone }) => ({
    id: `sample-${id}`,
    url: `${origin}/sample/${id}.xml`,
    outlet,
    lang,
    country,
    kind: "media",
    timezone,
    enabled: true,
    note: "Part of the bundled sample: an invented outlet with invented news.",
    alertSince: new Date(now - 24 * HOUR_MS).toISOString(),
    addedAt: new Date(now).toISOString(),
    floorSeconds: 60,
    sample: true,
  }));

/** When the sample's outlets published the first item of their archive, epoch ms. */
export const sampleBegins = (now: number): number => now - Math.max(...sampleArchive.map(({ hours }) => hours)) * HOUR_MS;

/**
 * The document of one of the feeds, RSS 2.0 or Atom, newest entry first; undefined if there is none of that name. The same
 * name and `now` give the same bytes.
 */
export const sampleDocument = (name: string, now: number): string | undefined => {
  const outlet = sampleOutlets.find(({ id }) => id === name);
  if (outlet === undefined) return undefined;
  const items = [...sampleDay, ...sampleArchive].filter((item) => item.outlet === name).toSorted((a, b) => a.hours - b.hours);
  return outlet.format === "rss" ? rss(outlet, items, now) : atom(outlet, items, now);
};

const publishedAt = (item: SampleItem | undefined, now: number): Date => new Date(now - Math.round((item?.hours ?? 0) * HOUR_MS));
const linkOf = ({ host }: SampleOutlet, { path, slug }: SampleItem): string => `https://${host}${path ?? `/${slug}`}`;

const rss = (outlet: SampleOutlet, items: readonly SampleItem[], now: number): string => `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0">
  <channel>
    <title>${xml(outlet.title)}</title>
    <link>${xml(`https://${outlet.host}/`)}</link>
    <description>${xml(about[outlet.lang])}</description>
    <language>${xml(`${outlet.lang}-${outlet.country.toLowerCase()}`)}</language>
    <lastBuildDate>${publishedAt(items[0], now).toUTCString()}</lastBuildDate>
${items
  .map(
    (item) => `    <item>
      <title>${xml(item.title)}</title>
      <link>${xml(linkOf(outlet, item))}</link>
      <guid isPermaLink="false">${xml(`${outlet.host}:${item.slug}`)}</guid>
      <pubDate>${publishedAt(item, now).toUTCString()}</pubDate>
      <description>${xml(item.summary)}</description>
    </item>
`,
  )
  .join("")}  </channel>
</rss>
`;

const atom = (outlet: SampleOutlet, items: readonly SampleItem[], now: number): string => `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${xml(`${outlet.lang}-${outlet.country}`)}">
  <id>${xml(`tag:${outlet.host},2026:feed`)}</id>
  <title>${xml(outlet.title)}</title>
  <subtitle>${xml(about[outlet.lang])}</subtitle>
  <link rel="alternate" href="${xml(`https://${outlet.host}/`)}"/>
  <updated>${publishedAt(items[0], now).toISOString()}</updated>
  <author><name>${xml(outlet.outlet)}</name></author>
${items
  .map(
    (item) => `  <entry>
    <id>${xml(`tag:${outlet.host},2026:${item.slug}`)}</id>
    <title>${xml(item.title)}</title>
    <link rel="alternate" href="${xml(linkOf(outlet, item))}"/>
    <published>${publishedAt(item, now).toISOString()}</published>
    <updated>${publishedAt(item, now).toISOString()}</updated>
    <summary>${xml(item.summary)}</summary>
  </entry>
`,
  )
  .join("")}</feed>
`;

const about: Readonly<Record<SampleOutlet["lang"], string>> = {
  en: "A sample written for Vigía: this outlet does not exist and none of its news happened.",
  es: "Una muestra escrita para Vigía: este medio no existe y nada de lo que cuenta ocurrió.",
};

const references: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };
const xml = (text: string): string => text.replace(/[&<>"']/g, (c) => references[c] ?? "");
