import type { FeedAnswer } from "./answer.ts";
import { type Cell, readCsv, toCsv } from "./csv.ts";

/** Feeds as a table, one row a feed: what people decided first, which a file may bring back, then how it is doing. */
export const feedsCsv = (feeds: readonly FeedAnswer[]): string =>
  toCsv(
    Object.keys(columns),
    feeds.map((feed) => Object.values(columns).map((column) => column(feed))),
  );

const columns: Readonly<Record<string, (feed: FeedAnswer) => Cell>> = {
  id: (f) => f.id,
  url: (f) => f.url,
  outlet: (f) => f.outlet,
  lang: (f) => f.lang,
  country: (f) => f.country,
  kind: (f) => f.kind,
  timezone: (f) => f.timezone,
  enabled: (f) => f.enabled,
  note: (f) => f.note,
  alternates: (f) => f.alternates?.join(" "),
  floor_seconds: (f) => f.floorSeconds,
  health: (f) => (f.enabled ? f.health : "off"),
  reason: (f) => (f.enabled ? f.reason.en : undefined),
  failures: (f) => f.failures,
  heard_at: (f) => f.heardAt,
  next_check_at: (f) => f.nextCheckAt,
};

/** Names of a column's values in a feed, where they differ. */
const fields: Readonly<Record<string, string>> = { floor_seconds: "floorSeconds", heard_at: "heardAt", next_check_at: "nextCheckAt" };

/**
 * The rows of a table of feeds as entries of a file, by the names in its first row; undefined if it has no column `url`. Cells
 * without a value are left out; what cannot be understood stays text, for the schema to refuse.
 */
export const feedsInCsv = (text: string): readonly Readonly<Record<string, unknown>>[] | undefined => {
  const [heading = [], ...rows] = readCsv(text);
  const names = heading.map((name) => name.trim().toLowerCase()).map((name) => fields[name] ?? name);
  if (!names.includes("url")) return undefined;
  return rows
    .filter((row) => row.some((cell) => cell.trim() !== ""))
    .map((row) => Object.fromEntries(names.flatMap((name, n) => entry(name, row[n]?.trim() ?? ""))));
};

const entry = (name: string, cell: string): [string, unknown][] => {
  if (name === "" || cell === "") return [];
  if (name === "enabled") return [[name, truth[cell.toLowerCase()] ?? cell]];
  if (name === "floorSeconds") return [[name, /^\d{1,9}$/.test(cell) ? Number(cell) : cell]];
  if (name === "alternates") return [[name, cell.split(/\s+/)]];
  return [[name, cell]];
};

const truth: Readonly<Partial<Record<string, boolean>>> = {
  true: true,
  false: false,
  yes: true,
  no: false,
  sí: true,
  "1": true,
  "0": false,
};
