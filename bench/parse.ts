/** `npm run bench:parse`: reading feeds, beside rss-parser alone; prints what it finds and writes `parsing.md`. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import Parser from "rss-parser";
import { parseFeed } from "../lambdas/adapters/rss.ts";
import { sampleOutlets } from "../lambdas/data/sample-outlets.ts";
import { sampleDocument } from "../local/sample.ts";
import { median } from "./measure.ts";

/** What a reader finds in a document; all 0 where it gives up. */
interface Found {
  readonly documents: number;
  readonly items: number;
  readonly titles: number;
  readonly links: number;
  readonly ids: number;
  readonly dates: number;
}

interface Reader {
  readonly name: string;
  readonly read: (bytes: Buffer) => Promise<Found>;
}

const captures = join(import.meta.dirname, "../../shared/feeds/captures");
const now = Date.parse("2026-11-24T12:00:00Z");

/** Real feeds that lie beside the project, or the sample's where there are none. */
const documents: readonly Buffer[] = existsSync(captures)
  ? readdirSync(captures)
      .filter((file) => file !== "manifest.json")
      .map((file) => readFileSync(join(captures, file)))
  : sampleOutlets.map(({ id }) => Buffer.from(sampleDocument(id, now) ?? ""));

const nothing: Found = { documents: 0, items: 0, titles: 0, links: 0, ids: 0, dates: 0 };

const count = <Item>(
  items: readonly Item[],
  has: Readonly<Record<"titles" | "links" | "ids" | "dates", (item: Item) => unknown>>,
): Found => {
  const number = (test: (item: Item) => unknown) => items.filter((item) => Boolean(test(item))).length;
  return {
    documents: 1,
    items: items.length,
    titles: number(has.titles),
    links: number(has.links),
    ids: number(has.ids),
    dates: number(has.dates),
  };
};

const vigia: Reader = {
  name: "Vigía",
  read: async (bytes) =>
    count((await parseFeed(bytes, { url: "", timezone: "UTC" })).entries, {
      titles: ({ title }) => title,
      links: ({ link }) => link,
      ids: ({ guid, link }) => guid ?? link,
      dates: ({ published }) => published,
    }),
};

const parser = new Parser<object, { id?: unknown }>();

const alone: Reader = {
  name: `rss-parser ${version("rss-parser")} alone`,
  read: async (bytes) =>
    count((await parser.parseString(bytes.toString())).items, {
      titles: ({ title }) => typeof title === "string" && title.trim(),
      links: ({ link }) => typeof link === "string" && /^https?:\/\/\S+$/.test(link),
      ids: ({ guid, id, link }) => [guid, id, link].find((one) => typeof one === "string" && one.trim() !== ""),
      dates: ({ isoDate }) => isoDate,
    }),
};

function version(name: string): string {
  const text = readFileSync(join(import.meta.dirname, "../package.json"), "utf8");
  return (JSON.parse(text) as { dependencies: Record<string, string> }).dependencies[name] ?? "?";
}

const readAll = async ({ read }: Reader, all: readonly Buffer[]): Promise<Found> => {
  const total: Record<keyof Found, number> = { ...nothing };
  for (const bytes of all) {
    const found = await read(bytes).catch(() => nothing);
    for (const field of Object.keys(total) as (keyof Found)[]) total[field] += found[field];
  }
  return total;
};

const ROUNDS = 9;
const readers = [vigia, alone].map((reader) => ({ ...reader, rates: [] as number[] }));
// Only what both can read is a fair race; what only one reads is counted below.
const fair: Buffer[] = [];
for (const bytes of documents) {
  const read = await Promise.all(
    readers.map((reader) =>
      reader.read(bytes).then(
        ({ items }) => items > 0,
        () => false,
      ),
    ),
  );
  if (read.every(Boolean)) fair.push(bytes);
}
const megabytes = (all: readonly Buffer[]) => all.reduce((sum, { length }) => sum + length, 0) / 1e6;
for (let round = 0; round < ROUNDS; round++) {
  for (const reader of readers) {
    const started = performance.now();
    await readAll(reader, fair);
    reader.rates.push((megabytes(fair) * 1000) / (performance.now() - started));
  }
}
const [ours, theirs] = readers.map(({ rates }) => median(rates));
const rows = await Promise.all(readers.map(async (reader) => ({ ...reader, found: await readAll(reader, documents) })));
const lines = [
  "# Reading feeds",
  "",
  "Made by `npm run bench:parse`; numbers of one machine, so the ratio is what counts.",
  "",
  `- Machine: ${cpus()[0]?.model.trim() ?? "?"}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB; Node ${process.version}, ${process.platform} ${process.arch}`,
  `- Documents: ${documents.length} ${existsSync(captures) ? "real feeds" : "feeds of the sample"}, ${megabytes(documents).toFixed(1)} MB; the race is over the ${fair.length} that both read (${megabytes(fair).toFixed(1)} MB), in alternated rounds, medians of ${ROUNDS}.`,
  "- From bytes to entries. rss-parser gets UTF-8, as it cannot decode; Vigía decodes, repairs and maps, and its rss-parser is part of it.",
  "",
  `**Vigía reads ${(ours ?? 0).toPrecision(3)} MB/s, rss-parser alone ${(theirs ?? 0).toPrecision(3)} MB/s: ${((ours ?? 0) / (theirs ?? 1)).toFixed(2)}×.**`,
  "",
  "| of all documents | read | items | with title | absolute link | id | date |",
  "|---|---|---|---|---|---|---|",
  ...rows.map(
    ({ name, found }) => `| ${[name, found.documents, found.items, found.titles, found.links, found.ids, found.dates].join(" | ")} |`,
  ),
];
for (const line of lines) console.log(line);
writeFileSync(join(import.meta.dirname, "parsing.md"), `${lines.join("\n")}\n`);
