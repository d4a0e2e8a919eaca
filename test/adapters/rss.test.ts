import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { constants, gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { parseFeed } from "../../lambdas/adapters/rss.ts";
import type { RawEntry } from "../../lambdas/core/item.ts";
import { ParseError } from "../../lambdas/pipeline/fetch-ports.ts";

/** What a fixture's header asks for. `null` and `false` mean: absent. */
interface Expected {
  /** Of the answer that carried the document; no expectation. */
  readonly contentType?: string;
  readonly items?: number;
  readonly title?: string;
  readonly first?: { readonly [K in keyof RawEntry]?: string | null };
  /** Part of the reason, or false for a document that needs no repair. */
  readonly repaired?: string | false;
  readonly warnings?: readonly string[];
  readonly wishes?: object | false;
  readonly error?: string;
}

const folder = join(import.meta.dirname, "../fixtures/feeds");
const about = { url: "https://ejemplo.example/feed.xml", timezone: "America/Mexico_City" };

/** The header is ASCII, in whatever encoding the file is. */
const expectedOf = (bytes: Buffer): Expected => {
  const open = bytes[0] === 0x1f ? gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }) : bytes;
  const header = open.toString("latin1").replaceAll("\0", "");
  const json = /Expect: (\{.*\})/.exec(header)?.[1];
  return (json === undefined ? (JSON.parse(bytes.toString()) as { _expect: Expected })._expect : JSON.parse(json)) as Expected;
};

const read = async (bytes: Uint8Array | string, contentType?: string) => {
  try {
    return await parseFeed(typeof bytes === "string" ? Buffer.from(bytes) : bytes, {
      ...about,
      ...(contentType !== undefined && { contentType }),
    });
  } catch (error) {
    if (error instanceof ParseError) return { error: error.code, message: error.message };
    throw error;
  }
};

/** What was found, as far as the header asks for it, in the header's own form. */
const answerTo = (expected: Expected, found: Awaited<ReturnType<typeof read>>): Expected => {
  if ("error" in found) return { error: found.error };
  const entry: Partial<RawEntry> = found.entries[0] ?? {};
  const first = Object.fromEntries(Object.keys(expected.first ?? {}).map((key) => [key, entry[key as keyof RawEntry] ?? null]));
  const repaired =
    typeof expected.repaired === "string" && found.repaired?.includes(expected.repaired) ? expected.repaired : found.repaired;
  return {
    items: found.entries.length,
    ...(found.warnings.length > 0 && { warnings: found.warnings }),
    ...("title" in expected && { title: found.title ?? "" }),
    ...("first" in expected && { first }),
    ...("repaired" in expected && { repaired: repaired ?? false }),
    ...("wishes" in expected && { wishes: found.wishes ?? false }),
  };
};

describe("minimal feeds, named by their quirk", () => {
  const names = readdirSync(folder);
  it("are at least ninety", () => expect(names.length).toBeGreaterThanOrEqual(90));
  it.each(names)("%s", async (name) => {
    const bytes = readFileSync(join(folder, name));
    const { contentType, ...expected } = expectedOf(bytes);
    expect(answerTo(expected, await read(bytes, contentType))).toEqual(expected);
  });
});

const rss = (items: string) => `<rss version="2.0"><channel><title>Ejemplo</title>${items}</channel></rss>`;
const entry = (n: number) => `<item><title>Nota ${n}</title><link>https://ejemplo.example/${n}</link></item>`;

describe("errors by name", () => {
  it.each([
    ["", "empty-body"],
    [" \n\t", "empty-body"],
    ["\uFEFF", "empty-body"],
    ["plain text", "not-a-feed"],
    ["<html><body><rss version='2.0'></rss></body></html>", "not-a-feed"],
    ['<opml version="2.0"><body/></opml>', "not-a-feed"],
    ["{", "not-a-feed"],
    ["[]", "not-a-feed"],
    ['{"items":"none"}', "not-a-feed"],
    ['{"items":[]}', "not-a-feed"],
    ['{"version":"1.4","items":[]}', "not-a-feed"],
    ['{"items":[{"name":"x"}]}', "not-a-feed"],
    ['{"version":"https://jsonfeed.org/version/1","items":[{}]}', "no-items-parsed"],
    [rss("<item/>"), "no-items-parsed"],
  ])("%j is %s", async (text, code) => {
    expect(await read(text)).toEqual({ error: code, message: expect.any(String) as string });
  });

  it("takes a JSON Feed without items for one, and what lacks a version for what its items are", async () => {
    expect(await read('{"version":"https://jsonfeed.org/version/1.1","items":[]}')).toMatchObject({ entries: [] });
    expect(await read('{"items":[null,{"url":"https://ejemplo.example/1","title":"Nota"}]}')).toMatchObject({
      entries: [{ title: "Nota" }],
    });
  });

  it("names a document that is too large, packed or not", async () => {
    expect(await read(new Uint8Array(5_000_001).fill(32))).toMatchObject({ error: "too-large" });
    expect(await read(gzipSync(Buffer.alloc(50_000_000, 32)))).toMatchObject({ error: "too-large" });
  });

  it("reads a body that is a gzip file, and names one that only begins like it", async () => {
    expect(await read(gzipSync(rss(entry(1))))).toMatchObject({ entries: [{ title: "Nota 1" }] });
    expect(await read(Uint8Array.of(0x1f, 0x8b, 1, 2, 3))).toMatchObject({ error: "not-a-feed" });
  });
});

describe("limits", () => {
  it("reads 2,000 items of a document and says so", async () => {
    const found = await read(rss(Array.from({ length: 2500 }, (_, n) => entry(n)).join("")));
    expect(found).toMatchObject({ warnings: ["only the first 2000 items were read"] });
    expect("entries" in found && found.entries.length).toBe(2000);
    expect("repaired" in found).toBe(false);
  });

  it("cuts titles at 500 and summaries at 4,000, between words", async () => {
    const words = "palabra ".repeat(2000);
    const found = await read(rss(`<item><title>${words}</title><description>${words}</description></item>`));
    const [first] = "entries" in found ? found.entries : [];
    expect(first?.title).toMatch(/palabra…$/);
    expect(first?.title.length).toBeLessThanOrEqual(500);
    expect(first?.summary).toMatch(/palabra…$/);
    expect(first?.summary.length).toBeLessThanOrEqual(4000);
    expect(first?.summary.length).toBeGreaterThan(3900);
  });

  it("drops an address that is too long to be one", async () => {
    const found = await read(rss(`<item><title>Nota</title><link>https://ejemplo.example/${"é".repeat(1900)}</link></item>`));
    expect("entries" in found && found.entries[0]).toEqual({ title: "Nota", summary: "" });
  });
});

describe("decoding by the header", () => {
  const bytes = Buffer.concat([
    Buffer.from("<rss><channel><item><title>"),
    Buffer.from([0xbc, 0xd8, 0xe0]),
    Buffer.from("</title></item></channel></rss>"),
  ]);
  it.each([
    ["text/xml; charset=ISO-8859-5", "Мир"],
    ['text/xml; charset="iso-8859-5"; x=y', "Мир"],
    ["text/xml; charset=utf-8", "¼Øà"],
    ["text/xml; charset=nonsense", "¼Øà"],
    [undefined, "¼Øà"],
  ])("%s", async (contentType, title) => {
    expect(await read(bytes, contentType)).toMatchObject({ entries: [{ title }] });
  });
});
