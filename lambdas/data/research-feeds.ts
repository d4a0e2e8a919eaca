import { type FeedRow, unchecked } from "./feed-row.ts";

const thinkers = { lang: "en", country: "US", kind: "research", timezone: "America/New_York" } as const;
const googleNews = { kind: "aggregator", timezone: "UTC" } as const;

/** Think tanks and specialised reporting. */
export const researchFeeds: readonly FeedRow[] = [
  {
    ...thinkers,
    id: "insight-crime-mexico",
    outlet: "InSight Crime",
    url: "https://insightcrime.org/tag/mexico/feed/",
    verified: "2026-09",
  },
  {
    ...thinkers,
    id: "insight-crime",
    outlet: "InSight Crime",
    url: "https://insightcrime.org/feed/",
    off: "Off: its feed on Mexico is on, and has the dated check.",
  },
  {
    ...thinkers,
    id: "justice-in-mexico",
    outlet: "Justice in Mexico",
    url: "https://justiceinmexico.org/feed/",
    timezone: "America/Los_Angeles",
    verified: "2026-09",
  },
  {
    ...thinkers,
    id: "crisis-group",
    outlet: "International Crisis Group",
    url: "https://www.crisisgroup.org/rss.xml",
    country: "BE",
    timezone: "Europe/Brussels",
    verified: "2026-01",
  },
  {
    ...thinkers,
    id: "small-wars-journal",
    outlet: "Small Wars Journal",
    url: "https://smallwarsjournal.com/feed/",
    note: "Checked in 2026; the month is not known.",
  },
  { ...thinkers, id: "wola", outlet: "WOLA", url: "https://www.wola.org/feed/", off: unchecked },
  { ...thinkers, id: "americas-quarterly", outlet: "Americas Quarterly", url: "https://www.americasquarterly.org/feed/", off: unchecked },
  {
    ...thinkers,
    id: "global-initiative",
    outlet: "Global Initiative against Transnational Organized Crime",
    url: "https://globalinitiative.net/feed/",
    country: "CH",
    timezone: "Europe/Zurich",
    off: unchecked,
  },
];

const search = "Off: a search at Google News; whoever switches it on should first read its terms.";

/** Searches at aggregators, for outlets that have no feed or refuse servers. */
export const aggregatorFeeds: readonly FeedRow[] = [
  {
    ...googleNews,
    id: "google-news-reuters",
    outlet: "Reuters via Google News",
    url: "https://news.google.com/rss/search?q=site:reuters.com+Mexico+(security+OR+cartel+OR+border+OR+fentanyl)+when:2d&hl=en-US&gl=US&ceid=US:en",
    lang: "en",
    country: "US",
    off: search,
  },
  {
    ...googleNews,
    id: "google-news-dialogue",
    outlet: "Google News: High-Level Security Dialogue",
    url: "https://news.google.com/rss/search?q=%22High-Level+Security+Dialogue%22+Mexico&hl=en-US&gl=US&ceid=US:en",
    lang: "en",
    country: "US",
    off: search,
  },
  {
    ...googleNews,
    id: "google-news-sspc-fgr",
    outlet: "Google News: SSPC y FGR",
    url: "https://news.google.com/rss/search?q=(site:gob.mx/sspc+OR+site:gob.mx/fgr)&hl=es-419&gl=MX&ceid=MX:es-419",
    lang: "es",
    country: "MX",
    off: search,
  },
  {
    ...googleNews,
    id: "google-news-animal-politico",
    outlet: "Animal Político vía Google News",
    url: "https://news.google.com/rss/search?q=site:animalpolitico.com+when:1d&hl=es-419&gl=MX&ceid=MX:es-419",
    lang: "es",
    country: "MX",
    off: search,
  },
];
