import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseFeed } from "../../lambdas/adapters/rss.ts";
import { ParseError, type ParsedFeed } from "../../lambdas/pipeline/fetch-ports.ts";

const folder = join(import.meta.dirname, "../../../shared/feeds");
const present = existsSync(folder);
if (!present) console.warn("test/captures/parser: skipped, ../shared/feeds is not there");
const json = <T>(path: string): T[] => (present ? (JSON.parse(readFileSync(join(folder, path), "utf8")) as T[]) : []);

interface Case {
  readonly name: string;
  readonly contentType?: string;
  readonly exp: {
    readonly n?: number | string;
    readonly title?: string;
    readonly plain?: string;
    readonly link?: string;
    readonly guid?: string;
    readonly date?: string;
    readonly summaryHas?: string;
    readonly error?: true;
  };
}

const parse = async (bytes: Uint8Array, contentType?: string): Promise<ParsedFeed | undefined> => {
  try {
    return await parseFeed(bytes, { url: "", timezone: "UTC", ...(contentType !== undefined && { contentType }) });
  } catch (error) {
    if (error instanceof ParseError) return undefined;
    throw error;
  }
};

describe.skipIf(!present)("minimal feeds, one quirk each", () => {
  const cases = json<Case>("cases/index.json");
  it("are 62, none of which may be misread", () => expect(cases).toHaveLength(62));
  it.for(cases)("$name", async ({ name, contentType, exp }) => {
    const found = await parse(readFileSync(join(folder, "cases", name)), contentType);
    const first = found?.entries[0];
    const enough = typeof exp.n === "string" ? (found?.entries.length ?? -1) >= Number(exp.n.slice(2)) : found?.entries.length === exp.n;
    const answer = {
      ...(exp.error === true && { error: found === undefined }),
      ...("n" in exp && { n: enough ? exp.n : found?.entries.length }),
      ...("title" in exp && { title: first?.title === (exp.plain ?? exp.title) ? exp.title : first?.title }),
      ...("plain" in exp && { plain: first?.title }),
      ...("link" in exp && { link: first?.link }),
      // What tells an entry apart is its link where the publisher gave it no id.
      ...("guid" in exp && { guid: first?.guid ?? first?.link }),
      ...("date" in exp && { date: first?.published }),
      ...(exp.summaryHas !== undefined && {
        summaryHas: first?.summary.includes(exp.summaryHas) === true ? exp.summaryHas : first?.summary,
      }),
      ...("safe" in exp && { safe: !JSON.stringify(found).includes("root:") }),
    };
    expect(answer).toEqual(exp);
  });
});

const fields = ["items", "titles", "links", "ids", "dates"] as const;
type Counts = Record<(typeof fields)[number], number>;
const nothing: Counts = { items: 0, titles: 0, links: 0, ids: 0, dates: 0 };

interface Capture {
  readonly file: string;
  readonly expected: Readonly<Counts> | null;
}

describe.skipIf(!present)("real feeds, as captured", () => {
  const captures = json<Capture>("captures/manifest.json");
  const total = { ...nothing };
  const wanted = { ...nothing };

  it.for(captures.filter(({ expected }) => expected !== null))("$file", async ({ file, expected }) => {
    const entries = (await parse(readFileSync(join(folder, "captures", file))))?.entries ?? [];
    const counts: Counts = {
      items: entries.length,
      titles: entries.filter(({ title }) => title !== "").length,
      links: entries.filter(({ link }) => link !== undefined).length,
      ids: entries.filter(({ guid, link }) => guid !== undefined || link !== undefined).length,
      dates: entries.filter(({ published }) => published !== undefined).length,
    };
    for (const what of fields) {
      total[what] += counts[what];
      wanted[what] += expected?.[what] ?? 0;
      expect([what, counts[what]]).toEqual([what, expect.toSatisfy((n: number) => n >= (expected?.[what] ?? 0))]);
    }
    expect(entries.filter(({ title, summary }) => `${title}${summary}`.includes("\uFFFD"))).toEqual([]);
  });

  it("give in all as much as the best parser measured found in them", () => {
    console.log(`captures: ${fields.map((what) => `${what} ${total[what]} (${wanted[what]})`).join(", ")}`);
    expect(wanted.items).toBeGreaterThan(1000);
    for (const what of fields) expect([what, total[what]]).toEqual([what, expect.toSatisfy((n: number) => n >= wanted[what])]);
  });

  it("knows a page that is no feed, and reads a news sitemap", async () => {
    expect(await parse(readFileSync(join(folder, "captures/nf-notafeed.html")))).toBeUndefined();
    const sitemap = await parse(readFileSync(join(folder, "captures/dc-milenio-news-sitemap.xml")));
    expect(
      sitemap?.entries.map(({ title, link, published }) => [
        title.length > 20,
        link?.startsWith("https://www.milenio.com/"),
        published?.length,
      ]),
    ).toEqual([
      [true, true, 24],
      [true, true, 24],
    ]);
  });

  it("reads 4 MB a second", async () => {
    const bodies = captures.map(({ file }) => readFileSync(join(folder, "captures", file)));
    const bytes = bodies.reduce((sum, body) => sum + body.length, 0);
    const rates: number[] = [];
    for (let round = 0; round < 3; round++) {
      const started = performance.now();
      for (const body of bodies) await parse(body);
      rates.push(bytes / 1000 / (performance.now() - started));
    }
    console.log(`${(bytes / 1e6).toFixed(1)} MB of captures at ${Math.max(...rates).toFixed(1)} MB/s`);
    expect(Math.max(...rates)).toBeGreaterThan(4);
  });
});
